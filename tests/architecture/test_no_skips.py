"""A run with RESETTLE_NO_SKIPS=1 fails for everything that an ordinary run would skip."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
OPTIONS = ["--continue-on-collection-errors", "-p", "no:xdist"]


def marked(mark, *terms, body="pass"):
    """The source of a test under a mark of pytest's: written elsewhere and run there, to see what comes of it."""
    return f"@pytest.mark.{mark}({', '.join(terms)})\ndef test_it(): {body}"


SKIPS = {
    "a mark": marked("skip", "reason='no browser'"),
    "a condition": marked("skipif", "True", "reason='no browser'"),
    "a call": "def test_it(): pytest.skip('no browser')",
    "a fixture": "@pytest.fixture\ndef browser(): pytest.skip('no browser')\ndef test_it(browser): pass",
    "a missing import": "pytest.importorskip('no_such_module', reason='no browser')\ndef test_it(): pass",
    "a whole module": "pytest.skip('no browser', allow_module_level=True)\ndef test_it(): pass",
    "a unittest": "import unittest\ndef test_it(): raise unittest.SkipTest('no browser')",
}
"""Every way to skip, as the source of a test module that is written elsewhere and run there: to see that it fails."""
NO_SKIP = {
    "a test that passes": "def test_it(): pass",
    "an expected failure": marked("xfail", "reason='issue 1'", body="assert False"),
}
"""Sources as well, run elsewhere: what is no skip must pass, so that the rule refuses no more than it says."""


def run(folder, tests, no_skips):
    """Run pytest on test modules, one for each named source, under our conftest."""
    shutil.copy(CONFTEST, folder)
    for number, source in enumerate(tests.values()):
        (folder / f"test_{number}.py").write_text(f"import pytest\n{source}\n")
    ours = ("PYTEST", "RESETTLE")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider", *OPTIONS, "--rootdir", folder],
        env=environ | ({"RESETTLE_NO_SKIPS": "1"} if no_skips else {}),
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )


def test_every_way_to_skip_fails_when_nothing_may_be_skipped(tmp_path):
    result = run(tmp_path, SKIPS, no_skips=True)
    assert result.returncode != 0
    for number, way in enumerate(SKIPS):
        told = f"test_{number}.py.* was skipped, and RESETTLE_NO_SKIPS allows no skips.*no browser"
        assert re.search(told, result.stdout), f"skipped by {way}, and not failed:\n{result.stdout}"
    assert "skipped" not in result.stdout.splitlines()[-1]


@pytest.mark.parametrize("way", ["a call", "a whole module"])
def test_one_skip_alone_makes_the_run_fail(tmp_path, way):
    result = run(tmp_path, {"a test that passes": "def test_it(): pass", way: SKIPS[way]}, no_skips=True)
    assert result.returncode != 0, result.stdout


def test_what_is_not_a_skip_stays_as_it_is(tmp_path):
    result = run(tmp_path, NO_SKIP, no_skips=True)
    assert result.returncode == 0, result.stdout
    assert "1 passed, 1 xfailed" in result.stdout


def test_an_ordinary_run_may_skip(tmp_path):
    result = run(tmp_path, SKIPS, no_skips=False)
    assert f"{len(SKIPS)} skipped" in result.stdout
    assert "failed" not in result.stdout.splitlines()[-1]

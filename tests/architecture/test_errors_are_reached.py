"""Every error a user may be told is named in some test, by its code."""

import re
from pathlib import Path

from resettle.render.words import FAULTS

TESTS = Path(__file__).parents[1]


def not_named(codes, tests):
    """Codes that stand as a word in no test."""
    written = {
        word
        for path in sorted(tests.rglob("*.py"))
        if path != Path(__file__)
        for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
    }
    return sorted(set(codes) - written)


def test_every_error_is_named_in_a_test():
    assert not (found := not_named(FAULTS, TESTS)), (
        f"No test names {', '.join(found)}. Write one that is told it, and looks at what is said or where."
    )


def test_an_error_that_no_test_names_is_found(tmp_path):
    (tmp_path / "test_a.py").write_text('assert code == "file_missing"  # not file_missing_too')
    assert not_named(["file_missing", "file_missin", "missing"], tmp_path) == ["file_missin", "missing"]

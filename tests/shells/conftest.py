"""What tests of the shells share: a command that is run, an office, a register of which not everybody may hear all."""

import sys
from pathlib import Path

import pytest
from builders import a_register_folder
from integration.records.offices import founded_at_a_desk
from spec.screening.voiced_register import voiced

from resettle.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "nauru-manus-2016"
PROPOSAL = ("propose", "C-0126", "nz-150/2016-17", "--effective", "2016-11-14", "--source", "synthetic")
"""An act that may be recorded in the worked example."""


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs a command; answers its exit code, what it printed and what it said on standard error, on one line each."""

    def command(*arguments):
        monkeypatch.setattr(sys, "argv", ["resettle", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
            raise SystemExit(0)
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return ended.value.code or 0, " ".join(printed.out.split()), " ".join(printed.err.split())

    return command


@pytest.fixture
def told(tmp_path):
    """The small register with a case that was submitted, and much that not everybody may hear."""
    return a_register_folder(tmp_path / "register", voiced())


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """The worked example in a database file, made once: a test that writes takes a copy."""
    path = tmp_path_factory.mktemp("office") / "office.sqlite"
    founded_at_a_desk(str(path), "eva", Path(f"{path}.key"), folder=EXAMPLE)
    return path


@pytest.fixture
def database(filled, tmp_path):
    for ending in ("", ".key"):
        (tmp_path / f"office.sqlite{ending}").write_bytes(Path(f"{filled}{ending}").read_bytes())
    return tmp_path / "office.sqlite"

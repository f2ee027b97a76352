"""What tests of the shells share: a command that is run, and a register of which not everybody may hear all."""

import sys

import pytest
from builders import a_register_folder
from spec.screening.voiced_register import voiced

from resettle.cli import main


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

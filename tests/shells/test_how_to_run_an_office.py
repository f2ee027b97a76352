"""What the how-to of an office shows is what happens: its commands on a database file, one after the other."""

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "run-an-office.md"
BLOCK = re.compile(r"^```\n(\$ .*?)^```$", re.DOTALL | re.MULTILINE)
OTHERS = ("createuser", "createdb")


def commands():
    """Each command on a database file, and the lines shown below it; those on PostgreSQL are tested elsewhere."""
    for block in BLOCK.findall(PAGE.read_text()):
        parts = re.split(r"^\$ (.+)\n", block, flags=re.MULTILINE)
        for command, shown in zip(parts[1::2], parts[2::2], strict=True):
            if "postgresql:" not in command and not command.startswith(OTHERS):
                yield command, shown.strip().splitlines()


def test_every_command_does_what_is_shown(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "passphrase").write_text("four words of a kind\n")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "out").mkdir()
    done = []
    for command, shown in commands():
        name, *arguments = shlex.split(command)
        assert name == "resettle"
        code, printed, err = run(*arguments)
        assert not code, f"{command}: {err}"
        for line in shown:
            assert line.partition("…")[0].strip() in printed, command
        done.append(arguments[0])
    assert set(done) == {
        "init", "account", "accounts", "act", "as-of", "history", "ledger", "checkpoint", "verify", "rebuild",
        "export", "unseal", "erase", "upgrade", "next", "record",
    }  # fmt: skip

"""What README shows is what the commands print: every line between two marks of omission, in its order."""

import re
import shlex
import sys
from pathlib import Path

import pytest

from resettle.cli import main

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"```\n\$ (resettle [^\n]+)\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)


def test_readme_shows_each_command():
    assert {command.split()[1] for command, _ in BLOCKS} == {
        "check", "screen", "plan", "explain", "compare", "rules",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("command", "shown"), [block for block in BLOCKS if "examples/" in block[0]], ids=lambda text: text[:20]
)
def test_readme_shows_what_the_command_prints(command, shown, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    written = [str(tmp_path) if word == "out" else word for word in shlex.split(command)]
    monkeypatch.setattr(sys, "argv", written)
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    printed = [line.rstrip() for line in capsys.readouterr().out.replace(str(tmp_path), "out").splitlines()]
    place = 0
    for part in shown.split("\n…\n") if "\n…\n" in shown else [shown]:
        lines = [
            line
            for line in part.removeprefix("…\n").removesuffix("\n…").splitlines()
            if line.strip() not in ("", "…")
        ]
        rest = [line for line in printed[place:] if line.strip()]
        assert any(rest[start : start + len(lines)] == lines for start in range(len(rest))), lines[:2]

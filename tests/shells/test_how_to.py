"""What the how-to shows is what happens: its files and commands, one after the other, in an empty folder."""

import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from resettle.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-programme.md"
BLOCK = re.compile(
    r"(?:\*\*(File|Add to) `([^`\n]+)`\*\*\n\n)?^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True)
class Block:
    """A file to write, text to add to one, or commands with what they print."""

    act: str
    name: str
    text: str


def blocks(page: str) -> list[Block]:
    return [Block(act or "Run", name, text) for act, name, _, text in BLOCK.findall(page)]


def runs(text: str) -> list[tuple[str, str]]:
    """Each command of a block, and what is shown below it."""
    parts = re.split(r"^\$ (.+)\n", text, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def written(block: Block, folder: Path) -> None:
    path = folder / block.name
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text() + "\n" if block.act == "Add to" else ""
    path.write_text(before + block.text)


def printed(command: str, monkeypatch, capsys) -> tuple[str, int]:
    monkeypatch.setattr(sys, "argv", shlex.split(command))
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    return "\n".join(line.rstrip() for line in (out + err).splitlines()), int(ended.value.code or 0)


def test_the_page_does_what_it_shows(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, failed = 0, False
    for block in blocks(PAGE.read_text()):
        if block.act != "Run":
            written(block, tmp_path)
            continue
        for command, shown in runs(block.text):
            if command == "echo $?":
                assert shown.strip() == str(code)
                failed = False
                continue
            assert not failed, f"it does not say with what the command before {command!r} ends"
            found, code = printed(command, monkeypatch, capsys)
            failed = code != 0
            assert_shown(shown, found, command)
    assert not failed


def assert_shown(shown: str, found: str, command: str) -> None:
    """Every line between two marks of omission, in its order; a blank line more or less is no matter."""
    lines = [line for line in found.splitlines() if line.strip()]
    place = 0
    parts = re.split(r"^…$", shown, flags=re.MULTILINE)
    for number, part in enumerate(parts):
        wanted = [line.rstrip() for line in part.splitlines() if line.strip()]
        last = number == len(parts) - 1
        starts = [place] if number == 0 else range(place, len(lines) + 1)
        at = next((one for one in starts if lines[one : one + len(wanted)] == wanted), None)
        assert at is not None, f"{command}: {wanted} is not what is printed:\n{found}"
        place = at + len(wanted)
        assert not (last and wanted and place < len(lines)), f"{command}: more is printed than is shown"


def test_the_page_has_every_kind_of_rule():
    rules = "".join(block.text for block in blocks(PAGE.read_text()) if block.name.endswith("is-homes.toml"))
    wanted = ("eligibility", "bar", "exemption", "part")
    assert all(f'kind = "{kind}"' in rules for kind in wanted)
    for construct in ("any_of", "decided_by", "waivable_by", "unless", "IN_LIST", "ANY_RELATIVE", "ANY_PATHWAY",
                      "[[sub_quota]]", "[[criterion.amended]]", "case_size", "submission_day"):  # fmt: skip
        assert construct in rules
    tables = {Path(block.name).stem for block in blocks(PAGE.read_text()) if "/tests/" in block.name}
    every = re.findall(r'^id = "([^"]+)"\nkind = "(?!part|exemption)', rules, re.MULTILINE)
    assert set(every) <= tables

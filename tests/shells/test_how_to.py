"""What the how-to shows is what happens: its files and commands, one after the other, in an empty folder."""

import re
import shlex
import sys
import tomllib
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


def tabled(title: str) -> list[list[str]]:
    """The lines of the tables of a section, below their headings; code marks stay."""
    section = PAGE.read_text().split(f"\n## {title}\n")[1].split("\n## ")[0]
    lines = [line.strip("|").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line] for line in lines if line[0].strip() != "the text says"]


LINES = tabled("12. Every kind of rule, one line each")
LIMITS = ("floor", "cap", "exact", "share", "reserve")


def said(line: list[str]) -> tuple[str, list[str]]:
    """Whether a line of the tables is a criterion or a sub-quota, and what it says to write, each on a line of its own."""
    cells = [re.findall(r"`([^`]+)`", cell) for cell in line[1:]]
    if len(cells) > 1:
        keys = ("kind", "applies_to", "test")
        cells = [[f'{key} = "{cell}"' for key, (cell,) in zip(keys, cells, strict=True)]]
    limit = tomllib.loads(cells[0][0])["kind"] in LIMITS
    return ("sub_quota", [*cells[0], 'of = "2025"']) if limit else ("criterion", cells[0])


def as_toml(line: list[str], name: str) -> str:
    """A line of the tables as it is written out."""
    table, written = said(line)
    more = [
        f'id = "{name}"',
        f'sentence = "{line[0]}"',
        'source = "leaflet"',
        "effective = 2025-01-01",
        "known = 2024-11-20",
    ]
    return "\n".join([f"[[{table}]]", *written, *more])


WORKED = {
    "Each adult shows": """date_of_birth,documents,finding
1990,none,not_met
1990,police_certificate,met
2015,none,met""",
    "Each member is outside": """nationality,location,finding
STA,KEN,met
KEN;SOM,KEN,not_met
SOM;unknown,KEN,unknown""",
    "Two of three hold": """priority,relationship_to_pa,marital_status,specific_needs,finding
urgent,PA,widowed,none,met
normal,PA,widowed,DS-PM,met
normal,PA,single,DS,not_met""",
    "Among them": """case,group,date_of_birth,finding
child,tied,2010-01-01,met
aunt,tied,1980-01-01,met
alone,,2010-01-01,not_met""",
    "Each child was under 18": """relationship_to_pa,date_of_birth,submission_day,finding
PA,1990-01-01,,met
child,2007-02-20,2025-02-10,met
child,2007-02-20,,not_met""",
    "Nobody is taken whom another country": """pathways_listed,pathway_country,pathway_stage,pathway_since,submission_day,finding
all,CAN,refused,2022-02-02,2025-02-01,not_met
all,CAN,refused,2022-02-01,2025-02-01,met
all,CAN,refused,2022-02-02,,met
all,ISL,refused,2024-02-02,2025-02-01,met
all,CAN,refused,2022,2025-02-01,unknown
,,,,,unknown""",
    "Urgent cases": """priority,finding
urgent,met
normal,not_met""",
    "Two of these three": """relatives_listed,relationship,country,relationship_to_pa,date_of_birth,finding
some,sibling,ISL,PA,1990-01-01,judgement
none,,,PA,1990-01-01,not_met""",
    "Until the end of June": """on,documents,finding
2025-06-30,none,not_met
2025-07-01,none,not_in_force""",
    "At least ten places": """specific_needs,finding
WR-UW,met
none,not_met""",
}
"""What some lines of the tables find, by how their sentence begins."""


def test_every_line_of_the_tables_is_read_and_checked(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for block in blocks(PAGE.read_text()):
        if block.act != "Run":
            written(block, tmp_path)
    rules = tmp_path / "homes/arrangements/is-homes.toml"
    every = [as_toml(line, f"line-{number}") for number, line in enumerate(LINES)]
    rules.write_text("\n\n".join([rules.read_text(), *every]))
    for sentence, table in WORKED.items():
        (number,) = [at for at, line in enumerate(LINES) if line[0].startswith(sentence)]
        (tmp_path / f"homes/tests/is-homes/line-{number}.csv").write_text(table + "\n")
    found, code = printed("resettle check homes", monkeypatch, capsys)
    assert code == 0 and "no errors" in found, found
    assert len(LINES) >= 35
    kinds = {tomllib.loads(said(line)[1][0])["kind"] for line in LINES}
    assert kinds == {"eligibility", "bar", "priority", *LIMITS}
    for construct in ("every_adult", "any_member", "principal_applicant", "linked_group", "at_least", "all_of",
                      "decision_day", "arrival_day", "submission_day", "status_there", "refused", "until"):  # fmt: skip
        assert any(construct in one for one in every), construct


def test_the_first_line_is_the_one_written_out():
    shown = next(
        block.text for block in blocks(PAGE.read_text()) if 'id = "police-certificate"' in block.text
    )
    assert tomllib.loads(shown) == tomllib.loads(as_toml(LINES[0], "police-certificate"))


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

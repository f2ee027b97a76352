"""How faults of a register are told: all at once, none that only follows, each where the user finds it."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from builders import SMALL, a_register_folder, cell, swapped
from integration.files.ways_to_break import CAN, NOR, QUOTA, RULINGS, a_workbook

from resettle import files
from resettle.engine.errors import RegisterRefused
from resettle.render import words

FOLLOW: list[tuple[str, Mapping[str, str | bytes | None], set[str]]] = [
    ("a person's row", {"people.csv": cell("people.csv", 2, "sex", "Q")}, {"code_unknown"}),
    ("the people's table", {"people.csv": b"\xff"}, {"file_not_utf8"}),
    ("a column of cases", {"cases.csv": swapped("cases.csv", "priority", "prioritie")}, {"column_unknown"}),
    ("a case's row, of which there is a ruling",
     {"cases.csv": cell("cases.csv", 2, "priority", "Q"), "rulings.csv": RULINGS}, {"code_unknown"}),
    ("an applicant's row", {"members.csv": cell("members.csv", 2, "known", "soon")}, {"day_wrong"}),
    ("an arrangement", {NOR: swapped(NOR, "country =", "land =")}, {"key_unknown", "key_missing"}),
    ("a quota", {QUOTA: "name ="}, {"file_not_toml"}),
    ("an exemption's test", {NOR: swapped(NOR, "relationship_to_pa = 'child'", "kin = 'child'")}, {"test_unknown_fact"}),
    ("a proposal's row", {"acts.csv": swapped("acts.csv", "propose,C-4", "submit;,C-4").replace("A-2,submit", "A-2,accept")},
     {"code_unknown"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "changes", "codes"), FOLLOW, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_only_follows_from_a_fault_is_not_told_as_another(
    what: str, changes: Mapping[str, str | bytes | None], codes: set[str], tmp_path: Path
) -> None:
    reading = files.examine(a_register_folder(tmp_path, changes))
    assert {fault.code for fault in reading.faults} == codes, [words.fault(fault) for fault in reading.faults]


def test_several_faults_are_told_at_once(tmp_path: Path) -> None:
    changes = {
        "people.csv": cell("people.csv", 3, "sex", "Q"),
        "members.csv": cell("members.csv", 4, "person", "P-77"),
        "links.csv": cell("links.csv", 2, "known", "soon"),
        NOR: swapped(NOR, '"in_force"', '"forced"'),
        CAN: swapped(CAN, 'source = "treaty"', 'source = "x"'),
        "extra.csv": "",
    }
    reading = files.examine(a_register_folder(tmp_path, changes))
    told = [words.fault(fault) for fault in reading.faults]
    for part in ("“Q”", "P-77", "links.csv, row 2, known", "forced", "“x”", "extra.csv"):
        assert any(part in message for message in told), (part, told)
    assert reading.register is None
    assert [fault.is_error for fault in reading.faults] == sorted(
        (fault.is_error for fault in reading.faults), reverse=True
    )


def test_reading_raises_all_of_them(tmp_path: Path) -> None:
    with pytest.raises(RegisterRefused) as refused:
        files.read(
            a_register_folder(tmp_path, {"people.csv": cell("people.csv", 3, "sex", "Q"), "extra.csv": ""})
        )
    assert {fault.code for fault in refused.value.faults} == {"code_unknown", "file_unknown"}


@pytest.mark.parametrize(
    "make", [lambda path: None, lambda path: path.write_text("x")], ids=["nothing", "a-file"]
)
def test_a_folder_that_is_none_is_refused(make: Callable[[Path], object], tmp_path: Path) -> None:
    make(tmp_path / "register")
    with pytest.raises(RegisterRefused) as refused:
        files.examine(tmp_path / "register")
    assert [fault.code for fault in refused.value.faults] == ["folder_missing"]
    assert "register" in words.fault(refused.value.faults[0])


def test_names_of_files_that_are_not_text_are_told_without_harm(tmp_path: Path) -> None:
    folder = a_register_folder(tmp_path)
    Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff\x1b.csv")).write_text("")
    told = [words.fault(fault) for fault in files.examine(folder).faults]
    assert len(told) == 1
    assert told[0].isprintable()
    told[0].encode()


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    table = (
        SMALL["acts.csv"]
        .replace("officer-1,,,2026-02-10", 'officer-1,"two\nlines",,2026-02-10', 1)
        .replace("P-8;P-9", "P-8;P-99")
    )
    told = [
        words.fault(fault) for fault in files.examine(a_register_folder(tmp_path, {"acts.csv": table})).faults
    ]
    assert len(told) == 1 and told[0].startswith("acts.csv, row 3, persons:")


def test_a_fault_of_a_workbook_names_the_workbook_and_its_row(tmp_path: Path) -> None:
    lines = [line.split(",") for line in SMALL["links.csv"].splitlines()]
    lines[1][2] = "apart"
    folder = a_register_folder(tmp_path, {"links.csv": None, "links.xlsx": a_workbook(*lines)})
    told = [words.fault(fault) for fault in files.examine(folder).faults]
    assert len(told) == 1 and told[0].startswith("links.xlsx, row 2, link:")


def test_what_is_linked_from_elsewhere_and_is_gone_there_is_told(tmp_path):
    folder = a_register_folder(tmp_path / "register", {"rulings.csv": None})
    for name in ("bars/gone.toml", "rulings.csv"):
        (folder / name).symlink_to(tmp_path / "nothing")
    found = [(one.code, one.where.file) for one in files.examine(folder).faults if one.is_error]
    assert found == [("file_unreadable", "bars/gone.toml"), ("file_unreadable", "rulings.csv")]

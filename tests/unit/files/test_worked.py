"""Worked tables as files: which are read, what their cells say, and what is wrong with them, by row and column."""

from pathlib import Path

import pytest
import xlsxwriter
from builders import SMALL, a_register_folder

from resettle import files
from resettle.engine.errors import Fault
from resettle.engine.registry.worked import COLUMNS, WorkedTable
from resettle.files import worked


def read(folder: Path, *tables: tuple[str, str]) -> tuple[tuple[WorkedTable, ...], list[Fault]]:
    """The worked tables of a folder with these files, by their path below ``tests``."""
    for path, text in tables:
        (folder / "tests" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "tests" / path).write_text(text)
    found: list[Fault] = []
    return worked.read(folder, found), found


def faults_of(folder: Path, text: str, path: str = "nz/c.csv") -> list[tuple[str, int, str]]:
    """(code, row, column) of each fault; a table with one is left out."""
    tables, found = read(folder, (path, text))
    assert bool(tables) == (not found)
    return [(fault.code, fault.where.row, fault.where.key) for fault in found]


def test_a_folder_without_worked_tables_has_none(tmp_path: Path) -> None:
    assert read(tmp_path) == ((), [])


def test_a_table_is_of_the_criterion_and_the_arrangement_that_it_is_called_after(tmp_path: Path) -> None:
    tables, found = read(tmp_path, ("us/b.csv", "sex,finding\nF,met\n"), ("nz/c.csv", "sex,finding\nF,met\n"))
    assert found == []
    assert [(one.of, one.criterion, one.file) for one in tables] == [
        ("nz", "c", "tests/nz/c.csv"), ("us", "b", "tests/us/b.csv"),
    ]  # fmt: skip


def test_rows_keep_their_number_and_what_is_blank_is_not_there(tmp_path: Path) -> None:
    [table], _ = read(tmp_path, ("nz/c.csv", "sex,transferred_on,finding\nF,none,met\n\n,unknown,unknown\n"))
    assert [(row.number, dict(row.cells)) for row in table.rows] == [
        (2, {"sex": "F", "transferred_on": "none", "finding": "met"}),
        (4, {"transferred_on": "unknown", "finding": "unknown"}),
    ]


def test_every_fact_of_anybody_may_be_a_column_and_what_is_counted_may_not(tmp_path: Path) -> None:
    text = "sex,relationship_to_pa,priority,relationship,country,pathway_stage,finding\nF,PA,normal,parent,NZL,open,met\n"
    assert faults_of(tmp_path, text) == []
    assert faults_of(tmp_path, "case_size,finding\n3,met\n") == [("column_unknown", 1, "case_size")]


def test_the_columns_beside_facts_are_read(tmp_path: Path) -> None:
    text = (
        "about,on,case,person,group,submission_day,decision_day,arrival_day,ruling,finding\n"
        '"A woman, alone",2016-11-14,A,1,G,2016-01-02,2016-02-03,2016-03-04,not_waived,not_in_force\n'
    )
    [table], found = read(tmp_path, ("nz/c.csv", text))
    assert found == []
    assert {*table.rows[0].cells} == {*COLUMNS} - {"outcome"}
    assert table.rows[0].cells["about"] == "A woman, alone"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sex,colour,finding\nF,red,met\n", [("column_unknown", 1, "colour")]),
        ("sex,outcome\nF,eligible\n", [("column_unknown", 1, "outcome")]),
        ("sex,finding\nF,met\nQ,met\n", [("code_unknown", 3, "sex")]),
        ("sex,finding\nF,eligible\n", [("code_unknown", 2, "finding")]),
        ("sex,ruling,finding\nF,perhaps,met\n", [("code_unknown", 2, "ruling")]),
        ("nationality,finding\nIRN;XXZ,met\n", [("code_unknown", 2, "nationality")]),
        ("date_of_birth,finding\n1996-13,met\n", [("value_wrong", 2, "date_of_birth")]),
        ("on,finding\n2016-11,met\n", [("day_wrong", 2, "on")]),
        ("submission_day,finding\nsoon,met\n", [("day_wrong", 2, "submission_day")]),
        ("sex,sex,finding\nF,F,met\n", [("column_twice", 1, "sex")]),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(tmp_path: Path, text: str, expected: list[object]) -> None:
    assert faults_of(tmp_path, text) == expected


def test_all_that_is_wrong_is_told_at_once_and_another_table_is_read(tmp_path: Path) -> None:
    tables, found = read(
        tmp_path, ("nz/c.csv", "sex,finding\nQ,maybe\nZ,met\n"), ("nz/d.csv", "sex,finding\nF,met\n")
    )
    assert sorted((fault.where.row, fault.where.key) for fault in found) == [
        (2, "finding"),
        (2, "sex"),
        (3, "sex"),
    ]
    assert {fault.where.file for fault in found} == {"tests/nz/c.csv"}
    assert [one.criterion for one in tables] == ["d"]


def test_the_outcome_is_expected_in_its_own_column(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "sex,outcome\nF,needs_a_person\n", "nz/outcome.csv") == []
    assert faults_of(tmp_path, "sex,finding\nF,met\n", "nz/outcome.csv") == [("column_unknown", 1, "finding")]
    assert faults_of(tmp_path, "sex,outcome\nF,met\n", "nz/outcome.csv") == [("code_unknown", 2, "outcome")]


def test_rulings_may_be_on_several_criteria_each_in_a_column_of_its_own(tmp_path: Path) -> None:
    text = "ruling:security,ruling:no-entry/came-late,outcome\nsatisfied,waived,eligible\n"
    [table], found = read(tmp_path, ("nz/outcome.csv", text))
    assert (found, dict(table.rows[0].cells)) == (
        [], {"ruling:security": "satisfied", "ruling:no-entry/came-late": "waived", "outcome": "eligible"},
    )  # fmt: skip
    assert faults_of(tmp_path / "code", "ruling:a,finding\nperhaps,met\n") == [
        ("code_unknown", 2, "ruling:a")
    ]
    assert faults_of(tmp_path / "twice", "ruling:a,ruling:a,finding\nwaived,waived,met\n") == [
        ("column_twice", 1, "ruling:a")
    ]


def test_a_workbook_says_the_same_as_a_csv(tmp_path: Path) -> None:
    lines = [["about", "date_of_birth", "on", "finding"], ["a child", "2010-05", "2016-11-14", "met"]]
    (tmp_path / "tests" / "nz").mkdir(parents=True)
    with xlsxwriter.Workbook(tmp_path / "tests" / "nz" / "c.xlsx") as book:
        sheet = book.add_worksheet()
        for place, line in enumerate(lines):
            sheet.write_row(place, 0, line)
    found: list[Fault] = []
    [from_book] = worked.read(tmp_path, found)
    [from_csv], _ = read(tmp_path / "again", ("nz/c.csv", "\n".join(map(",".join, lines)) + "\n"))
    assert found == []
    assert (from_book.of, from_book.criterion, from_book.rows) == (
        from_csv.of,
        from_csv.criterion,
        from_csv.rows,
    )


def test_a_table_that_stands_in_two_files_is_told(tmp_path: Path) -> None:
    folder = a_register_folder(
        tmp_path, {**SMALL, "tests/nor-2026/recognised.csv": "sex,finding\nF,unknown\n",
                   "tests/can-2026/recognised.csv": "sex,finding\nF,unknown\n"}
    )  # fmt: skip
    with xlsxwriter.Workbook(folder / "tests" / "nor-2026" / "recognised.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["sex", "finding"])
        sheet.write_row(1, 0, ["F", "unknown"])
    [fault] = files.examine(folder).faults
    assert (fault.code, fault.where.file, fault.params["files"]) == (
        "file_twice",
        "tests/nor-2026/recognised.csv",
        ["tests/nor-2026/recognised.csv", "tests/nor-2026/recognised.xlsx"],
    )


@pytest.mark.parametrize("path", ["tests/loose.csv", "tests/nor-2026/deeper/recognised.csv", "tests/nor-2026/recognised.ods",
                                  "tests/nor-2026/recognised.CSV"])  # fmt: skip
def test_data_among_the_tables_that_is_read_by_nobody_is_told(tmp_path: Path, path: str) -> None:
    folder = a_register_folder(tmp_path, {path: "sex,finding\nF,met\n"})
    assert [(fault.code, fault.where.file) for fault in files.examine(folder).faults] == [
        ("file_unknown", path)
    ]


def test_a_register_carries_its_worked_tables_and_its_digest_covers_them(tmp_path: Path) -> None:
    without = files.digest(a_register_folder(tmp_path))
    folder = a_register_folder(
        tmp_path, {**SMALL, "tests/nor-2026/recognised.csv": "sex,finding\nF,unknown\n"}
    )
    register, warnings = files.read(folder)
    assert [(one.of, one.criterion, len(one.rows)) for one in register.worked] == [
        ("nor-2026", "recognised", 1)
    ]
    assert warnings == ()
    assert files.digest(folder) != without


def test_a_case_a_person_and_a_group_are_called_by_ids(tmp_path: Path) -> None:
    text = "case,person,group,finding\nA/1,1,G,met\nB,1;2,G,met\nC,1,a group,met\n"
    assert faults_of(tmp_path, text) == [
        ("id_wrong", 2, "case"),
        ("id_wrong", 3, "person"),
        ("id_wrong", 4, "group"),
    ]

"""Tables: the same rows from every kind of file, counted alike, blank apart from none and unknown."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from builders import SMALL, a_register_folder

from resettle import files
from resettle.engine.errors import Fault
from resettle.engine.registry import codes
from resettle.files import tables
from resettle.render import words

TABLES = {table.name: table for table in tables.TABLES}
PEOPLE = "person,arrived_on,nationality,effective,known,source\n"
SCORES = "case,arrangement,score,effective,known,source\n"


def read(folder: Path, name: str, text: str | bytes) -> tuple[tables.Read, list[Fault]]:
    """One table, read from CSV."""
    (folder / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    found: list[Fault] = []
    return tables.read(folder, TABLES[name], found), found


def test_a_table_that_is_not_there_is_empty(tmp_path: Path) -> None:
    found: list[Fault] = []
    answer = tables.read(tmp_path, TABLES["people"], found)
    assert answer.frame.is_empty() and answer.whole and answer.readable and found == []


def test_blank_none_and_unknown_stay_apart(tmp_path: Path) -> None:
    text = PEOPLE + "".join(
        f"P-{n},{cell},,2024-01-01,2024-01-01,s\n" for n, cell in enumerate(("", "none", "unknown"))
    )
    answer, found = read(tmp_path, "people", text)
    assert found == []
    assert answer.frame["arrived_on"].to_list() == [None, "none", "unknown"]


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    answer, found = read(
        tmp_path,
        "people",
        PEOPLE + '\n"P-1",,,2024-01-01,2024-01-01,"a\nb"\n,,,,,\nP-2,,,2024-01-01,2024-01-01,s\n',
    )
    assert found == []
    assert answer.frame["row"].to_list() == [3, 5]


def test_a_row_with_a_fault_is_left_out_and_its_ids_are_remembered(tmp_path: Path) -> None:
    answer, found = read(
        tmp_path, "people", PEOPLE + "P-1,soon,,2024-01-01,2024-01-01,s\nP-2,,,2024-01-01,2024-01-01,s\n"
    )
    assert [fault.code for fault in found] == ["value_wrong"]
    assert answer.frame["person"].to_list() == ["P-2"]
    assert (answer.refused, answer.whole, answer.readable) == (frozenset({"P-1"}), False, True)


def test_a_file_that_is_not_text_is_told_once_and_not_as_missing_columns(tmp_path: Path) -> None:
    answer, found = read(tmp_path, "people", b"\xff\xfe")
    assert [fault.code for fault in found] == ["file_not_utf8"]
    assert not answer.readable


def test_empty_columns_at_the_end_are_nothing(tmp_path: Path) -> None:
    answer, found = read(
        tmp_path, "scores", SCORES.replace("\n", ",,\n") + "C-1,a,1,2024-01-01,2024-01-01,s,,\n"
    )
    assert found == []
    assert answer.frame.height == 1


@pytest.mark.parametrize("score", ["1_000", "1e3", "nan", "inf", "+1", "١", "0x1", "1.", "9999999999"])
def test_a_score_is_a_plain_number(score: str, tmp_path: Path) -> None:
    _, found = read(tmp_path, "scores", f"{SCORES}C-1,a,{score},2024-01-01,2024-01-01,s\n")
    assert [fault.code for fault in found] == ["value_wrong"]


@pytest.mark.parametrize(("table", "column"), [("links", "link"), ("links", "state"), ("acts", "act")])
def test_an_act_or_a_tie_cannot_be_unknown(table: str, column: str, tmp_path: Path) -> None:
    columns = [*TABLES[table].columns]
    cells = {
        "effective": "2024-01-01",
        "known": "2024-01-01",
        "link": "same_town",
        "state": "holds",
        "act": "deny",
        "review_on": "2024-01-02",
        column: "unknown",
    }
    _, found = read(
        tmp_path, table, ",".join(columns) + "\n" + ",".join(cells.get(name, "x") for name in columns) + "\n"
    )
    assert [(fault.code, fault.where.key) for fault in found] == [("code_unknown", column)]


def test_each_row_with_a_fault_is_told_however_often_its_cell_stands_there(tmp_path: Path) -> None:
    cells = ["SOM", "XYZ", "SOM;XYZ", "XYZ", ""]
    text = PEOPLE + "".join(f"P {n},,{cell},2024-01-01,soon,s\n" for n, cell in enumerate(cells))
    answer, found = read(tmp_path, "people", text)
    told = sorted((fault.where.row, fault.where.key, fault.code) for fault in found)
    wrong = [(row, "nationality", "code_unknown") for row in (3, 4, 5)]
    every = [(row, *one) for row in range(2, 7) for one in (("known", "day_wrong"), ("person", "id_wrong"))]
    assert told == sorted([*wrong, *every])
    assert answer.frame.is_empty() and answer.refused == {f"P {n}" for n in range(5)}


def test_a_table_is_kept_by_key_and_day_whatever_the_order_of_its_rows(tmp_path: Path) -> None:
    days = [("P-2", "2024-02-01"), ("P-1", "2024-03-01"), ("P-2", "2024-01-01")]
    text = PEOPLE + "".join(f"{person},,,{day},2024-04-01,s\n" for person, day in days)
    answer, found = read(tmp_path, "people", text)
    assert found == []
    assert answer.frame["row"].to_list() == [3, 4, 2]


def test_blanks_of_every_kind_are_taken_off(tmp_path: Path) -> None:
    text = PEOPLE + '\u2003P-1\x1c, none ,"\t",2024-01-01\xa0,2024-01-01,s\n'
    answer, found = read(tmp_path, "people", text)
    assert found == []
    assert answer.frame.select("person", "arrived_on", "nationality").row(0) == ("P-1", "none", None)


def test_what_a_relative_is_must_be_said_and_may_be_unknown(tmp_path: Path) -> None:
    text = "person,relative,relationship,country,status_there,status_since,effective,known,source\n"
    text += "P-1,R-1,unknown,unknown,citizen,2019,2024-01-01,2024-01-01,s\n"
    text += "P-1,R-2,,,,,2024-01-01,2024-01-01,s\nP-1,R-3,none,,,,2024-01-01,2024-01-01,s\n"
    answer, found = read(tmp_path, "relatives", text)
    told = [(fault.where.row, fault.where.key, fault.code) for fault in found]
    assert told == [(3, "relationship", "cell_missing"), (4, "relationship", "none_impossible")]
    assert answer.frame.select("relationship", "status_since", "state").row(0) == ("unknown", "2019", "holds")


def test_pathways_and_rulings_have_their_columns(tmp_path: Path) -> None:
    pathways = "person,pathway,pathway_kind,pathway_stage,effective,known,source\n"
    _, found = read(tmp_path, "pathways", f"{pathways}P-1,W-1,work,opened,2024-01-01,2024-01-01,s\n")
    assert [(fault.code, fault.where.key) for fault in found] == [("code_unknown", "pathway_stage")]
    rulings = "subject,arrangement,criterion,ruling,by,effective,known,source\n"
    _, found = read(tmp_path, "rulings", f"{rulings}P-1,nor-2026,security,unknown,,2024-01-01,2024-01-01,s\n")
    assert [(fault.code, fault.where.key) for fault in found] == [
        ("cell_missing", "by"),
        ("code_unknown", "ruling"),
    ]


def test_a_workbook_says_the_same_as_csv(tmp_path: Path) -> None:
    lines = [
        ["person", "date_of_birth", "nationality", "effective", "known", "source", ""],
        ["P-1", date(1990, 5, 1), "SOM", date(2024, 1, 1), "2024-01-02", 7.0, ""],
        ["P-2", 1990, "unknown", date(2024, 1, 1), "2024-01-02", "s", ""],
    ]
    with xlsxwriter.Workbook(tmp_path / "people.xlsx", {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    found: list[Fault] = []
    frame = tables.read(tmp_path, TABLES["people"], found).frame
    assert found == []
    assert frame["date_of_birth"].to_list() == ["1990-05-01", "1990"]
    assert frame["effective"].to_list() == [date(2024, 1, 1)] * 2
    assert frame["source"].to_list() == ["7", "s"]
    assert frame["row"].to_list() == [2, 3]


@pytest.mark.parametrize(
    "written, by",
    [
        (SMALL["links.csv"].replace(",", ";"), "semicolons"),
        ("person;sex\nP-1;F\n", "semicolons"),
        ("sep=;\nperson;sex\nP-1;F\n", "semicolons"),
        (SMALL["links.csv"].replace(",", "\t"), "tabs"),
    ],
)
def test_a_table_separated_otherwise_is_told_as_one_fault_with_what_to_do(
    written: str, by: str, tmp_path: Path
) -> None:
    table = "links.csv" if "link" in written else "people.csv"
    (tmp_path / table).write_text(written)
    found: list[Fault] = []
    tables.read(tmp_path, TABLES[table.removesuffix(".csv")], found)
    assert [(fault.code, fault.params) for fault in found] == [("file_separated", {"by": by})]
    assert "XLSX" in words.fault(found[0])


def test_a_worked_table_of_two_columns_separated_otherwise_is_told_so_too(tmp_path: Path) -> None:
    changes = {"tests/nor-2026/recognised.csv": "sex;finding\nF;met\n"}
    assert [fault.code for fault in files.examine(a_register_folder(tmp_path, changes)).faults] == [
        "file_separated"
    ]


@pytest.mark.parametrize("name", ["~$people.xlsx", ".~lock.people.csv#", "tests/nor-2026/~$recognised.xlsx",
                                  "arrangements/~$nor-2026.xlsx"])  # fmt: skip
def test_a_table_that_somebody_has_open_is_read_as_it_was_saved(name: str, tmp_path: Path) -> None:
    folder = a_register_folder(tmp_path, {"tests/nor-2026/recognised.csv": "sex,finding\nF,unknown\n"})
    before = files.digest(folder)
    (folder / name).write_bytes(b"somebody")
    assert files.examine(folder).faults == () and files.digest(folder) == before


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Canada", "CAN"), ("KENYA", "KEN"), ("ken", "KEN"), ("Kneya", "KEN"), ("Atlantis", "")],
)
def test_a_country_by_its_name_is_told_by_its_code(written: str, meant: str) -> None:
    assert codes.nearest(written, codes.countries()) == meant

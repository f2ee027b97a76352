"""From what is written to a register: the same as read from a folder, and what is wrong is told the same."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from alike import assert_alike
from builders import a_register_folder, cell, swapped
from integration.files.ways_to_break import NOR, RULINGS, a_workbook

from resettle import files
from resettle.engine.errors import RegisterRefused
from resettle.files import Written

EXAMPLES = Path(__file__).parents[3] / "examples"
WORKED = {
    "tests/nor-2026/recognised.csv": "about,refugee_status,finding\nit is met,recognised,met\n\n,,unknown\n"
}


def the_written(folder: Path) -> Written:
    written = files.examine(folder).written
    assert written is not None
    return written


def small(tmp_path: Path) -> Written:
    """What the small register says, with rulings and a worked table."""
    return the_written(a_register_folder(tmp_path, {"rulings.csv": RULINGS, **WORKED}))


@pytest.mark.parametrize("example", ["nauru-manus-2016", "programmes"])
def test_an_example_is_assembled_as_it_is_read(example: str) -> None:
    reading = files.examine(EXAMPLES / example)
    assert reading.register is not None and reading.written is not None
    assert_alike(files.assembled(reading.written), reading.register)
    again = files.examined(reading.written)
    assert again.register is not None and again.faults == reading.faults
    assert_alike(again.register, reading.register)


def test_rows_in_any_order_are_assembled_by_key_and_day(tmp_path: Path) -> None:
    written = small(tmp_path)
    turned = {name: frame.reverse() for name, frame in written.tables.items()}
    assert_alike(
        files.assembled(replace(written, tables=turned)),
        files.assembled(written),
    )


def test_the_pair_of_a_link_is_turned_and_a_blank_state_holds(tmp_path: Path) -> None:
    written = small(tmp_path)
    links = written.tables["links"]
    loose = links.rename({"case": "other_case", "other_case": "case"}).with_columns(
        state=pl.lit(None, pl.String)
    )
    assert_alike(
        files.assembled(replace(written, tables={**written.tables, "links": loose})), files.assembled(written)
    )


def test_a_column_or_a_table_that_was_not_there_yet_is_blank(tmp_path: Path) -> None:
    written = small(tmp_path)
    older = {name: frame for name, frame in written.tables.items() if name != "pathways"}
    older["people"] = older["people"].drop("birth_country")
    register = files.assembled(replace(written, tables=older))
    assert_alike(register, files.assembled(written))
    assert register.tables.pathways.height == 0


def test_documents_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    written = small(tmp_path)
    one = written.documents["arrangements"]["nor-2026"]
    more = {name: {**one, "id": name} for name in ("nor-2026", "nor", "nor-a")}
    register = files.assembled(replace(written, documents={**written.documents, "arrangements": more}))
    assert list(register.arrangements) == [
        "nor-2026",
        "nor-a",
        "nor",
    ]  # as nor-2026.toml, nor-a.toml, nor.toml


def test_what_does_not_fit_its_shape_is_refused(tmp_path: Path) -> None:
    written = small(tmp_path)
    arrangements = {"nor-2026": {"id": "nor-2026"}}
    with pytest.raises(RegisterRefused) as refused:
        files.assembled(replace(written, documents={"arrangements": arrangements}))
    assert {(fault.code, fault.where.file) for fault in refused.value.faults} == {("key_missing", NOR)}


def test_without_a_head_there_is_no_register(tmp_path: Path) -> None:
    headless = replace(small(tmp_path), head=None)
    with pytest.raises(RegisterRefused):
        files.assembled(headless)
    reading = files.examined(headless)
    assert reading.register is None and [fault.code for fault in reading.faults] == ["file_missing"]


def test_a_cell_a_name_and_a_test_that_are_wrong_are_told_wherever_they_are_kept(tmp_path: Path) -> None:
    broken = {
        "people.csv": cell("people.csv", 2, "sex", "Q"),
        "members.csv": cell("members.csv", 10, "person", "P-99"),
        NOR: swapped(NOR, "refugee_status = 'recognised'", "refugee_status = 'x'"),
    }
    from_folder = files.examine(a_register_folder(tmp_path / "broken", broken))
    written = small(tmp_path / "right")
    people, members = written.tables["people"], written.tables["members"]
    tables = {
        **written.tables,
        "people": people.with_columns(sex=pl.when(pl.col("row") == 2).then(pl.lit("Q")).otherwise("sex")),
        "members": members.with_columns(
            person=pl.when(pl.col("row") == 10).then(pl.lit("P-99")).otherwise("person")
        ),
    }
    assert from_folder.written is not None
    documents = from_folder.written.documents
    found = files.examined(Written(written.head, documents, tables, {}))
    assert found.faults == from_folder.faults and found.register is None


def test_a_column_that_no_table_has_is_told(tmp_path: Path) -> None:
    written = small(tmp_path)
    odd = written.tables["scores"].with_columns(colour=pl.lit("red"))
    faults = files.examined(replace(written, tables={**written.tables, "scores": odd})).faults
    assert [(fault.code, fault.where.file, fault.where.key) for fault in faults] == [
        ("column_unknown", "scores.csv", "colour")
    ]


def test_a_row_that_lacks_its_day_is_told(tmp_path: Path) -> None:
    written = small(tmp_path)
    undated = written.tables["scores"].with_columns(effective=pl.lit(None, pl.Date))
    faults = files.examined(replace(written, tables={**written.tables, "scores": undated})).faults
    assert [(fault.code, fault.where.row, fault.where.key) for fault in faults] == [
        ("cell_missing", 2, "effective")
    ]


def test_the_written_of_a_register_with_faults_is_less_what_is_wrong(tmp_path: Path) -> None:
    changes = {
        "people.csv": cell("people.csv", 11, "sex", "Q"),
        NOR: "this is no TOML",
        "arrangements/can-2026.toml": 'id = "can-2026"',
    }
    written = the_written(a_register_folder(tmp_path, changes))
    assert written.tables["people"].height == 9 and list(written.documents["arrangements"]) == ["can-2026"]
    assert written.tables["people"].schema["effective"] == pl.Date
    assert written.tables["acts"]["effective"].to_list() == [date(2026, 2, 10), date(2026, 2, 12)]


def test_a_worked_table_in_a_workbook_keeps_its_rows(tmp_path: Path) -> None:
    table = a_workbook(["about", "refugee_status", "finding"], [], ["a, b", "recognised", "met"])
    folder = a_register_folder(tmp_path, {"tests/nor-2026/recognised.xlsx": table})
    written = the_written(folder)
    assert written.worked == {
        "tests/nor-2026/recognised.xlsx": 'about,refugee_status,finding\n\n"a, b",recognised,met\n'
    }
    [worked] = files.assembled(written).worked
    assert [(row.number, row.cells["about"]) for row in worked.rows] == [(3, "a, b")]

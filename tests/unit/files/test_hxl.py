"""HXL: a tag for every column, and a row of tags that is passed over wherever it stands under a heading."""

import io
import re
from pathlib import Path

import polars as pl
import pytest
from alike import assert_alike
from builders import SMALL, a_register_folder
from integration.files.ways_to_break import a_workbook

from resettle import files
from resettle.files import hxl, tables

TABLES = [table.name for table in tables.TABLES]


def tagged(name: str) -> str:
    """A table of the small register with its tags under the heading."""
    heading, _, rows = SMALL[name].partition("\n")
    tags = files.hxl_tags(name.removesuffix(".csv"))
    return f"{heading}\n{','.join(tags[column] for column in heading.split(','))}\n{rows}"


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_tag_of_the_core_and_no_two_the_same(name: str) -> None:
    [table] = [one for one in tables.TABLES if one.name == name]
    tags = files.hxl_tags(name)
    assert list(tags) == table.columns and len(set(tags.values())) == len(tags)
    for tag in tags.values():
        assert re.fullmatch(r"#[a-z0-9]+(\+[a-z0-9_]+)*", tag), tag
        assert tag[1:].partition("+")[0] in hxl.CORE


def test_what_is_of_people_is_told_apart_from_numbers_of_them() -> None:
    people = files.hxl_tags("people")
    assert people["person"] == "#beneficiary+person+id" and people["sex"] == "#beneficiary+sex+code"
    assert people["location"] == "#country+code+iso3+location" and people["date_of_birth"] == "#date+birth"
    assert people["nationality"] == "#country+code+nationality"  # with a code for stateless, so not ISO alone
    every = {tag for name in TABLES for tag in files.hxl_tags(name).values()}
    assert not any(tag.startswith(("#affected", "#inneed", "#population")) for tag in every)


@pytest.mark.parametrize(("cells", "is_one"), [
    (["#beneficiary+id", "#date+effective"], True),
    (["#beneficiary +id", None, "#Date"], True),
    (["#x_own", "#meta"], True),
    (["#x_own", "#y_own"], False),  # nothing of the core: it may be anything
    (["#beneficiary+id", "2024-01-01"], False),
    (["#1", "#date"], False),
    (["P-1", "2024-01-01"], False),
    ([None, None], False),
])  # fmt: skip
def test_a_row_of_tags_is_known_by_its_cells(cells: list[str | None], is_one: bool) -> None:
    assert hxl.is_tag_row(cells) is is_one


def test_a_register_with_tags_is_read_as_without(tmp_path: Path) -> None:
    changes = {name: tagged(name) for name in SMALL if name.endswith(".csv")}
    reading = files.examine(a_register_folder(tmp_path / "tagged", changes))
    assert reading.faults == () and reading.register is not None
    plain, _ = files.read(a_register_folder(tmp_path / "plain"))
    people = reading.register.tables.people
    assert people.drop("row").equals(plain.tables.people.drop("row"))
    assert sorted(people["row"]) == list(range(3, 13))  # as a spreadsheet counts them, below heading and tags


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_tags_are_passed_over_in_every_form(form: str, tmp_path: Path) -> None:
    lines = [line.split(",") for line in tagged("scores.csv").splitlines()]
    if form == "xlsx":
        content = a_workbook(*lines)
    else:
        book = io.BytesIO()
        pl.DataFrame(lines[1:], schema=lines[0], orient="row").write_parquet(book)
        content = book.getvalue()
    register, _ = files.read(a_register_folder(tmp_path, {"scores.csv": None, f"scores.{form}": content}))
    assert register.tables.scores.select("case", "score", "row").rows() == [("C-1", "0.75", 3)]


def test_tags_elsewhere_than_under_the_heading_are_a_row_as_any_other(tmp_path: Path) -> None:
    heading, tags, *rows = tagged("scores.csv").splitlines(keepends=True)
    for text in (heading + "".join(rows) + tags, heading + "\n" + tags + "".join(rows)):
        faults = files.examine(a_register_folder(tmp_path, {"scores.csv": text})).faults
        assert ("day_wrong", 3) in {(fault.code, fault.where.row) for fault in faults}


def test_a_worked_table_may_have_tags(tmp_path: Path) -> None:
    path = "tests/nor-2026/recognised.csv"
    table = (
        "about,refugee_status,finding\n#description,#beneficiary+refugee_status+code,\nmet,recognised,met\n"
    )
    register, _ = files.read(a_register_folder(tmp_path, {path: table}))
    assert [row.number for row in register.worked[0].rows] == [3]


def test_a_register_is_written_with_tags_and_comes_back(tmp_path: Path) -> None:
    written = files.examine(a_register_folder(tmp_path / "old")).written
    assert written is not None
    files.write(tmp_path / "new", written, hxl=True)
    lines = (tmp_path / "new/scores.csv").read_text().splitlines()
    assert lines[1] == (
        "#beneficiary+case+id,#activity+arrangement+id,#date+effective,#date+known,#meta+source,#value+score"
    )
    again = files.examine(tmp_path / "new").written
    assert again is not None
    files.write(tmp_path / "plain", again)
    assert_alike(files.read(tmp_path / "plain")[0], files.read(tmp_path / "old")[0])

"""A register as files: in the order of the shapes, one row a line, all or nothing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from builders import SMALL, a_register_folder
from integration.files.ways_to_break import a_workbook

from resettle import files
from resettle.engine.errors import RequestRefused
from resettle.files import Written
from resettle.render import words

WORKED = "tests/nor-2026/recognised"


def small(folder: Path, **changes: str | bytes) -> Written:
    written = files.examine(a_register_folder(folder, changes)).written
    assert written is not None
    return written


def test_a_table_is_written_in_the_order_of_its_rows_less_what_is_blank(tmp_path: Path) -> None:
    files.write(tmp_path / "new", small(tmp_path / "old"))
    assert (tmp_path / "new/members.csv").read_text().splitlines()[:3] == [
        "case,person,effective,known,source,relationship_to_pa",
        "C-1,P-1,2024-06-01,2024-06-02,office,PA",
        "C-1,P-2,2024-06-01,2024-06-02,office,spouse",
    ]
    people = (tmp_path / "new/people.csv").read_text().splitlines()
    assert len(people) == 11 and people[-1].startswith("P-7,2025-02-01,2025-02-10,office,")


def test_a_state_is_written_where_one_has_ended(tmp_path: Path) -> None:
    links = f"{SMALL['links.csv']}C-2,C-3,travel_together,ended,2025-06-01,2025-06-02,office\n"
    files.write(tmp_path / "new", small(tmp_path / "old", **{"links.csv": links}))
    assert [line.split(",")[-1] for line in (tmp_path / "new/links.csv").read_text().splitlines()] == [
        "state", "holds", "holds", "ended",
    ]  # fmt: skip


def test_a_cell_of_several_lines_with_commas_and_quotation_marks_stays_one(tmp_path: Path) -> None:
    reason = 'Said: "no",\nand left.\tü'
    written = small(tmp_path / "old")
    acts = written.tables["acts"].with_columns(reason=pl.lit(reason))
    files.write(tmp_path / "new", replace(written, tables={**written.tables, "acts": acts}))
    register, _ = files.read(tmp_path / "new")
    assert [act.reason for act in register.acts] == [reason, reason]


def test_documents_are_written_with_the_id_first_and_then_as_in_their_shape(tmp_path: Path) -> None:
    written = small(tmp_path / "old")
    quota = written.documents["quotas"]["nor-quota"]
    turned = {kind: {"nor-quota": dict(reversed(quota.items()))} if kind == "quotas" else documents
              for kind, documents in written.documents.items()}  # fmt: skip
    files.write(tmp_path / "new", written)
    files.write(tmp_path / "turned", replace(written, documents=turned))
    text = (tmp_path / "new/quotas/nor-quota.toml").read_text()
    assert text.startswith('id = "nor-quota"\nname = "Norway\'s refugee quota"\ncountry = "NOR"\n')
    assert "from = 2026-01-01\n" in text
    assert (tmp_path / "turned/quotas/nor-quota.toml").read_text() == text


def test_text_keeps_its_lines_and_a_carriage_return(tmp_path: Path) -> None:
    written = small(tmp_path / "old")
    assert written.head is not None
    for name, about in (("lines", 'One.\nTwo "three" \\ four.\n'), ("return", "One.\r\nTwo.")):
        head = {**written.head, "about": about, "on": date(2026, 3, 2)}
        folder = tmp_path / name
        files.write(folder, replace(written, head=head, documents={}, tables={}))
        again = files.examine(folder).written
        assert again is not None and again.head == head
    assert '"""\nOne.\n' in (tmp_path / "lines/register.toml").read_text()


def test_a_worked_table_is_written_as_it_stands_and_a_workbook_as_csv(tmp_path: Path) -> None:
    text = "about, refugee_status,finding\r\n\r\nit is met,recognised,met\r\n"
    written = small(tmp_path / "old", **{f"{WORKED}.csv": text})
    book = a_workbook(["about", "refugee_status", "finding"], ["it is met", "recognised", "met"])
    with_book = small(tmp_path / "book", **{f"{WORKED}.xlsx": book})
    files.write(tmp_path / "new", written)
    files.write(tmp_path / "from-book", with_book)
    assert (tmp_path / f"new/{WORKED}.csv").read_bytes() == text.encode()
    assert (tmp_path / f"from-book/{WORKED}.csv").read_text().startswith("about,refugee_status,finding\n")


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    written = small(tmp_path / "old")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/notes.txt").write_text("mine")
    for name in ("full", "full/notes.txt"):
        with pytest.raises(RequestRefused) as refused:
            files.write(tmp_path / name, written)
        [fault] = refused.value.faults
        assert fault.code == "folder_not_empty"
        assert "holds something" in words.fault(fault) and name in words.fault(fault)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_filled_and_one_that_is_not_there_is_made(tmp_path: Path) -> None:
    written = small(tmp_path / "old")
    (tmp_path / "empty").mkdir()
    files.write(tmp_path / "empty", written)
    files.write(tmp_path / "a/b/c", written)
    assert files.digest(tmp_path / "empty") == files.digest(tmp_path / "a/b/c")


@pytest.mark.parametrize("kind", ["unwritable", "outside"])
def test_what_cannot_be_written_whole_is_not_written_at_all(kind: str, tmp_path: Path) -> None:
    written = small(tmp_path / "old")
    spoilt = {
        "unwritable": replace(written, worked={"tests/x/\ud800.csv": "about\n"}),
        "outside": replace(written, worked={"../../outside.csv": "about\n"}),
    }[kind]
    with pytest.raises((ValueError, OSError)):
        files.write(tmp_path / "new", spoilt)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old"]

"""The record of who looked: a line for each view, appended and never rewritten."""

import csv
from datetime import UTC, date, datetime, timedelta, timezone
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pytest
from builders import a_register_folder

from resettle import files
from resettle.files import views

ON, KNOWN = date(2016, 11, 14), date(2016, 11, 13)
NOW = datetime(2026, 3, 2, 9, 30, 15, 250_000, tzinfo=UTC)


def record(folder: Path, by: str = "officer-1", case: str = "C-1", now: datetime = NOW) -> None:
    views.record_view(folder, by, case, ON, KNOWN, now)


def recorded(folder: Path) -> list[list[str]]:
    return list(csv.reader((folder / views.NAME).read_text(encoding="utf-8").splitlines()))


def test_a_view_is_recorded_with_who_when_what_of_whom_and_as_of_which_day(tmp_path: Path) -> None:
    record(tmp_path)
    assert recorded(tmp_path) == [
        list(views.COLUMNS),
        ["2026-03-02T09:30:15+00:00", "officer-1", "steps", "C-1", "2016-11-14", "2016-11-13"],
    ]
    assert (tmp_path / views.NAME).read_bytes().endswith(b"2016-11-13\n")


def test_later_views_are_appended_under_one_header_and_the_earlier_stay_as_they_are(tmp_path: Path) -> None:
    record(tmp_path)
    before = (tmp_path / views.NAME).read_bytes()
    record(tmp_path, "officer-2", "C-2", NOW.astimezone(timezone(timedelta(hours=11))))
    after = (tmp_path / views.NAME).read_bytes()
    assert after.startswith(before)
    assert recorded(tmp_path)[2][:4] == ["2026-03-02T20:30:15+11:00", "officer-2", "steps", "C-2"]
    assert len(recorded(tmp_path)) == 3


def test_an_empty_record_gets_its_header(tmp_path: Path) -> None:
    (tmp_path / views.NAME).touch()
    record(tmp_path)
    assert recorded(tmp_path)[0] == list(views.COLUMNS)


@pytest.mark.parametrize("name", ["a,b", 'a"b', "a\nb", "Łucja", "=1+1"])
def test_whatever_a_name_holds_stays_in_its_cell(tmp_path: Path, name: str) -> None:
    record(tmp_path, name)
    with (tmp_path / views.NAME).open(newline="", encoding="utf-8") as file:
        _, [_, by, *_] = csv.reader(file)
    assert by == name


def test_views_at_the_same_time_do_not_overwrite_each_other(tmp_path: Path) -> None:
    record(tmp_path)
    names = [f"officer-{number}" for number in range(60)]
    with ThreadPool(8) as pool:
        pool.map(lambda name: record(tmp_path, name), names)
    lines = recorded(tmp_path)[2:]
    assert sorted(line[1] for line in lines) == sorted(names)
    assert {len(line) for line in lines} == {len(views.COLUMNS)}


@pytest.mark.parametrize("target", ["/nowhere/views.csv", "/dev/full"])
def test_what_cannot_be_recorded_is_raised(tmp_path: Path, target: str) -> None:
    (tmp_path / views.NAME).symlink_to(target)
    with pytest.raises(OSError):
        record(tmp_path)


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        record(tmp_path / "nowhere")


def test_the_record_is_no_part_of_the_register_nor_of_its_digest(tmp_path: Path) -> None:
    folder = a_register_folder(tmp_path)
    before = files.digest(folder)
    record(folder)
    assert files.digest(folder) == before
    assert files.examine(folder).faults == ()
    (folder / "arrangements" / views.NAME).write_text("not of ours\n")
    assert files.digest(folder) != before

"""Worked tables as they stand on the pages of programmes."""

from builders import a_register

from resettle.engine.registry.worked import WorkedRow, WorkedTable
from resettle.render.words.worked_reference import worked


def shown(tmp_path, *rows):
    """The lines of a table of these rows, the first its heading, as they stand on a page."""
    numbered = tuple(WorkedRow(number, cells) for number, cells in enumerate(rows, 2))
    table = WorkedTable("nor-2026", "either", "tests/nor-2026/either.csv", numbered)
    lines = "\n".join(worked(a_register(tmp_path), "..", [table], None)).splitlines()
    return [line for line in lines if line.startswith("| ")]


def test_rulings_on_parts_stand_before_the_finding(tmp_path):
    assert shown(tmp_path, {"ruling:risk": "satisfied", "sex": "F", "finding": "met"}, {"finding": "unknown"}) == [
        "| sex | ruling:risk | finding |", "| F | satisfied | **met** |", "|  |  | **unknown** |",
    ]  # fmt: skip


def test_cases_that_travel_together_are_shown_with_their_one_day(tmp_path):
    tied = {"case": "A", "group": "g", "finding": "met"}, {"case": "B", "group": "g", "on": "2026-02-01"}
    assert shown(tmp_path, *tied, {"case": "C", "finding": "unknown"}) == [
        "| on | case | group | finding |", "| 2026-02-01 | A | g | **met** |", "|  | B | g |  |",
        "| 2026-03-02 | C |  | **unknown** |",
    ]  # fmt: skip

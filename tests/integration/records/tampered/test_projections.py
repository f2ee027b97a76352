"""What is made from the record is altered, which the chain does not hold: it is told where that is asked for."""

import pytest
from integration.records.tampering import Owner, faults

from resettle import service
from resettle.records import snapshots
from resettle.service import record, registers

ALTERED = {
    "counts of places": [
        'UPDATE records_count SET proposed = proposed + 1 WHERE "limit" = (SELECT min("limit") FROM records_count)',
        "UPDATE records_change SET held = held + 1 WHERE id = (SELECT max(id) FROM records_change)",
        "DELETE FROM records_change WHERE id = (SELECT max(id) FROM records_change)",
    ],
    "where cases stand": [
        "DELETE FROM records_standing WHERE name = 'C-1'",
        "INSERT INTO records_standing (name, ways, arrangements) VALUES ('C-0', '{}', ';')",
        "UPDATE records_standing SET stage = 'denied' WHERE name = 'C-1'",
        "UPDATE records_standing SET since = '2020-01-01' WHERE name = 'C-1'",
        "UPDATE records_standing SET turns = '2020-01-01' WHERE name = 'C-1'",
        "UPDATE records_standing SET turns = '2090-01-01' WHERE name = 'C-1'",
        "UPDATE records_standing SET ways = '{}' WHERE ways <> '{}'",
        "UPDATE records_standing SET arrangements = ';elsewhere;' WHERE name = 'C-1'",
    ],
    "names of whom entries speak of": [
        "DELETE FROM records_about WHERE name = 'P-1'",
        "UPDATE records_about SET name = 'P-2' WHERE entry = (SELECT min(entry) FROM records_about WHERE name = 'P-1')",
    ],
}
WAYS = [(what, way) for what, ways in ALTERED.items() for way in ways]


@pytest.fixture(autouse=True)
def always(monkeypatch):
    """A snapshot is made of a small register too."""
    monkeypatch.setattr(snapshots, "OUTDATED", 0)


def told(address):
    found = record.verified(address, projections=True).faults
    return [one.params["projection"] for one in found if one.code == "projection_altered"]


def test_what_nobody_altered_is_what_the_entries_come_to(register):
    address, _ = register
    assert told(address) == []
    service.opened(address)
    assert told(address) == []


@pytest.mark.parametrize(("what", "way"), WAYS)
def test_a_projection_is_altered(register, what, way):
    address, _ = register
    with Owner(address) as owner:
        owner.run(way)
    assert faults(address) == set()  # of the record itself nothing is wrong
    assert told(address) == [what]
    registers.rebuilt(address)
    assert told(address) == []


def test_a_snapshot_of_another_register_that_is_whole_in_itself(register, monkeypatch):
    """As one would put it in who has our source: its own sum fits."""
    address, _ = register
    written = snapshots._written

    def with_another_sex(loaded):
        people = loaded.tables["people"]
        frame = people.frame.with_columns(sex=people.frame["sex"].replace({"F": "M", "M": "F"}))
        people = snapshots.Read(frame, people.entries)
        return written(
            snapshots.Loaded({**loaded.tables, "people": people}, loaded.upto, loaded.entries, loaded.since)
        )

    before = service.opened(address).register.tables.people
    registers.rebuilt(address)
    monkeypatch.setattr(snapshots, "_written", with_another_sex)
    service.opened(address)
    monkeypatch.undo()
    assert not service.opened(address).register.tables.people.equals(before)
    assert told(address) == ["tables of the snapshot"]
    registers.rebuilt(address)
    assert service.opened(address).register.tables.people.equals(before)

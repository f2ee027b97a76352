"""Writers are killed at any moment: what was acknowledged is there, nothing is there by half, and the chain holds."""

import itertools
import os
import random
import signal
import threading
import time

import pytest
from integration.records.offices import TODAY, founded_at_a_desk, office
from integration.records.racing import Writers, begun, requests, write
from postgresql import Server, programs

from resettle.engine.registry.courses import Replayed
from resettle.engine.registry.stages import ActKind
from resettle.records import counts, database, entries
from resettle.render import words
from resettle.service import acts, record, registers
from resettle.service.acts import Recorded, Requested

AT_ONCE, CASES, LIMIT = 4, 60, "nor/year"
KILLS = int(os.environ.get("RESETTLE_KILLS", "100"))
"""Writers killed on each database; fewer with ``RESETTLE_KILLS=10``."""

HALVES = (
    "entry e LEFT JOIN records_payload p ON p.entry_id = e.id WHERE p.entry_id IS NULL",
    "payload p LEFT JOIN records_entry e ON e.id = p.entry_id WHERE e.id IS NULL",
    "recording r LEFT JOIN records_entry e ON e.recording_id = r.id WHERE e.id IS NULL",
    "about a LEFT JOIN records_entry e ON e.id = a.entry WHERE e.id IS NULL",
    "change c LEFT JOIN records_entry e ON e.id = c.entry WHERE e.id IS NULL AND c.entry > 0",
    "unsealed u LEFT JOIN records_entry e ON e.id = u.entry WHERE e.id IS NULL",
    """entry e LEFT JOIN records_unsealed u ON u.entry = e.id LEFT JOIN records_link l ON l.entry_id = e.id
    WHERE u.entry IS NULL AND l.entry_id IS NULL""",
    """recording r WHERE r.key IS NOT NULL AND 2 <> (
    SELECT count(*) FROM records_entry e WHERE e.recording_id = r.id AND e."table" IN ('acts', 'reasons'))""",
)
PROJECTED = (
    "SELECT kind, name, entry FROM records_about ORDER BY kind, name, entry",
    "SELECT name, stage, since, ways, arrangements, turns FROM records_standing ORDER BY name",
    """SELECT "limit", day, proposed, held, used, accepted FROM records_count
    WHERE (proposed, held, used, accepted) <> (0, 0, 0, 0) ORDER BY "limit", day""",
)


@pytest.fixture
def founded(address, tmp_path):
    founded_at_a_desk(address, "eva", tmp_path / "k.key", folder=office(tmp_path / "office", [2] * CASES))
    return address


def until(holds):
    """Waits until something holds, four minutes at most."""
    end = time.monotonic() + 240
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_writers_are_killed_a_hundred_times_under_load(founded, tmp_path):
    chance, seeds, writers = random.Random(1), itertools.count(1), {}

    def begin():
        file = tmp_path / f"acknowledged-{(seed := next(seeds))}"
        file.touch()
        writers[file] = begun(write, founded, seed, CASES, file)

    def kill(file):
        one = writers.pop(file)
        assert one.is_alive(), f"{file.name} ended by itself"
        os.kill(one.pid, signal.SIGKILL)
        one.join()

    for _ in range(AT_ONCE):
        begin()
    for _ in range(KILLS):
        begin()  # one more than are killed, so that the others keep the database busy
        victim = chance.choice(list(writers)[:AT_ONCE])
        until(lambda file=victim: file.stat().st_size > 0)
        time.sleep(chance.uniform(0, 0.05))
        kill(victim)
    for file in list(writers):
        kill(file)
    killed = KILLS + AT_ONCE

    found = database.connect(founded)
    acknowledged = dict(
        line.split() for file in tmp_path.glob("acknowledged-*") for line in file.read_text().splitlines()
    )
    assert len(acknowledged) > KILLS
    there = dict(found.rows("SELECT substr(r.key, length(r.by) + 2), e.key FROM records_recording r JOIN records_entry e ON "
                            "e.recording_id = r.id WHERE e.\"table\" = 'acts' AND r.key IS NOT NULL"))  # fmt: skip
    assert acknowledged.items() <= there.items()
    assert len(there) - len(acknowledged) <= killed  # recorded, and killed before it could be told
    nothing_is_there_by_half(founded)
    asked_again_what_was_not_acknowledged_is_recorded_once(founded, there, acknowledged)
    nothing_is_there_by_half(founded)
    record.sealed(founded)
    verified = record.verified(founded)
    assert (verified.unsealed, [fault for fault in verified.faults if fault.is_error]) == (0, [])


def nothing_is_there_by_half(address):
    found = database.connect(address)
    for half in HALVES:
        assert found.rows(f"SELECT count(*) FROM records_{half}") == [(0,)], half
    before = [found.rows(sql) for sql in PROJECTED]
    register = registers.opened(address).register
    replayed, counted = Replayed(register.limits(), register.acts), counts.Counted(found)
    for day in replayed.days(LIMIT, TODAY):
        assert counted.claims(LIMIT, day, TODAY) == replayed.claims(LIMIT, day, TODAY)
    registers.rebuilt(address)
    assert [found.rows(sql) for sql in PROJECTED] == before


def asked_again_what_was_not_acknowledged_is_recorded_once(address, there, acknowledged):
    unheard = {key: there[key] for key in there.keys() - acknowledged.keys()}
    for key, id in unheard.items():
        seed, number = map(int, key.split("-"))
        _, request = next(itertools.islice(requests(seed, CASES), number, None))
        again = acts.act(address, request, "eva", key)
        assert (again.again, again.act.id, again.act.reason) == (True, id, request.reason)


def test_the_server_is_killed_and_the_same_is_asked_again(tmp_path):
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
    server, writers = Server(), Writers(AT_ONCE)
    try:
        server.run("CREATE DATABASE office")
        address = server.address("office")
        folder = office(tmp_path / "office", [1] * 300, places=1_000)
        founded_at_a_desk(address, "eva", tmp_path / "k.key", folder=folder).close()
        asked = [
            (f"key-{case}", Requested(ActKind.SUBMIT, f"C-{case}", "nor", "office")) for case in range(1, 301)
        ]

        def kill():
            until(lambda: server.run("SELECT count(*) > 20 FROM records_unsealed", "office") == [(True,)])
            server.killed_and_started()

        killing = threading.Thread(target=kill)
        killing.start()
        first = writers.race(address, TODAY, asked)
        killing.join()
        lost = {key: one for key, one in first.items() if not isinstance(one, Recorded)}
        assert lost, "the server was killed too late"
        for faults in lost.values():
            assert not isinstance(faults, str), faults
            (fault,) = faults
            assert fault.code in ("database_lost", "database_unreachable")
            assert "database office" in words.fault(fault)
        second = writers.race(address, TODAY, asked)
        for key, _ in asked:
            assert isinstance(second[key], Recorded), second[key]
            if key not in lost:
                assert second[key].again and second[key].act.id == first[key].act.id
        assert len(entries.of(database.connect(address), ["acts"])) == 300
        database.connect(address).close()
    finally:
        writers.stop()
        server.stop()

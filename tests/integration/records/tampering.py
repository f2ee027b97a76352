"""A register whose record is tampered with: founded once, copied for each test, and opened as its owner would."""

import sqlite3

import psycopg
from integration.records.offices import founded_at_a_desk, office

from resettle.engine.registry.stages import ActKind
from resettle.records import chain
from resettle.records.content import digest
from resettle.service import acts, record, registers

TAIL = 3
"""Entries that are not sealed yet, at the end."""


def founded(address, folder, role=""):
    """With three cases, an act of each sealed, one person erased, and one act more whose entries wait to be sealed."""
    key = folder / "office.key"
    founded_at_a_desk(address, "eva", key, folder=office(folder / "office", [2, 1, 2]), role=role)
    for case in ("C-1", "C-2"):
        proposed(address, case)
    record.sealed(address)
    record.erased(address, "P-3", "retention 4.2", "eva", key)
    return key


def proposed(address, case, reason="They asked for it."):
    requested = acts.Requested(ActKind.PROPOSE, case, "nor", "office", reason=reason)
    return acts.act(address, requested, "eva", key=f"key of {case}")


class Owner:
    """Whoever owns the database, and so can take its guards away."""

    def __init__(self, address):
        self.is_postgresql = address.startswith("postgresql:")
        if self.is_postgresql:
            self.connection = psycopg.connect(address, autocommit=True)
            self.run("SET session_replication_role = replica")
        else:
            self.connection = sqlite3.connect(address, isolation_level=None)
            for (name,) in self.run("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
                self.run(f"DROP TRIGGER {name}")

    def run(self, sql, params=()):
        if not self.is_postgresql:
            return self.connection.execute(sql.replace("%s", "?"), params).fetchall()
        cursor = self.connection.execute(sql, params)
        return cursor.fetchall() if cursor.description else []

    def one(self, sql, params=()):
        return self.run(sql, params)[0][0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()


def faults(address, *checkpoints):
    """What verify finds but that guards are gone and that the owner is at work: (code, entry or position)."""
    registers.database.connect(address).close()
    registers._founded.clear()
    found = record.verified(address, checkpoints)
    return {
        (fault.code, fault.params.get("entry", fault.params.get("position")))
        for fault in found.faults
        if fault.is_error
    }


def sealed(owner):
    """The numbers of entries that are sealed and say something, in order."""
    rows = owner.run(
        "SELECT l.entry_id FROM records_link l JOIN records_payload p ON p.entry_id = l.entry_id ORDER BY l.position"
    )
    return [entry for (entry,) in rows]


def waiting(owner):
    return [entry for (entry,) in owner.run("SELECT entry FROM records_unsealed ORDER BY entry")]


def payload(owner, entry):
    """What an entry says is altered, and nothing else."""
    owner.run("UPDATE records_payload SET content = content || ' ' WHERE entry_id = %s", [entry])


def said_anew(owner, entry, content):
    """Another content, and the digest that goes with it."""
    salt = bytes(owner.one("SELECT salt FROM records_payload WHERE entry_id = %s", [entry]))
    owner.run("UPDATE records_payload SET content = %s WHERE entry_id = %s", [content, entry])
    owner.run("UPDATE records_entry SET digest = %s WHERE id = %s", [digest(salt, content), entry])


def taken_away(owner, entry, *tables):
    """A row, and what hangs on it: of these tables, the entry itself last."""
    for table in (*tables, "payload"):
        owner.run(f"DELETE FROM records_{table} WHERE entry_id = %s", [entry])
    owner.run("DELETE FROM records_entry WHERE id = %s", [entry])


def put_in(owner, table="people", key="P-66", content='{"sex":"F"}', *, id=None, waits=True):
    """An entry past the register's own door, as the door would write it."""
    id = id or owner.one("SELECT max(id) FROM records_entry") + 1
    salt = bytes(range(16))
    recording = owner.one("SELECT max(id) FROM records_recording")
    known = owner.one("SELECT CAST(max(known) AS text) FROM records_entry")
    owner.run(
        'INSERT INTO records_entry (id, recording_id, "table", key, effective, known, source, digest) '
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        [id, recording, table, key, known, known, "office", digest(salt, content)],
    )
    owner.run(
        "INSERT INTO records_payload (entry_id, salt, content) VALUES (%s, %s, %s)", [id, salt, content]
    )
    if waits:
        owner.run("INSERT INTO records_unsealed (entry) VALUES (%s)", [id])
    return id


def chained_anew(address, owner, first):
    """The links from a place on, made again for what stands there now, as one would who has our source."""
    database = registers.database.connect(address)
    said = database.rows(
        f"SELECT e.id, e.digest, e.recording_id, {chain.said_of(database)} FROM records_entry e"
    )
    recorded = chain.recordings(database, {row[2] for row in said})
    lines = {id: (digested, id, told, recorded[recording]) for id, digested, recording, *told in said}
    before = chain.BEGINNING
    for position, entry, stored in owner.run(
        "SELECT position, entry_id, hash FROM records_link ORDER BY position"
    ):
        hashed = bytes(stored)
        if position >= first:
            hashed = chain.linked(before, *lines[entry])
            owner.run("UPDATE records_link SET hash = %s WHERE position = %s", [hashed, position])
        before = hashed
    database.close()


def cut(owner, keep):
    """Every trace of entries after the place ``keep``, in every table; and no number tells of them."""
    last = owner.one("SELECT entry_id FROM records_link WHERE position = %s", [keep])
    owner.run("DELETE FROM records_link WHERE position > %s", [keep])
    for table, column in (
        ("payload", "entry_id"),
        ("erasure", "erased_by_id"),
        ("unsealed", "entry"),
        ("entry", "id"),
    ):
        owner.run(f"DELETE FROM records_{table} WHERE {column} > %s", [last])
    owner.run("DELETE FROM records_recording WHERE id NOT IN (SELECT recording_id FROM records_entry)")
    owner.run("DELETE FROM records_checkpoint WHERE position > %s", [keep])
    if not owner.is_postgresql:
        owner.run("UPDATE sqlite_sequence SET seq = %s WHERE name = 'records_entry'", [last])
        owner.run("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'records_checkpoint'")

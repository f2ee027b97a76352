"""What was recorded, or sealed, is altered, put in or taken away: verify says which row it was."""

import pytest
from integration.records.tampering import (
    Owner,
    faults,
    payload,
    put_in,
    said_anew,
    sealed,
    taken_away,
    waiting,
)

from resettle.service import record


def salt(owner, entry):
    owner.run("UPDATE records_payload SET salt = %s WHERE entry_id = %s", [bytes(16), entry])


def salt_and_content_shifted(owner, entry):
    """The salt's last byte goes over to what is said: their digest is as it was."""
    found, content = owner.run("SELECT salt, content FROM records_payload WHERE entry_id = %s", [entry])[0]
    owner.run(
        "UPDATE records_payload SET salt = %s, content = %s WHERE entry_id = %s",
        [bytes(found) + content[:1].encode(), content[1:], entry],
    )


def erased_by_hand(owner, entry):
    owner.run("DELETE FROM records_payload WHERE entry_id = %s", [entry])


def erasure_made_up(owner, entry):
    """As an erasure would, but for the signature: the entry of another person's erasure is said to name it."""
    erasure = owner.one("SELECT max(id) FROM records_entry WHERE \"table\" = 'erasures'")
    owner.run("INSERT INTO records_erasure (entry_id, erased_by_id) VALUES (%s, %s)", [entry, erasure])
    erased_by_hand(owner, entry)


SAYS = {
    payload: {"payload_altered"},
    salt: {"payload_altered"},
    salt_and_content_shifted: {"payload_altered"},
    erased_by_hand: {"payload_missing"},
    erasure_made_up: {"payload_missing", "erasure_unmatched"},
}
"""What is done to what an entry says → what is told of it, sealed or not."""


def consistently(owner, entry):
    said_anew(owner, entry, '{"family_name":"Another"}')


def field(name, value):
    def done(owner, entry):
        owner.run(f'UPDATE records_entry SET "{name}" = %s WHERE id = %s', [value, entry])

    done.__name__ = f"the_entry_s_{name}"
    return done


def recording(name, value):
    def done(owner, entry):
        owner.run(
            f'UPDATE records_recording SET "{name}" = %s WHERE id = (SELECT recording_id FROM records_entry WHERE id = %s)',
            [value, entry],
        )

    done.__name__ = f"the_recording_s_{name}"
    return done


HEADERS = [
    consistently, field("table", "scores"), field("key", "P-77"), field("effective", "2001-01-01"),
    field("known", "2001-01-01"), field("source", "hearsay"),
]  # fmt: skip
RECORDINGS = [
    recording("by", "mallory"), recording("at", "2001-01-01 00:00:00.000"), recording("kind", "act:hold"),
    recording("key", "another"), recording("request", bytes(32)),
]  # fmt: skip


def by_name(way):
    return way.__name__


def ends_and_middle(rows):
    return [rows[0], rows[len(rows) // 2], rows[-1]]


def test_what_nobody_tampered_with_is_whole(register):
    address, key = register
    assert faults(address) == set()
    found = record.verified(address)
    assert (found.unsealed > 0, found.erased > 0) == (True, True)
    record.checkpoint(address, key)
    assert faults(address) == set()


@pytest.mark.parametrize("way", SAYS, ids=by_name)
def test_what_an_entry_says_is_altered(register, way):
    address, _ = register
    with Owner(address) as owner:
        rows = [*ends_and_middle(sealed(owner)), *waiting(owner)[:1]]
        for row in rows:
            way(owner, row)
    assert faults(address) - {("founding_unreadable", None)} >= {
        (code, row) for code in SAYS[way] for row in rows
    }
    assert {row for _, row in faults(address)} - {None} == set(rows) or way is not payload


@pytest.mark.parametrize("way", HEADERS, ids=by_name)
def test_an_entry_is_altered(register, way):
    address, _ = register
    with Owner(address) as owner:
        rows = ends_and_middle(sealed(owner)[1:])
        places = {
            owner.one("SELECT position FROM records_link WHERE entry_id = %s", [row]): row for row in rows
        }
        for row in rows:
            way(owner, row)
    found = faults(address)
    assert {("entry_altered", row) for row in places.values()} <= found
    assert all(
        code in ("entry_altered", "erasure_not_signed", "erasure_unmatched", "payload_missing")
        for code, _ in found
    )


@pytest.mark.parametrize("way", RECORDINGS, ids=by_name)
def test_who_recorded_an_entry_or_when_is_altered(register, way):
    address, _ = register
    with Owner(address) as owner:
        row = sealed(owner)[-1]
        way(owner, row)
        all_of_it = owner.run(
            "SELECT l.entry_id FROM records_link l JOIN records_entry e ON e.id = l.entry_id "
            "WHERE e.recording_id = (SELECT recording_id FROM records_entry WHERE id = %s)", [row],
        )  # fmt: skip
    assert faults(address) == {("entry_altered", entry) for (entry,) in all_of_it}


def test_a_recording_is_taken_away_or_put_in(register):
    address, _ = register
    with Owner(address) as owner:
        row = sealed(owner)[-1]
        owner.run(
            "DELETE FROM records_recording WHERE id = (SELECT recording_id FROM records_entry WHERE id = %s)",
            [row],
        )
        owner.run(
            "INSERT INTO records_recording (id, at, by, kind, request) VALUES (99, '2030-01-01', 'm', 'act:hold', %s)",
            [bytes(32)],
        )
    found = record.verified(address).faults
    assert ("entry_altered", row) in {(one.code, one.params.get("entry")) for one in found}
    assert [one.params["recording"] for one in found if one.code == "recording_empty"] == [99]


def test_entries_change_places(register):
    address, _ = register
    with Owner(address) as owner:
        one, two = sealed(owner)[4:6]
        owner.run("UPDATE records_link SET entry_id = -1 WHERE entry_id = %s", [one])
        owner.run("UPDATE records_link SET entry_id = %s WHERE entry_id = %s", [one, two])
        owner.run("UPDATE records_link SET entry_id = %s WHERE entry_id = -1", [two])
    assert faults(address) == {("entry_altered", one), ("entry_altered", two)}


def test_entries_exchange_what_they_say(register):
    address, _ = register
    with Owner(address) as owner:
        one, two = sealed(owner)[4:6]
        for before, after in ((one, -1), (two, one), (-1, two)):
            owner.run("UPDATE records_payload SET entry_id = %s WHERE entry_id = %s", [after, before])
    assert faults(address) == {("payload_altered", one), ("payload_altered", two)}


@pytest.mark.parametrize("at", [1, 5])
def test_an_entry_is_taken_away(register, at):
    address, _ = register
    with Owner(address) as owner:
        row = sealed(owner)[at]
        taken_away(owner, row)
    assert ("entry_missing", row) in faults(address)


@pytest.mark.parametrize("at", [1, 5])
def test_an_entry_is_taken_away_with_its_link(register, at):
    address, _ = register
    with Owner(address) as owner:
        row = sealed(owner)[at]
        place = owner.one("SELECT position FROM records_link WHERE entry_id = %s", [row])
        taken_away(owner, row, "link")
    found = [one for one in record.verified(address).faults if one.code == "links_missing"]
    assert [(one.params["first"], one.params["last"]) for one in found] == [(place, place)]


def test_an_entry_is_taken_away_and_the_links_numbered_anew(register):
    address, _ = register
    with Owner(address) as owner:
        row, after = sealed(owner)[4:6]
        place = owner.one("SELECT position FROM records_link WHERE entry_id = %s", [row])
        taken_away(owner, row, "link")
        owner.run("UPDATE records_link SET position = position + 1000 WHERE position > %s", [place])
        owner.run("UPDATE records_link SET position = position - 1001 WHERE position > 1000")
    assert ("entry_altered", after) in faults(address)


def test_the_newest_entry_is_taken_away_before_it_is_sealed(register):
    address, _ = register
    with Owner(address) as owner:
        row = waiting(owner)[-1]
        taken_away(owner, row)
    assert ("entry_missing", row) in faults(address)


def test_an_entry_is_put_in(register):
    address, _ = register
    with Owner(address) as owner:
        row = put_in(owner, waits=False)
    assert ("entry_unlinked", row) in faults(address)


def test_an_entry_is_put_in_with_a_link(register):
    address, _ = register
    with Owner(address) as owner:
        row = put_in(owner, waits=False)
        place = owner.one("SELECT max(position) FROM records_link") + 1
        owner.run(
            "INSERT INTO records_link (position, entry_id, hash) VALUES (%s, %s, %s)", [place, row, bytes(32)]
        )
    assert ("entry_altered", row) in faults(address)


def test_an_entry_is_put_in_with_a_link_before_the_first(register):
    """Nobody goes through such a link: what it holds is in no hash."""
    address, _ = register
    with Owner(address) as owner:
        if owner.is_postgresql:
            for (name,) in owner.run(
                "SELECT conname FROM pg_constraint WHERE conrelid = 'records_link'::regclass AND contype IN ('c', 'u')"
            ):
                owner.run(f"ALTER TABLE records_link DROP CONSTRAINT {name}")
        else:
            owner.run("PRAGMA ignore_check_constraints = ON")
        entry = put_in(owner, waits=False)
        owner.run(
            "INSERT INTO records_link (position, entry_id, hash) VALUES (0, %s, %s)", [entry, bytes(32)]
        )
    assert ("entry_unlinked", entry) in faults(address)
    assert "founded_twice" not in {code for code, *_ in faults(address)}


@pytest.mark.parametrize("entry", [-1, 999_999])
def test_something_is_said_that_no_entry_says(register, entry):
    address, _ = register
    with Owner(address) as owner:
        owner.run(
            "INSERT INTO records_payload (entry_id, salt, content) VALUES (%s, %s, '{}')", [entry, bytes(16)]
        )
    assert faults(address) == {("entry_missing", entry)}


HIDING = {
    "public.convert_to(t text, e text) RETURNS bytea": "pg_catalog.convert_to(coalesce((SELECT was FROM hidden WHERE is_now = t), t), 'UTF8'::name)",
    "public.convert_to(t text, e name) RETURNS bytea": "pg_catalog.convert_to(coalesce((SELECT was FROM hidden WHERE is_now = t), t), e)",
    "public.sha256(t bytea) RETURNS bytea": "pg_catalog.decode(repeat('00', 32), 'hex')",
    "public.octet_length(t text) RETURNS integer": "16",
    "public.chr(t integer) RETURNS text": "'x'",
}  # fmt: skip


@pytest.mark.parametrize("address", ["postgresql"], indirect=True)
@pytest.mark.parametrize("function", HIDING)
def test_functions_of_the_owner_s_hide_nothing(register, function):
    address, _ = register
    with Owner(address) as owner:
        entry = sealed(owner)[3]
        was = owner.one("SELECT content FROM records_payload WHERE entry_id = %s", [entry])
        owner.run("CREATE TABLE hidden (was text, is_now text)")
        owner.run("INSERT INTO hidden VALUES (%s, %s)", [was, '{"sex":"M"}'])
        owner.run(f"CREATE FUNCTION {function} LANGUAGE sql AS $_$ SELECT {HIDING[function]} $_$")
        assert not faults(address)
        owner.run("UPDATE records_payload SET content = %s WHERE entry_id = %s", ['{"sex":"M"}', entry])
    assert faults(address) == {("payload_altered", entry)}


def test_the_sealer_s_queue_is_tampered_with(register):
    address, _ = register
    with Owner(address) as owner:
        unqueued, twice = waiting(owner)[0], sealed(owner)[3]
        owner.run("DELETE FROM records_unsealed WHERE entry = %s", [unqueued])
        owner.run("INSERT INTO records_unsealed (entry) VALUES (%s)", [twice])
    assert faults(address) == {("entry_unlinked", unqueued), ("entry_sealed_and_waiting", twice)}
    record.sealed(address)
    assert faults(address) == {("entry_unlinked", unqueued), ("entry_sealed_and_waiting", twice)}


def test_a_second_founding_would_bring_another_key(register):
    address, _ = register
    with Owner(address) as owner:
        content = '{"id":"x","key":"%s","timezone":"UTC"}' % ("00" * 32)
        row = put_in(owner, "founding", "founding", content, id=-5)
    assert ("founded_twice", row) in faults(address)
    record.sealed(address)
    assert ("founded_twice", row) in faults(address)


@pytest.mark.parametrize("content", ["no JSON", '["another"]', '{"id":"x"}'])
def test_what_the_register_was_founded_with_is_altered(register, content):
    address, _ = register
    with Owner(address) as owner:
        row = sealed(owner)[0]
        owner.run("UPDATE records_payload SET content = %s WHERE entry_id = %s", [content, row])
    assert {("founding_unreadable", None), ("payload_altered", row)} <= faults(address)

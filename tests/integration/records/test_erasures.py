"""A person's data is erased under a rule: nothing of it is left, acts stand, and the record is whole and says so."""

import io
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from integration.records.offices import LEARNED, TODAY, founded_at_a_desk, office
from integration.records.tampering import Owner, faults, proposed, put_in, sealed
from rich.console import Console

from resettle import files, service
from resettle.engine.errors import RequestRefused
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import ActKind
from resettle.records import entries, erasures
from resettle.records.content import canonical
from resettle.records.database import Database, connect
from resettle.records.keys import make, read
from resettle.render import record as shown
from resettle.service import acts, exports, readers, record, registers, writing

SECRET = "Bartholomew-Zebulon"
D = f"{LEARNED},{LEARNED},office"
LATER = f"{LEARNED + timedelta(9)},{LEARNED + timedelta(9)},office"
TABLES = {
    "people": [
        "person,effective,known,source,sex,date_of_birth,family_name,nationality",
        f"P-1,{D},F,1990-05-01,{SECRET},SYR", f"P-2,{D},M,1991-05-01,Other,SYR", f"P-3,{D},M,1992-05-01,Third,SYR",
    ],
    "members": [
        "case,person,effective,known,source,relationship_to_pa,state", f"C-1,P-1,{D},PA,", f"C-1,P-2,{D},spouse,",
        f"C-2,P-3,{D},PA,", f"C-1,P-2,{LATER},,ended",
    ],
    "relatives": [
        "person,relative,effective,known,source,relationship,relative_person,state",
        f"P-1,R-1,{D},sibling,,", f"P-3,R-2,{D},sibling,P-1,", f"P-1,R-1,{LATER},sibling,,ended",
    ],
    "willingness": ["person,arrangement,effective,known,source,willing", f"P-1,nor,{D},yes", f"P-2,nor,{D},yes"],
    "registration_groups": [
        "group,person,effective,known,source,state", f"G-1,P-1,{D},", f"G-1,P-2,{D},", f"G-1,P-1,{LATER},ended",
    ],
    "documents": [
        "person,document,effective,known,source,document_kind,number,issued_by,issued_on,valid_until",
        f"P-1,D-1,{D},birth_document,{SECRET}-1,SYR,2010-01-01,none",
    ],
    "consents": ["person,consent,effective,known,source,consent_for,given,to", f"P-1,K-1,{D},resettlement,yes,nor"],
    "statements": [
        "subject,statement,effective,known,source,on,text,confidential_from",
        f"P-1,T-1,{D},refugee_claim,{SECRET} was warned.,P-2", f"C-1,T-2,{D},need,{SECRET} has nobody.,",
        f"P-3,T-1,{D},refugee_claim,They burnt the shop.,", f"C-2,T-1,{D},need,It is not safe.,",
    ],
    "interviews": ["person,interview,effective,known,source,held_on,interviewer,language", f"P-1,I-1,{D},{LEARNED},eva,ara"],
    "pathways": ["person,pathway,effective,known,source,state", f"P-1,W-1,{D},"],
}  # fmt: skip


@pytest.fixture
def register(address, tmp_path):
    folder = office(tmp_path / "office", [2, 1])
    for name, lines in TABLES.items():
        (folder / f"{name}.csv").write_text("\n".join([*lines, ""]))
    founded_at_a_desk(address, "eva", tmp_path / "office.key", folder=folder)
    proposed(address, "C-1", reason=f"{SECRET} asked for it.")
    yield address, tmp_path / "office.key"
    connect(address).close()


def erased(register, person="P-1"):
    address, key = register
    return record.erased(address, person, "retention 4.2", "eva", key)


def test_an_erased_person_is_blank_and_their_acts_stand(register):
    address, _ = register
    before = service.opened(address).register
    erased(register)
    erased(register, "P-2")  # who has left the case, and stays out of it
    after = service.opened(address).register
    assert people(after)["P-1"] == (None, None, None)
    assert people(after)["P-3"] == people(before)["P-3"]
    assert members(after, TODAY) == members(before, TODAY) == {("C-1", "P-1"), ("C-2", "P-3")}
    assert [(act.id, act.persons) for act in after.acts] == [(act.id, act.persons) for act in before.acts]
    assert {act.reason for act in after.acts} == {""}


def test_the_register_without_an_erased_person_has_no_faults(register):
    address, _ = register
    before = {fault.code for fault in service.examined(address).faults if fault.is_error}
    erased(register)
    assert {fault.code for fault in service.examined(address).faults if fault.is_error} == before == set()


def people(register):
    rows = register.tables.people.iter_rows(named=True)
    return {row["person"]: (row["sex"], row["date_of_birth"], row["family_name"]) for row in rows}


def members(register, on):
    return set(Situation(register, on).members.select("case", "person").iter_rows())


def test_that_somebody_had_said_yes_is_unknown_once_they_are_erased(register):
    address, _ = register
    erased(register)
    acts.act(address, acts.Requested(ActKind.WITHDRAW, "C-1", "nor", "office", ground="asked"), "eva")
    with pytest.raises(RequestRefused) as refused:
        acts.act(address, acts.Requested(ActKind.SUBMIT, "C-1", "nor", "office"), "eva")
    told = {fault.code: fault.params for fault in refused.value.faults}
    assert told.keys() == {"will_not_stated", "consent_not_recorded"}
    assert "P-1" in told["will_not_stated"]["persons"] and told["consent_not_recorded"]["person"] == "P-1"
    again = acts.act(address, acts.Requested(ActKind.PROPOSE, "C-1", "nor", "office"), "eva")
    told = [*again.flagged, *registers.examined(address).faults]
    assert "P-1" not in {
        person for one in told if one.code == "act_without_will" for person in one.params["persons"]
    }


def test_what_was_stated_of_a_case_is_erased_with_any_of_its_people_and_of_others_stays(register):
    address, _ = register
    erased(register)
    assert service.opened(address).register.tables.statements.get_column("subject").to_list() == [
        "C-2",
        "P-3",
    ]
    assert service.opened(address).register.tables.interviews.is_empty()


def test_an_export_leaves_what_was_erased_blank(register, tmp_path):
    address, _ = register
    erased(register)
    exports.exported(address, "eva", tmp_path / "out")
    written = "".join(path.read_text() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert SECRET not in written
    assert files.read(tmp_path / "out")[0].acts == service.opened(address).register.acts


def test_a_history_says_by_which_erasure_each_entry_was_erased(register):
    address, _ = register
    day = erased(register).day
    found = record.history(address, "P-1")
    gone = [one for one in found.said if one.content is None]
    assert {one.table for one in gone} >= {
        "people",
        "documents",
        "reasons",
        "relatives",
        "willingness",
    }
    assert found.erased.keys() == {one.id for one in gone}
    assert {(one.day, one.by, one.under) for one in found.erased.values()} == {(day, "eva", "retention 4.2")}
    assert isinstance(day, date)
    assert [one.table for one in found.said if one.id in {each.entry for each in found.erased.values()}] == [
        "erasures"
    ]
    assert (
        record.history(address, "P-2").erased.keys() <= found.erased.keys()
    )  # why their common act was done
    (erasure,) = (one for one in record.history(address, "C-1").said if one.table == "erasures")
    assert erasure.key == "P-1"
    told = io.StringIO()
    Console(file=told, width=1000).print(shown.history(found))
    assert f"{len(erasure.content['entries'])} entries erased under retention 4.2" in told.getvalue()
    assert erasure.content["signature"] not in told.getvalue()


def test_who_looked_at_a_case_is_on_record_and_outlasts_its_people(register):
    address, _ = register
    writing.viewed(address, "eva", "C-1", TODAY, LEARNED)

    def views(name):
        found = readers.readings(address, None, name).items
        return [(one.by, one.said["on"], one.said["known"]) for one in found]

    assert views("C-1") == [("eva", str(TODAY), str(LEARNED))]
    assert not [one for one in record.history(address, "C-1").said if one.table == "views"]
    registers.rebuilt(address)
    erased(register)
    erased(register, "P-2")
    assert views("C-1") == [("eva", str(TODAY), str(LEARNED))]
    assert views("C-2") == []


def test_an_erasure_leaves_no_trace_of_whom_the_entries_spoke_of(register):
    """P-3 had named P-1 as a relative: that this was P-1 is gone too, and what is made from the record agrees."""
    address, _ = register
    theirs = [one.id for one in record.history(address, "P-1").said if one.key == "P-3;R-2"]
    assert len(theirs) == 1
    erased(register)
    found = record.history(address, "P-1")
    assert [one.key for one in found.said if one.key.startswith("P-3")] == []
    wrong = [one.code for one in record.verified(address, projections=True).faults if one.is_error]
    assert wrong == []
    registers.rebuilt(address)
    assert record.history(address, "P-1") == found
    (gone,) = [one for one in record.history(address, "P-3").said if one.id in theirs]
    assert gone.content is None


def test_of_erasures_only_those_that_are_asked_for_are_read(register, monkeypatch):
    address, _ = register
    erased(register)
    erased(register, "P-3")
    database, read_rows, read = connect(address), Database.rows, []
    monkeypatch.setattr(Database, "rows", lambda *asked: read.append(rows := read_rows(*asked)) or rows)
    assert (erasures.of(database, []), read) == ({}, [])
    one = min(row for (row,) in read_rows(database, "SELECT entry_id FROM records_erasure"))
    assert erasures.of(database, [one]).keys() == {one}
    assert [len(rows) for rows in read] == [1]


def test_the_record_is_whole_after_an_erasure_and_at_every_checkpoint(register, tmp_path):
    address, key = register
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    before.write_text(record.checkpoint(address, key))
    erased(register)
    after.write_text(record.checkpoint(address, key))
    assert faults(address, before, after) == set()
    assert record.verified(address).erased > 5


def test_what_others_read_lingers_until_a_checkpoint(register):
    address, key = register
    found = connect(address)
    if found.is_postgresql:
        assert not erased(register).lingers  # its own vacuum takes it away
        return
    found.run("PRAGMA busy_timeout = 100")
    reader = sqlite3.connect(address)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM records_entry").fetchone()
    one = erased(register)
    assert one.lingers
    files_of = [Path(address), Path(f"{address}-wal")]
    assert any(SECRET.encode() in file.read_bytes() for file in files_of)
    told = Console(file=io.StringIO(), width=300)
    told.print(shown.erased(one))
    assert "resettle checkpoint" in told.file.getvalue()
    reader.execute("ROLLBACK")
    reader.close()
    record.checkpoint(address, key)
    assert not any(SECRET.encode() in file.read_bytes() for file in files_of)


def test_no_digest_tells_whether_a_guessed_reason_was_the_one():
    """What was asked is kept as a digest without salt, which no erasure takes away."""
    requested = acts.Requested(ActKind.SUBMIT, "C-1", "nor", "office", reason=SECRET)
    assert acts._as_asked(requested) == acts._as_asked(replace(requested, reason="another"))


@pytest.mark.parametrize("under", ["", "  "])
def test_no_rule_no_erasure(register, under):
    address, key = register
    with pytest.raises(RequestRefused) as refused:
        record.erased(address, "P-1", under, "eva", key)
    assert [one.code for one in refused.value.faults] == ["rule_missing"]


def test_erasing_again_erases_only_what_was_said_since(register):
    address, _ = register
    first = erased(register)
    with pytest.raises(RequestRefused) as refused:
        erased(register)
    assert [one.code for one in refused.value.faults] == ["nothing_to_erase"]
    with pytest.raises(RequestRefused):
        erased(register, "P-99")
    proposed_again(address)
    assert 0 < erased(register).entries < first.entries
    assert faults(address) == set()


def proposed_again(address):
    proposed(address, "C-2")
    database = connect(address)
    with database.writing():
        recording = entries.begin(database, "eva", "import", None, {})
        day = entries.last_known(database)
        entries.append(database, recording, [entries.New("people", "P-1", day, day, "office", {"sex": "F"})])


def test_an_erasure_needs_the_register_s_own_key(register, tmp_path):
    address, _ = register
    make(tmp_path / "other.key")
    with pytest.raises(RequestRefused) as refused:
        record.erased(address, "P-1", "retention 4.2", "eva", tmp_path / "other.key")
    assert [one.code for one in refused.value.faults] == ["key_of_another"]


def test_nothing_of_what_was_erased_is_left_in_the_file(tmp_path):
    """Among as many people as make the file's pages split, and more than one piece of the write-ahead log."""
    address = str(tmp_path / "register.sqlite")
    folder = office(tmp_path / "office", [4] * 300)
    lines = (folder / "people.csv").read_text().splitlines()
    named = [f"{line},{SECRET}-{at}-" + "x" * (at % 90) for at, line in enumerate(lines[1:])]
    (folder / "people.csv").write_text("\n".join([f"{lines[0]},family_name", *named, ""]))
    founded_at_a_desk(address, "eva", tmp_path / "office.key", folder=folder)
    proposed(address, "C-100", reason=f"{SECRET}-reason")
    case = range(397, 401)  # the people of C-100, P-397 and so on
    for at in case:
        record.erased(address, f"P-{at}", "retention 4.2", "eva", tmp_path / "office.key")
    left = b"".join((tmp_path / f"register.sqlite{end}").read_bytes() for end in ("", "-wal"))
    assert f"{SECRET}-395-".encode() in left
    assert [at for at in case if f"{SECRET}-{at - 1}-".encode() in left] == []
    assert f"{SECRET}-reason".encode() not in left
    connect(address).close()


def forged(owner, key, ids, name=(lambda says: says)):
    """An erasure as the register writes one, by another key: entries named, marked and taken away."""
    says = {"person": "P-2", "entries": ids, "under": "retention 4.2", "day": TODAY}
    signature = key.sign(canonical(says).encode()).hex() if key else "00" * 64
    erasure = put_in(owner, "erasures", "P-2", canonical({**name(says), "signature": signature}))
    for id in ids:
        owner.run("INSERT INTO records_erasure (entry_id, erased_by_id) VALUES (%s, %s)", [id, erasure])
        owner.run("DELETE FROM records_payload WHERE entry_id = %s", [id])
    return erasure


@pytest.mark.parametrize("by", ["nobody", "another"])
@pytest.mark.parametrize("at", [1, 8, -1])
def test_tampering_dressed_as_an_erasure_is_found(register, tmp_path, by, at):
    address, _ = register
    make(tmp_path / "other.key")
    record.sealed(address)
    with Owner(address) as owner:
        id = sealed(owner)[at]
        erasure = forged(owner, read(tmp_path / "other.key") if by == "another" else None, [id])
    expected = {("erasure_not_signed", erasure), ("payload_missing", id), ("erasure_unmatched", id)}
    assert faults(address) == expected
    record.sealed(address)  # the sealer does not look at what it seals
    assert faults(address) == expected


def test_an_erasure_that_names_more_than_was_signed_is_found(register):
    address, key = register
    with Owner(address) as owner:
        one, two = sealed(owner)[5:7] if sealed(owner) else (0, 0)
        says = {"person": "P-2", "entries": [one], "under": "retention 4.2", "day": TODAY}
        signature = read(key).sign(canonical(says).encode()).hex()
        erasure = put_in(
            owner, "erasures", "P-2", canonical({**says, "entries": [one, two], "signature": signature})
        )
        owner.run("DELETE FROM records_payload WHERE entry_id = %s", [two])
    assert faults(address) == {("erasure_not_signed", erasure), ("payload_missing", two)}


@pytest.mark.parametrize("content", ["{}", "no JSON", "[]", '{"entries":[],"signature":"x"}'])
def test_an_erasure_that_is_none_is_told(register, content):
    address, _ = register
    with Owner(address) as owner:
        erasure = put_in(owner, "erasures", "P-2", content)
    assert faults(address) == {("erasure_not_signed", erasure)}


def test_what_marks_an_erasure_is_tampered_with(register):
    address, _ = register
    erased(register)
    with Owner(address) as owner:
        one, two, three = (
            row for (row,) in owner.run("SELECT entry_id FROM records_erasure ORDER BY entry_id LIMIT 3")
        )
        owner.run("DELETE FROM records_erasure WHERE entry_id = %s", [one])
        owner.run("UPDATE records_erasure SET erased_by_id = 1 WHERE entry_id = %s", [two])
        owner.run(
            "INSERT INTO records_payload (entry_id, salt, content) VALUES (%s, %s, '{}')", [three, bytes(16)]
        )
    assert faults(address) == {
        ("erasure_unmatched", one), ("erasure_unmatched", two), ("erased_is_there", three), ("payload_altered", three),
    }  # fmt: skip


def test_the_entry_of_an_erasure_is_altered(register):
    address, _ = register
    erased(register)
    with Owner(address) as owner:
        erasure = owner.one("SELECT max(id) FROM records_entry WHERE \"table\" = 'erasures'")
        gone = {row for (row,) in owner.run("SELECT entry_id FROM records_erasure")}
        owner.run(
            "UPDATE records_payload SET content = replace(content, '4.2', '9.9') WHERE entry_id = %s",
            [erasure],
        )
    found = faults(address)
    assert {("payload_altered", erasure), ("erasure_not_signed", erasure)} <= found
    assert {("payload_missing", row) for row in gone} <= found

"""The door through which acts are recorded: whole, once, by somebody; or refused with everything that is wrong."""

import io
import threading
from datetime import timedelta
from functools import partial
from unittest import mock

import pytest
from integration.records.offices import BEGINS, LEARNED, TODAY, founded_at_a_desk, office
from integration.records.racing import on_day
from postgresql import USER
from rich.console import Console

from resettle.engine.errors import ResettleError
from resettle.engine.registry import admission
from resettle.engine.registry.acts import replay
from resettle.engine.registry.stages import ActKind, Stage
from resettle.records import chain, database, entries, histories
from resettle.render import record as shown
from resettle.render import words
from resettle.service import acts, exports, record, registers
from resettle.service.acts import Requested

SUBMIT, ACCEPT, WITHDRAW, JOIN = ActKind.SUBMIT, ActKind.ACCEPT, ActKind.WITHDRAW, ActKind.JOIN


@pytest.fixture
def place(address, tmp_path):
    """Cases C-1 (P-1), C-2 (P-2, P-3) and C-3 (P-4 … P-6), and three places."""
    founded_at_a_desk(address, "eva", tmp_path / "k.key", folder=office(tmp_path / "office", [1, 2, 3], 3))
    yield address
    database.connect(address).close()


on_postgresql = pytest.mark.parametrize("address", ["postgresql"], indirect=True)
"""For what cannot come about on SQLite, which has one writer at a time."""


def asked(kind=SUBMIT, case="C-1", arrangement="nor", source="office", **more):
    if kind is WITHDRAW:
        more.setdefault("ground", "asked")
    return Requested(kind, case, arrangement, source, **more)


def refused(place, request, by="eva", key=None, **more):
    """What a request is refused for; nothing of it is there."""
    found = database.connect(place)
    there = [found.rows(f"SELECT count(*) FROM records_{table}") for table in TABLES]
    with pytest.raises(ResettleError) as error:
        acts.act(place, request, by, key, **more)
    assert [found.rows(f"SELECT count(*) FROM records_{table}") for table in TABLES] == there
    assert all(words.fault(fault) for fault in error.value.faults)
    return {fault.code: fault for fault in error.value.faults}


TABLES = ("recording", "entry", "payload", "about", "unsealed", "change", "count")


@pytest.mark.parametrize(
    ("request_", "codes"),
    [
        (asked(case="C-9"), {"name_unknown"}),
        (asked(persons=("P-99",)), {"name_unknown"}),
        (asked(arrangement="nro"), {"name_unknown"}),
        (asked(offer="yera"), {"offer_unclear"}),
        (asked(effective=TODAY - timedelta(1000)), {"offer_unclear", "act_without_people"}),
        (asked(effective=LEARNED - timedelta(1)), {"act_without_people"}),
        (asked(kind=JOIN), {"people_not_named"}),
        (asked(persons=("P-2",)), {"act_person_not_member"}),
        (asked(source="offcie"), {"source_unknown"}),
        (asked(kind=WITHDRAW), {"act_not_listed"}),
        (asked(effective=TODAY + timedelta(1)), {"act_known_before_done"}),
        (asked(case="C-9", arrangement="nro", source="x", effective=TODAY + timedelta(1)),
         {"name_unknown", "source_unknown", "act_known_before_done"}),
        (asked(case="C-1", persons=("P-99", "P-2"), source="x", kind=WITHDRAW),
         {"name_unknown", "act_person_not_member", "source_unknown", "act_not_listed"}),
    ],
)  # fmt: skip
def test_what_may_not_be_recorded_is_refused_with_everything_that_is_wrong(place, request_, codes):
    assert refused(place, request_).keys() == codes


def test_an_act_is_by_somebody(place):
    assert refused(place, asked(), by=" ").keys() == {"by_missing"}


def test_the_limit_refuses_whoever_comes_too_late(place):
    acts.act(place, asked(case="C-2"), "eva")
    fault = refused(place, asked(case="C-3"))["act_exceeds_limit"]
    assert {"limit": "nor/year", "needed": 3, "over": 2, "case": "C-3"}.items() <= fault.params.items()
    acts.act(place, asked(kind=WITHDRAW, case="C-2"), "eva")
    acts.act(place, asked(case="C-3"), "eva")
    again = asked(case="C-3", persons=("P-4",))  # who is counted already
    assert refused(place, again).keys() == {"act_not_listed"}


def test_acts_of_one_day_follow_one_another_and_a_case_is_submitted_again(place):
    kinds = [SUBMIT, WITHDRAW, SUBMIT, ACCEPT]
    recorded = [acts.act(place, asked(kind=kind), "eva").act for kind in kinds]
    orders = [one.order for one in recorded]
    assert orders == sorted(set(orders))
    standing = replay(registers.opened(place).register.acts, TODAY)
    assert standing["P-1", "nor/year"].stage is Stage.ACCEPTED


def test_the_same_request_under_its_key_is_recorded_once(place):
    request = asked(case="C-2", reason="they asked for it")
    first = acts.act(place, request, "eva", "k")
    again = acts.act(place, request, "eva", "k")
    assert (first.again, again.again) == (False, True)
    assert again.act == first.act
    otherwise = acts.act(place, asked(case="C-2", reason="another reason"), "eva", "k")
    assert (otherwise.again, otherwise.act.reason) == (True, "they asked for it")
    assert refused(place, asked(case="C-1"), key="k").keys() == {"key_used_otherwise"}


def test_the_same_flags_are_told_again(place):
    acts.act(place, asked(case="C-3"), "eva")
    first = acts.act(place, asked(kind=ACCEPT, case="C-2"), "eva", "k")
    assert {fault.code for fault in first.flagged} == {"act_not_listed", "limit_exceeded_by_act"}
    again = acts.act(place, asked(kind=ACCEPT, case="C-2"), "eva", "k")
    assert [words.fault(one) for one in again.flagged] == [words.fault(one) for one in first.flagged]
    (flags,) = entries.of(database.connect(place), [acts.FLAGS], first.act.id)
    assert [one["code"] for one in flags.content["flags"]] == [one.code for one in first.flagged]
    for name in ("C-2", "P-2"):
        found = record.history(place, name)
        assert flags in found.said
        told = io.StringIO()
        Console(file=told, width=1000).print(shown.history(found))
        assert all(words.fault(one) in told.getvalue() for one in first.flagged)


@pytest.mark.parametrize("key", ["", "k\nk", "k\0", "\udcff", "k" * 201])
def test_a_key_is_one_line_of_text(place, key):
    assert refused(place, asked(), key=key).keys() == {"key_wrong"}


@pytest.mark.parametrize("wrong", [{"reason": "\udcff"}, {"case": "C-\udcff"}, {"persons": ("P\udcff",)}])
def test_what_is_no_text_is_not_recorded(place, wrong):
    assert refused(place, asked(**wrong)).keys() == {"text_wrong"}


@pytest.mark.parametrize("reason", ["bell \x07", "one\r\ntwo", "long" * 2501])
def test_a_reason_that_no_export_could_carry_is_refused(place, reason):
    fault = refused(place, asked(reason=reason))["cell_unreadable"]
    assert words.fault(fault).startswith(
        "reason: the cell holds control characters, or more than 10,000 characters."
    )


def test_a_database_that_drops_what_is_recorded_is_told(place):
    found = database.connect(place)
    if found.is_postgresql:
        found.run("CREATE FUNCTION drop_it() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
        found.run(
            "CREATE TRIGGER dropping BEFORE INSERT ON records_recording FOR EACH ROW EXECUTE FUNCTION drop_it()"
        )
    else:
        found.run(
            "CREATE TRIGGER dropping BEFORE INSERT ON records_recording BEGIN SELECT RAISE(IGNORE); END"
        )
    fault = refused(place, asked())["not_kept"]
    assert "resettle verify" in words.fault(fault)


def test_a_proposal_of_somebody_who_has_not_said_yes_is_flagged_and_their_submission_refused(
    address, tmp_path
):
    folder = office(tmp_path / "office", [2, 1], 3)
    header, first, _, third, *_ = (folder / "willingness.csv").read_text().splitlines()
    (folder / "willingness.csv").write_text(f"{header}\n{first.replace('yes', 'no')}\n{third}\n")
    founded_at_a_desk(address, "eva", tmp_path / "k.key", folder=folder)
    assert refused(address, asked())["will_not_stated"].params["persons"] == ["P-1", "P-2"]
    proposed = acts.act(address, asked(kind=ActKind.PROPOSE), "eva")
    flagged = proposed.flagged
    assert [(one.code, one.params["persons"], one.severity) for one in flagged] == [
        ("act_without_will", ["P-1", "P-2"], "warning")
    ]
    assert not acts.act(address, asked(case="C-2"), "eva").flagged
    assert not acts.act(address, asked(kind=WITHDRAW), "eva").flagged
    told = [one for one in registers.examined(address).faults if one.code == "act_without_will"]
    assert [(one.params["persons"], one.where.key) for one in told] == [
        (["P-1", "P-2"], f"{proposed.act.id}, persons")
    ]
    database.connect(address).close()


FOR_ONE = f"""
[[criterion]]
id = "alone"
kind = "eligibility"
sentence = "Whoever is alone."
test = "case_size = 1"
applies_to = "case"
source = "office"
effective = {BEGINS}
known = {LEARNED}

[[criterion]]
id = "recognised"
kind = "eligibility"
sentence = "Each member is a recognised refugee."
test = "refugee_status = 'recognised'"
applies_to = "each_member"
source = "office"
effective = {BEGINS}
known = {LEARNED}
"""


def test_a_case_that_does_not_qualify_is_flagged_and_one_of_which_that_is_unknown_is_not(address, tmp_path):
    folder = office(tmp_path / "office", [2, 1], 3)
    arrangement = folder / "arrangements" / "nor.toml"
    arrangement.write_text(arrangement.read_text() + FOR_ONE)
    founded_at_a_desk(address, "eva", tmp_path / "k.key", folder=folder)
    recorded = acts.act(address, asked(), "eva", key="once")
    (flag,) = recorded.flagged
    params = {"case": "C-1", "arrangement": "nor", "act": "submit"}
    assert (flag.code, flag.params, flag.severity) == ("act_without_qualifying", params, "warning")
    assert acts.act(address, asked(), "eva", key="once").flagged == recorded.flagged
    assert not acts.act(address, asked(case="C-2"), "eva").flagged
    assert not acts.act(address, asked(kind=WITHDRAW), "eva").flagged
    database.connect(address).close()


def test_what_was_recorded_and_flagged_is_a_warning_and_goes_out_and_comes_in_again(place, tmp_path):
    """A denial learned late: the submission was lawful when it was recorded, and is now one that the table does not list."""
    submitted = acts.act(place, asked(case="C-2"), "eva").act
    late = acts.act(place, asked(kind=ActKind.ARRIVE, case="C-2", effective=TODAY - timedelta(3)), "eva")
    assert {one.code for one in late.flagged} == {"act_not_listed"}
    acts.act(place, asked(kind=ACCEPT, case="C-3"), "eva")
    told = registers.examined(place).faults
    assert not [one for one in told if one.is_error]
    assert {(one.code, one.where.key) for one in told} >= {
        ("act_not_listed", f"{submitted.id}, act"),
        ("act_not_listed", f"{late.act.id}, act"),
    }
    exports.exported(place, "eva", tmp_path / "out")
    assert (
        f"on = {TODAY}" in (tmp_path / "out" / "register.toml").read_text()
    )  # so that its acts are seen there too
    again = str(tmp_path / "again.sqlite")
    founded_at_a_desk(again, "eva", tmp_path / "again.key", folder=tmp_path / "out")
    assert registers.opened(again).register.acts == registers.opened(place).register.acts
    database.connect(again).close()


RECORDED_FLAGS = {
    "act_known_before_done": {"act": "accept", "case": "C-1", "effective": TODAY, "known": LEARNED},
    "act_not_listed": {"act": "accept", "case": "C-1", "persons": ["P-1"], "stage": "proposed", "begins": ["submitted"]},
    "act_joins_nobody": {"act": "join", "case": "C-1", "persons": ["P-1"], "offer": "nor/year"},
    "act_way_open_elsewhere": {"act": "accept", "case": "C-1", "person": "P-1", "day": TODAY, "offers": ["nor/year", "swe/year"]},
    "limit_exceeded_by_act": {"act": "join", "case": "C-1", "effective": TODAY, "limit": "nor/year", "day": TODAY, "needed": 2,
                              "over": 2, "unit": "persons"},
    "act_without_will": {"act": "propose", "case": "C-1", "persons": ["P-1"], "arrangement": "nor"},
    "act_without_qualifying": {"act": "propose", "case": "C-1", "arrangement": "nor"},
}  # fmt: skip
"""Every flag that can stand in a record, in the form in which it was recorded."""


@pytest.mark.parametrize("code", RECORDED_FLAGS)
def test_a_flag_that_was_recorded_is_told_for_ever(place, code):
    found = database.connect(place)
    flags = entries.New(
        acts.FLAGS, "A-1", TODAY, TODAY, "office", {"flags": [{"code": code, "params": RECORDED_FLAGS[code]}]}
    )
    with found.writing():
        entries.append(found, entries.begin(found, "eva", "act:accept", None, {}), [flags])
    (said,) = entries.of(found, [acts.FLAGS])
    (flag,) = acts.flagged_in(said)
    assert "C-1" in words.fault(flag) or "nor/year" in words.fault(flag)


def test_the_same_request_sent_by_many_at_once_is_recorded_once(place):
    recorded = together(
        8, lambda: acts.act(place, asked(case="C-2"), "eva", "k"), lambda: database.connect(place).close()
    )
    assert sorted(one.again for one in recorded) == [False] + [True] * 7
    assert len({one.act.id for one in recorded}) == 1


def together(number, work, at_end):
    """What work comes to in each of some threads at once."""
    found, start = [], threading.Barrier(number)

    def each():
        start.wait()
        try:
            found.append(work())
        except ResettleError as error:
            found.append(error)
        finally:
            at_end()

    threads = [threading.Thread(target=each) for _ in range(number)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def test_why_an_act_was_done_stands_beside_it(place):
    recorded = acts.act(place, asked(reason="her sister lives in Oslo"), "eva")
    found = database.connect(place)
    (act,) = entries.of(found, ["acts"], recorded.act.id)
    (reason,) = entries.of(found, [histories.REASONS], recorded.act.id)
    assert "Oslo" not in str(act.content) and reason.content == {"reason": "her sister lives in Oslo"}
    assert registers.opened(place).register.acts[0].reason == "her sister lives in Oslo"


def test_a_decision_on_some_of_a_case_is_an_act_about_them(place):
    acts.act(place, asked(case="C-2"), "eva")
    acts.act(place, asked(kind=ACCEPT, case="C-2", persons=("P-2",)), "eva")
    acts.act(place, asked(kind=ActKind.DENY, case="C-2", persons=("P-3",)), "eva")
    standing = replay(registers.opened(place).register.acts, TODAY)
    stages = [standing[person, "nor/year"].stage for person in ("P-2", "P-3")]
    assert stages == [Stage.ACCEPTED, Stage.DENIED]


def test_the_offer_and_the_people_are_those_of_the_day(place):
    one = acts.act(place, asked(case="C-2", effective=TODAY - timedelta(9)), "eva").act
    assert (one.offer, one.persons) == ("nor/year", ("P-2", "P-3"))
    assert (one.effective, one.known, one.by) == (TODAY - timedelta(9), TODAY, "eva")
    other = acts.act(place, asked(case="C-1", offer="year"), "eva").act
    assert (other.offer, other.effective, other.by) == ("nor/year", TODAY, "eva")


def test_a_clock_that_is_behind_the_record_is_told(place):
    for days, codes in ((1, set()), (2, {"clock_behind_record"})):
        clock = partial(on_day, TODAY - timedelta(days))
        if codes:
            assert refused(place, asked(case="C-2"), clock=clock).keys() == codes
        else:
            assert acts.act(place, asked(), "eva", clock=clock).act.known == TODAY


@on_postgresql
def test_an_act_that_another_of_tomorrow_overtakes_is_begun_again(place):
    """At midnight: who came first, and is slower, finds that more is known by now."""
    consider, overtaken = admission.consider, []

    def slowly(*args):
        if not overtaken:
            overtaken.append(True)
            tomorrow = partial(on_day, TODAY + timedelta(1))
            other = asked(case="C-2", effective=TODAY)
            (one,) = together(1, lambda: acts.act(place, other, "eva", clock=tomorrow), database.connect(place).close)  # fmt: skip
            assert one.act.known == TODAY + timedelta(1)
        return consider(*args)

    with mock.patch.object(acts.admission, "consider", slowly):
        assert acts.act(place, asked(), "eva").act.known == TODAY + timedelta(1)


def test_who_waits_too_long_is_told_and_nothing_is_recorded(place):
    found = database.connect(place)
    held, done = threading.Event(), threading.Event()

    def hold():
        with found.writing():
            found.lock(["case:C-1"])
            held.set()
            done.wait(30)
        found.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    if found.is_postgresql:
        found.run("SET lock_timeout = '100ms'")
    else:
        found.run("PRAGMA busy_timeout = 100")
    try:
        fault = refused(place, asked())["database_busy"]
        assert "60 seconds" in words.fault(fault)
    finally:
        done.set()
        holder.join()
    assert acts.act(place, asked(), "eva").act.case == "C-1"


def test_two_registers_are_open_in_one_process(place, tmp_path):
    other = str(tmp_path / "other.sqlite")
    founded_at_a_desk(other, "eva", tmp_path / "o.key", folder=office(tmp_path / "other", [1], 1))
    here, there = (
        acts.act(place, asked(case="C-2"), "eva", "k"),
        acts.act(other, asked(case="C-1"), "eva", "k"),
    )
    assert not here.again and not there.again
    assert [one.case for one in registers.opened(place).register.acts] == ["C-2"]
    assert [one.case for one in registers.opened(other).register.acts] == ["C-1"]
    assert refused(other, asked(case="C-2")).keys() == {"name_unknown"}
    database.connect(other).close()


def test_the_role_of_the_office_records_acts(server, tmp_path):
    server.run("CREATE ROLE officer LOGIN")
    server.run("CREATE DATABASE of_role")
    folder = office(tmp_path / "office", [1, 2, 3], 3)
    owner = founded_at_a_desk(
        server.address("of_role", USER), "eva", tmp_path / "k.key", folder=folder, role="officer"
    )
    place = server.address("of_role", "officer")
    try:
        assert acts.act(place, asked(case="C-2", reason="asked for"), "eva", "k").act.case == "C-2"
        assert acts.act(place, asked(case="C-2", reason="asked for"), "eva", "k").again
        assert refused(place, asked(case="C-3")).keys() == {"act_exceeds_limit"}
        assert chain.seal(database.connect(place)) == 2
    finally:
        owner.close()
        database.connect(place).close()
        server.run("DROP DATABASE of_role WITH (FORCE)")
        server.run("DROP ROLE officer")


def test_a_person_has_one_way_open(address, tmp_path):
    folder = office(tmp_path / "office", [1], 3)
    text = (folder / "arrangements" / "nor.toml").read_text()
    (folder / "arrangements" / "swe.toml").write_text(text.replace('"nor"', '"swe"').replace("NOR", "SWE"))
    said = (folder / "willingness.csv").read_text().splitlines()
    (folder / "willingness.csv").write_text("\n".join([*said, said[1].replace("nor", "swe"), ""]))
    founded_at_a_desk(address, "eva", tmp_path / "k.key", folder=folder)
    acts.act(address, asked(), "eva")
    assert refused(address, asked(arrangement="swe")).keys() == {"act_way_open_elsewhere"}
    database.connect(address).close()

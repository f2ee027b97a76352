"""A case taken through an office, each act by whom it is done, on both databases; and whoever it is not done by."""

from datetime import timedelta
from unittest import mock

import pytest
from integration.records.offices import LEARNED, TODAY, office
from integration.records.templates import said
from papers import ANSWERS, papers, together

from resettle import files
from resettle.engine.errors import RequestRefused
from resettle.engine.registry import membership
from resettle.engine.registry.casework import Case, stands
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import CASEWORK, ActKind, CaseStage, Stage
from resettle.records import database, entries
from resettle.records.entries import New
from resettle.render import words
from resettle.service import accounts, acts, casework, exports, imports, record, registers
from resettle.service.accounts import NewRights, Rights
from resettle.service.acts import Requested

A, R = ActKind, Role
PEOPLE = {
    "rob": [R.REFERRER],
    "ann": [R.ASSESSOR],
    "ira": [R.INITIAL_REVIEWER],
    "cas": [R.CASEWORKER],
    "ron": [R.REVIEWING_OFFICER],
    "cor": [R.COORDINATOR],
    "nor": [R.STATE_SELECTOR],
    "mov": [R.MOVEMENT],
    "aud": [R.AUDITOR],
}
TO_READY = [
    ("rob", A.REFER), ("ann", A.OPEN_ASSESSMENT), ("ann", A.ASSESS), ("ira", A.PROCEED), ("cas", A.COMPLETE),
    ("cas", A.RECOMMEND), ("ron", A.APPROVE),
]  # fmt: skip
MEMBERS = {"C-1": ("P-1",), "C-2": ("P-2", "P-3")}
ARRIVED = [("cor", A.SUBMIT), ("nor", A.ACCEPT), ("mov", A.PREPARE), ("mov", A.DEPART), ("mov", A.ARRIVE)]


@pytest.fixture
def place(address, tmp_path):
    """Cases C-1 (P-1) and C-2 (P-2, P-3), of which everything is recorded and nothing done; and everybody's accounts."""
    folder = office(tmp_path / "office", [1, 2], 3)
    head = folder / "register.toml"
    head.write_text(head.read_text().replace('cases_begin = "ready"\n', ""))
    facts = {
        "cases.csv": ("priority", ",LPPN,MED,none", "category_primary,category_secondary,other_solutions"),
        "people.csv": (
            "date_of_birth",
            f",recognised,SOM,{','.join(ANSWERS.values())}",
            f"refugee_status,nationality,{','.join(ANSWERS)}",
        ),
    }
    for name, (_, cells, columns) in facts.items():
        header, *rows = (folder / name).read_text().splitlines()
        (folder / name).write_text("\n".join([f"{header},{columns}", *(row + cells for row in rows), ""]))
    told = together(
        papers("C-1", ["P-1"], ["P-1"], LEARNED), papers("C-2", ["P-2", "P-3"], ["P-2", "P-3"], LEARNED)
    )
    for name, text in told.items():
        (folder / name).write_text(text)
    registers.founded(address, "eva", tmp_path / "k.key", folder=folder)
    for id, roles in PEOPLE.items():
        theirs = ["nor"] if roles == [R.STATE_SELECTOR] else []
        accounts.opened(address, id, id.title(), "eva", Rights(roles, arrangements=theirs))
    yield address
    database.connect(address).close()


def do(place, by, kind, case="C-1", key=None, **more):
    arrangement = "" if kind in CASEWORK else "nor"
    if kind is A.COMPLETE:
        more.setdefault("persons", MEMBERS[case])
    return acts.act(place, Requested(kind, case, arrangement, "office", **more), by, key)


def done(place, steps, case="C-1"):
    return [do(place, by, kind, case) for by, kind in steps]


def refused(work, *codes):
    with pytest.raises(RequestRefused) as error:
        work()
    assert [fault.code for fault in error.value.faults] == list(codes)
    assert all(words.fault(fault) for fault in error.value.faults)
    return error.value.faults[0]


def test_a_case_goes_from_its_referral_to_its_arrival(place, tmp_path):
    recorded = done(place, [*TO_READY, *ARRIVED], "C-2")
    assert not [one.flagged for one in recorded if one.flagged]
    assert {one.act.persons for one in recorded} == {("P-2", "P-3")}
    register = registers.opened(place).register
    members = membership.of_cases(register.tables.members, ["C-2"])["C-2"]
    standing = stands(Case("C-2", None, members), [*register.casework, *register.acts], TODAY)
    assert (standing.stage, standing.on_the_way) == (CaseStage.CLOSED, {})
    assert [act.kind for act in standing.done] == [kind for _, kind in TO_READY]
    assert not {one.code for one in registers.examined(place).faults if one.where.file == "acts"}
    told = record.history(place, "C-2").said
    assert sum(one.table == "acts" for one in told) == len(recorded)
    exports.exported(place, "cor", tmp_path / "out")
    again = files.read(tmp_path / "out")[0]
    assert (again.casework, again.acts) == (register.casework, register.acts)


def test_each_act_is_done_by_its_own_role(place):
    for by, kind in TO_READY:
        others = {one for one, roles in PEOPLE.items() if not set(roles) & set(CASEWORK[kind].roles)}
        for other in sorted(others):
            with pytest.raises(RequestRefused) as error:
                do(place, other, kind)
            fault, *_ = error.value.faults
            assert fault.code == "act_not_of_role"
            assert (fault.params["by"], fault.params["held"]) == (other, [PEOPLE[other][0].value])
        do(place, by, kind)
    for other in ("rob", "aud", "eva"):
        refused(lambda other=other: do(place, other, A.SUBMIT), "act_not_of_role")
    assert len(entries.of(database.connect(place), ["acts"])) == len(TO_READY)


def test_a_case_is_recommended_once_its_form_is_complete(place, tmp_path):
    done(place, TO_READY[:5])
    allowed(place, tmp_path / "consents.csv", "withdrawn", TODAY - timedelta(1))
    refused(lambda: do(place, "cas", A.RECOMMEND), "rrf_declaration_missing")
    allowed(place, tmp_path / "consents.csv", "yes", TODAY)
    do(place, "cas", A.RECOMMEND)


def allowed(place, table, said, day):
    """What P-1 says of sharing the case, come in a spreadsheet."""
    table.write_text(
        "person,consent,consent_for,given,effective,source\n"
        f"P-1,K-share_with_state,share_with_state,{said},{day},office\n"
    )
    assert imports.imported(place, imports.Wanted((table,)), "eva").entries == 1


def test_nothing_is_skipped_and_nothing_done_twice(place):
    fault = refused(lambda: do(place, "cor", A.SUBMIT), "case_not_ready")
    assert fault.params["stage"] == "not yet referred"
    do(place, "rob", A.REFER)
    refused(lambda: do(place, "rob", A.REFER), "case_act_out_of_turn")
    fault = refused(lambda: do(place, "ron", A.APPROVE), "case_act_out_of_turn")
    assert (fault.params["stage"], fault.params["begins"]) == (CaseStage.IDENTIFIED, [CaseStage.RECOMMENDED])


def test_a_case_is_not_worked_on_tomorrow(place):
    tomorrow = TODAY + timedelta(1)
    refused(lambda: do(place, "rob", A.REFER, effective=tomorrow), "act_known_before_done")


def test_acts_on_cases_come_with_an_import_into_an_empty_register(place, address, tmp_path):
    done(place, TO_READY, "C-2")
    exports.exported(place, "cor", tmp_path / "out")
    before = registers.opened(place).register
    empty = str(tmp_path / "empty.sqlite")
    registers.founded(empty, "eva", tmp_path / "e.key", head=registers.Head("Empty", synthetic=True))
    come = imports.imported(empty, imports.Wanted((tmp_path / "out",)), "eva")
    assert not come.preview.is_refused
    assert registers.opened(empty).register.casework == before.casework
    database.connect(empty).close()


def test_nobody_is_referred_who_came_to_another_case_that_is_open(place):
    done(place, TO_READY[:4], "C-2")
    found = database.connect(place)
    came = [New("members", "C-2;P-1", TODAY, TODAY, "office", {"relationship_to_pa": "other"})]
    said(found, "import", came)
    fault = refused(lambda: do(place, "rob", A.REFER), "person_in_open_case")
    assert (fault.params["person"], fault.params["other"], fault.params["stage"]) == (
        "P-1",
        "C-2",
        CaseStage.INTERVIEW,
    )


def test_who_assessed_does_not_review_though_the_role_is_theirs_now(place):
    done(place, TO_READY[:3])
    accounts.changed(place, "ann", "eva", NewRights([R.INITIAL_REVIEWER]))
    fault = refused(lambda: do(place, "ann", A.PROCEED), "act_by_same_person")
    assert fault.params["did"] == ["assess"]
    do(place, "ira", A.PROCEED)
    accounts.changed(place, "ann", "eva", NewRights([R.COORDINATOR]))
    done(place, TO_READY[4:])
    refused(lambda: do(place, "ann", A.SUBMIT), "act_by_same_person")
    do(place, "cor", A.SUBMIT)


def test_a_request_sent_again_does_not_do_an_act_on_a_case_twice(place):
    first = do(place, "rob", A.REFER, key="k")
    again = do(place, "rob", A.REFER, key="k")
    assert (again.again, again.act) == (True, first.act)
    done(place, TO_READY[1:])
    paused = do(place, "cas", A.PAUSE, key="p", reason="ill", review_on=TODAY + timedelta(30))
    assert do(place, "cas", A.PAUSE, key="p", reason="ill", review_on=TODAY + timedelta(30)).act == paused.act
    refused(
        lambda: do(place, "cas", A.PAUSE, key="p", reason="ill", review_on=TODAY + timedelta(31)),
        "key_used_otherwise",
    )


def test_a_key_is_of_whoever_chose_it_and_tells_nobody_else_anything(place):
    first = do(place, "rob", A.REFER, key="k")
    other = do(place, "ann", A.OPEN_ASSESSMENT, key="k")
    assert (other.again, other.act.kind) == (False, A.OPEN_ASSESSMENT)
    assert (do(place, "ann", A.OPEN_ASSESSMENT, key="k").again, do(place, "rob", A.REFER, key="k").act) == (
        True,
        first.act,
    )


def test_a_denial_a_review_and_a_submission_again(place):
    done(place, [*TO_READY, ("cor", A.SUBMIT)])
    assert [one.code for one in do(place, "nor", A.DENY).flagged] == ["reason_missing"]
    refused(lambda: do(place, "cor", A.SUBMIT), "case_not_ready")
    refused(lambda: do(place, "ron", A.REVIEW), "reason_missing")
    do(place, "ron", A.REVIEW, reason="the State saw another file")
    assert do(place, "cor", A.SUBMIT).flagged == ()


def test_a_split_decision_leaves_each_where_they_stand(place):
    done(place, [*TO_READY, ("cor", A.SUBMIT)], "C-2")
    do(place, "nor", A.ACCEPT, "C-2", persons=("P-2",))
    do(place, "nor", A.DENY, "C-2", persons=("P-3",), ground="none_given")
    found = casework.next_acts(place, "C-2")
    assert (found.stage, found.on_the_way) == (CaseStage.READY, {"nor/year": {"P-2": Stage.ACCEPTED}})
    for by, kind in ARRIVED[2:]:
        do(place, by, kind, "C-2", persons=("P-2",))
    assert casework.next_acts(place, "C-2").stage is CaseStage.DENIED, "somebody is still to be seen to"


@pytest.mark.parametrize("ground", ["declined", "revoked", "lapsed"])
def test_a_cancellation_gives_the_place_back_and_leaves_the_case_ready(place, ground):
    done(place, [*TO_READY, ("cor", A.SUBMIT), ("nor", A.ACCEPT)])
    assert [one.code for one in do(place, "nor", A.CANCEL).flagged] == ["ground_missing"]
    done(place, [("cor", A.SUBMIT), ("nor", A.ACCEPT)])
    assert do(place, "nor", A.CANCEL, ground=ground).flagged == ()
    assert casework.next_acts(place, "C-1").stage is CaseStage.READY
    assert registers.opened(place).register.acts[-1].ground == ground


def test_what_may_come_next_says_what_is_in_the_way_of_whom(place):
    refused(lambda: casework.next_acts(place, "C-9"), "nothing_recorded")
    found = casework.next_acts(place, "C-1")
    assert (found.stage, [one.kind for one in found.acts]) == (None, [A.REFER])
    done(place, TO_READY[:6])
    for by, expected in (("cas", ["act_not_of_role", "act_by_same_person"]), ("ron", [])):
        following = {one.kind: one for one in casework.next_acts(place, "C-1", by).acts}
        assert [fault.code for fault in following[A.APPROVE].unmet] == expected
        assert following[A.APPROVE].roles == (R.REVIEWING_OFFICER,)


def test_an_act_on_a_case_names_no_arrangement_and_one_on_a_submission_does(place):
    named = Requested(A.REFER, "C-1", "nor", "office")
    refused(lambda: acts.act(place, named, "rob"), "arrangement_not_asked")
    bare = Requested(A.SUBMIT, "C-1", "", "office")
    refused(lambda: acts.act(place, bare, "cor"), "arrangement_missing", "case_not_ready")


def test_whoever_acts_for_one_arrangement_acts_for_no_other(place):
    accounts.changed(place, "cor", "eva", NewRights([R.COORDINATOR], arrangements=["nor"]))
    done(place, TO_READY)
    do(place, "cor", A.SUBMIT)
    fault = refused(
        lambda: do(place, "cor", A.PAUSE, reason="x", review_on=TODAY + timedelta(9)), "act_out_of_scope"
    )
    assert fault.params["allowed"] == ["nor"]
    refused(
        lambda: accounts.changed(place, "cor", "eva", NewRights([R.COORDINATOR], arrangements=["nro"])),
        "name_unknown",
    )


def test_an_interview_says_who_was_seen_and_no_other_act_on_a_case_names_people(place):
    done(place, TO_READY[:4])
    bare = Requested(A.COMPLETE, "C-1", "", "office")
    fault = refused(lambda: acts.act(place, bare, "cas"), "people_not_named")
    assert fault.where.key == "persons"
    fault = refused(
        lambda: do(place, "cas", A.ATTEMPT, ground="phone", persons=("P-1",)), "act_of_whole_case"
    )
    assert fault.params == {"act": "attempt", "case": "C-1"}
    do(place, "cas", A.COMPLETE)


def test_a_wrong_source_hides_nothing_else(place):
    fault = refused(
        lambda: acts.act(place, Requested(A.SUBMIT, "C-1", "nor", "offcie"), "cor"),
        "source_unknown",
        "case_not_ready",
    )
    assert fault.where.key == "source"


def test_a_change_of_an_account_leaves_what_it_does_not_name(place):
    accounts.changed(place, "cor", "eva", NewRights([R.COORDINATOR], TODAY, ["nor"]))
    changed = accounts.changed(place, "cor", "eva", NewRights(until=TODAY + timedelta(1)), "Corinna")
    assert (changed.roles, changed.until, changed.arrangements, changed.name) == (
        (R.COORDINATOR,), TODAY + timedelta(1), ("nor",), "Corinna",
    )  # fmt: skip
    changed = accounts.changed(place, "cor", "eva", NewRights(until="", arrangements=[]))
    assert (changed.roles, changed.until, changed.arrangements) == ((R.COORDINATOR,), None, ())


def test_what_may_come_next_is_told_to_whoever_has_an_open_account(place):
    refused(lambda: casework.next_acts(place, "C-1", "nobody"), "account_unknown")
    accounts.changed(place, "rob", "eva", NewRights(until=TODAY - timedelta(1)))
    refused(lambda: casework.next_acts(place, "C-1", "rob"), "account_expired")
    [refer] = casework.next_acts(place, "C-1", "aud").acts
    assert [fault.code for fault in refer.unmet] == ["act_not_of_role"]
    accounts.changed(place, "cor", "eva", NewRights(arrangements=["nor"]))
    [refer] = casework.next_acts(place, "C-1", "cor").acts
    assert [fault.code for fault in refer.unmet] == ["act_out_of_scope"]


def test_an_empty_register_is_founded_for_cases_that_are_ready_and_a_folder_must_agree(tmp_path):
    folder, address = office(tmp_path / "office", [1]), str(tmp_path / "new.sqlite")
    registers.founded(address, "eva", tmp_path / "n.key", head=registers.Head("New", synthetic=False))
    wrong = imports.imported(address, imports.Wanted((folder,)), "eva").preview.faults
    told = {fault.where.key: fault.params for fault in wrong if fault.code == "import_head_otherwise"}
    assert told == {
        "synthetic": {"key": "synthetic", "here": "false", "comes": "true"},
        "cases_begin": {"key": "cases_begin", "here": "left out", "comes": "ready"},
    }
    database.connect(address).close()
    address = str(tmp_path / "ready.sqlite")
    head = registers.Head("Ready", synthetic=True, cases_begin=CaseStage.READY)
    registers.founded(address, "eva", tmp_path / "r.key", head=head)
    assert not imports.imported(address, imports.Wanted((folder,)), "eva").preview.is_refused
    assert registers.opened(address).register.begins is CaseStage.READY
    database.connect(address).close()


def test_an_account_is_good_until_its_last_day(place):
    accounts.changed(place, "rob", "eva", NewRights([R.REFERRER], until=TODAY - timedelta(1)))
    fault = refused(lambda: do(place, "rob", A.REFER), "account_expired")
    assert fault.params["until"] == TODAY - timedelta(1)
    accounts.changed(place, "rob", "eva", NewRights([R.REFERRER], until=TODAY + timedelta(1)))
    do(place, "rob", A.REFER)


def test_accounts_are_for_administrators_to_give(place):
    fault = refused(
        lambda: accounts.opened(place, "new", "New", "ron", Rights([R.CASEWORKER])), "use_not_of_role"
    )
    assert (fault.params["roles"], fault.params["held"]) == (["administrator"], ["reviewing_officer"])
    refused(lambda: accounts.changed(place, "cas", "ron", NewRights()), "use_not_of_role")
    refused(lambda: accounts.closed(place, "cas", "ron"), "use_not_of_role")
    refused(lambda: accounts.changed(place, "eva", "eva", NewRights([R.COORDINATOR])), "account_own")


@pytest.mark.parametrize("roles", [[R.CASEWORKER, R.REVIEWING_OFFICER], [R.ADMINISTRATOR, R.COORDINATOR]])
def test_roles_that_no_one_person_may_hold_are_not_given(place, tmp_path, roles):
    refused(lambda: accounts.opened(place, "new", "New", "eva", Rights(roles)), "roles_incompatible")
    refused(lambda: accounts.changed(place, "cas", "eva", NewRights(roles)), "roles_incompatible")
    head = registers.Head("New", synthetic=True)
    other = tmp_path / "other.sqlite"
    refused(
        lambda: registers.founded(str(other), "eva", tmp_path / "o", head=head, holds=roles),
        "roles_incompatible",
    )
    assert not other.exists()


def test_whoever_founded_a_register_older_than_roles_is_its_administrator(address, tmp_path):
    with mock.patch.object(registers, "roles_said", lambda roles: {}):
        registers.founded(address, "eva", tmp_path / "k", folder=office(tmp_path / "office", [1]))
        accounts.opened(address, "old", "Old", "eva")
    found = {one.id: one.roles for one in accounts.accounts(address)}
    assert found == {"eva": (R.ADMINISTRATOR,), "old": ()}
    refused(lambda: accounts.opened(address, "new", "New", "old"), "use_not_of_role")
    refused(lambda: do(address, "old", A.SUBMIT), "act_not_of_role")
    accounts.changed(address, "old", "eva", NewRights([R.COORDINATOR]))
    assert do(address, "old", A.SUBMIT).act.by == "old"
    database.connect(address).close()


def test_an_erased_wish_is_unknown_and_the_case_is_not_assessed_by_it(place, tmp_path):
    done(place, TO_READY[:2])
    record.erased(place, "P-1", "rule 4", "eva", tmp_path / "k.key")
    refused(lambda: do(place, "ann", A.ASSESS), "will_not_recorded")

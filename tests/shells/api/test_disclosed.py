"""What each role is shown: marks of every class are looked for in every answer of every operation."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings
from integration.records.marked import BOUND, MARKS, NOT_THEIRS, OUTSIDE, marked
from shells.api.conftest import SECRET, SERVED, Served
from shells.api.test_permissions import BODIES, OPERATIONS

from resettle.engine.registry.disclosed import AUDIENCE, INSIDE, SEES, Audience, FieldClass
from resettle.engine.registry.disclosed import OUTSIDE as HOUSES
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import ActKind
from resettle.records.database import connect
from resettle.service import tokens

CHANGES = {"close_account", "change_account", "close_token", "open_account"}
"""Operations that would change who may ask."""
ASKED = {name: one for name, one in OPERATIONS.items() if name not in CHANGES}
EVERYBODY = {
    **{role.value: role for role in Role},
    **{id: role for id, (role, _) in OUTSIDE.items()},
    BOUND: Role.COORDINATOR,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """(who, operation) → what was answered, of every account and operation; on an SQLite file."""
    folder = tmp_path_factory.mktemp("marked")
    address = marked(str(folder / "register.sqlite"), folder)
    served = Served(address, {who: tokens.issued(address, who, "eva").secret for who in EVERYBODY})
    settings.SECRET_KEY = SECRET
    with override_settings(RESETTLE_DATABASE=address, **SERVED):
        cache.clear()
        found = {(who, name): _answer(served, who, name) for who in EVERYBODY for name in ASKED}
        inside = [who for who in EVERYBODY if AUDIENCE[EVERYBODY[who]] in INSIDE]
        first = [who for who in EVERYBODY if who not in inside]
        for who, kind in [(who, kind) for some in (first, inside) for kind in ActKind for who in some]:
            found[who, f"act {kind}"] = served.act(kind, "C-4", who)
            found[who, f"act {kind} of none"] = served.act(kind, "C-9", who)
        yield found
    connect(address).close()


def _answer(served, who, name):
    _, method, path = ASKED[name]
    ask = getattr(served.as_(who), method)
    body = {"data": BODIES.get(name, {}), "content_type": "application/json"} if method != "get" else {}
    return ask(f"/api/v1{path}", **body)


def _text(answer):
    return f"{answer.content.decode('utf-8', 'replace')} {dict(answer.headers)}"


@pytest.mark.parametrize("who", list(EVERYBODY))
def test_no_answer_holds_a_mark_of_a_class_that_its_reader_may_not_see(told, who):
    reader = AUDIENCE[EVERYBODY[who]]
    hidden = set(MARKS) - SEES[reader]
    elsewhere = who.startswith("nzl") or who == Role.MOVEMENT or FieldClass.PLACES in SEES[reader]
    theirs = {"NZL", "qnzlq"} if elsewhere else set()
    for (asker, name), answer in told.items():
        if asker == who:
            text = _text(answer)
            found = [mark for one in hidden for mark in MARKS[one] if mark in text and mark not in theirs]
            assert not found, (who, name, found)


def test_each_mark_is_there_to_be_found(told):
    """By whom a class is shown, a mark of it is; names and statements the office has on paper alone."""
    shown = {
        Audience.STATE: "nor",
        Audience.AGENCY: "nor-agency",
        Audience.MOVEMENT: "nor-travel",
        Audience.AUDITOR: "auditor",
    }
    on_paper = {
        FieldClass.IDENTITY,
        FieldClass.BIO_DATA,
        FieldClass.TRAVEL,
        FieldClass.CONSENT,
        FieldClass.FAMILY,
    }
    for reader, who in shown.items():
        every = " ".join(_text(answer) for (asker, _), answer in told.items() if asker == who)
        for one in SEES[reader] & set(MARKS) - (on_paper if reader is Audience.AUDITOR else set()):
            assert any(mark in every for mark in MARKS[one]), (who, one)


@pytest.mark.parametrize(
    "who",
    ["nor", "nor-agency", "nor-travel", "blank", *(role.value for role in Role if AUDIENCE[role] in HOUSES)],
)
def test_no_other_house_is_told_of_a_case_or_a_person_that_did_not_come_to_it(told, who):
    for (asker, name), answer in told.items():
        if asker == who and not name.startswith("act "):
            text = _text(answer)
            travel = {"C-4", "P-6"} if who == Role.MOVEMENT else set()  # of every State
            assert not [one for one in NOT_THEIRS if f'"{one}"' in text and one not in travel], (who, name)


def test_whoever_is_bound_to_an_office_without_cases_is_told_of_none(told):
    """Terms alone: arrangements, rules and places, which are of no case."""
    of_terms = {"qnzlq", "NZL"}
    for (asker, name), answer in told.items():
        if asker == BOUND:
            text = _text(answer)
            marks = [mark for of in MARKS.values() for mark in of if mark in text and mark not in of_terms]
            assert not marks, (name, marks)
            assert answer.status_code == 403 or name in NO_CASES, name
            assert name == "open_case" or not [one for one in NOT_THEIRS if f'"{one}"' in text], name


NO_CASES = {
    "begin_session", "show_session", "list_cases", "list_arrangements", "show_arrangement", "show_rules", "arrangement_ledgers",
    "all_ledgers", "course_of_limit", "open_case", "list_conflicts", "declare_conflict", "list_complaints", "lodge_complaint",
    "record_facts",
}  # fmt: skip


def test_which_reader_has_what(told):
    def read(who, name):
        return told[who, name].json()

    assert [one["case"] for one in read("nor", "list_submissions")["items"]] == ["C-1", "C-2"]
    assert [one["case"] for one in read("nor-agency", "list_submissions")["items"]] == ["C-1"]
    assert [one["case"] for one in read("nzl", "list_submissions")["items"]] == ["C-1", "C-4"]
    assert read("blank", "list_submissions")["items"] == []
    assert [one["case"] for one in read("nor-travel", "read_manifest")["items"]] == ["C-1"]
    state, agency = read("nor", "read_submission"), read("nor-agency", "read_submission")
    assert {one["class"] for one in agency["withheld"]} > {"claim", "not_submitted", "score", "source"}
    assert "claim" not in {one["class"] for one in state["withheld"]}
    assert state["findings"] == [] or state["findings"][0]["arrangement"] == "nor"
    assert agency["findings"] is None
    assert {field["withheld"] for part in agency["form"] for field in part["fields"]} >= {None, "claim"}


@pytest.mark.parametrize("who", [who for who in EVERYBODY if AUDIENCE[EVERYBODY[who]] not in INSIDE])
@pytest.mark.parametrize("kind", list(ActKind))
def test_an_act_on_a_case_of_others_is_answered_as_one_on_no_case(told, who, kind):
    if who.startswith("nzl") or who == Role.MOVEMENT:
        return  # theirs
    answer = told[who, f"act {kind}"]
    assert answer.status_code in (403, 404)
    assert answer.content.decode().replace("C-4", "C-9") == told[who, f"act {kind} of none"].content.decode()


def test_how_many_are_walked(told):
    assert len(told) == len(EVERYBODY) * (len(ASKED) + 2 * len(ActKind))

"""Every role and every operation of the API, in one table, all of it walked; and what no answer to the wrong role holds."""

import pytest
from integration.records.offices import LEARNED
from integration.records.permitted import (
    GIVING,
    OF_SUBMISSIONS,
    ON_CASES,
    ON_PLACES,
    PLANNING,
    TRAVELLING,
    WATCH,
    R,
)

from resettle.api.app import api
from resettle.engine.registry.permissions import RECORDED_BY
from resettle.engine.registry.roles import Role
from resettle.service import accounts, tokens

EVERYBODY = set(Role)
LISTING = {R.ADMINISTRATOR, *WATCH}
ANSWERING = {R.CASEWORKER, R.REVIEWING_OFFICER, R.COORDINATOR}
READING_LETTERS = {*ANSWERING, *WATCH}
BRINGING = {R.CASEWORKER, R.COORDINATOR, R.ADMINISTRATOR}
OPERATIONS = {
    "begin_session": (EVERYBODY, "post", "/session"),
    "show_session": (EVERYBODY, "get", "/session"),
    "list_cases": (ON_CASES, "get", "/cases"),
    "show_case": ({*ON_CASES, R.REFERRER}, "get", "/cases/C-1"),
    "next_acts": ({*ON_CASES, R.REFERRER}, "get", "/cases/C-1/next"),
    "case_history": (ON_CASES, "get", "/cases/C-1/history"),
    "case_as_of": (ON_CASES, "get", "/cases/C-1/as-of"),
    "case_alerts": (ON_CASES, "get", "/cases/C-1/alerts"),
    "explain_case": (ON_CASES, "get", "/cases/C-1/explanation"),
    "ask_steps": (ON_CASES, "post", "/cases/C-1/steps"),
    "person_history": (ON_CASES, "get", "/people/P-1/history"),
    "person_as_of": (ON_CASES, "get", "/people/P-1/as-of"),
    "explain_to_person": (ON_CASES, "get", "/people/P-1/explanation"),
    "list_acts": (ON_CASES, "get", "/acts"),
    "show_act": (ON_CASES, "get", "/acts/A-1"),
    "show_decision": (ON_CASES, "get", "/acts/A-1/decision"),
    "list_requests": (READING_LETTERS, "get", "/requests"),
    "draft_answers": (READING_LETTERS, "get", "/requests/Q-1/drafts"),
    "have_letter": (READING_LETTERS, "post", "/requests/Q-1/people/P-1"),
    "receive_request": ({*ANSWERING, R.REFERRER, R.ASSESSOR}, "post", "/requests/Q-2"),
    "answer_request": (ANSWERING, "post", "/requests/Q-1/answers"),
    "translate_answers": (ANSWERING, "post", "/requests/Q-1/translations"),
    "serve_answers": (ANSWERING, "post", "/requests/Q-1/services"),
    "list_conflicts": (EVERYBODY, "get", "/conflicts"),
    "declare_conflict": (EVERYBODY, "post", "/conflicts"),
    "end_conflict": (WATCH, "delete", "/conflicts/nobody/C-1"),
    "list_assignments": (ON_CASES, "get", "/cases/C-1/assignments"),
    "assign_case": ({R.COORDINATOR, R.REVIEWING_OFFICER}, "post", "/cases/C-1/assignments"),
    "list_complaints": (EVERYBODY, "get", "/complaints"),
    "lodge_complaint": (EVERYBODY, "post", "/complaints"),
    "end_complaint": (WATCH, "post", "/complaints/K-1/outcome"),
    "list_spot_checks": (WATCH, "get", "/spot-checks"),
    "draw_spot_check": (WATCH, "post", "/spot-checks"),
    "find_in_spot_check": (WATCH, "post", "/spot-checks/X-1/findings"),
    "list_arrangements": (ON_PLACES, "get", "/arrangements"),
    "show_arrangement": (ON_PLACES, "get", "/arrangements/nor"),
    "show_rules": (ON_PLACES, "get", "/arrangements/nor/rules"),
    "arrangement_ledgers": (ON_PLACES, "get", "/arrangements/nor/ledgers"),
    "all_ledgers": (ON_PLACES, "get", "/ledgers"),
    "course_of_limit": (ON_PLACES, "get", "/course?limit=nor/year&from=2020-01-01&until=2030-01-01"),
    "all_alerts": (ON_CASES, "get", "/alerts"),
    "list_appointments": (ON_CASES, "get", "/appointments"),
    "screen": (ON_CASES, "get", "/screening"),
    "make_plan": (ON_CASES, "post", "/plans"),
    "rule_effects": (ON_CASES, "get", "/arrangements/nor/effects"),
    "rule_changes": (ON_CASES, "get", f"/arrangements/nor/changes?from={LEARNED}&to={LEARNED}"),
    "check_form": (ON_CASES, "get", "/cases/C-1/form"),
    "have_form": (ON_CASES, "post", "/cases/C-1/form"),
    "list_submissions": (OF_SUBMISSIONS, "get", "/submissions"),
    "read_submission": (OF_SUBMISSIONS, "get", "/submissions/C-1"),
    "read_manifest": (TRAVELLING, "get", "/manifest"),
    "open_case": (ON_CASES, "post", "/cases/C-1/access"),
    "list_readings": (WATCH, "get", "/readings"),
    "list_accounts": (LISTING, "get", "/accounts"),
    "open_account": (GIVING, "post", "/accounts"),
    "change_account": (GIVING, "put", "/accounts/other"),
    "close_account": (GIVING, "delete", "/accounts/nobody"),
    "list_tokens": (LISTING, "get", "/tokens"),
    "give_token": (GIVING, "post", "/tokens"),
    "close_token": (GIVING, "delete", "/tokens/{token}"),
    "verify": (LISTING, "get", "/verification"),
    "list_runs": (PLANNING, "get", "/runs"),
    "show_run": (PLANNING, "get", "/runs/R-1"),
    "export": ({R.COORDINATOR, *WATCH}, "post", "/exports"),
    "record_facts": ({role for roles in RECORDED_BY.values() for role in roles}, "post", "/facts"),
}
"""Operation → the roles that may, and how it is asked. ``record_act`` is in the table of acts; what is sent as files, beside it."""
BODIES = {
    "open_case": {"reason": "why"},
    "open_account": {"id": "new", "roles": ["caseworker"]},
    "change_account": {"roles": ["referrer"]},
    "give_token": {"account": "other"},
    "declare_conflict": {"about": "C-1", "nature": "friend"},
    "assign_case": {"role": "caseworker"},
    "lodge_complaint": {"text": "Something happened."},
    "end_complaint": {"outcome": "upheld", "answer": "So."},
    "draw_spot_check": {"looks_at": "interviews", "since": "2020-01-01"},
    "find_in_spot_check": {"act": "A-1", "finding": "in_order"},
    "receive_request": {"people": {"P-1": {"asks": "standing"}}},
    "answer_request": {"answers": {"P-1": "So."}},
    "translate_answers": {"translations": {"P-1": {"text": "So.", "translated_by": "N"}}},
    "serve_answers": {"served": {"P-1": {"way": "post"}}},
    "record_facts": {"rows": {}},
    "export": {"passphrase": "a long one that nobody guesses"},
}
ELSEWHERE = {"record_act", "erase", "preview_import", "import", "end_session"}
CONFIDENTIAL = ("C-1", "P-1", "nor/year", "declaration_signed_on", str(LEARNED))


@pytest.fixture
def everybody(served):
    """One account of each role, each with a token."""
    for role in Role:
        accounts.opened(served.address, role.value, role.value, "eva", accounts.Rights([role]))
        served.secrets[role.value] = tokens.issued(served.address, role.value, "eva").secret
    accounts.opened(served.address, "other", "Other", "eva", accounts.Rights([R.REFERRER]))
    served.token = tokens.issued(served.address, "other", "eva").token.id
    return served


def answer(served, name, who):
    _, method, path = OPERATIONS[name]
    ask = getattr(served.as_(who), method)
    path = f"/api/v1{path.format(token=getattr(served, 'token', ''))}"
    body = {"data": BODIES.get(name, {}), "content_type": "application/json"} if method != "get" else {}
    return ask(path, **body)


def test_every_operation_of_the_api_is_in_the_table():
    offered = {
        operation["operationId"]
        for paths in api.get_openapi_schema()["paths"].values()
        for operation in paths.values()
    }
    assert offered == OPERATIONS.keys() | ELSEWHERE


@pytest.mark.parametrize("name", [name for name in OPERATIONS if "session" not in name])
def test_each_operation_is_for_its_roles_and_tells_nobody_else_anything(everybody, name):
    may = OPERATIONS[name][0]
    for role in sorted(EVERYBODY - may):
        refused = answer(everybody, name, role.value)
        assert (refused.status_code, [one["code"] for one in refused.json()["errors"]]) == (
            403,
            ["use_not_of_role"],
        ), role
        told = refused.content.decode()
        assert not [one for one in CONFIDENTIAL if one in told], (name, role)
    for role in sorted(may):
        told = answer(everybody, name, role.value)
        assert told.status_code != 403, (role, told.content)


def test_who_acts_on_a_case_that_did_not_come_to_them_is_not_told_whether_there_is_one(everybody):
    seen = everybody.get("/cases/C-1")["ETag"]
    everybody.act(reason="what only the office knows")
    lost = everybody.act("accept", If_Match=seen).json()
    assert (lost["errors"][0]["code"], bool(lost["seen"]), bool(lost["now"])) == ("case_changed", True, True)
    told = [everybody.act("depart", case, who=R.MOVEMENT.value, If_Match=seen) for case in ("C-1", "C-9")]
    assert [(one.status_code, one.json()["errors"][0]["code"]) for one in told] == [
        (404, "submission_unknown")
    ] * 2
    assert told[0].content.decode().replace("C-1", "C-9") == told[1].content.decode()


def test_that_nothing_changed_is_told_to_whoever_may_ask_alone(everybody):
    seen = everybody.get("/cases/C-1")["ETag"]
    for case in ("C-1", "C-99"):
        told = everybody.get(f"/cases/{case}", R.STATE_SELECTOR.value, If_None_Match=seen)
        assert (told.status_code, told.get("ETag")) == (403, None)

"""Every role and every function of the service on a register in a database, in one table, all of it walked."""

import importlib
import inspect
import pkgutil
from datetime import timedelta

import pytest
from integration.records.offices import TODAY, office
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

from resettle import service
from resettle.engine.errors import RequestRefused
from resettle.engine.referrals.rrf import FormKind
from resettle.engine.registry.permissions import PERMITTED, RECORDED_BY, Use
from resettle.engine.registry.roles import Role
from resettle.engine.screening.told import Voice
from resettle.records import database
from resettle.render import words
from resettle.service import (
    Asked,
    accesses,
    accounts,
    appointments,
    arranged,
    assignments,
    casefiles,
    casework,
    changed,
    complaints,
    conflicts,
    decisions,
    exports,
    facts,
    imports,
    letters,
    lists,
    readers,
    record,
    registers,
    requests,
    runs,
    spot_checks,
    submissions,
    tokens,
    versions,
    writing,
)
from resettle.service.accounts import NewRights, Rights
from resettle.service.questions import Wanted

ANSWERING = {R.CASEWORKER, R.REVIEWING_OFFICER, R.COORDINATOR}
READING_LETTERS = {*ANSWERING, *WATCH}


OF_ONESELF = {"list conflicts", "declare a conflict", "list complaints", "lodge a complaint"}
"""What anybody who has an account does, and sees of it what is their own."""


def a_folder(tmp_path, by):
    """A register in files with one more person than there is."""
    folder = tmp_path / f"more-{by}"
    return folder if folder.exists() else office(folder, [1, 1])


def planned(place, by):
    opened = service.opened(place)
    answer = service.planned(opened.register, Asked())
    return runs.kept(place, by, Asked(), opened.digest, answer.base, answer.scenario)


FUNCTIONS = {
    "read the register": (ON_CASES, lambda place, by, tmp: service.opened(place, by=by)),
    "read the register for its places": (ON_PLACES, lambda place, by, tmp: service.opened(place, by=by, use=Use.PLACES)),
    "ledgers": (ON_PLACES, lambda place, by, tmp: service.ledgers_of(place, by=by)),
    "course": (ON_PLACES, lambda place, by, tmp: service.course(place, "nor/year", TODAY, TODAY, by=by)),
    "reconciled": (ON_PLACES, lambda place, by, tmp: service.reconciled(place, by=by)),
    "next acts": ({*ON_CASES, R.REFERRER}, lambda place, by, tmp: casework.next_acts(place, "C-1", by)),
    "history": (ON_CASES, lambda place, by, tmp: record.history(place, "C-1", by)),
    "a decision": (ON_CASES, lambda place, by, tmp: decisions.decided(place, "A-1", by)),
    "list requests": (READING_LETTERS, lambda place, by, tmp: letters.listed(place, by)),
    "draft answers": (READING_LETTERS, lambda place, by, tmp: letters.drafted(place, "Q-1", by)),
    "have a letter": (READING_LETTERS, lambda place, by, tmp: letters.letter(place, "Q-1", "P-1", by)),
    "receive": (
        {*ANSWERING, R.REFERRER, R.ASSESSOR},
        lambda place, by, tmp: requests.received(place, "Q-2", {"P-1": requests.Asking("standing")}, by),
    ),
    "answer": (ANSWERING, lambda place, by, tmp: letters.answered(place, "Q-1", {"P-1": "So."}, by)),
    "translate": (
        ANSWERING,
        lambda place, by, tmp: letters.translated(place, "Q-1", {"P-1": letters.Translation("So.", "N")}, by),
    ),
    "serve": (ANSWERING, lambda place, by, tmp: letters.served(place, "Q-1", {"P-1": letters.Service("post")}, by)),
    "list conflicts": (set(Role), lambda place, by, tmp: conflicts.conflicts(place, by)),
    "declare a conflict": (set(Role), lambda place, by, tmp: conflicts.declared(place, "C-2", "other", by)),
    "end a conflict": (WATCH, lambda place, by, tmp: conflicts.ended(place, "other", "C-2", by)),
    "list assignments": (ON_CASES, lambda place, by, tmp: assignments.assignments(place, "C-1", by)),
    "assign": (
        {R.COORDINATOR, R.REVIEWING_OFFICER},
        lambda place, by, tmp: assignments.assigned(place, "C-1", R.CASEWORKER, by, reason="again"),
    ),
    "list complaints": (set(Role), lambda place, by, tmp: complaints.complaints(place, by)),
    "lodge a complaint": (set(Role), lambda place, by, tmp: complaints.lodged(place, "Something happened.", by)),
    "end a complaint": (WATCH, lambda place, by, tmp: complaints.ended(place, "K-1", "upheld", "So.", by)),
    "list spot checks": (WATCH, lambda place, by, tmp: spot_checks.spot_checks(place, by)),
    "draw a spot check": (WATCH, lambda place, by, tmp: spot_checks.drawn(place, "interviews", 1, TODAY, by)),
    "answer a spot check": (WATCH, lambda place, by, tmp: spot_checks.found_of(place, "X-1", "A-1", "in_order", "", by)),
    "look at steps": (ON_CASES, lambda place, by, tmp: writing.viewed(place, by, "C-1", TODAY, TODAY)),
    "keep a plan": (PLANNING, lambda place, by, tmp: planned(place, by)),
    "list plans": (PLANNING, lambda place, by, tmp: runs.runs(place, by)),
    "verify": ({R.ADMINISTRATOR, *WATCH}, lambda place, by, tmp: record.verified(place, (), by)),
    "list accounts": ({R.ADMINISTRATOR, *WATCH}, lambda place, by, tmp: accounts.accounts(place, by)),
    "open an account": (GIVING, lambda place, by, tmp: accounts.opened(place, f"n-{by}", "New", by, Rights([R.CASEWORKER]))),
    "change an account": (GIVING, lambda place, by, tmp: accounts.changed(place, "other", by, NewRights(until=TODAY))),
    "close an account": (GIVING, lambda place, by, tmp: accounts.closed(place, "last", by)),
    "preview an import": (
        {R.CASEWORKER, R.COORDINATOR, R.ADMINISTRATOR},
        lambda place, by, tmp: imports.previewed(place, imports.Wanted((a_folder(tmp, by),)), by),
    ),
    "import": (
        {R.CASEWORKER, R.COORDINATOR, R.ADMINISTRATOR},
        lambda place, by, tmp: imports.imported(place, imports.Wanted((a_folder(tmp, by),)), by),
    ),
    "appointments": (
        ON_CASES,
        lambda place, by, tmp: appointments.scheduled(place, Asked(), Wanted(), by),
    ),
    "form of a case": (
        ON_CASES,
        lambda place, by, tmp: casefiles.formed(place, Asked(), "C-1", FormKind.FULL, "", by, whole=True),
    ),
    "record facts": (
        {role for roles in RECORDED_BY.values() for role in roles},
        lambda place, by, tmp: facts.recorded(place, {}, by),
    ),
    "export": ({R.COORDINATOR, *WATCH}, lambda place, by, tmp: exports.exported(place, by, tmp / f"out-{by}")),
    "erase": (
        {R.ACCOUNTABLE_OFFICER, R.COORDINATOR, R.ADMINISTRATOR},
        lambda place, by, tmp: record.erased(place, "P-2", "rule 4", by, tmp / "k.key"),
    ),
    "list cases": (ON_CASES, lambda place, by, tmp: lists.cases(place, lists.CasesAsked(), by)),
    "where a case stands": ({*ON_CASES, R.REFERRER}, lambda place, by, tmp: lists.case(place, "C-1", by)),
    "list acts": (ON_CASES, lambda place, by, tmp: lists.acts(place, lists.ActsAsked(), by)),
    "one act": (ON_CASES, lambda place, by, tmp: lists.act(place, "A-1", by)),
    "a case as of a day": (ON_CASES, lambda place, by, tmp: casefiles.as_of(place, Asked(), "C-1", by)),
    "what is due of a case": (ON_CASES, lambda place, by, tmp: casefiles.alerted(place, Asked(), "C-1", by)),
    "explain a case": (ON_CASES, lambda place, by, tmp: casefiles.heard(place, Asked(), "C-1", Voice.OFFICER, by)),
    "explain to a State": (ON_CASES, lambda place, by, tmp: casefiles.heard(place, Asked(), "C-1", Voice.STATE, by)),
    "steps": (ON_CASES, lambda place, by, tmp: casefiles.heard(place, Asked(), "C-1", Voice.OFFICER, by, steps=True)),
    "version of a case": ({*ON_CASES, R.REFERRER}, lambda place, by, tmp: versions.seen(place, "C-1", by)),
    "what changed": (ON_CASES, lambda place, by, tmp: changed.since(place, "C-1", versions.Version(0, 0), by)),
    "one plan": (PLANNING, lambda place, by, tmp: runs.run(place, "R-1", by)),
    "arrangements": (ON_PLACES, lambda place, by, tmp: arranged.arranged(place, None, None, "", by)),
    "rules": (ON_PLACES, lambda place, by, tmp: arranged.rules(place, Asked(), "nor", by)),
    "tokens": ({R.ADMINISTRATOR, *WATCH}, lambda place, by, tmp: tokens.tokens(place, by)),
    "submissions": (OF_SUBMISSIONS, lambda place, by, tmp: submissions.submissions(place, by)),
    "a submission": (OF_SUBMISSIONS, lambda place, by, tmp: submissions.submission(place, "C-1", by)),
    "who travels": (TRAVELLING, lambda place, by, tmp: submissions.manifest(place, by)),
    "open a case": (ON_CASES, lambda place, by, tmp: accesses.opened(place, "C-1", by, "why")),
    "who read": (WATCH, lambda place, by, tmp: readers.readings(place, by)),
}  # fmt: skip


@pytest.fixture
def place(address, tmp_path):
    """A register with one account of each role, each named for it."""
    registers.founded(address, "eva", tmp_path / "k.key", folder=office(tmp_path / "office", [1, 1]))
    for role in Role:
        accounts.opened(address, role.value, role.value, "eva", Rights([role]))
    for id in ("other", "last"):
        accounts.opened(address, id, id, "eva", Rights([R.REFERRER]))
    accounts.opened(address, "old", "Old", "eva", Rights([R.CASEWORKER], until=TODAY - timedelta(1)))
    yield address
    database.connect(address).close()


def told(work):
    """What is said against it: nothing, if it is done, or refused for what was asked and not for who asked."""
    try:
        work()
    except RequestRefused as refused:
        return [fault for fault in refused.faults if fault.code in OF_ACCOUNTS]
    return []


OF_ACCOUNTS = ("use_not_of_role", "account_unknown", "account_expired")


@pytest.mark.parametrize("name", list(FUNCTIONS))
def test_each_function_is_for_its_roles_and_no_others(place, tmp_path, name):
    may, work = FUNCTIONS[name]
    before = registers.opened(place)
    for role in sorted(set(Role) - may):
        [fault] = told(lambda role=role: work(place, role.value, tmp_path))
        assert (fault.code, fault.params["held"]) == ("use_not_of_role", [role.value])
        assert set(fault.params["roles"]) == {one.value for one in may}
        assert words.fault(fault)
    for by, code in (("nobody", "account_unknown"), ("old", "account_expired")):
        assert [fault.code for fault in told(lambda by=by: work(place, by, tmp_path))] == [code]
    assert registers.opened(place).digest == before.digest, "nothing is recorded of what is refused"
    for role in sorted(may):
        assert told(lambda role=role: work(place, role.value, tmp_path)) == [], role


ELSEWHERE = {
    "accounts.accounts": "list accounts", "acts.act": "the table of acts", "opening.check": "asked by others", "opening.opened": "read",
    "permissions": "asked by others", "writing": "asked by others", "tokens": "tokens and sessions", "registers.founded": "nobody is there",
    "outside": "asked by others",
    "offices": "asked by others", "questions.plan_kept": "keep a plan", "forms.made": "look at steps", "voices.recorded": "look at steps",
}  # fmt: skip
"""Functions of the service that say who asks and are walked under another name, or in a table of their own."""


def offered():
    """module.function of every public function of the service that says who asks."""
    for module in pkgutil.iter_modules(service.__path__):
        if module.name in ("serving",):  # it starts a server, and asks nothing of a register
            continue
        there = importlib.import_module(f"resettle.service.{module.name}")
        for name, one in inspect.getmembers(there, inspect.isfunction):
            is_own = one.__module__ == there.__name__ and not name.startswith("_")
            if is_own and "by" in inspect.signature(one).parameters:
                yield module.name, name


def test_every_function_of_the_service_that_says_who_asks_is_walked():
    walked = [set(work.__code__.co_names) | set(planned.__code__.co_names) for _, work in FUNCTIONS.values()]
    top = {name for name in service.__all__}
    for module, name in offered():
        if module in ELSEWHERE or f"{module}.{name}" in ELSEWHERE:
            continue
        called = any({module, name} <= names for names in walked)
        assert (
            called
            or (name in top and any(name in names for names in walked))
            or (module == "ledgers" and any("ledgers_of" in names for names in walked))
        ), f"{module}.{name}"


def test_every_use_is_one_of_a_function_and_every_role_but_the_interpreter_has_one():
    assert set(Use) == PERMITTED.keys()
    used = {role for roles in PERMITTED.values() for role in roles}
    assert set(Role) - used == {R.INTERPRETER}, "they see nothing of the register"


def test_other_houses_and_an_interpreter_read_nothing_but_what_came_to_them():
    theirs = {"submissions", "a submission", "who travels", *OF_ONESELF}
    for role in (R.INTERPRETER, R.STATE_SELECTOR, R.PLACEMENT, R.MOVEMENT):
        for name, (may, _) in FUNCTIONS.items():
            assert role not in may or name in theirs, name

"""Every role and every function of the service on a register in a database, in one table, all of it walked."""

from datetime import timedelta

import pytest
from integration.records.offices import TODAY, office
from integration.records.permitted import GIVING, ON_CASES, ON_PLACES, PLANNING, WATCH, R

from resettle import service
from resettle.engine.errors import RequestRefused
from resettle.engine.registry.permissions import PERMITTED, Use
from resettle.engine.registry.roles import Role
from resettle.records import database
from resettle.render import words
from resettle.service import (
    Asked,
    accounts,
    casework,
    decisions,
    exports,
    imports,
    letters,
    record,
    registers,
    runs,
    writing,
)
from resettle.service.accounts import NewRights, Rights

ANSWERING = {R.CASEWORKER, R.REVIEWING_OFFICER, R.COORDINATOR}
READING_LETTERS = {*ANSWERING, *WATCH}


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
    "next acts": ({*ON_CASES, R.REFERRER, R.MOVEMENT}, lambda place, by, tmp: casework.next_acts(place, "C-1", by)),
    "history": (ON_CASES, lambda place, by, tmp: record.history(place, "C-1", by)),
    "a decision": (ON_CASES, lambda place, by, tmp: decisions.decided(place, "A-1", by)),
    "list requests": (READING_LETTERS, lambda place, by, tmp: letters.listed(place, by)),
    "draft answers": (READING_LETTERS, lambda place, by, tmp: letters.drafted(place, "Q-1", by)),
    "have a letter": (READING_LETTERS, lambda place, by, tmp: letters.letter(place, "Q-1", "P-1", by)),
    "answer": (ANSWERING, lambda place, by, tmp: letters.answered(place, "Q-1", {"P-1": "So."}, by)),
    "translate": (
        ANSWERING,
        lambda place, by, tmp: letters.translated(place, "Q-1", {"P-1": letters.Translation("So.", "N")}, by),
    ),
    "serve": (ANSWERING, lambda place, by, tmp: letters.served(place, "Q-1", {"P-1": letters.Service("post")}, by)),
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
    "export": ({R.COORDINATOR, *WATCH}, lambda place, by, tmp: exports.exported(place, by, tmp / f"out-{by}")),
    "erase": (
        {R.ACCOUNTABLE_OFFICER, R.COORDINATOR, R.ADMINISTRATOR},
        lambda place, by, tmp: record.erased(place, "P-2", "rule 4", by, tmp / "k.key"),
    ),
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


def test_every_use_is_one_of_a_function_and_every_role_that_works_on_cases_has_one():
    assert set(Use) == PERMITTED.keys()
    used = {role for roles in PERMITTED.values() for role in roles}
    assert set(Role) - used == {R.INTERPRETER, R.STATE_SELECTOR, R.PLACEMENT}, "they see what is told to them"


def test_a_state_an_agency_and_an_interpreter_read_nothing_of_the_register(place):
    for role in (R.INTERPRETER, R.STATE_SELECTOR, R.PLACEMENT):
        for name, (may, _) in FUNCTIONS.items():
            assert role not in may, name

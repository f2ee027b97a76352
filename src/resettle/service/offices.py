"""Offices: whose a case is, which accounts see the cases of some offices alone, and a case of another one that is opened for hours."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from resettle.engine.errors import refuse
from resettle.engine.registry.facts import UNKNOWN
from resettle.engine.registry.permissions import OF_CASES, WHOLE, Use
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import Said
from resettle.records.subjects import ACCESSES, CASE, MEMBERS, PERSON, SEPARATOR
from resettle.service.caseloads import as_held

CASES = "cases"


def bound(account: Said) -> tuple[str, ...]:
    """The offices whose cases alone an account sees and acts on; empty: every one's."""
    return tuple((account.content or {}).get("offices", ()))


def of(found: Database, cases: Iterable[str], day: date) -> Mapping[str, str]:
    """case → its office on a day, as far as that is known."""
    told = entries.told(found, {CASES: sorted(set(cases))})
    offices: dict[str, str] = {}
    for said in sorted(told, key=as_held):
        if said.effective <= day and (office := (said.content or {}).get("office")):
            offices[said.key] = office
    return {case: office for case, office in offices.items() if office != UNKNOWN}


def check_use(account: Said, by: str, use: Use) -> None:
    """Raises RequestRefused if a use reads every case, and the account sees those of some offices alone."""
    if use in WHOLE and (offices := bound(account)):
        raise refuse("use_not_of_office", by=by, use=use.value, offices=offices)


def check_read(found: Database, account: Said, by: str, use: Use, name: str, day: date) -> None:
    """
    Raises RequestRefused, in the same words whether there is any such, if a case or person is of no office of theirs.

    name: a case, or a person who is in one; empty where every case is read. A case that they have opened may be read.
    """
    offices = bound(account)
    if not offices or use not in OF_CASES:
        return
    if not name:
        raise refuse("use_not_of_office", by=by, use=use.value, offices=offices)
    cases = cases_of(found, name, day)
    if not _any_of(found, cases, offices, day) and not opened(found, by, cases):
        raise refuse("case_of_another_office", by=by, offices=offices)


def check_act(found: Database, account: Said, by: str, case: str, day: date) -> None:
    """Raises RequestRefused, as ``check_read``, if whoever acts does so on a case of no office of theirs, opened or not."""
    if (offices := bound(account)) and not _any_of(found, [case], offices, day):
        raise refuse("case_of_another_office", by=by, offices=offices)


def check_record(found: Database, account: Said, by: str, names: Iterable[str], day: date) -> None:
    """Raises RequestRefused, as ``check_act``, if any of some people and cases is in a case of no office of theirs."""
    if not (offices := bound(account)):
        return
    for name in names:
        cases = cases_of(found, name, day)
        if of(found, cases, day) and not _any_of(found, cases, offices, day):
            raise refuse("case_of_another_office", by=by, offices=offices)


def _any_of(found: Database, cases: Sequence[str], offices: Collection[str], day: date) -> bool:
    return any(office in offices for office in of(found, cases, day).values())


def cases_of(found: Database, name: str, day: date) -> list[str]:
    """The name, as if it were a case's; and the cases in which a person of that name is on a day."""
    told = entries.told(found, {}, {PERSON: [name], CASE: [name]}, [MEMBERS])
    states: dict[str, str] = {}
    for said in sorted(told, key=as_held):
        case, person = said.key.split(SEPARATOR)
        if person == name and said.effective <= day:
            states[case] = (said.content or {}).get("state") or states.get(case, "holds")
    return [name, *(case for case, state in states.items() if state == "holds")]


def opened(found: Database, by: str, cases: Sequence[str]) -> bool:
    """Whether somebody has opened any of some cases of another office, and their hours are not over."""
    said = [one for one in entries.told(found, {ACCESSES: list(cases)}) if one.by == by]
    if not said:
        return False
    now = entries.now(found)
    return any(datetime.fromisoformat((one.content or {})["until"]) > now for one in said)

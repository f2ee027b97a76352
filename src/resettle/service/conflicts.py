"""Conflicts of interest: what an officer declares to be to a person or a case, whom they then do nothing for."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from resettle.engine.errors import Fault, RequestRefused, Where, refuse
from resettle.engine.registry.acts import Act
from resettle.engine.registry.integrity import NATURE
from resettle.engine.registry.permissions import PERMITTED, Use
from resettle.files import cells, tables
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import New, Said
from resettle.records.subjects import CASE, CONFLICTS, MEMBERS, PERSON, SEPARATOR
from resettle.service import offices, permissions, registers, writing

CASES = next(table for table in tables.TABLES if table.name == "cases")


@dataclass(frozen=True)
class Conflict:
    """What an account declared to be to a person or a case (``about``), and since when; ``is_open``: it stands."""

    account: str
    about: str
    nature: str
    since: date
    is_open: bool


def declared(place: str, about: str, nature: str, by: str) -> Conflict:
    """
    Declares a conflict of interest of one's own with a person or a case; from then on acts on them are refused to ``by``.

    Whoever does not see every case is not told whether there is any of that name: it is recorded all the same. Raises RequestRefused
    if nothing is, for all others; if the nature is no code, the name no id, or ``by`` has no open account.
    """
    writing.check_code(nature, NATURE)
    found = registers.reached(place)
    if wrong := [*cells.faults_of({"case": about}, CASES)]:
        raise RequestRefused(wrong)
    is_there = entries.told(found, {"people": [about], "cases": [about]}, {PERSON: [about], CASE: [about]})
    if not is_there and _sees_all(found, by):
        raise refuse("nothing_recorded", name=about)
    says = {"nature": nature, "state": "holds"}
    one = writing.note(
        found, by, None, "conflict", {"about": about, **says}, lambda _, day: _new(by, about, day, says)
    )
    return _conflict(one.key, nature, one.known, is_open=True)


def _sees_all(found: Database, by: str) -> bool:
    """Whether an account may be told of any case whether it is there."""
    account = permissions.check_account(found, by)
    return bool(permissions.roles_of(account) & {*PERMITTED[Use.NEXT]}) and not offices.bound(account)


def ended(place: str, account: str, about: str, by: str) -> Conflict:
    """
    Ends one that stands. Nobody ends their own: those who watch over the office do.

    Raises RequestRefused if ``by`` may not, it is their own, or there is none.
    """
    found = registers.reached(place)
    permissions.check(found, by, Use.INTEGRITY)
    if account == by:
        raise refuse("conflict_own", about=about)
    there = next(iter(open_with(found, [account], [about])), None)
    if there is None:
        raise refuse("conflict_unknown", account=account, about=about)
    says = {"nature": there.nature, "state": "ended"}
    one = writing.note(
        found, by, Use.INTEGRITY, "conflict", {"about": about, "of": account, **says},
        lambda _, day: _new(account, about, day, says),
    )  # fmt: skip
    return _conflict(one.key, there.nature, one.known, is_open=False)


def conflicts(place: str, by: str | None) -> list[Conflict]:
    """Every conflict that was declared; to whoever does not watch over the office, their own. Raises RequestRefused."""
    found = registers.reached(place)
    every = _latest(entries.of(found, [CONFLICTS]))
    if by is None:
        return every
    if permissions.may(found, by, Use.INTEGRITY):
        writing.searched(found, by, "conflicts", {})
        return every
    return [one for one in every if one.account == by]


def open_with(found: Database, accounts: Iterable[str], names: Collection[str]) -> list[Conflict]:
    """Those of some accounts that stand with any of some people and cases."""
    asked = [f"{account}{SEPARATOR}{name}" for account in accounts for name in names]
    return [one for one in _latest(entries.told(found, {CONFLICTS: asked})) if one.is_open]


def check(found: Database, account: str, names: Iterable[str]) -> None:
    """Raises RequestRefused if whoever does something about some people and cases has a conflict with one that stands."""
    if about := sorted({one.about for one in open_with(found, [account], [*names])}):
        raise refuse("conflict_of_own", by=account, about=about)


def check_recorded(found: Database, account: str, names: Iterable[str]) -> None:
    """
    Raises RequestRefused if something is recorded of a person or a case with whom the account has a conflict that stands: of the
    person and their cases, or of the case and everybody who was ever in it.
    """
    every = _latest(entries.of(found, [CONFLICTS]))
    theirs = [one for one in every if one.is_open and one.account == account]
    recorded = set(names) if theirs else set[str]()  # of many people, not gone through for nobody's sake
    about = []
    for one in theirs:
        told = entries.told(found, {}, {CASE: [one.about], PERSON: [one.about]}, [MEMBERS])
        pairs = [said.key.split(SEPARATOR) for said in told]
        if not recorded.isdisjoint(
            {one.about, *(other for pair in pairs for other in pair if one.about in pair)}
        ):
            about.append(one.about)
    if about:
        raise refuse("conflict_of_own", by=account, about=sorted(about))


def with_cases(found: Database, persons: Iterable[str]) -> list[str]:
    """Some people, and the cases that they were ever in."""
    people = sorted(persons)
    told = entries.told(found, {}, {PERSON: people}, [MEMBERS])
    return [*people, *sorted({one.key.split(SEPARATOR)[0] for one in told})]


def keys(account: str, case: str, persons: Iterable[str]) -> list[str]:
    """Under which keys it would stand that somebody has a conflict with a case or any in it."""
    return [f"{account}{SEPARATOR}{name}" for name in (case, *persons)]


def faults(act: Act, told: Iterable[Said]) -> Iterator[Fault]:
    """That whoever asks for an act declared a conflict with those it is about; ``told``: all that stands under ``keys``."""
    wanted = {*keys(act.by, act.case, act.persons)}
    for one in {said.key: said for said in told if said.table == CONFLICTS and said.key in wanted}.values():
        if (one.content or {}).get("state") == "holds":
            about = one.key.split(SEPARATOR)[1]
            params = {"by": act.by, "about": about, "case": act.case, "act": act.kind.value}
            yield Fault("conflict_declared", Where(key="by"), params)


def _latest(told: Iterable[Said]) -> list[Conflict]:
    """Each as it stands."""
    latest = {one.key: one for one in told}
    return [
        _conflict(
            key, (said.content or {})["nature"], said.known, is_open=(said.content or {})["state"] == "holds"
        )
        for key, said in latest.items()
    ]


def _conflict(key: str, nature: str, since: date, *, is_open: bool) -> Conflict:
    account, about = key.split(SEPARATOR)
    return Conflict(account, about, nature, since, is_open)


def _new(account: str, about: str, day: date, says: dict[str, str]) -> New:
    return New(CONFLICTS, f"{account}{SEPARATOR}{about}", day, day, "office", says)

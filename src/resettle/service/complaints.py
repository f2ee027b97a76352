"""Complaints and allegations: anybody with an account lodges them; those who watch over the office see them, but no one their own."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from resettle.engine.errors import refuse
from resettle.engine.registry.integrity import OUTCOME
from resettle.engine.registry.permissions import PERMITTED, Use
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import New, Said
from resettle.records.subjects import ACCOUNTS, COMPLAINTS
from resettle.service import accounts, permissions, registers, writing


@dataclass(frozen=True)
class Complaint:
    """
    What was alleged, of which accounts, perhaps of a case, by whom and when; ``outcome``: empty while it is looked into.

    text and answer are None to whoever lodged it and does not watch over the office. seen_by: how many accounts may read it; if
    it is none, whoever holds the database alone.
    """

    id: str
    about: tuple[str, ...]
    case: str
    by: str
    lodged: date
    text: str | None
    outcome: str
    answer: str | None
    seen_by: int


def lodged(place: str, text: str, by: str, about: Sequence[str] = (), case: str = "") -> Complaint:
    """Puts a complaint on record; whoever is named in it never sees it. Raises RequestRefused if an account is not there."""
    writing.check_text(text=text, case=case)
    if not text.strip():
        raise refuse("complaint_empty")
    found = registers.reached(place)
    _check_accounts(found, about)
    says = {"about": list(about), "case": case, "text": text.strip(), "lodged_by": by}
    asked = {"about": sorted(about), "case": case}
    one = writing.note(
        found, by, None, "complaint", asked,
        lambda recording, day: New(COMPLAINTS, f"K-{recording.id}", day, day, "office", says),
    )  # fmt: skip
    return _one(found, one.key, by)


def ended(place: str, id: str, outcome: str, answer: str, by: str) -> Complaint:
    """
    Records what came of a complaint, and why. Raises RequestRefused if ``by`` may not see it, or it has ended.
    """
    writing.check_text(answer=answer)
    writing.check_code(outcome, OUTCOME)
    if not answer.strip():
        raise refuse("complaint_empty")
    found = registers.reached(place)

    def new(day: date) -> New:
        there = {said.key: said for said in entries.of(found, [COMPLAINTS], id)}.get(id)
        content = dict(there.content or {}) if there else {}
        if not content or by in content["about"]:
            raise refuse("complaint_unknown", id=id)
        if content.get("outcome"):
            raise refuse("complaint_over", id=id)
        return New(
            COMPLAINTS, id, day, day, "office", {**content, "outcome": outcome, "answer": answer.strip()}
        )

    asked = {"complaint": id, "outcome": outcome}
    writing.note(found, by, Use.INTEGRITY, "complaint", asked, lambda _, day: new(day), alone=True)
    return _one(found, id, by)


def complaints(place: str, by: str | None) -> list[Complaint]:
    """
    Every complaint, to those who watch over the office, but for those they are named in; to others their own, without
    its text. Raises RequestRefused without an open account.
    """
    found = registers.reached(place)
    watches = by is None or permissions.may(found, by, Use.INTEGRITY)
    if by is not None and watches:
        writing.searched(found, by, "complaints", {})
    watchers = _watchers(found)
    said = _latest(entries.of(found, [COMPLAINTS]))
    return [
        one
        for one in (_complaint(each, watchers, whole=watches) for each in said)
        if by is None or (by not in one.about and (watches or one.by == by))
    ]


def _one(found: Database, id: str, by: str) -> Complaint:
    [said] = _latest(entries.of(found, [COMPLAINTS], id))
    return _complaint(said, _watchers(found), whole=permissions.may(found, by, Use.INTEGRITY))


def _watchers(found: Database) -> set[str]:
    """Open accounts that see complaints, unless they are named in one."""
    day = registers.founding(found).day(entries.now(found))
    return {
        one.id
        for one in accounts.every(found)
        if one.is_open
        and {*one.roles} & {*PERMITTED[Use.INTEGRITY]}
        and (one.until is None or one.until >= day)
    }


def _latest(said: Sequence[Said]) -> list[Said]:
    """Each as it stands, in the order in which they were lodged."""
    return list({one.key: one for one in said}.values())


def _complaint(said: Said, watchers: AbstractSet[str], *, whole: bool) -> Complaint:
    content = said.content or {}
    return Complaint(
        said.key, tuple(content["about"]), content["case"], content["lodged_by"], said.effective,
        content["text"] if whole else None, content.get("outcome", ""), content.get("answer", "") if whole else None,
        len(watchers - set(content["about"])),
    )  # fmt: skip


def _check_accounts(found: Database, named: Sequence[str]) -> None:
    there = {one.key for one in entries.of(found, [ACCOUNTS])}
    for account in named:
        if account not in there:
            raise refuse("account_not_open", id=account, near="")

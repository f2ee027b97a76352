"""Spot checks: a sample of interviews or of overrides, drawn by lot and put on record, and what was found of each."""

import secrets
from dataclasses import dataclass, field
from datetime import date

from resettle.engine.errors import refuse
from resettle.engine.registry.integrity import FINDING, INTERVIEWED, INTERVIEWS, LOOKED_AT
from resettle.engine.registry.permissions import Use
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import New
from resettle.records.subjects import ACTS, SEPARATOR, SPOT_CHECKS, SPOT_FINDINGS
from resettle.service import permissions, registers, writing
from resettle.service.acts import FLAGS


@dataclass(frozen=True)
class Found:
    """What was found of one act, by whom, and what there is to say of it."""

    finding: str
    by: str
    note: str


@dataclass(frozen=True)
class SpotCheck:
    """A sample of ``acts`` by their ids, drawn among ``among`` of them since a day; findings: act → what was found, so far."""

    id: str
    looks_at: str
    since: date
    by: str
    drawn: date
    among: int
    acts: tuple[str, ...]
    findings: dict[str, Found] = field(default_factory=dict[str, Found])


def drawn(place: str, looks_at: str, number: int, since: date, by: str) -> SpotCheck:
    """
    Draws a sample by lot and puts it on record, so that nobody can draw until it suits them.

    looks_at: ``interviews`` or ``overrides``, done or recorded since that day, so that none escapes by an earlier date. A sample is
    all there are if there are fewer. Raises RequestRefused if ``by`` may not, or
    there is nothing to look at.
    """
    writing.check_code(looks_at, LOOKED_AT)
    found = registers.reached(place)

    def new(id: int, day: date) -> New:
        there = _interviews(found, since) if looks_at == INTERVIEWS else _overrides(found, since)
        if not there:
            raise refuse("nothing_to_check", looks_at=looks_at, since=since)
        acts = sorted(secrets.SystemRandom().sample(there, min(number, len(there))))
        says = {"looks_at": looks_at, "since": since.isoformat(), "among": len(there), "acts": acts, "by": by}
        return New(SPOT_CHECKS, f"X-{id}", day, day, "office", says)

    asked = {"looks_at": looks_at, "number": number, "since": since}
    one = writing.note(
        found, by, Use.INTEGRITY, "spot_check", asked, lambda recording, day: new(recording.id, day)
    )
    return _one(found, one.key)


def found_of(place: str, check: str, act: str, finding: str, note: str, by: str) -> SpotCheck:
    """What was found of one act of a sample. Raises RequestRefused if it is not in it, was looked at before, or is ``by``'s own."""
    writing.check_code(finding, FINDING)
    writing.check_text(note=note)
    found = registers.reached(place)

    def new(day: date) -> New:
        one = _one(found, check)
        if act not in one.acts or act in one.findings:
            raise refuse("not_in_sample", check=check, act=act)
        if any((said.content or {}).get("by") == by for said in entries.told(found, {ACTS: [act]})):
            raise refuse("own_act_checked", check=check, act=act)
        says = {"finding": finding, "note": note.strip(), "by": by}
        return New(SPOT_FINDINGS, f"{check}{SEPARATOR}{act}", day, day, "office", says)

    asked = {"check": check, "act": act, "finding": finding}
    writing.note(found, by, Use.INTEGRITY, "spot_check", asked, lambda _, day: new(day), alone=True)
    return _one(found, check)


def spot_checks(place: str, by: str | None) -> list[SpotCheck]:
    """Every spot check, in order, with what was found. Raises RequestRefused if ``by`` may not see them."""
    found = registers.reached(place)
    permissions.check(found, by, Use.INTEGRITY)
    if by is not None:
        writing.searched(found, by, "spot_checks", {})
    return [_one(found, one.key) for one in entries.of(found, [SPOT_CHECKS])]


def _one(found: Database, id: str) -> SpotCheck:
    said = entries.of(found, [SPOT_CHECKS], id)
    if not said:
        raise refuse("spot_check_unknown", id=id)
    content = said[0].content or {}
    keys = [f"{id}{SEPARATOR}{act}" for act in content["acts"]]
    findings = {
        one.key.split(SEPARATOR)[1]: Found(
            **{name: (one.content or {})[name] for name in ("finding", "by", "note")}
        )
        for one in entries.told(found, {SPOT_FINDINGS: keys})
    }
    return SpotCheck(
        id, content["looks_at"], date.fromisoformat(content["since"]), content["by"], said[0].known, content["among"],
        tuple(content["acts"]), findings,
    )  # fmt: skip


def _interviews(found: Database, since: date) -> list[str]:
    kinds = {kind.value for kind in INTERVIEWED}
    return [
        one.key for one in entries.of(found, [ACTS])
        if max(one.effective, one.known) >= since and (one.content or {}).get("act") in kinds
    ]  # fmt: skip


def _overrides(found: Database, since: date) -> list[str]:
    return [one.key for one in entries.of(found, [FLAGS]) if max(one.effective, one.known) >= since]

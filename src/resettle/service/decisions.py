"""A decision as it was made: what was recorded before it and what that came to, who appealed against it, what came since."""

from dataclasses import dataclass, replace
from datetime import datetime

from resettle.engine.referrals.caseload import Seen
from resettle.engine.registry.acts import Act
from resettle.engine.registry.appeals import Appeal, appeals
from resettle.engine.registry.casework import CaseStanding
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.register import KEYS
from resettle.engine.screening.told import Voice
from resettle.records import chain, entries, histories
from resettle.records.chain import Head
from resettle.records.entries import Said
from resettle.records.subjects import ACTS, CASE, PERSON
from resettle.service import casefiles, lists, permissions, record, registers, voices, writing
from resettle.service.acts import Recorded
from resettle.service.as_of import AsOf
from resettle.service.as_of import as_of as _as_of
from resettle.service.caseloads import act_said
from resettle.service.questions import Asked, situation
from resettle.service.voices import HeardCase


@dataclass(frozen=True)
class Decided:
    """
    A decision, and the case as it was when that was recorded.

    entry: its number in the record; at: when it was recorded; sealed: the chain up to it, None while it is not sealed.
    standing: where the case stood before. then: facts, members and submissions of its day, by what was recorded before it.
    heard: by the rules that were recorded before it, for what the case qualified and why; of the act's arrangement alone,
    if it has one. appeals: those against it. since: what was recorded later of the case and of those it was about, names and
    numbers withheld.
    """

    recorded: Recorded
    entry: int
    at: datetime
    sealed: Head | None
    standing: CaseStanding
    then: AsOf
    heard: HeardCase
    appeals: tuple[Appeal, ...]
    since: tuple[Said, ...]

    @property
    def act(self) -> Act:
        return self.recorded.act


def decided(place: str, id: str, by: str | None = None) -> Decided:
    """
    What an act was decided on. Nothing is kept for it: the record only grows, so that all before the act's entry is what was
    recorded when it was done. Facts and rules that were recorded later, even of the same day, are not in it.

    Raises RequestRefused if there is no such act, or ``by`` may not see it.
    """
    found = registers.reached(place)
    if by is not None and permissions.check_listing(found, by, Use.HISTORY):
        of = [act_said(one).case for one in entries.told(found, {ACTS: [id]})]
        permissions.check(found, by, Use.HISTORY, of[0] if of else id)
    with found.reading(), histories.legible(found):
        recorded = lists.act_of(found, id)
        [said] = entries.told(found, {ACTS: [id]})
        about = {CASE: [recorded.act.case], PERSON: [*recorded.act.persons]}
        told = entries.told(found, {}, about)
        sealed = chain.at(found, said.id)
    act = recorded.act
    asked = Asked(act.effective, act.known)
    if by is not None:
        writing.read(found, by, {act.case: {"what": "decision", "act": id}})
    register = casefiles.of_case(place, act.case, act.known, before=said.id)
    heard = voices.heard(register, asked, act.case, Voice.OFFICER)
    if act.arrangement:
        heard = replace(heard, heard=tuple(one for one in heard.heard if one.arrangement == act.arrangement))
    of_case = [
        one for one in map(act_said, (one for one in told if one.table == ACTS)) if one.case == act.case
    ]
    return Decided(
        recorded,
        said.id,
        said.recorded,
        sealed,
        Seen(situation(register, asked)).standing(act.case),
        _as_of(register, asked, act.case),
        heard,
        tuple(one for one in appeals(of_case) if one.against and one.against.id == id),
        tuple(record.without_private(one) for one in told if one.id > said.id and _is_of_the_register(one)),
    )


def _is_of_the_register(said: Said) -> bool:
    """What is said of people, cases and submissions, and not who looked at them."""
    return said.table == ACTS or said.table in KEYS

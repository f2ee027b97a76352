"""What was submitted to other houses, as each may read it: a State its cases, an agency those accepted, movement who travels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from resettle.engine.referrals.clearances import Cleared, clearances
from resettle.engine.referrals.copies import CopiedPart, Copy, copied
from resettle.engine.referrals.papers import Papers
from resettle.engine.referrals.rrf import Reader, ReaderKind, rrf
from resettle.engine.registry.acts import Act
from resettle.engine.registry.disclosed import Audience, withheld
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import Stage
from resettle.engine.screening.told import Voice
from resettle.records import entries, submitted
from resettle.records.database import Database
from resettle.records.subjects import ACTS, CASE
from resettle.service import casefiles, outside, registers, voices, writing
from resettle.service.caseloads import act_said
from resettle.service.lists import MOST, Page
from resettle.service.outside import House, Known
from resettle.service.questions import Asked, situation
from resettle.service.voices import HeardCase

AT_ONCE = 200
"""Cases whose acts are read at a time."""


@dataclass(frozen=True)
class Submitted:
    """Where one person stands in one offer, and since when."""

    person: str
    offer: str
    stage: Stage
    since: date


@dataclass(frozen=True)
class SubmissionLine:
    """A case of which a house knows, and where its people stand there."""

    case: str
    people: tuple[Submitted, ...]


@dataclass(frozen=True)
class Submission:
    """A case as one house reads it: where its people stand, its form, and, for a State, the findings in its voice."""

    line: SubmissionLine
    copy: Copy
    situation: Situation
    heard: HeardCase | None = None


@dataclass(frozen=True)
class Traveller:
    """Somebody who is to travel or is on the way: where they stand, who they are, and what clears them."""

    where: Submitted
    parts: tuple[CopiedPart, ...]
    clearances: tuple[Cleared, ...]


@dataclass(frozen=True)
class Travelling:
    """A case of which somebody travels; ``withheld``: classes of which movement is shown nothing."""

    case: str
    people: tuple[Traveller, ...]
    withheld: tuple[str, ...] = field(default=())


def submissions(
    place: str, by: str, after: str = "", limit: int = MOST, arrangement: str = ""
) -> Page[SubmissionLine]:
    """
    Cases of which a house knows, by id, after one; in one of its arrangements, if that is named.

    Raises RequestRefused if ``by`` may not ask. That it was asked is on the record.
    """
    found = registers.reached(place)
    asks = outside.asking(found, by, Use.SUBMISSIONS)
    writing.searched(found, by, "submissions", {"arrangement": arrangement})
    return _page(found, asks, after, limit, arrangement)


def submission(place: str, case: str, by: str) -> Submission:
    """
    A case as the house of whoever asks may read it. That they did is recorded first.

    Raises RequestRefused if they know of no such case, or may not ask.
    """
    found = registers.reached(place)
    asks = outside.asking(found, by, Use.SUBMISSIONS)
    known = outside.known_case(found, asks, case)
    writing.read(found, by, {case: {"what": "submission", "on": asks.day, "known": asks.day}})
    seen = situation(casefiles.of_case(place, case, asks.day), Asked(asks.day, asks.day))
    copy = _copy(found, asks, seen, case, known)
    heard = None
    if asks.reader is Audience.STATE and case in seen.persons_of:
        theirs = {offer.partition("/")[0] for _, offer in known}
        heard = voices.heard(seen.register, Asked(asks.day, asks.day), case, Voice.STATE, only=theirs)
    return Submission(_line(case, known), copy, seen, heard)


def manifest(
    place: str, by: str, after: str = "", limit: int = MOST, arrangement: str = ""
) -> Page[Travelling]:
    """
    Who is accepted and travels, case by case, with what clears them. That it was read is recorded of each case.

    Raises RequestRefused if ``by`` may not ask.
    """
    found = registers.reached(place)
    asks = outside.asking(found, by, Use.MANIFEST)
    asks = House(by, Audience.MOVEMENT, asks.arrangements, asks.day)
    page = _page(found, asks, after, limit, arrangement)
    says = {"what": "manifest", "on": asks.day, "known": asks.day}
    writing.searched(found, by, "manifest", {"arrangement": arrangement})
    if page.items:
        writing.read(found, by, {one.case: {"case": one.case, **says} for one in page.items})
    return Page([_travelling(found, place, asks, one) for one in page.items], page.after)


def _page(found: Database, asks: House, after: str, limit: int, arrangement: str) -> Page[SubmissionLine]:
    names = sorted(name for name in _cases(found, asks, arrangement) if name > after)
    kept: list[SubmissionLine] = []
    for at in range(0, len(names), AT_ONCE):
        some = names[at : at + AT_ONCE]
        acts = _acts(found, some)
        for name in some:
            known = {
                who: at
                for who, at in asks.knows(acts[name]).items()
                if not arrangement or who[1].partition("/")[0] == arrangement
            }
            if known and len(kept) == limit:
                return Page(kept, kept[-1].case)
            if known:
                kept.append(_line(name, known))
    return Page(kept, "")


def _cases(found: Database, asks: House, arrangement: str) -> set[str]:
    """Cases with an act in the house's arrangements."""
    if arrangement and not asks.has(arrangement):
        return set()
    theirs = sorted(asks.arrangements) if asks.arrangements is not None else None
    wanted = [arrangement] if arrangement else theirs
    if wanted == []:
        return set()
    return {case for case, of in submitted.cases_in(found, wanted) if asks.has(of)}


def _line(case: str, known: Known) -> SubmissionLine:
    people = (Submitted(person, offer, at.stage, at.since) for (person, offer), at in sorted(known.items()))
    return SubmissionLine(case, tuple(people))


def _copy(found: Database, asks: House, seen: Situation, case: str, known: Known) -> Copy:
    form = rrf(seen, case, reader=Reader(ReaderKind.STATE))
    linked = {
        other for one in seen.links.iter_rows() for other in one[:2] if case in one[:2] and other != case
    }
    acts = _acts(found, sorted(linked))
    cases = {other for other in linked if any(at.case == other for at in asks.knows(acts[other]).values())}
    return copied(form, asks.reader, {person for person, _ in known}, cases | {case})


def _acts(found: Database, cases: Sequence[str]) -> Mapping[str, Sequence[Act]]:
    """case → the acts on it."""
    acts: dict[str, list[Act]] = {name: [] for name in cases}
    for said in entries.told(found, {}, {CASE: cases}, [ACTS]):
        if (act := act_said(said)).case in acts:
            acts[act.case].append(act)
    return acts


_ON_MANIFEST = ("person", "document")


def _travelling(found: Database, place: str, asks: House, line: SubmissionLine) -> Travelling:
    seen = situation(casefiles.of_case(place, line.case, asks.day), Asked(asks.day, asks.day))
    known = {(one.person, one.offer): one for one in line.people}
    heard_of = {person for person, _ in known}
    form = rrf(seen, line.case, reader=Reader(ReaderKind.STATE))
    parts = [
        one for one in copied(form, Audience.MOVEMENT, heard_of, {line.case}).parts if one.of in _ON_MANIFEST
    ]
    papers = Papers(seen, line.case)
    people = []
    for one in line.people:
        arrangement = seen.register.arrangements.get(one.offer.partition("/")[0])
        cleared = tuple(clearances(papers, arrangement, [one.person])) if arrangement else ()
        own = tuple(part for part in parts if part.about == one.person)
        people.append(Traveller(one, own, cleared))
    return Travelling(line.case, tuple(people), tuple(each.value for each in withheld(Audience.MOVEMENT)))

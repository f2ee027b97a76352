"""Answers for their reader: the officer, the State to which a case was submitted, or a member; and steps, on the record."""

import importlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from resettle import files
from resettle.engine.errors import Fault, RequestRefused, Where, nearest_name, refuse
from resettle.engine.referrals.copies import KNOWS_OF
from resettle.engine.registry.acts import Standing
from resettle.engine.registry.agreed import Consent
from resettle.engine.registry.arrangements import StatusEntry
from resettle.engine.registry.disclosed import Audience
from resettle.engine.registry.register import Register
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.ageing import Turn, turns
from resettle.engine.screening.casefile import CaseFile, case_files
from resettle.engine.screening.missing import Settling, settling_of
from resettle.engine.screening.reference import every_finding, outcome
from resettle.engine.screening.screen import Outcome
from resettle.engine.screening.steps import Lift, lifts
from resettle.engine.screening.told import Told, Voice, told
from resettle.service.opening import is_database
from resettle.service.questions import Asked, situation


@dataclass(frozen=True)
class Heard:
    """
    What one reader hears of a case in one arrangement. ``settling``, ``turns`` and ``releases`` are the officer's.

    ``lifts`` are there only where steps were asked for; that they were is on the record. ``status`` is the arrangement's
    that day; ``standing`` where members stand there by the acts recorded, for a person their own.
    """

    arrangement: str
    outcome: Outcome
    conditional: bool
    told: tuple[Told, ...]
    settling: Settling | None = None
    turns: tuple[Turn, ...] = ()
    lifts: tuple[Lift, ...] | None = None
    consents: tuple[Consent, ...] = ()
    status: StatusEntry | None = None
    standing: tuple[tuple[str, Standing], ...] = ()
    releases: Mapping[str, date] = field(default_factory=dict[str, date])

    @property
    def in_force(self) -> bool:
        return self.status is not None and self.status.status.open


@dataclass(frozen=True)
class HeardCase:
    """What one reader hears of a case, arrangement by arrangement."""

    voice: Voice
    case: str
    person: str
    heard: tuple[Heard, ...]
    situation: Situation


def heard(
    register: Register,
    asked: Asked,
    name: str,
    voice: Voice,
    *,
    state: str = "",
    only: Collection[str] = (),
    steps: bool = False,
) -> HeardCase:
    """
    A case in the voice of one reader; for a person, ``name`` is the person's id.

    ``state``: the country that reads, else the one to which the case was submitted last. It hears nothing of others.
    ``only``: the arrangements that are asked about, none named: all; of a State those it may hear of, whichever country's.
    Raises RequestRefused if there is no such case, person or arrangement, or, for a State, if the case was not submitted to it.
    """
    seen = situation(register, asked)
    case, person = case_named(seen, name)
    if voice is Voice.PERSON and not person:
        raise refuse("voice_needs_a_person", case=case, members=list(seen.persons_of[case]))
    _check_names(seen, only)
    if voice is Voice.STATE:
        names = _of_one_state(seen, case, state, only)
    else:
        names = [one for one in seen.arrangements if not only or one in only]
    files_of = case_files(seen, case, names)
    found = tuple(_heard(seen, files_of[one], person, one, voice, steps=steps) for one in names)
    return HeardCase(voice, case, person, found, seen)


def _check_names(seen: Situation, only: Collection[str]) -> None:
    known = list(seen.arrangements)
    if wrong := [one for one in only if one not in known]:
        raise RequestRefused(
            Fault(
                "name_unknown",
                Where(key="arrangement"),
                {"value": one, "allowed": known, "near": nearest_name(one, known)},
            )
            for one in wrong
        )


def _heard(
    seen: Situation, file: CaseFile, person: str, arrangement: str, voice: Voice, *, steps: bool
) -> Heard:
    case = file.case
    found = every_finding(seen, file, arrangement)
    said, conditional = outcome(file, found)
    country = seen.arrangements[arrangement].country
    unheard = _unheard(seen, case, arrangement) if voice is Voice.STATE else frozenset()
    of_findings = told(found, voice, person=person, country=country, not_submitted=unheard)
    status, standing = seen.status_of(arrangement), _standing(seen, case, person, arrangement, voice)
    if voice is not Voice.OFFICER:
        return Heard(arrangement, said, conditional, of_findings, status=status, standing=standing)
    return Heard(
        arrangement,
        said,
        conditional,
        of_findings,
        settling_of(file, arrangement) if said is Outcome.NEEDS_A_FACT else None,
        turns(file, seen.rules_to_come(arrangement)),
        lifts(file) if steps else None,
        tuple(one for one in seen.consents_of(arrangement) if not one.satisfied) if steps else (),
        status,
        standing,
        seen.releases(arrangement),
    )


def _standing(
    seen: Situation, case: str, person: str, arrangement: str, voice: Voice
) -> tuple[tuple[str, Standing], ...]:
    """Where members stand in an arrangement; a person hears of their own, a State of whom it knows: no proposal, nobody withdrawn."""
    heard_of = [person] if voice is Voice.PERSON else seen.persons_of[case]
    return tuple(
        (one, at)
        for one in heard_of
        for offer, at in seen.stands_of(one)
        if offer.partition("/")[0] == arrangement
        and (voice is not Voice.STATE or at.stage in KNOWS_OF[Audience.STATE])
    )


def case_named(seen: Situation, name: str) -> tuple[str, str]:
    """The case of that name, or the case of the person of that name, and the person. Raises RequestRefused."""
    if name in seen.persons_of:
        return name, ""
    if cases := seen.cases_of.get(name):
        return cases[0], name
    raise refuse("case_unknown", name=name, on=seen.on, known=seen.known)


def _of_one_state(seen: Situation, case: str, state: str, only: Collection[str]) -> list[str]:
    """The arrangements of one State to which the case was submitted: of the one named, or of the last; or those of ``only``."""
    submitted = [(since, to) for to in seen.arrangements if (since := _submitted(seen, case, to))]
    country = state or (seen.arrangements[max(submitted)[1]].country if submitted else "")
    names = [to for _, to in submitted if (to in only if only else seen.arrangements[to].country == country)]
    if not names:
        raise refuse("not_submitted", case=case, state=state, on=seen.on)
    return names


def _submitted(seen: Situation, case: str, arrangement: str) -> date | None:
    """The last day on which somebody in the case moved there; a proposal that was not submitted is the office's own."""
    moved = [_last_moved(seen, person, arrangement) for person in seen.persons_of[case]]
    return max((day for day in moved if day), default=None)


def _last_moved(seen: Situation, person: str, arrangement: str) -> date | None:
    days = [
        at.since
        for offer, at in seen.stands_of(person)
        if offer.partition("/")[0] == arrangement and at.stage in KNOWS_OF[Audience.STATE]
    ]
    return max(days, default=None)


def _unheard(seen: Situation, case: str, arrangement: str) -> frozenset[str]:
    """People of the case, and of linked ones, who were not submitted there themselves."""
    people = {person for one in seen.cases_linked(case) for person in seen.persons_of.get(one, ())}
    return frozenset(person for person in people if not _last_moved(seen, person, arrangement))


def recorded(place: str | Path, answer: HeardCase, by: str, now: Callable[[], datetime]) -> None:
    """
    Puts on the register's record who looked at the steps for a case, and when (a database: by its own clock).

    Raises OSError.
    """
    seen = answer.situation
    if is_database(place):
        writing = importlib.import_module("resettle.service.writing")
        writing.viewed(str(place), by, answer.case, seen.on, seen.known)
    else:
        files.record_view(Path(place), by, answer.case, seen.on, seen.known, now())

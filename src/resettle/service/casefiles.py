"""The register as far as one case is concerned: it, those tied to it, their people, and whom these are relatives of."""

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date

from resettle import files
from resettle.engine.errors import refuse
from resettle.engine.referrals.rrf import FormKind
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.register import Register
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import CASEWORK
from resettle.engine.screening.told import Voice
from resettle.records import documents, entries, histories
from resettle.records.database import Database
from resettle.records.entries import Said
from resettle.records.subjects import ACTS, CASE, MEMBERS, PERSON, SEPARATOR
from resettle.service import kept, opening, registers, voices, writing
from resettle.service.as_of import AsOf
from resettle.service.as_of import as_of as _as_of
from resettle.service.caseloads import act_said, tables_said
from resettle.service.forms import Formed
from resettle.service.forms import formed as _formed
from resettle.service.questions import Alerted, Asked
from resettle.service.questions import alerted as _alerted
from resettle.service.voices import HeardCase

LINKS, RELATIVES = "links", "relatives"
MISSIONS, APPOINTMENTS = "missions", "appointments"


def of_case(
    place: str, name: str, known: date | None = None, before: int | None = None, *, missions: bool = False
) -> Register:
    """
    What is recorded of a case, or of the case a person is in, and of everybody whom a rule may ask about for its sake.

    known: the day as known on which terms are read that have no dates of their own. before: the entry before which it is
    read, so that what was recorded later, even on the same day, is not seen. missions: with every State's missions. The
    answer to any question about the case alone is what the whole register would answer. Raises RequestRefused if nothing is
    recorded of that name.
    """
    found = registers.reached(place)
    with found.reading(), histories.legible(found):
        told = [one for one in said_of(found, name) if before is None or one.id < before]
        told += entries.of(found, [MISSIONS]) if missions else []
        terms = registers.terms(found)
        if before is not None:
            terms = files.assembled(kept.terms_written(found, known, before))
        elif known and entries.last_known(found, documents.TABLES) > known:
            terms = files.assembled(kept.terms_written(found, known))
        return dated(found, terms, register(terms, told))


def dated(found: Database, terms: Register, one: Register) -> Register:
    """A register of some cases, viewed as of the day from which the whole of it is."""
    return replace(one, on=registers.own_day(found, terms.on))


def said_of(found: Database, name: str) -> list[Said]:
    """Entries of a case, or person, and of those tied to them, as ``said_of_all``. Raises RequestRefused if there are none."""
    if told := said_of_all(found, {(CASE, name), (PERSON, name)}):
        return told
    raise refuse("nothing_recorded", name=name)


def said_of_all(found: Database, names: AbstractSet[tuple[str, str]]) -> list[Said]:
    """
    Entries of some cases and people (kind, name), then of those tied to them, until nobody is added; and of relatives
    themselves.
    """
    told: dict[int, Said] = {}
    asked: set[tuple[str, str]] = set()
    while new := (names | _tied(told.values())) - asked:
        asked |= new
        about = {kind: sorted(one for of, one in new if of == kind) for kind in (CASE, PERSON)}
        told |= {one.id: one for one in entries.told(found, {}, about)}
    relatives = {
        one.content.get("relative_person") for one in told.values() if one.table == RELATIVES and one.content
    }
    more = sorted(one for one in relatives if one and (PERSON, one) not in asked)
    if more:
        told |= {one.id: one for one in entries.told(found, {}, {PERSON: more})}
        cases = {one.key.split(SEPARATOR)[0] for one in told.values() if one.table == MEMBERS}
        told |= {one.id: one for one in entries.told(found, {"cases": sorted(cases)})}
    return [told[id] for id in sorted(told)]


def _tied(told: Iterable[Said]) -> set[tuple[str, str]]:
    """(kind, name) of cases and people that stand together: in a case, or cases in a link."""
    found = set()
    for one in told:
        if one.table == MEMBERS:
            case, person = one.key.split(SEPARATOR)
            found |= {(CASE, case), (PERSON, person)}
        elif one.table == LINKS:
            case, other, _ = one.key.split(SEPARATOR)
            found |= {(CASE, case), (CASE, other)}
    return found


def register(terms: Register, told: Sequence[Said]) -> Register:
    """The register of some terms, and of what is said of some cases and people alone."""
    every = [act_said(one) for one in told if one.table == ACTS]
    return replace(
        terms,
        tables=tables_said(told),
        acts=tuple(act for act in every if act.kind not in CASEWORK),
        casework=tuple(act for act in every if act.kind in CASEWORK),
    )


def as_of(place: str, asked: Asked, name: str, by: str | None = None) -> AsOf:
    """
    What was so of a case or a person on a day, as known on another.

    Raises RequestRefused if nothing was known then, or ``by`` may not ask.
    """
    opening.check(place, by, Use.CASES, name)
    answer = _as_of(of_case(place, name, asked.known or asked.on), asked, name)
    _read(place, by, answer.situation, name, "as_of")
    return answer


def alerted(place: str, asked: Asked, case: str, by: str | None = None) -> Alerted:
    """What is due of a case on a day. Raises RequestRefused if nothing is recorded of it, or ``by`` may not ask."""
    opening.check(place, by, Use.CASES, case)
    found = _alerted(of_case(place, case, asked.known or asked.on, missions=True), asked)
    _read(place, by, found.situation, case, "alerts")
    return replace(found, alerts=tuple(one for one in found.alerts if one.case == case))


def formed(
    place: str, asked: Asked, name: str, kind: FormKind, reader: str, by: str, *, whole: bool
) -> Formed:
    """
    The form of a case, or of the case a person is in, for one reader, as ``forms.formed`` has it.

    whole: to be written, names among it: that ``by`` had it made is recorded first; else what it lacks is read.
    Raises RequestRefused if ``by`` may not ask.
    """
    opening.check(place, by, Use.CASES, name)
    answer = _formed(of_case(place, name, asked.known or asked.on), asked, name, kind, reader)
    what = f"rrf {kind.value} for {reader or 'office'}"
    _read(place, by, answer.situation, answer.form.case, what if whole else "rrf check")
    return answer


def heard(
    place: str,
    asked: Asked,
    name: str,
    voice: Voice,
    by: str,
    *,
    state: str = "",
    only: Collection[str] = (),
    steps: bool = False,
) -> HeardCase:
    """
    A case in the voice of one reader, as ``voices.heard`` has it. That ``by`` looked is recorded first.

    steps: with lawful steps that could lift a *no*, which an officer alone hears.
    Raises RequestRefused if ``by`` may not ask.
    """
    opening.check(place, by, Use.CASES, name)
    if steps and voice is not Voice.OFFICER:
        raise refuse("steps_for_officers")
    answer = voices.heard(
        of_case(place, name, asked.known or asked.on),
        asked,
        name,
        voice,
        state=state,
        only=only,
        steps=steps,
    )
    _read(place, by, answer.situation, answer.case, "steps" if steps else f"explanation for {voice.value}")
    return answer


def _read(place: str, by: str | None, seen: Situation, name: str, what: str) -> None:
    """Puts on record who read what of a case, or of each case that a person was ever in."""
    if by is None:
        return
    ever = seen.register.tables.members.select("case", "person").iter_rows()
    cases = {case for case, person in ever if person == name} or {name}
    says = {"what": what, "on": seen.on, "known": seen.known}
    writing.read(registers.reached(place), by, dict.fromkeys(sorted(cases), says))

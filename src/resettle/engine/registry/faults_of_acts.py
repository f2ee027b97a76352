"""What is wrong with recorded acts: names that are not there, days out of order, steps the table does not list."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.acts import Act, Unlisted, replay, told_once, unlisted
from resettle.engine.registry.casework import is_ours
from resettle.engine.registry.courses import Replayed, concerned
from resettle.engine.registry.history import as_of
from resettle.engine.registry.places import breaches
from resettle.engine.registry.register import KEYS, Register
from resettle.engine.registry.stages import ASKS, CASEWORK, NAMES_PEOPLE, OPEN, OURS, TRANSITIONS


def misnamed(register: Register) -> Iterator[Fault]:
    """Acts about cases, people, arrangements or offers that are not in the register."""
    cases, people = _cases_named(register), _people_named(register)
    offers = {name for name, limit in register.limits().by_id.items() if limit.is_offer}
    for act in (*register.acts, *register.casework):
        if act.case not in cases:
            yield _fault(act, "case", "name_unknown", value=act.case, allowed="cases.csv", near="")
        for person in sorted(set(act.persons) - people):
            yield _fault(act, "persons", "name_unknown", value=person, allowed="people.csv", near="")
        if act.kind in CASEWORK:
            pass  # it names none
        elif act.arrangement not in register.arrangements:
            allowed = list(register.arrangements)
            yield _fault(act, "arrangement", "name_unknown", value=act.arrangement, allowed=allowed, near="")
        elif act.offer not in offers:
            allowed = [offer.id for offer in register.arrangements[act.arrangement].offers]
            yield _fault(act, "offer", "offer_unclear", value=act.offer, allowed=allowed)
        if not act.persons and act.kind in NAMES_PEOPLE:
            yield _fault(act, "persons", "people_not_named", case=act.case, act=act.kind.value)
        elif not act.persons and act.case in cases:
            yield _fault(act, "case", "act_without_people", value=act.case)


def about_others(register: Register) -> Iterator[Fault]:
    """People in an act who are not members of its case that day; members whom a case's acts leave out."""
    people = _people_named(register)
    every = (*register.acts, *register.casework)
    members = register.tables.members.filter(pl.col("case").is_in(list({act.case for act in every})))
    ever = set(members.select("case", "person").iter_rows())  # who left, or is yet to join, may be spoken of
    for act in sorted(every, key=lambda act: act.effective):
        for person in act.persons:
            if person in people and (act.case, person) not in ever:
                yield _fault(act, "persons", "act_person_not_member", value=person, case=act.case)
    yield from _left_out(register)


def _cases_named(register: Register) -> set[str]:
    """The cases that acts speak of and that are in the register."""
    named = {act.case for act in (*register.acts, *register.casework)}
    return _named(register.tables.cases.get_column("case"), named)


def _people_named(register: Register) -> set[str]:
    """The people whom acts speak of and who are in the register."""
    persons = {person for act in (*register.acts, *register.casework) for person in act.persons}
    return _named(register.tables.people.get_column("person"), persons)


def _named(column: pl.Series, names: set[str]) -> set[str]:
    return set(column.filter(column.is_in(list(names)))) if names else set()


def _left_out(register: Register) -> Iterator[Fault]:
    """A child born, or anybody who joined, after the submission: no act speaks of them yet."""
    stands = replay(register.acts, register.on)
    spoken: dict[str, set[str]] = {}
    for (person, _), at in stands.items():
        if at.stage in OPEN:
            spoken.setdefault(at.case, set()).add(person)
    held = _members(register, list(spoken))
    for case, persons in sorted(spoken.items()):
        for person in sorted(held.get(case, set()) - persons):
            fault = Fault(
                "member_not_in_submission",
                Where("acts", 0, case),
                {"case": case, "person": person},
                "warning",
            )
            yield fault


def _members(register: Register, cases: list[str]) -> dict[str, set[str]]:
    """case → its members on the register's day."""
    found: dict[str, set[str]] = {}
    if cases:
        entries = register.tables.members.filter(pl.col("case").is_in(cases))
        held = as_of(entries, KEYS["members"], register.on, date.max).filter(pl.col("state") == "holds")
        for case, person in held.select("case", "person").iter_rows():
            found.setdefault(case, set()).add(person)
    return found


def against_will(register: Register) -> Iterator[Fault]:
    """Proposals and submissions of people who, as far as was known, had not said yes."""
    people = _people_named(register)
    said = _said(register, people)
    for act in register.acts:
        known = (person for person in act.persons if person in people)
        yield from unwilling(act, known, said, Where("acts", act.order, "persons"))


Willingness = Mapping[tuple[str, str], Sequence[tuple[date, date, str]]]
"""(person, arrangement) → what was said of whether they are willing, in order: since when, known when, and what."""


def unwilling(act: Act, persons: Iterable[str], said: Willingness, where: Where) -> Iterator[Fault]:
    """Whoever an act asks a place for and had not said yes, as of the act and as known then."""

    def answered(person: str) -> str:
        heard = [
            willing
            for since, known, willing in said.get((person, act.arrangement), ())
            if since <= act.effective and known <= act.known
        ]
        return heard[-1] if heard else ""

    asked = set(persons) if act.kind in ASKS else set()
    if unasked := sorted(person for person in asked if answered(person) != "yes"):
        params = {"case": act.case, "persons": unasked, "act": act.kind.value, "arrangement": act.arrangement}
        yield Fault("act_without_will", where, params, "warning")


def _said(register: Register, people: set[str]) -> Willingness:
    found: dict[tuple[str, str], list[tuple[date, date, str]]] = {}
    if people:
        said = register.tables.willingness.filter(
            pl.col("person").is_in(list(people)) & pl.col("willing").is_not_null()
        ).sort("effective", "known", "row", maintain_order=True)
        for person, arrangement, *entry in said.select(
            "person", "arrangement", "effective", "known", "willing"
        ).iter_rows():
            effective, known, willing = entry
            found.setdefault((person, arrangement), []).append((effective, known, willing))
    return found


def out_of_order(register: Register) -> Iterator[Fault]:
    """Acts known before they were done, and ids used twice."""
    every = [*register.acts, *register.casework]
    times = Counter(act.id for act in every)
    for act in every:
        if times[act.id] > 1:
            yield _fault(act, "act_id", "id_twice", id=act.id)
        if act.known < act.effective:
            fault = _fault(act, "known", "act_known_before_done", effective=act.effective, known=act.known,
                           case=act.case, act=act.kind.value)  # fmt: skip
            yield fault if is_ours(act.kind) else replace(fault, severity="warning")


def not_listed(register: Register) -> Iterator[Fault]:
    """
    Acts from a stage that the transition table does not list.

    Wrong if an act of ours made it so, which is refused where acts are recorded one by one; if what a State decided or
    what happened did, that is recorded there, and flagged.
    """
    wrong = unlisted(register.acts)
    recorded = _recorded(register.acts) if wrong else {}
    ours: list[Unlisted] = []
    theirs: list[Unlisted] = []
    for one in wrong:
        (ours if _made_by(one, _beside(one.act, recorded)).kind in OURS else theirs).append(one)
    for one, persons in told_once(ours):
        yield _fault_of_step(one, persons)
    for one, persons in told_once(theirs):
        yield replace(_fault_of_step(one, persons), severity="warning")


def _fault_of_step(wrong: Unlisted, persons: Sequence[str]) -> Fault:
    if wrong.alone:
        return _fault(wrong.act, "case", "act_joins_nobody", case=wrong.act.case, persons=persons,
                      offer=wrong.act.offer)  # fmt: skip
    begins = [stage.value if stage else "not yet proposed" for stage in TRANSITIONS[wrong.act.kind].begins]
    return _fault(wrong.act, "act", "act_not_listed", act=wrong.act.kind.value, case=wrong.act.case,
                  persons=persons, stage=wrong.stage or "not yet proposed", begins=begins)  # fmt: skip


def _recorded(acts: Iterable[Act]) -> Mapping[tuple[str, str], list[Act]]:
    """(offer, case or person) → the acts of it."""
    found: dict[tuple[str, str], list[Act]] = {}
    for act in acts:
        for name in {act.case, *act.persons}:
            found.setdefault((act.offer, name), []).append(act)
    return found


def _beside(act: Act, recorded: Mapping[tuple[str, str], list[Act]]) -> list[Act]:
    """The acts of an act's offer that a step of it may hang on: those of whoever is connected through cases and acts."""

    def named(name: str) -> list[Act]:
        return recorded.get((act.offer, name), [])

    return concerned(act, named, named)


def _made_by(wrong: Unlisted, beside: Iterable[Act]) -> Act:
    """The act at whose recording a step became one that the table does not list; beside: the acts that it may hang on."""
    recorded = sorted(beside, key=lambda act: (act.known, act.order))
    was, made_by = False, wrong.act
    for number, act in enumerate(recorded, 1):
        now = any((one.act, one.person) == (wrong.act, wrong.person) for one in unlisted(recorded[:number]))
        if now and not was:
            made_by = act
        was = now
    return made_by


def over_limits(register: Register) -> Iterable[Fault]:
    """Limits that recorded acts exceed: reality may, and it is flagged."""
    limits = register.limits()
    return breaches(limits, Replayed(limits, register.acts), date.max)


CHECKS: tuple[Callable[[Register], Iterable[Fault]], ...] = (
    misnamed,
    about_others,
    against_will,
    out_of_order,
    not_listed,
    over_limits,
)


def _fault(one: Act, key: str, code: str, /, **params: object) -> Fault:
    return Fault(code, Where("acts", one.order, key), params)

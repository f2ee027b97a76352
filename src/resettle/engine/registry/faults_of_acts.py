"""What is wrong with recorded acts: names that are not there, days out of order, steps the table does not list."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

import polars as pl

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.acts import Act, replay, unlisted
from resettle.engine.registry.courses import Replayed
from resettle.engine.registry.history import as_of
from resettle.engine.registry.places import breaches
from resettle.engine.registry.register import KEYS, Register
from resettle.engine.registry.stages import OPEN, TRANSITIONS, ActKind


def misnamed(register: Register) -> Iterator[Fault]:
    """Acts about cases, people, arrangements or offers that are not in the register."""
    cases, people = _cases_named(register), _people_named(register)
    offers = {name for name, limit in register.limits().by_id.items() if limit.is_offer}
    for act in register.acts:
        if act.case not in cases:
            yield _fault(act, "case", "name_unknown", value=act.case, allowed="cases.csv", near="")
        for person in sorted(set(act.persons) - people):
            yield _fault(act, "persons", "name_unknown", value=person, allowed="people.csv", near="")
        if act.arrangement not in register.arrangements:
            allowed = list(register.arrangements)
            yield _fault(act, "arrangement", "name_unknown", value=act.arrangement, allowed=allowed, near="")
        elif act.offer not in offers:
            allowed = [offer.id for offer in register.arrangements[act.arrangement].offers]
            yield _fault(act, "offer", "offer_unclear", value=act.offer, allowed=allowed)
        if not act.persons and act.kind is ActKind.JOIN:
            yield _fault(act, "persons", "join_without_people", case=act.case)
        elif not act.persons and act.case in cases:
            yield _fault(act, "case", "act_without_people", value=act.case)


def about_others(register: Register) -> Iterator[Fault]:
    """People in an act who are not members of its case that day; members whom a case's acts leave out."""
    people = _people_named(register)
    members = register.tables.members.filter(pl.col("case").is_in(list({act.case for act in register.acts})))
    ever = set(members.select("case", "person").iter_rows())  # who left, or is yet to join, may be spoken of
    for act in sorted(register.acts, key=lambda act: act.effective):
        for person in act.persons:
            if person in people and (act.case, person) not in ever:
                yield _fault(act, "persons", "act_person_not_member", value=person, case=act.case)
    yield from _left_out(register)


def _cases_named(register: Register) -> set[str]:
    """The cases that acts speak of and that are in the register."""
    return _named(register.tables.cases.get_column("case"), {act.case for act in register.acts})


def _people_named(register: Register) -> set[str]:
    """The people whom acts speak of and who are in the register."""
    persons = {person for act in register.acts for person in act.persons}
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
        if act.kind in (ActKind.PROPOSE, ActKind.SUBMIT):
            for person in sorted(people.intersection(act.persons)):
                if _is_willing(said.get((person, act.arrangement), ()), act):
                    continue
                params = {
                    "case": act.case,
                    "person": person,
                    "act": act.kind.value,
                    "arrangement": act.arrangement,
                }
                yield Fault("act_without_will", Where("acts", act.order, "persons"), params, "warning")


def _said(register: Register, people: set[str]) -> dict[tuple[str, str], list[tuple[date, date, str]]]:
    """(person, arrangement) → whether they are willing, since when and known when, in order."""
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


def _is_willing(said: Sequence[tuple[date, date, str]], act: Act) -> bool:
    """What the person had last said, as of the act and as known then."""
    heard = [willing for since, known, willing in said if since <= act.effective and known <= act.known]
    return heard[-1:] == ["yes"]


def out_of_order(register: Register) -> Iterator[Fault]:
    """Acts known before they were done, and ids used twice."""
    times = Counter(act.id for act in register.acts)
    for act in register.acts:
        if times[act.id] > 1:
            yield _fault(act, "act_id", "id_twice", id=act.id)
        if act.known < act.effective:
            yield _fault(act, "known", "act_known_before_done", effective=act.effective, known=act.known,
                         case=act.case, act=act.kind.value)  # fmt: skip


def not_listed(register: Register) -> Iterator[Fault]:
    """Acts from a stage that the transition table does not list."""
    for wrong in unlisted(register.acts):
        if wrong.alone:
            yield _fault(wrong.act, "case", "act_joins_nobody", case=wrong.act.case, person=wrong.person,
                         offer=wrong.act.offer)  # fmt: skip
            continue
        begins = [
            stage.value if stage else "not yet proposed" for stage in TRANSITIONS[wrong.act.kind].begins
        ]
        yield _fault(wrong.act, "act", "act_not_listed", act=wrong.act.kind.value, case=wrong.act.case,
                     person=wrong.person, stage=wrong.stage or "not yet proposed", begins=begins)  # fmt: skip


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

"""What was so on one day, as known on another: of the register, an arrangement, a case or a person."""

from collections.abc import Mapping
from dataclasses import dataclass

from resettle.engine.errors import nearest_name, refuse
from resettle.engine.registry.acts import Standing
from resettle.engine.registry.agreed import Consent
from resettle.engine.registry.arrangements import StatusEntry
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.places import Ledger
from resettle.engine.registry.register import Register
from resettle.engine.registry.situation import Situation
from resettle.service.questions import Asked, situation


@dataclass(frozen=True)
class Arranged:
    """Where an arrangement stood: its status (None: nothing was known of one), consents, and places of each limit."""

    id: str
    status: StatusEntry | None
    consents: tuple[Consent, ...]
    ledgers: tuple[Ledger, ...]


@dataclass(frozen=True)
class AsOf:
    """
    What was so of what was asked for.

    facts: person or case → each fact of which anything was known. stands: person → offer → where they stood.
    members: case → who was in it. arranged: arrangements, all of them if the register was asked for.
    """

    situation: Situation
    name: str
    facts: Mapping[str, tuple[KnownFact, ...]]
    stands: Mapping[str, Mapping[str, Standing]]
    members: Mapping[str, tuple[str, ...]]
    arranged: tuple[Arranged, ...]

    @property
    def people(self) -> int:
        return self.situation.people.height

    @property
    def cases(self) -> int:
        return self.situation.cases.height


def as_of(register: Register, asked: Asked, name: str = "") -> AsOf:
    """
    What was so on a day, of the whole register unless an arrangement, a case or a person is named.

    Raises RequestRefused if nothing was known of that name.
    """
    seen = situation(register, asked)
    if not name:
        return AsOf(seen, "", {}, {}, {}, tuple(_arranged(seen, one) for one in seen.arrangements))
    if name in seen.arrangements:
        return AsOf(seen, name, {}, {}, {}, (_arranged(seen, name),))
    members = seen.persons_of.get(name, ())
    cases = {name: members} if members or name in seen.cases["case"] else _cases_of(seen, name)
    persons = members or ((name,) if name in seen.people["person"] or cases else ())
    if not persons and not cases:
        near = nearest_name(name, seen.arrangements)
        raise refuse("not_known_then", name=name, on=seen.on, known=seen.known, near=near)
    facts = {person: _said(seen.facts_of(person)) for person in persons}
    return AsOf(
        seen,
        name,
        {**{case: _said(seen.facts_of_case(case)) for case in cases}, **facts},
        {person: dict(seen.stands_of(person)) for person in persons},
        cases,
        (),
    )


def _cases_of(seen: Situation, person: str) -> dict[str, tuple[str, ...]]:
    return {case: members for case, members in seen.persons_of.items() if person in members}


def _said(facts: Mapping[str, KnownFact]) -> tuple[KnownFact, ...]:
    return tuple(fact for fact in facts.values() if fact.cell is not None)


def _arranged(seen: Situation, id: str) -> Arranged:
    theirs = [name for name, _ in seen.arrangements[id].limits() if name in seen.limits.by_id]
    ledgers = tuple(seen.ledger(name) for name in theirs)
    return Arranged(id, seen.status_of(id), tuple(seen.consents_of(id)), ledgers)

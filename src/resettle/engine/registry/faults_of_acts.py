"""What is wrong with recorded acts: names that are not there, days out of order, steps the table does not list."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.acts import Act, unlisted
from resettle.engine.registry.places import breaches
from resettle.engine.registry.register import Register
from resettle.engine.registry.stages import TRANSITIONS


def misnamed(register: Register) -> Iterator[Fault]:
    """Acts about cases, people, arrangements or offers that are not in the register."""
    cases = set(register.tables.cases.get_column("case"))
    people = set(register.tables.people.get_column("person"))
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
        if not act.persons and act.case in cases:
            yield _fault(act, "case", "act_without_people", value=act.case)


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
        begins = [
            stage.value if stage else "not yet proposed" for stage in TRANSITIONS[wrong.act.kind].begins
        ]
        yield _fault(wrong.act, "act", "act_not_listed", act=wrong.act.kind.value, case=wrong.act.case,
                     person=wrong.person, stage=wrong.stage or "not yet proposed", begins=begins)  # fmt: skip


def over_limits(register: Register) -> Iterable[Fault]:
    """Limits that recorded acts exceed: reality may, and it is flagged."""
    known = [act for act in register.acts if act.offer in register.limits().by_id]
    return breaches(register.limits(), known, date.max)


CHECKS: tuple[Callable[[Register], Iterable[Fault]], ...] = (misnamed, out_of_order, not_listed, over_limits)


def _fault(one: Act, key: str, code: str, /, **params: object) -> Fault:
    return Fault(code, Where("acts", one.order, key), params)

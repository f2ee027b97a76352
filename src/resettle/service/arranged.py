"""Where arrangements of a register in a database stand on a day, by its terms and its counts alone, without people."""

from datetime import date

from resettle.engine.errors import nearest_name, refuse
from resettle.engine.registry import places
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.situation import Situation
from resettle.service import opening
from resettle.service.as_of import Arranged
from resettle.service.counting import counting
from resettle.service.questions import Asked
from resettle.service.rules import Rules
from resettle.service.rules import rules as _rules


def arranged(
    place: str, on: date | None = None, known: date | None = None, id: str = "", by: str | None = None
) -> tuple[Situation, tuple[Arranged, ...]]:
    """
    Arrangements of which anything was known, or one: status, consents and places.

    Raises RequestRefused if it was not known, or ``by`` may not ask.
    """
    opening.check(place, by, Use.PLACES)
    with counting(place, on, known) as (register, _, counted, _):
        seen = Situation(register, on or register.on, known)
        if id and id not in seen.arrangements:
            near = nearest_name(id, seen.arrangements)
            raise refuse("not_known_then", name=id, on=seen.on, known=seen.known, near=near)
        found = []
        for name in [id] if id else list(seen.arrangements):
            limits = [one for one, _ in seen.arrangements[name].limits() if one in seen.limits.by_id]
            ledgers = tuple(
                ledger
                for one in limits
                for ledger in places.ledgers(seen.limits, one, counted, [seen.on], seen.known, {})
            )
            found.append(Arranged(name, seen.status_of(name), tuple(seen.consents_of(name)), ledgers))
        return seen, tuple(found)


def rules(place: str, asked: Asked, of: str, by: str | None = None) -> tuple[tuple[Rules, ...], Situation]:
    """
    The rules of an arrangement or a bar on a day.

    Raises RequestRefused if there was none of that name, or ``by`` may not ask.
    """
    opening.check(place, by, Use.PLACES)
    with counting(place, asked.on, asked.known) as (register, _, _, _):
        return _rules(register, asked, of)

"""Assumptions a reader may state about unknown places: what each name means on a day, and whether it is needed."""

from collections.abc import Mapping

from resettle.engine.errors import Fault, RequestRefused, Where
from resettle.engine.registry.limits import places_on
from resettle.engine.registry.places import Assumptions
from resettle.engine.registry.situation import Situation


def resolve(situation: Situation, stated: Mapping[str, int]) -> Assumptions:
    """
    Limit or others' id → places, from names as people write them: an arrangement (``us-2016``), one of its offers
    (``us-2016/one-off``), or what others take of a quota (``nz-750.others``, meant for the period of the day).

    Raises RequestRefused, all at once, for names that mean nothing or several things that day, for places below 0,
    for places that the register knows, and for one limit named twice.
    """
    resolved: dict[str, int] = {}
    named: dict[str, str] = {}
    faults = []
    for name, places in stated.items():
        unknown, known = _meanings(situation, name)
        params = {"name": name, "places": places, "unknown": unknowns(situation)}
        if places < 0:
            faults.append(Fault("assumption_below_zero", Where(), params))
        elif not unknown and known:
            faults.append(Fault("assumption_not_needed", Where(), {**params, "known": known}))
        elif len(unknown) != 1:
            faults.append(Fault("assumption_unclear", Where(), {**params, "meanings": unknown}))
        elif unknown[0] in resolved:
            twice = {**params, "of": unknown[0], "before": named[unknown[0]], "other": resolved[unknown[0]]}
            faults.append(Fault("assumption_stated_twice", Where(), twice))
        else:
            resolved[unknown[0]], named[unknown[0]] = places, name
    if faults:
        raise RequestRefused(faults)
    return resolved


def unknowns(situation: Situation) -> list[str]:
    """Everything whose places are unknown that day and could be assumed."""
    running = [name for name, limit in situation.limits.by_id.items()
               if limit.begins <= situation.on and (limit.until is None or situation.on <= limit.until)]  # fmt: skip
    found = {name for limit in running for name in situation.ledger(limit).unknown}
    return sorted(name for name in found if _seen(situation, name))


def short(name: str) -> str:
    """How to write a name in an assumption: without the period, which is the day's."""
    head, _, rest = name.partition("/")
    _, dot, claim = rest.partition(".")
    return f"{head}{dot}{claim}"


def _meanings(situation: Situation, name: str) -> tuple[list[str], dict[str, int]]:
    """Ids a name may mean that day: those with unknown places, and those known with how many."""
    unknown, known = [], {}
    for limit in situation.limits.by_id.values():
        runs = limit.begins <= situation.on and (limit.until is None or situation.on <= limit.until)
        for full, entries in [
            (limit.id, limit.places),
            *((others.id, others.places) for others in limit.others),
        ]:
            if (full == name or (runs and short(full) == name)) and _seen(situation, full):
                stands = places_on(entries, situation.on, situation.known).number
                if stands is None:
                    unknown.append(full)
                else:
                    known[full] = stands
    return unknown, known


def _seen(situation: Situation, name: str) -> bool:
    """Whether it belongs to a quota, or to an arrangement of which anything was known."""
    head = name.partition("/")[0]
    return head in situation.register.quotas or head in situation.arrangements

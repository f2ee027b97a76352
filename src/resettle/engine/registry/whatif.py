"""What-ifs: an overlay of dated changes on a register, applied without touching it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from resettle.engine.registry.arrangements import (
    Arrangement,
    Bar,
    Claim,
    ConsentEntry,
    NamedList,
    Offer,
    Period,
    PlacesEntry,
    Quota,
    StatusEntry,
)
from resettle.engine.registry.criteria import Criterion
from resettle.engine.registry.history import standing


@dataclass(frozen=True, slots=True)
class CriterionEnds:
    """A criterion of an arrangement or bar that stops applying on a day."""

    of: str
    criterion: str
    effective: date


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Named changes; each is (what it is of, the entry it adds). ``includes`` are applied first."""

    id: str
    name: str
    about: str = ""
    includes: tuple[str, ...] = ()
    statuses: tuple[tuple[str, StatusEntry], ...] = ()
    consents: tuple[tuple[str, ConsentEntry], ...] = ()
    places: tuple[tuple[str, PlacesEntry], ...] = ()
    criteria: tuple[tuple[str, Criterion], ...] = ()
    ends: tuple[CriterionEnds, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What an overlay may change: arrangements, quotas and bars, by id; and the lists that criteria name."""

    arrangements: Mapping[str, Arrangement]
    quotas: Mapping[str, Quota]
    bars: Mapping[str, Bar]
    lists: Mapping[str, NamedList] = field(default_factory=dict)


def in_turn(names: Iterable[str], what_ifs: Mapping[str, WhatIf]) -> list[WhatIf]:
    """The what-ifs named and all they include, each once, included ones first."""
    found: dict[str, WhatIf] = {}

    def visit(name: str, through: frozenset[str]) -> None:
        if name not in found and name not in through:
            for included in what_ifs[name].includes:
                visit(included, through | {name})
            found[name] = what_ifs[name]

    for name in names:
        visit(name, frozenset())
    return list(found.values())


def clashes(what_ifs: Iterable[WhatIf]) -> dict[tuple[str, str], list[str]]:
    """What several of them add under one id, (arrangement or bar, criterion) → their ids: each would hide the others."""
    added: dict[tuple[str, str], list[str]] = {}
    for one in what_ifs:
        for of, criterion in one.criteria:
            if one.id not in added.setdefault((of, criterion.id), []):
                added[of, criterion.id].append(one.id)
    return {what: by for what, by in added.items() if len(by) > 1}


def apply(what_if: WhatIf, terms: Terms) -> Terms:
    """The terms with the changes laid over them."""
    return Terms(
        {key: _arrangement(what_if, one) for key, one in terms.arrangements.items()},
        {key: _quota(what_if, one) for key, one in terms.quotas.items()},
        {key: _bar(what_if, one) for key, one in terms.bars.items()},
        terms.lists,
    )


def _arrangement(what_if: WhatIf, one: Arrangement) -> Arrangement:
    return replace(
        one,
        statuses=one.statuses + _of(one.id, what_if.statuses),
        consents=one.consents + _of(one.id, what_if.consents),
        offers=tuple(_offer(what_if, one.id, offer) for offer in one.offers),
        criteria=_criteria(what_if, one.id, one.criteria),
    )


def _offer(what_if: WhatIf, arrangement: str, offer: Offer) -> Offer:
    return replace(offer, places=offer.places + _of(f"{arrangement}/{offer.id}", what_if.places))


def _quota(what_if: WhatIf, one: Quota) -> Quota:
    return replace(one, periods=tuple(_period(what_if, one.id, period) for period in one.periods))


def _period(what_if: WhatIf, quota: str, period: Period) -> Period:
    name = f"{quota}/{period.id}"
    claims = tuple(_claim(what_if, name, claim) for claim in period.claims)
    return replace(period, places=period.places + _of(name, what_if.places), claims=claims)


def _claim(what_if: WhatIf, period: str, claim: Claim) -> Claim:
    return replace(claim, places=claim.places + _of(f"{period}.{claim.id}", what_if.places))


def _bar(what_if: WhatIf, one: Bar) -> Bar:
    return replace(
        one,
        statuses=one.statuses + _of(one.id, what_if.statuses),
        criteria=_criteria(what_if, one.id, one.criteria),
    )


def _criteria(what_if: WhatIf, of: str, criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    """What ends is repealed by one more version, which is known from the start; later ones come to nothing.

    What was to begin later never begins.
    """
    found = list(criteria)
    for end in what_if.ends:
        named = [one for one in criteria if one.id == end.criterion] if end.of == of else []
        first = min(named, key=lambda one: one.effective, default=None)
        if last := standing(named, end.effective, date.max) or first:
            found = [one for one in found if one.id != last.id or one.effective <= end.effective]
            found.append(_repealed(last, end.effective, what_if.id))
    return (*found, *_of(of, what_if.criteria))


def _repealed(last: Criterion, on: date, what_if: str) -> Criterion:
    return replace(
        last,
        effective=on,
        known=date.min,
        source=f"what-if:{what_if}",
        note="",
        repealed=True,
        amends=True,
        supposed=True,
    )


E = TypeVar("E")


def _of(name: str, changes: Iterable[tuple[str, E]]) -> tuple[E, ...]:
    return tuple(entry for of, entry in changes if of == name)

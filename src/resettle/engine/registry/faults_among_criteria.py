"""What is wrong with the criteria of one arrangement or bar, each by itself and all taken together."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from resettle.engine.errors import Fault, Where, nearest_name
from resettle.engine.registry import facts
from resettle.engine.registry.criteria import Criterion, CriterionKind, versions
from resettle.engine.registry.language import facts_used

DEEPEST_GROUP = 10
MOST_PARTS = 1_000
"""How deep groups may lie in groups, and how many parts one may come to, each counted as often as it is named."""


def faults(of: str, criteria: Sequence[Criterion]) -> list[Fault]:
    """Everything wrong with the criteria of one arrangement or bar, taken together."""
    alone = (one for each in criteria for one in _faults(of, each, criteria))
    return [*_repeated(of, criteria), *alone, *_nesting_faults(of, criteria)]


def _repeated(of: str, criteria: Sequence[Criterion]) -> Iterator[Fault]:
    """An id may come again where the first has ended; an amendment has a day of its own."""
    for each in versions(criteria).values():
        for place, later in enumerate(each):
            for earlier in each[:place]:
                if not later.amends and not earlier.amends and _overlap(earlier, later):
                    yield _fault("criterion_repeated", of, later)
                elif later.amends and (earlier.effective, earlier.known) == (later.effective, later.known):
                    yield _fault("criterion_amended_twice", of, later, effective=later.effective)


def _overlap(one: Criterion, other: Criterion) -> bool:
    return (other.until is None or one.effective < other.until) and (
        one.until is None or other.effective < one.until
    )


def _faults(of: str, criterion: Criterion, others: Sequence[Criterion]) -> Iterator[Fault]:
    ways = sum(one is not None for one in (criterion.test, criterion.decided_by, criterion.group))
    if ways != 1 and not (criterion.kind is CriterionKind.QUOTA and not ways):
        yield _fault("criterion_needs_test_or_decided_by", of, criterion, both=ways > 1)
    if criterion.until is not None and criterion.until <= criterion.effective and not criterion.repealed:
        yield _fault("criterion_ends_before_it_begins", of, criterion, until=criterion.until)
    if criterion.waivable_by and not criterion.excludes and criterion.kind is not CriterionKind.PART:
        yield _fault("criterion_has_nothing_to_waive", of, criterion, kind=criterion.kind.value)
    for name in sorted(facts_used(criterion.test)) if criterion.test else ():
        if facts.dictionary()[name].of is not criterion.applies_to.asks_of:
            yield _fault(
                "criterion_asks_the_wrong_one",
                of,
                criterion,
                fact=name,
                applies_to=criterion.applies_to.value,
            )
    yield from _group_faults(of, criterion, others)
    if criterion.kind is CriterionKind.EXEMPTION:
        yield from _exemption_faults(of, criterion, others)
    elif criterion.kind is CriterionKind.PRIORITY and criterion.unless:  # there is nothing to be exempt from
        yield _fault("priority_has_unless", of, criterion, unless=criterion.unless)
    else:
        yield from _unless_faults(of, criterion, others)


def _group_faults(of: str, criterion: Criterion, others: Iterable[Criterion]) -> Iterator[Fault]:
    """Groups of what is not there, of themselves, of more than they have; parts that nothing counts."""
    others = list(others)
    parts = {one.id: one for one in others if one.kind is CriterionKind.PART}
    if criterion.kind is CriterionKind.PART and not any(
        one.group and criterion.id in one.group.of for one in others
    ):
        yield _fault("part_is_not_used", of, criterion, warning=True)
    if criterion.group is None:
        return
    if not 1 <= criterion.group.least <= len(criterion.group.of):
        yield _fault(
            "group_never_met", of, criterion, least=criterion.group.least, number=len(criterion.group.of)
        )
    for name in criterion.group.of:
        if name not in parts:
            near = nearest_name(name, parts)
            yield _fault("group_part_unknown", of, criterion, part=name, suggestion=near, parts=sorted(parts))


def _nesting_faults(of: str, criteria: Iterable[Criterion]) -> Iterator[Fault]:
    """
    Groups in themselves; and the first, from below, that are too deep or come to too many parts.

    The parts of all versions of a group count: which of them stand together depends on the day, and on what is known.
    """
    groups = {name: each for name, each in versions(criteria).items() if any(one.group for one in each)}
    parts = {
        name: reduce(or_, [Counter(one.group.of) for one in each if one.group])
        for name, each in groups.items()
    }
    in_a_loop = {name for name in groups if name in _below(name, parts)}
    for name, each in groups.items():
        if name in in_a_loop:
            yield _fault("group_loop", of, each[0])
        if name in in_a_loop or not in_a_loop.isdisjoint(_below(name, parts)):
            continue
        levels = _levels(name, parts)
        if len(levels) == DEEPEST_GROUP + 1:
            yield _fault("group_too_deep", of, each[0], depth=len(levels), most=DEEPEST_GROUP)
        number = sum(map(Counter.total, levels))
        if number > MOST_PARTS >= max(sum(map(Counter.total, _levels(part, parts))) for part in parts[name]):
            yield _fault("group_too_large", of, each[0], number=number, most=MOST_PARTS)


def _below(name: str, parts: Mapping[str, Counter[str]]) -> set[str]:
    """Everything a group is made of, and what that is made of."""
    found: set[str] = set()
    wait = [name]
    while wait:
        new = parts.get(wait.pop(), Counter()).keys() - found
        found |= new
        wait += new
    return found


def _levels(name: str, parts: Mapping[str, Counter[str]]) -> list[Counter[str]]:
    """The parts of a group, their parts, and so on, each with how often it is named; no further than can matter."""
    levels: list[Counter[str]] = []
    level = Counter({name: 1})
    while len(levels) < DEEPEST_GROUP + 2:
        below = Counter[str]()
        for one, times in level.items():
            for part, named in parts.get(one, Counter()).items():
                below[part] += times * named
        if not below:
            break
        levels.append(below)
        level = below
    return levels


def _exemption_faults(of: str, exemption: Criterion, others: Iterable[Criterion]) -> Iterator[Fault]:
    if exemption.unless:
        yield _fault("exemption_has_unless", of, exemption, unless=exemption.unless)
    if exemption.group is not None:
        yield _fault("exemption_is_a_group", of, exemption)
    if exemption.decided_by is not None:  # an exemption that somebody grants is a waiver: `waivable_by`
        yield _fault("exemption_is_judged", of, exemption, decided_by=exemption.decided_by.value)
    if not any(exemption.id in other.unless for other in others):
        yield _fault("exemption_is_not_used", of, exemption, warning=True)


def _unless_faults(of: str, criterion: Criterion, others: Iterable[Criterion]) -> Iterator[Fault]:
    kinds = {other.id: other.kind for other in others}
    exemptions = [name for name, kind in kinds.items() if kind is CriterionKind.EXEMPTION]
    for name in criterion.unless:
        if name not in kinds:
            near = nearest_name(name, exemptions)
            yield _fault(
                "unless_is_unknown", of, criterion, unless=name, suggestion=near, exemptions=exemptions
            )
        elif kinds[name] is not CriterionKind.EXEMPTION:
            yield _fault("unless_is_not_an_exemption", of, criterion, unless=name, kind=kinds[name].value)


def _fault(code: str, of: str, criterion: Criterion, *, warning: bool = False, **more: object) -> Fault:
    where = Where(key=f"criterion.{criterion.id}")
    return Fault(
        code, where, {"of": of, "criterion": criterion.id, **more}, "warning" if warning else "error"
    )

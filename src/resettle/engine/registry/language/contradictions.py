"""What can never be true together, whatever is recorded: found in the parts of an AND before anybody is asked."""

from collections.abc import Sequence

from resettle.engine.registry.language.expressions import (
    And,
    CodeLiteral,
    Compare,
    DateLiteral,
    FactValue,
    Has,
    HasValue,
    HowMany,
    InList,
    IsNone,
    Not,
    NumberLiteral,
    OneOf,
    Op,
    Term,
    Test,
    facts_used,
)

Range = tuple[int | None, int | None]


def never_true(test: Test) -> bool:
    """Whether a comparison, or the parts of an AND taken together, can be true of nobody."""
    match test:
        case Compare(HowMany(_, share), op, NumberLiteral(number)):
            return _empty(_overlap(_range(op, number), (0, 100 if share else None)))
        case Compare(_, op, NumberLiteral(number)):
            return op is Op.LT and number == 0
        case And(parts):
            return _codes_apart(parts) or _ranges_apart(parts) or _none_and_some(parts)
        case _:
            return False


def _codes_apart(parts: Sequence[Test]) -> bool:
    left: dict[str, set[str]] = {}
    for part in parts:
        if isinstance(part, OneOf):
            left.setdefault(part.fact, set(part.codes)).intersection_update(part.codes)
    for part in parts:
        match part:
            case Not(OneOf(fact, codes)) if fact in left:
                left[fact].difference_update(codes)
            case Compare(FactValue(fact), Op.NE, CodeLiteral(code)) if fact in left:
                left[fact].discard(code)
    return not all(left.values())


def _ranges_apart(parts: Sequence[Test]) -> bool:
    """Comparisons of one value with days or numbers that leave it nowhere to lie."""
    left: dict[Term, Range] = {}
    holes: dict[Term, set[int]] = {}
    for part in parts:
        match part:
            case Compare(term, op, NumberLiteral(number)):
                pass
            case Compare(term, op, DateLiteral(day)):
                number = day.toordinal()
            case _:
                continue
        left[term] = _overlap(left.get(term, (None, None)), _range(op, number))
        if op is Op.NE:
            holes.setdefault(term, set()).add(number)
    return any(
        _empty(one) or (one[0] == one[1] and one[0] in holes.get(term, ())) for term, one in left.items()
    )


def _none_and_some(parts: Sequence[Test]) -> bool:
    """A comparison with what is known not to be is never true."""
    nones = {part.fact for part in parts if isinstance(part, IsNone)}
    asked = [part for part in parts if isinstance(part, Compare | OneOf | Has | HasValue | InList)]
    return any(nones & facts_used(part) for part in asked)


def _range(op: Op, number: int) -> Range:
    """The whole numbers, or days, for which a comparison is true; one that is left out is not seen."""
    return {
        Op.EQ: (number, number), Op.LT: (None, number - 1), Op.LE: (None, number),
        Op.GT: (number + 1, None), Op.GE: (number, None), Op.NE: (None, None),
    }[op]  # fmt: skip


def _overlap(one: Range, other: Range) -> Range:
    lows = [low for low, _ in (one, other) if low is not None]
    highs = [high for _, high in (one, other) if high is not None]
    return max(lows, default=None), min(highs, default=None)


def _empty(one: Range) -> bool:
    low, high = one
    return low is not None and high is not None and low > high

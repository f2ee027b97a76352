"""Limits and acts made up, and what admission and the ledger say of acts that were recorded."""

from datetime import date, timedelta

import hypothesis.strategies as st

from resettle.engine.registry import admission
from resettle.engine.registry import places as ledgers
from resettle.engine.registry.acts import Act
from resettle.engine.registry.arrangements import (
    Arrangement,
    Claim,
    CountsAt,
    Fate,
    NotTaken,
    Offer,
    Period,
    Places,
    PlacesEntry,
    Promise,
    Quota,
    Solution,
    Unit,
)
from resettle.engine.registry.courses import Replayed
from resettle.engine.registry.limits import Limits
from resettle.engine.registry.stages import TRANSITIONS, ActKind

START = date(2016, 7, 1)
DAYS = [START + timedelta(n) for n in range(12)]
PEOPLE = {f"C-{n}": tuple(f"P-{n}{m}" for m in range(size)) for n, size in enumerate((1, 2, 3, 4, 1, 2))}


def places(*numbers):
    """A history of places: (day, number)."""
    return tuple(
        PlacesEntry(START + timedelta(day), START, Places(number), "test") for day, number in numbers
    )


def limits(
    offered=((0, 5),),
    within=((0, 6),),
    others=((0, 1),),
    unit=Unit.PERSONS,
    counts_at=CountsAt.ARRIVAL,
    not_taken=(),
    over=(),
):
    """Two offers of one arrangement inside one quota, part of which others take; that in another, twice as large."""
    offers = tuple(
        Offer(name, START, None, unit, counts_at, places(*offered), "quota/year", not_taken, (), planned)
        for name, planned in (("first", places(*over)), ("second", places(*over[1:])))
    )
    one = Arrangement("offer", "", Solution.RESETTLEMENT, "NZL", Promise.PLACES, "test", offers=offers)
    claims = (Claim("others", "", places(*others)),)
    wider = places(*((day, number if number is None else 2 * number) for day, number in within))
    periods = (
        Period("year", START, None, unit, places(*within), claims, "quota/years"),
        Period("years", START, None, unit, wider),
    )
    return Limits([one], [Quota("quota", "", "NZL", "", periods)])


@st.composite
def histories(draw):
    """
    Acts in the order in which they are recorded: learned day by day, effective on any day until then.

    Some are about part of a case only, some about people of another case, who have moved, and some about the newly born.
    """
    acts = []
    for number, known in enumerate(sorted(draw(st.lists(st.sampled_from(DAYS), max_size=14)))):
        case = draw(st.sampled_from(sorted(PEOPLE)))
        effective = draw(st.sampled_from([day for day in DAYS if day <= known]))
        kind = draw(
            st.sampled_from([ActKind.PROPOSE, ActKind.SUBMIT, ActKind.SUBMIT, ActKind.JOIN, *TRANSITIONS])
        )
        offer = draw(st.sampled_from(["offer/first", "offer/second"]))
        persons = draw(st.sampled_from([PEOPLE[case], PEOPLE[case], PEOPLE[case][:1], PEOPLE[case][1:]]))
        persons += draw(st.sampled_from([(), (), (), *PEOPLE.values()]))
        if kind is ActKind.JOIN:
            born = (f"{case}-born-1", f"{case}-born-2")
            persons = draw(st.sampled_from([born, born[:1], born[1:], persons]))
        acts.append(
            Act(
                f"A-{number}",
                kind,
                case,
                offer,
                tuple(dict.fromkeys(persons)),
                effective,
                known,
                "officer",
                "test",
                "",
                number,
            )
        )
    return acts


numbers = st.lists(st.tuples(st.integers(0, 8), st.none() | st.integers(0, 9)), min_size=1, max_size=3).map(
    tuple
)
fates = st.builds(
    lambda day, fate, number: (NotTaken(START + timedelta(day), START, fate, number, "test"),),
    st.integers(0, 8),
    st.sampled_from(Fate),
    st.none() | st.integers(0, 3),
)
any_limits = st.builds(
    limits,
    numbers,
    numbers,
    numbers,
    st.sampled_from(Unit),
    st.sampled_from(CountsAt),
    st.just(()) | fates,
    st.just(()) | st.lists(st.tuples(st.integers(0, 8), st.integers(0, 4)), max_size=3).map(tuple),
)


def an_act(number, kind, case, effective, *, persons=None, known=None, offer="offer/first"):
    day = START + timedelta(effective)
    return Act(
        f"A-{number}", kind, case, offer, persons or PEOPLE[case], day, known or day + timedelta(10), "officer", "test", "",
        number,
    )  # fmt: skip


def admit(limits, recorded, act, assumptions=None):
    """What is wrong with recording an act after others."""
    last = max((one.known for one in recorded), default=date.min)
    return list(
        admission.admit(limits, lambda _: Replayed(limits, recorded), recorded, act, last, assumptions).faults
    )


def ledger(limits, limit, acts, on, known, assumptions=None):
    return ledgers.ledger(limits, limit, Replayed(limits, acts), on, known, assumptions)


def breaches(limits, acts, known, assumptions=None):
    return ledgers.breaches(limits, Replayed(limits, acts), known, assumptions)

"""When each case was sent offshore, brought to Australia, or had a child there."""

from datetime import date, timedelta

from making.chance import AUG, JUL, JUN, MAR, RSA, between, chance, pick, shuffled
from making.households import Case, Person


def transfers(cases: list[Case]) -> None:
    """When each case was first sent offshore, and when some were brought to Australia for treatment."""
    for case in cases:
        if case.group == "early":
            case.moved, case.brought = (
                between(date(2012, 12, 1), date(2013, 3, 1)),
                between(RSA, date(2013, 8, 9)),
            )
        elif case.cohort == "PNG":
            case.moved = between(date(2013, 8, 1), date(2014, 3, 7))
        elif case.group in ("babies", "brought") or chance(0.6):
            case.moved = between(date(2013, 8, 5), date(2014, 3, 28))
        else:
            case.moved = between(date(2014, 3, 29), date(2015, 2, 10))
    shares = iter(shuffled([1] * 35 + [2]))
    for case in (c for c in cases if c.group == "babies"):
        case.brought = between(case.moved + timedelta(days=60), date(2015, 12, 20))
        born = between(
            case.brought + timedelta(days=12), min(case.brought + timedelta(days=200), date(2016, 1, 28))
        )
        case.members += [Person(pick(["F", "M"]), born, "child", "AUS") for _ in range(next(shares))]
    for case in (c for c in cases if c.group == "brought"):
        case.brought = between(case.moved + timedelta(days=90), date(2016, 1, 25))
    moved = shuffled([c for c in cases if c.group == "moved" and c.cohort == "NRU"])
    for case in moved:
        case.brought = between(date(2016, 2, 8), date(2016, 10, 28))
    for case in [c for c in moved if len(c.members) == 2][:3]:
        case.brought = between(date(2016, 2, 8), date(2016, 8, 1))
        born = between(case.brought + timedelta(days=20), date(2016, 11, 4))
        case.members.append(Person(pick(["F", "M"]), born, "child", "AUS"))
    windows = [(date(2016, 2, 8), MAR)] * 2 + [(date(2016, 4, 1), JUN)] * 3 + [(date(2016, 7, 1), JUL)]
    windows += [(date(2016, 8, 1), AUG), (date(2016, 9, 1), date(2016, 10, 28))]
    for case, window in zip(
        (c for c in cases if c.group == "moved" and c.cohort == "PNG"), windows, strict=True
    ):
        case.brought = between(*window)


def born_in_1996(cases: list[Case]) -> None:
    """Men of whom only the year of birth is known: under 18 when sent offshore, 18 or over, or nobody can say."""
    lone = [c for c in cases if c.group == "nauru" and len(c.members) == 1 and c.members[0].sex == "M"]
    spans = [(date(2013, 8, 20), date(2013, 12, 20)), (date(2014, 2, 1), date(2014, 11, 30)),
             (date(2015, 1, 5), date(2015, 2, 10))]  # fmt: skip
    for n, case in enumerate(lone[40:55]):
        person = case.members[0]
        case.moved, person.born, person.written = (
            between(*spans[n % 3]),
            between(date(1996, 3, 1), date(1996, 11, 30)),
            "1996",
        )
    for case in lone[55:57]:
        case.moved, case.members[0].written = date(2014, 3, 15), "1996-03"
        case.members[0].born = between(date(1996, 3, 2), date(1996, 3, 30))

"""Who was recognised and who refused, standing at each published date."""

from datetime import date, timedelta

from making.chance import AUG, FEB_2015, FIRST_13, JAN, JUL, JUN, OCT, TODAY, between, shuffled
from making.households import Case, take


def decide(cases: list[Case], status: str, first: date, last: date) -> None:
    for case in cases:
        soonest = max(first, case.moved + timedelta(days=45), case.last_birth + timedelta(days=15))
        case.status.append((between(min(soonest, last), last), status))


def decisions_on_nauru(cases: list[Case]) -> None:
    """
    Decisions handed down by Nauru, standing at each published date.

    The split at 19 February 2015 (400 and 112) is ours: only 512 was published. Negatives fall as reviews turn
    some round; the fall by one in all between August and October 2016 is shown as a decision set aside.
    """
    there = [c for c in cases if c.group == "nauru"]
    late = [c for c in there if c.last_birth > date(2014, 6, 1) or c.moved > date(2014, 11, 30)]
    soon = [c for c in there if c not in late]
    away = [c for c in cases if c.cohort == "NRU" and c.brought and c.brought > date(2014, 7, 1)]
    babies = shuffled([c for c in away if c.group == "babies"])
    others = [c for c in away if c.group != "babies"]
    positive = [c for c in babies if c.size == 3][:2]
    negative = [c for c in babies if c not in positive and c.size in (2, 3)][:3]
    positive += take([c for c in others if c.group == "moved"], 20 - sum(c.size for c in positive))
    negative += take([c for c in others if c not in positive], 60 - sum(c.size for c in negative))
    for case in positive + negative:
        status = "recognised" if case in positive else "refused"
        last = min(case.brought or JAN, JAN)
        decide([case], status, min(FIRST_13 + timedelta(days=1), last), last)

    def already(status: str, on: date) -> int:
        return sum(c.size for c in cases if c.cohort == "NRU" and c.status and c.stands(on) == status)

    families = [c for c in soon if c.children(TODAY) and c.moved < date(2014, 2, 1)]
    first = [c for c in families if c.size == 4][:1] + [c for c in families if c.size == 3][:3]
    decide(first, "recognised", FIRST_13, FIRST_13)
    flows = [("recognised", FIRST_13, FEB_2015, 400, soon), ("refused", FIRST_13, FEB_2015, 112, soon),
             ("recognised", FEB_2015, JAN, 839, there), ("refused", FEB_2015, JAN, 268, there)]  # fmt: skip
    for status, after, last, total, who in flows:
        free = [c for c in who if not c.status]
        decide(take(free, total - already(status, last)), status, after + timedelta(days=1), last)
    for status, number in (("recognised", 74), ("refused", 15)):
        decide(take([c for c in there if not c.status], number), status, JAN + timedelta(days=1), JUN)
    turned = shuffled([c for c in there if len(c.members) == 1 and c.stands(JAN) == "refused"])
    steps = [(8, JAN, JUN), (3, JUN, JUL), (5, JUL, AUG), (12, AUG, OCT)]
    for number, after, last in steps:
        for case in turned[:number]:
            case.status.append((between(after + timedelta(days=1), last), "recognised"))
        turned = turned[number:]
    turned[0].status.append((between(AUG + timedelta(days=1), OCT), "pending"))


def decisions_in_png(cases: list[Case]) -> None:
    """Final determinations in PNG; the negatives are published for October 2016 only."""
    there = [c for c in cases if c.group == "png"]
    away = [c for c in cases if c.group == "moved" and c.cohort == "PNG"]
    decide(away[:4], "recognised", date(2015, 3, 1), date(2016, 1, 30))
    decide(away[4:7], "refused", date(2015, 9, 1), date(2016, 1, 30))
    done, after = 4, date(2015, 1, 9)
    for last, total in ((JAN, 361), (JUN, 543), (JUL, 555), (AUG, 561), (OCT, 675)):
        decide(
            take([c for c in there if not c.status], total - done),
            "recognised",
            after + timedelta(days=1),
            last,
        )
        done, after = total, last
    for number, first, last in ((36, date(2015, 9, 1), JAN), (108, JAN + timedelta(days=1), OCT)):
        decide(take([c for c in there if not c.status], number), "refused", first, last)


def decided_apart(cases: list[Case]) -> None:
    """
    In a few cases one member was refused, or recognised later: a spouse in eight, a brother or sister in four.

    Each trades decisions with somebody single, so no total changes.
    """
    there = [c for c in cases if c.group == "nauru"]
    settled = [
        c for c in there if len(c.status) == 1 and c.stands(JAN) == "recognised" and c.status[0][0] > FIRST_13
    ]
    couples = [c for c in settled if {"spouse"} & {p.role for p in c.members}][:8]
    grown = [c for c in settled if c.members[-1].role == "sibling"][3:7]
    singles = [c for c in there if len(c.members) == 1 and c.status and c.stands(JAN) != "recognised"]
    for case in couples + grown:
        person = next(p for p in case.members if p.role in ("spouse", "sibling"))
        for other in singles:
            days = [day for day, _ in case.status + other.status]
            if min(days) > max(case.moved, other.moved) + timedelta(days=45):
                person.own_status, other.status = other.status, case.status
                singles.remove(other)
                break

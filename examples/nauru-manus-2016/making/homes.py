"""Who lived in a processing centre, in transit or in the community, at each published date."""

from datetime import date, timedelta

from making.chance import AUG, JAN, JUL, JUN, MAR, OCT, between, known, rng, shuffled
from making.households import Case, take


def settle(case: Case, day: date, **facts: str) -> None:
    """The whole case moves on a day, those born later excepted."""
    learned = known(day)
    for person in case.members:
        if person.born <= day and (person.birthplace != "AUS" or facts.get("location") != "AUS"):
            person.log[day, learned] |= facts


def homes_on_nauru(cases: list[Case]) -> None:
    """In the centre: 484 (31 Jan), 468 with 50 children (31 Mar), 442, 411, 410, 390 (31 Oct); the rest outside it."""
    there = [c for c in cases if c.group == "nauru"]
    kids = sorted(
        (c for c in shuffled(there) if c.children(MAR)), key=lambda c: c.stands(JAN) == "recognised"
    )
    centre, wanted = [], 50
    for case in sorted(kids, key=lambda c: c.children(MAR) == 1):
        if case.children(MAR) <= wanted:
            centre.append(case)
            wanted -= case.children(MAR)
    assert wanted == 0
    grown = [c for c in there if not c.children(MAR)]
    held = [c for c in grown if c.stands(JAN) != "recognised"]
    room = 484 - sum(c.size for c in centre)
    centre += take(held, min(room, sum(c.size for c in held)))
    free = [c for c in grown if c not in centre]
    centre += take(free, 484 - sum(c.size for c in centre))
    for case in cases:
        if case.cohort == "NRU" and (case.group == "moved" or (case.group == "nauru" and case not in centre)):
            out = [
                day + timedelta(days=int(rng.integers(0, 14)))
                for day, status in case.status
                if status == "recognised"
            ]
            day = min(out[0] if out else between(date(2015, 10, 5), date(2015, 12, 24)), JAN)
            settle(case, max(day, case.moved + timedelta(days=30)), accommodation="community")
    after = JAN
    for last, number in ((MAR, 16), (JUN, 26), (JUL, 31), (AUG, 1), (OCT, 20)):
        leaving = [c for c in centre if not c.children(MAR) and c.stands(after) == "recognised"]
        for case in take(leaving, number):
            settle(case, between(after + timedelta(days=1), last), accommodation="community")
            centre.remove(case)
        after = last


def homes_in_png(cases: list[Case]) -> None:
    """In the centre: 916 (31 Jan; 53 more in the transit centre), 905, 854, 833, 823, and 872 (31 Oct)."""
    inside = [c for c in cases if c.group == "png"]
    transit: list[Case] = []
    after = date(2015, 2, 28)
    for last, number in ((JAN, 53), (MAR, 9), (JUN, 48), (JUL, 20), (AUG, 9)):
        for case in take([c for c in inside if c.stands(last) == "recognised"], number):
            day = max(after, *(day for day, _ in case.status))
            settle(case, between(min(day + timedelta(days=1), last), last), accommodation="transit_centre")
            inside.remove(case)
            transit.append(case)
        after = last
    for case in take(transit, 50):
        settle(case, between(AUG + timedelta(days=1), OCT), accommodation="processing_centre")
        transit.remove(case)
    for case in take(transit, 12):
        settle(case, between(AUG + timedelta(days=1), OCT), accommodation="community")

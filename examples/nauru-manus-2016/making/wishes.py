"""Each member's own will, and ties between cases and to relatives."""

from datetime import date

from making.chance import TODAY, between, chance, known, pick, shuffled
from making.households import Case, Person


def wishes(cases: list[Case]) -> list[dict]:
    """Each member's own will; no row means that nobody has asked. For children it is given through who cares for them."""
    rows = []

    def say(case: Case, arrangement: str, answer: str, first: date, last: date) -> None:
        day = between(max(first, case.moved), last)
        no = pick(case.members) if answer == "yes" and len(case.members) > 1 and chance(0.04) else None
        for person in case.members:
            when = max(day, person.born)
            rows.append(
                {
                    "person": person.id,
                    "arrangement": arrangement,
                    "willing": "no" if person is no else answer,
                    "effective": when,
                    "known": max(when, known(day)),
                }
            )

    plans = [  # arrangement, whom it was put to, first day, last day, share yes, share no
        (
            "nz-150",
            lambda c: c.stands(TODAY) == "recognised",
            date(2014, 7, 1),
            date(2016, 11, 4),
            0.42,
            0.05,
        ),
        (
            "nz-150",
            lambda c: c.stands(TODAY) != "recognised",
            date(2014, 7, 1),
            date(2016, 11, 4),
            0.22,
            0.03,
        ),
        ("us-2016", lambda c: c.stands(TODAY) == "recognised", TODAY, TODAY, 0.90, 0.03),
        ("us-2016", lambda c: c.stands(TODAY) == "pending", TODAY, TODAY, 0.35, 0.02),
        (
            "cambodia",
            lambda c: c.group == "nauru" and c.stands(TODAY) == "recognised",
            date(2014, 10, 10),
            date(2016, 6, 30),
            0.01,
            0.62,
        ),
        (
            "nauru-settlement",
            lambda c: c.group == "nauru" and c.stands(TODAY) == "recognised",
            date(2014, 5, 23),
            date(2016, 9, 30),
            0.17,
            0.38,
        ),
        (
            "png-settlement",
            lambda c: c.group == "png" and c.stands(TODAY) == "recognised",
            date(2015, 2, 1),
            date(2016, 9, 30),
            0.06,
            0.48,
        ),
    ]
    for arrangement, asked, first, last, yes, no in plans:
        for case in cases:
            answer = pick(["yes", "no", ""], [yes, no, 1 - yes - no]) if asked(case) else ""
            if answer:
                say(case, arrangement, answer, first, last)
    return rows


STATES = {"nz-150": "NZL", "us-2016": "USA"}
"""Arrangements in which another State is told of a case."""


def consents(willingness: list[dict]) -> list[dict]:
    """Whoever says yes to a State's arrangement lets it be told of their case; nobody else was asked."""
    return [
        {
            "person": row["person"],
            "consent": f"to-{STATES[row['arrangement']]}",
            "consent_for": "share_with_state",
            "given": "yes",
            "to": STATES[row["arrangement"]],
            "effective": row["effective"],
            "known": row["known"],
        }
        for row in willingness
        if row["arrangement"] in STATES and row["willing"] == "yes"
    ]


def ties(cases: list[Case]) -> tuple[list[dict], list[dict]]:
    """Links between cases, and close relatives outside a case: abroad, or registered here in another case."""
    links, relatives, used = [], [], set()
    ready = [c for c in shuffled(cases) if c.group in ("nauru", "png") and c.stands(TODAY) == "recognised"]

    def relative(person: Person, relationship: str, country: str, other: Person | None, day: date) -> None:
        relatives.append(
            {
                "person": person.id,
                "relative": f"R-{len(relatives) + 1:04}",
                "relationship": relationship,
                "country": country,
                "relative_person": other.id if other else "",
                "effective": day,
                "known": known(day),
            }
        )

    def tie(link: str, number: int, alike, sizes) -> None:
        for first in [c for c in ready if sizes(c)]:
            others = (
                c for c in ready if c.id not in used and c.id > first.id and sizes(c) and alike(first, c)
            )
            other = next(others, None) if first.id not in used else None
            if other is None or number == 0:
                continue
            day, number = between(date(2015, 6, 1), date(2016, 10, 20)), number - 1
            used.update((first.id, other.id))
            links.append(
                {
                    "case": first.id,
                    "other_case": other.id,
                    "link": link,
                    "effective": day,
                    "known": known(day),
                }
            )
            if link != "keep_apart":
                relative(first.members[0], "sibling", other.cohort, other.members[0], day)
                relative(other.members[0], "sibling", first.cohort, first.members[0], day)

    def alike(a: Case, b: Case) -> bool:
        return a.nationality == b.nationality and a.cohort == b.cohort

    tie("travel_together", 12, alike, lambda c: len(c.members) > 2)
    tie("same_country", 15, alike, lambda c: len(c.members) < 3)
    tie(
        "same_country",
        5,
        lambda a, b: a.nationality == b.nationality and a.cohort != b.cohort,
        lambda c: len(c.members) < 3,
    )
    tie("keep_apart", 6, lambda a, b: a.cohort == b.cohort, lambda c: len(c.members) == 1)

    mothers = [
        c
        for c in cases
        if c.group in ("babies", "brought") and c.members[0].sex == "F" and len(c.members) > 1
    ]
    for case in [c for c in mothers if not {"spouse", "partner"} & {p.role for p in c.members}]:
        husband = next(
            (
                c
                for c in ready
                if c.nationality == case.nationality
                and len(c.members) == 1
                and c.id not in used
                and c.members[0].sex == "M"
            ),
            None,
        )
        if husband:
            used.add(husband.id)
            relative(case.members[0], "spouse", husband.cohort, husband.members[0], case.moved)
            relative(husband.members[0], "spouse", "AUS", case.members[0], max(case.brought, husband.moved))
    for country, number in (("NZL", 14), ("USA", 26), ("AUS", 70), ("CAN", 12), ("GBR", 8)):
        for case in shuffled([c for c in cases if c.group != "early" and c.members[0].born.year < 1998])[
            :number
        ]:
            person = case.members[0]
            kinds = ["sibling", "parent", "child"] if person.born.year < 1985 else ["sibling", "parent"]
            if {p.role for p in case.members} == {"PA"}:
                kinds.append("spouse")
            relative(person, pick(kinds), country, None, between(case.moved, date(2016, 10, 20)))
    return links, relatives

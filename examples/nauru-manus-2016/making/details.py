"""Nationality, dates of birth, needs, and what nobody knows or learned late."""

from collections import defaultdict
from datetime import date, timedelta

from making.chance import BOATS_END, RSA, YEAR_END, between, chance, known, pick, rng, shuffled
from making.homes import settle
from making.households import Case, Person


def mix(written: str) -> dict[str, int]:
    """``AFG 7, IRN 181`` as counts by nationality."""
    return {code: int(count) for code, count in (pair.split() for pair in written.split(", "))}


# UNHCR, end of 2015, by place and whether recognised (facts/composition.csv). It shows counts under 5 as 5.
MIX = {
    ("NRU", False): mix(
        "AFG 7, BGD 5, IND 5, IRN 181, IRQ 13, LBN 5, MYS 5, MMR 5, NPL 5, PAK 6, SOM 5, LKA 34, STA 28, SYR 5"
    ),
    ("NRU", True): mix(
        "AFG 41, BGD 5, IDN 5, IRN 191, IRQ 19, LBN 10, MMR 5, NPL 5, PAK 71, SOM 60, LKA 5, STA 78, SDN 13"
    ),
    ("PNG", False): mix(
        "AFG 7, BGD 5, IND 5, IRN 327, IRQ 51, LBN 17, MMR 5, PAK 5, SOM 5, LKA 5, STA 6, SDN 5, VNM 5"
    ),
    ("PNG", True): mix("AFG 27, IRN 35, IRQ 8, PAK 26, SOM 6, STA 15, SDN 18"),
}
BORN_STATELESS = ["IRN", "IRN", "IRQ", "KWT", "MMR", "MMR"]


def nationalities(cases: list[Case]) -> None:
    """Share out UNHCR's mix at the end of 2015 among whole cases, by place and status; it is a mix, not counts."""
    cells = defaultdict(list)
    for case in cases:
        away = case.brought is not None and case.brought <= YEAR_END
        place, recognised = case.cohort, case.stands(YEAR_END) == "recognised"
        cells["away" if away or case.group == "early" else place, recognised].append(case)
    for (place, recognised), members in cells.items():
        shares = MIX["NRU" if place == "away" else place, False if place == "away" else recognised]
        people = sum(c.size for c in members)
        left = {code: people * count / sum(shares.values()) for code, count in shares.items()}
        for case in sorted(shuffled(members), key=lambda c: -c.size):
            likely = [max(left[code], 0) for code in left]
            fits = [n if n >= case.size - 0.5 else 0 for n in likely]
            weights = fits if any(fits) and case.size > 1 else [n == max(likely) for n in likely]
            case.nationality = pick(list(left), weights)
            left[case.nationality] -= case.size
    for case, code in zip((c for c in cases if c.group == "early"), ("LKA", "IRN"), strict=True):
        case.nationality = code


def write_births(cases: list[Case]) -> None:
    """Some dates of birth are known only by month or year, never so that a published count would depend on it."""
    for case in cases:
        for person in case.members:
            plain = person.born.year not in (1996, 1998) and person.born.year < 2012
            if not person.written:
                style = pick(["%Y-%m-%d", "%Y-%m", "%Y"], [86, 5, 9]) if plain else "%Y-%m-%d"
                person.written = person.born.strftime(style)


def needs(case: Case, person: Person) -> str:
    """Specific-needs codes; blank where nobody has assessed, ``none`` where an assessment found none."""
    minor_now = person.born > date(1998, 11, 14)
    codes = []
    if person.sex == "F" and person.role == "PA" and not minor_now:
        codes.append(
            "WR-SF"
            if len(case.members) == 1
            else "SP-PT"
            if "spouse" not in [p.role for p in case.members]
            else ""
        )
    if minor_now and len(case.members) == 1:
        codes.append("SC-UC")
    if case.brought and not minor_now and chance(0.45):
        codes.append(pick(["SM-CI", "SM-MI", "SM-DP" if person.sex == "F" else "SM-OT"]))
    if not minor_now and chance(0.06):
        codes.append(pick(["TR-WV", "DS-PM", "LP-RR", "SM-MI"]))
    found = ";".join(sorted({code for code in codes if code}))
    return found or ("none" if chance(0.3) else "")


def first_facts(case: Case) -> None:
    """What was learned of each member at transfer or at birth, and of decisions and moves since."""
    learned = known(case.moved)
    shared: dict[date, date] = {}  # a decision reaches the whole case at once
    arrived = between(
        max(RSA, case.moved - timedelta(days=400)), min(case.moved - timedelta(days=4), BOATS_END)
    )
    if case.group == "early":
        arrived = between(date(2012, 9, 1), case.moved - timedelta(days=6))
    country = pick(BORN_STATELESS) if case.nationality == "STA" else case.nationality
    for person in case.members:
        start = max(case.moved, person.born)
        aus = person.birthplace == "AUS"
        row = person.log[start, learned if start == case.moved else known(start)]
        row |= {
            "sex": person.sex,
            "date_of_birth": person.written,
            "birth_country": person.birthplace or country,
            "nationality": case.nationality,
            "location": "AUS" if aus else case.cohort,
            "accommodation": "community" if aus else "processing_centre",
            "specific_needs": needs(case, person),
            "brought_for_treatment_on": "none",
        }
        if person.birthplace:
            row |= {"arrived_on": "none", "transferred_on": "none", "transferred_to": "none"}
        else:
            row |= {
                "arrived_on": f"{arrived}",
                "transferred_on": f"{case.moved}",
                "transferred_to": case.cohort,
            }
        if not aus:
            row["refugee_status"] = "pending"
    if case.brought:
        settle(
            case,
            case.brought,
            location="AUS",
            accommodation="medical_transfer",
            brought_for_treatment_on=f"{case.brought}",
        )
        if case.brought < date(2015, 10, 1):
            settle(case, case.brought + timedelta(days=int(rng.integers(40, 110))), accommodation="community")
    for person in case.members:
        for day, status in person.own_status or case.status if person.birthplace != "AUS" else []:
            authority = {"status_authority": case.cohort} if status != "pending" else {}
            learned = shared.setdefault(day, known(day))
            person.log[day, learned] |= {"refugee_status": status} | authority


def gaps(cases: list[Case]) -> None:
    """Facts nobody has, and corrections learned late; none of them bears on a published total."""
    everyone = [p for c in shuffled(cases) for p in c.members if not p.birthplace]
    plain = [p for p in everyone if p.role != "child" and p.written[:4] not in ("1996", "1998")]
    for count, name, value in (
        (14, "birth_country", "unknown"),
        (9, "arrived_on", "unknown"),
        (6, "transferred_on", ""),
        (10, "nationality", "unknown"),
        (8, "nationality", "two"),
    ):
        for person in plain[:count]:
            row = person.log[min(person.log)]
            row[name] = f"{row[name]};unknown" if value == "two" else value
        plain = plain[count:]
    away = [p for c in cases if c.group == "brought" for p in c.members if p.role == "PA"]
    for person in away[:3]:
        for row in person.log.values():
            row.pop("brought_for_treatment_on", None)
    lone = [c.members[0] for c in cases if c.group == "png" and len(c.members) == 1]
    for person in shuffled([p for p in lone if p.born.year < 1995 and len(p.written) == 10])[:24]:
        first = min(person.log)
        person.log[first]["date_of_birth"] = f"{person.born.year}"
        late = between(date(2015, 3, 1), date(2016, 10, 20))
        person.log[first[0], late] |= {"date_of_birth": person.written}

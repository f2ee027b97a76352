#!/usr/bin/env python3
"""
Invent the people of this example, so that every published total is met on its own date.

Nobody in the tables is real. Everything is drawn from one seed, so the same script always writes the same bytes:
    python make_people.py [FOLDER]
Order of work: households, days, decisions, where they live, nationality, details, wishes, ties, tables.
"""

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

from making.chance import begin, between, chance, known, pick, shuffled
from making.decisions import decided_apart, decisions_in_png, decisions_on_nauru
from making.details import first_facts, gaps, nationalities, write_births
from making.homes import homes_in_png, homes_on_nauru
from making.households import Case, households
from making.journeys import born_in_1996, transfers
from making.wishes import consents, ties, wishes


def case_rows(cases: list[Case]) -> list[dict]:
    """Waiting since transfer; categories and priority from a later assessment, not yet made for some."""
    rows = []
    for case in cases:
        rows.append(
            {
                "case": case.id,
                "priority": "normal",
                "waiting_since": case.moved,
                "effective": case.moved,
                "known": known(case.moved),
            }
        )
        pa = case.members[0]
        if chance(0.03):
            continue
        if pa.born > date(1998, 11, 14):
            primary = "CAR"
        elif pa.sex == "F" and not {"spouse", "partner"} & {p.role for p in case.members}:
            primary = pick(["WGR", "MED", "SVT"], [8, 1, 1])
        else:
            primary = pick(["LPPN", "SVT", "MED", "FR"], [56, 28, 8 + 40 * (case.brought is not None), 4])
        rest = [code for code in ("LFADS", "LPPN", "SVT", "MED") if code != primary]
        secondary = "" if chance(0.03) else pick(rest, [60, 22, 14, 4][: len(rest)])
        day = between(max(case.moved + timedelta(days=120), date(2014, 7, 1)), date(2016, 10, 14))
        level = pick(["emergency", "urgent", "normal"], [1, 9, 190] if not case.brought else [3, 30, 67])
        rows.append(
            {
                "case": case.id,
                "category_primary": primary,
                "category_secondary": secondary,
                "priority": level,
                "effective": day,
                "known": known(day),
            }
        )
    return rows


def member_rows(cases: list[Case]) -> list[dict]:
    rows = []
    for case in cases:
        for person in case.members:
            start = max(case.moved, person.born)
            rows.append(
                {
                    "case": case.id,
                    "person": person.id,
                    "relationship_to_pa": person.role,
                    "effective": start,
                    "known": min(key[1] for key in person.log if key[0] == start),
                }
            )
    return rows


def partings(cases: list[Case], members: list[dict], details: list[dict]) -> None:
    """Three grown siblings have since asked for a case of their own."""
    pairs = [c for c in cases if c.group == "nauru" and c.members[-1].role == "sibling"]
    for n, case in enumerate(pairs[:3], 1):
        day, new = date(2016, 5, 2) + timedelta(days=31 * n), f"C-{len(cases) + n:04}"
        person = case.members[-1].id
        members.append({"case": case.id, "person": person, "state": "ended", "effective": day, "known": day})
        members.append(
            {"case": new, "person": person, "relationship_to_pa": "PA", "effective": day, "known": day}
        )
        details.append(
            {
                "case": new,
                "category_primary": "LPPN",
                "category_secondary": "LFADS",
                "priority": "normal",
                "waiting_since": case.moved,
                "effective": day,
                "known": day,
            }
        )


COLUMNS = {
    "people": [
        "person",
        "sex",
        "date_of_birth",
        "birth_country",
        "nationality",
        "refugee_status",
        "status_authority",
        "location",
        "accommodation",
        "arrived_on",
        "transferred_on",
        "transferred_to",
        "brought_for_treatment_on",
        "specific_needs",
    ],
    "cases": ["case", "category_primary", "category_secondary", "priority", "waiting_since"],
    "members": ["case", "person", "relationship_to_pa", "state"],
    "links": ["case", "other_case", "link", "state"],
    "relatives": ["person", "relative", "relationship", "country", "relative_person", "state"],
    "willingness": ["person", "arrangement", "willing"],
    "consents": ["person", "consent", "consent_for", "given", "to"],
    "acts": ["act_id", "act", "case", "arrangement", "offer", "by", "reason", "persons"],
}


def write(folder: Path, tables: dict[str, list[dict]]) -> None:
    for name, columns in COLUMNS.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(
                file, [*columns, "effective", "known", "source"], restval="", lineterminator="\n"
            )
            table.writeheader()
            table.writerows({**row, "source": "synthetic"} for row in tables.get(name, []))


def main(folder: Path) -> None:
    """Write the tables into a folder."""
    begin()
    cases = shuffled(households())
    transfers(cases)
    born_in_1996(cases)
    decisions_on_nauru(cases)
    decisions_in_png(cases)
    decided_apart(cases)
    nationalities(cases)
    write_births(cases)
    numbers = iter(range(1, 10_000))
    for n, case in enumerate(cases, 1):
        case.id = f"C-{n:04}"
        for person in case.members:
            person.id = f"P-{next(numbers):04}"
        first_facts(case)
    homes_on_nauru(cases)
    homes_in_png(cases)
    gaps(cases)
    members, details = member_rows(cases), case_rows(cases)
    partings(cases, members, details)
    links, relatives = ties(cases)
    willingness = wishes(cases)
    people = [
        dict(person=p.id, effective=day, known=learned, **facts)
        for c in cases
        for p in c.members
        for (day, learned), facts in sorted(p.log.items())
    ]
    write(
        folder,
        {
            "people": people,
            "cases": details,
            "members": members,
            "links": links,
            "relatives": relatives,
            "willingness": willingness,
            "consents": consents(willingness),
        },
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)

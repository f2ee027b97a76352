"""Words for what the engine says in codes: faults, obstacles, placings, and names. The one door to the others."""

from collections.abc import Iterable, Mapping

from resettle.engine.errors import Fault, Where
from resettle.engine.registry import assumptions
from resettle.engine.registry.arrangements import Places
from resettle.render.words.candidates import candidate, more_candidates
from resettle.render.words.fill import fill, shown
from resettle.render.words.names import UNITS, code, counted, country, day, listed, number, tier
from resettle.render.words.obstacles import OBSTACLES, arrangement_name, limit_name, obstacle, source_title
from resettle.render.words.of_api import OVER_HTTP
from resettle.render.words.of_appeals import APPEALS
from resettle.render.words.of_appointments import APPOINTMENTS
from resettle.render.words.of_criteria import BESIDE_CRITERIA, CRITERIA
from resettle.render.words.of_files import FILES, KEYS, TABLES
from resettle.render.words.of_forms import FORMS
from resettle.render.words.of_imports import IMPORTS
from resettle.render.words.of_integrity import INTEGRITY
from resettle.render.words.of_letters import LETTERS
from resettle.render.words.of_plans import PLANS
from resettle.render.words.of_records import RECORDS
from resettle.render.words.of_referrals import REFERRALS
from resettle.render.words.of_registers import ACTS, PEOPLE, TERMS
from resettle.render.words.of_requests import REQUESTS
from resettle.render.words.of_results import RESULTS
from resettle.render.words.of_rules import RULES, WORKED
from resettle.render.words.of_tests import TESTS
from resettle.render.words.of_verified import VERIFIED
from resettle.render.words.placings import placing
from resettle.render.words.template import Words

GROUPS: Mapping[str, Mapping[str, Words]] = {
    "Files": FILES,
    "Tables": TABLES,
    "Keys and values": KEYS,
    "Arrangements, quotas, bars and what-ifs": TERMS,
    "Criteria": CRITERIA,
    "Tests of criteria": TESTS,
    "Lists, sub-quotas and rulings": BESIDE_CRITERIA,
    "People and cases": PEOPLE,
    "Acts and places": ACTS,
    "What stands against an act": {**REFERRALS, **APPEALS},
    "What keeps a form from being complete": FORMS,
    "Appointments and missions": APPOINTMENTS,
    "People's own requests, and their answers": LETTERS,
    "Conflicts of interest, assignments, complaints, spot checks": INTEGRITY,
    "Worked tables": WORKED,
    "What is asked": REQUESTS,
    "What is asked of rules": RULES,
    "Plans": PLANS,
    "Results and records": RESULTS,
    "Registers in a database": RECORDS,
    "What verify finds": VERIFIED,
    "Imports": IMPORTS,
    "What is asked over HTTP": OVER_HTTP,
}
"""Every fault in words, as the error reference groups them."""

FAULTS: Mapping[str, Words] = {code: words for group in GROUPS.values() for code, words in group.items()}

DID_YOU_MEAN = "Did you mean {near:q}?"
PART_OF_A_TEST = "[criterion {criterion:q}][, at {part:q}][, character {at}]"

_COUNTED = {
    "person": UNITS["persons"],
    "case": UNITS["cases"],
    "alert": "alert|alerts",
    "error": "error|errors",
    "warning": "warning|warnings",
    "place": "place|places",
    "outcome": "outcome|outcomes",
    "entry": "entry|entries",
    "day": "day|days",
    "draft": "draft|drafts",
    "request": "request|requests",
    "answer": "answer|answers",
    "translation": "translation|translations",
    "proof of service": "proof of service|proofs of service",
}


def fault(one: Fault) -> str:
    """What is wrong, where, and how to mend it."""
    return " ".join(part for part in (said(one), near(one), mend(one)) if part)


def mend(one: Fault) -> str:
    """How to mend it."""
    return fill(FAULTS[one.code].mend, one.params)


def said(one: Fault) -> str:
    """What is wrong and where, without how to mend it."""
    sentence = fill(FAULTS[one.code].sentence, one.params)
    if one.code in TESTS and "criterion" in one.params:
        named = f".{one.params['criterion']}." in one.where.key
        spot = fill(PART_OF_A_TEST, {**one.params, "criterion": "" if named else one.params["criterion"]})
        sentence = f"{spot.removeprefix(', ')}: {sentence}" if spot else sentence
    prefix = place(one.where)
    return f"{prefix} {sentence}" if prefix else sentence[:1].upper() + sentence[1:]


def near(one: Fault) -> str:
    """The nearest name or code, if there is one."""
    found = one.params.get("near") or one.params.get("suggestion")
    return fill(DID_YOU_MEAN, {"near": found}) if found else ""


def place(where: Where) -> str:
    """``people.csv, row 12, refugee_status:``"""
    row = f"row {where.row}" if where.row else ""
    parts = [shown(part) for part in (where.file, row, where.key) if part]
    return f"{', '.join(parts)}:" if parts else ""


def count(value: int, what: str) -> str:
    """``1 person``, ``4 people``; ``what`` is person, case, place, outcome, error or warning."""
    return counted(value, _COUNTED[what])


def outcome(one: str, conditional: bool = False) -> str:
    """An outcome of screening; conditional: all that is open is for the receiving State to judge."""
    return "eligible, if the receiving State agrees" if conditional else code(one)


def places(one: Places) -> str:
    """``150``, ``up to 1,250``, ``none`` or ``unknown``."""
    if one.number is None:
        return "unknown"
    return f"up to {number(one.number)}" if one.up_to else number(one.number) if one.number else "none"


def unknown_places(names: Iterable[str]) -> str:
    """What is unknown, and how to state an assumption about it."""
    unknown = list(names)
    shorts = [assumptions.short(name) for name in unknown]
    written = [
        short if shorts.count(short) == 1 else name for name, short in zip(unknown, shorts, strict=True)
    ]
    asked = listed(f"--assume {name}=PLACES" for name in written)
    return (
        f"Unknown places: {listed(unknown)}. To see a plan under an assumption, state it: {asked}."
        if unknown
        else ""
    )


__all__ = [
    "FAULTS", "GROUPS", "OBSTACLES", "arrangement_name", "candidate", "code", "count", "country", "day", "fault", "limit_name",
    "listed", "mend", "more_candidates", "near", "number", "obstacle", "outcome", "place", "places", "placing", "said", "source_title", "tier",
    "unknown_places",
]  # fmt: skip

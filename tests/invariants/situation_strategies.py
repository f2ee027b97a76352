"""Made-up registers: people, cases and rulings, with facts unknown, none or partial everywhere, and made-up criteria."""

from hypothesis import strategies as st
from invariants.choices import (
    CASE_CODES,
    DAYS,
    EVENTS,
    LISTS,
    NAMED_LISTS,
    ON,
    PARTIAL,
    PATHWAY_CODES,
    PERSON_CODES,
    PERSON_DATES,
    RELATIVE_CODES,
    made,
)
from invariants.criteria_strategies import terms_of_an_arrangement
from invariants.expression_strategies import PERSON_TESTS
from spec.screening.small_situation import SmallSituation, a_criterion

from resettle.engine.registry.facts import dictionary
from resettle.engine.registry.rulings import RulingKind

RULINGS = [one.value for one in RulingKind]


def _cells(values):
    return [None, *values, "none", "unknown", *values]


def _lists(codes):
    return _cells([*codes, ";".join(codes[:2]), f"{codes[0]};unknown", f"{codes[1]};unknown"])


def _row(cells):
    def make(choose):
        return {name: choose.one(options) for name, options in cells.items()}

    return make


_DAYS = _cells([*DAYS, *PARTIAL])
_LISTED = [None, "all", "all", "some", "none", "unknown"]
_person = _row(
    {
        **{name: _cells(codes) for name, codes in PERSON_CODES.items() if name != "relationship_to_pa"},
        "refugee_status": _cells(["recognised", "refused", "pending"]),
        "birth_country": _cells(["NRU", "IRN"]),
        **{name: _lists(codes) for name, codes in LISTS.items()},
        **dict.fromkeys(PERSON_DATES, _DAYS),
        "relatives_listed": _LISTED,
        "pathways_listed": _LISTED,
    }
)
_case = _row({**{name: _cells(codes) for name, codes in CASE_CODES.items()}, "waiting_since": _DAYS})
_relative = _row({**{name: _cells(codes) for name, codes in RELATIVE_CODES.items()}, "status_since": _DAYS})
_pathway = _row({**{name: _cells(codes) for name, codes in PATHWAY_CODES.items()}, "pathway_since": _DAYS})
HOW_MANY = [0, 1, 2, 0]


def _somebody(choose):
    """A person's facts, relatives, pathways and days of events in two arrangements."""
    return (
        _person(choose)
        if choose.one(range(20)) != 19
        else None,  # of a few nothing is recorded but who they are
        [_relative(choose) for _ in range(choose.one(HOW_MANY))],
        [_pathway(choose) for _ in range(choose.one(HOW_MANY))],
        [{event: day for event in EVENTS if (day := choose.one([None, None, *DAYS]))} for _ in "12"],
        choose.one(["PA", "usual", "usual", "spouse", "none", "unknown", None]),
    )


def _rulings(criteria, subjects):
    """Some rulings of any kind, each on a criterion and a person or case."""

    def make(choose):
        found = {}
        for _ in range(choose.one(range(5)) if criteria else 0):
            found.setdefault(choose.one(criteria).id, {})[choose.one(subjects)] = choose.one(RULINGS)
        return found

    return make


SOMEBODY = made(_somebody, 50)


def _situation(cases, members, criteria, links=(), rulings=None, not_in_force=()):
    """``members``: (case, person, relationship cell, what ``_somebody`` made)."""
    rows = {person: row for _, person, _, row in members}
    return SmallSituation(
        {person: row[0] for person, row in rows.items() if row[0] is not None},
        [(case, person, cell) for case, person, cell, _ in members],
        cases,
        criteria,
        ON,
        relatives={person: row[1] for person, row in rows.items()},
        pathways={person: row[2] for person, row in rows.items()},
        links=links,
        rulings=rulings,
        days={
            name: {person: row[3][place] for person, row in rows.items()}
            for place, name in enumerate(criteria)
        },
        lists=NAMED_LISTS,
        not_in_force=not_in_force,
    )


@st.composite
def situations(draw, small=False):
    """
    Cases of nobody to three people, some of them linked, screened for one or two arrangements; or fewer of each.

    Now and then an arrangement's own rules are not in force.
    """
    choose = draw(made(lambda choose: choose, 24))
    number = choose.one([1, 2] if small else [1, 2, 3, 4, 2])
    cases = {f"C-{place}": draw(made(_case, 4)) for place in range(number)}
    members = []
    for case in cases:
        for place in range(choose.one([1, 2, 2, 0] if small else [1, 2, 3, 0])):
            row = draw(SOMEBODY)
            usual = row[4] if row[4] != "usual" else "child" if place else "PA"
            members.append((case, f"P-{case}-{place}", usual, row))
    criteria = {
        name: draw(terms_of_an_arrangement()) for name in ["nz", "us"][: 1 if small else choose.one([1, 2])]
    }
    pairs = [(one, other) for one in cases for other in cases if one < other]
    links = choose.some(pairs, 2) if pairs and choose.one([False, True, True]) else []
    for one, other in links:  # somebody in both, who may be another's child in one of them
        there = {person for case, person, *_ in members if case == other}
        own = [row for row in members if row[0] == one and row[1] not in there]
        if own and choose.one([False, True]):
            _, person, _, row = choose.one(own)
            members.append((other, person, choose.one(["PA", "spouse", "child", "unknown", None]), row))
    subjects = [*(person for _, person, _, _ in members), *cases]
    rulings = {name: draw(made(_rulings(each, subjects), 14)) for name, each in criteria.items()}
    not_in_force = [name for name in criteria if choose.one(range(6)) == 5]
    return _situation(cases, members, criteria, links, rulings, not_in_force)


@st.composite
def linked_families(draw):
    """
    Forty people in cases of one to three, some of them linked, of whom is recorded only what a register lets be said:
    nobody is without a place of birth. With nothing asked of them.
    """
    rows = draw(st.lists(SOMEBODY, min_size=40, max_size=40))
    members = [
        (
            f"C-{place // 3 if place < 30 else place}",
            f"P-{place}",
            "child" if place % 3 else "PA",
            _lawful(row),
        )
        for place, row in enumerate(rows)
    ]
    choose = draw(made(lambda choose: choose, 8))
    return _situation(
        {}, members, {"there": []}, choose.some([("C-0", "C-1"), ("C-1", "C-35"), ("C-2", "C-36")], 3)
    )


def _lawful(row):
    return tuple(_said(part) for part in row)


def _said(part):
    if isinstance(part, list):
        return [_said(one) for one in part]
    if not isinstance(part, dict):
        return part
    known = dictionary()
    return {name: None if cell == "none" and name in known and not known[name].may_be_none else cell
            for name, cell in part.items()}  # fmt: skip


@st.composite
def crowds(draw):
    """Forty people in cases of one or two, and six tests asked of each of them."""
    rows = draw(st.lists(SOMEBODY, min_size=40, max_size=40))
    members = [
        (f"C-{place * 2 // 3:02}", f"P-{place:02}", ["PA", "PA", "child"][place % 3], row)
        for place, row in enumerate(rows)
    ]
    texts = draw(st.lists(PERSON_TESTS, min_size=6, max_size=6))
    return _situation(
        {}, members, {"there": [a_criterion(f"c{place}", text) for place, text in enumerate(texts)]}
    )

"""
Made-up tests, criteria and registers with every construct there is, and facts unknown, none or partial everywhere.

Each part is made from a row of bytes that Hypothesis draws: every choice takes the next one, and 0 is the plainest.
"""

from datetime import date
from functools import lru_cache

from hypothesis import strategies as st
from spec.screening.small_situation import SmallSituation, a_criterion

from resettle.engine.registry.criteria import AppliesTo, Group
from resettle.engine.registry.language import ExpressionRefused, parse
from resettle.engine.registry.rulings import RulingKind

ON = date(2016, 11, 14)
PERSON_CODES = {
    "refugee_status": ["recognised", "refused"],
    "location": ["NRU", "PNG", "AUS"],
    "transferred_to": ["NRU", "PNG"],
    "relationship_to_pa": ["PA", "spouse", "child"],
    "dependent": ["yes", "no"],
}
CASE_CODES = {
    "category_primary": ["MED", "WGR"],
    "category_secondary": ["MED", "WGR"],
    "priority": ["urgent"],
}
RELATIVE_CODES = {
    "relationship": ["parent", "sibling"],
    "country": ["NZL", "AUS"],
    "status_there": ["citizen", "refugee"],
    "willing_to_receive": ["yes", "no"],
}
PATHWAY_CODES = {
    "pathway_kind": ["resettlement", "work"],
    "pathway_country": ["NZL", "CAN"],
    "pathway_stage": ["open", "accepted"],
}
SOME_CODES = {
    **PERSON_CODES,
    **CASE_CODES,
    **RELATIVE_CODES,
    **PATHWAY_CODES,
    "birth_country": ["NRU", "IRN"],
}
LISTS = {"nationality": ["IRN", "AFG", "STA"], "specific_needs": ["SV", "SV-VF", "WR"]}
PERSON_DATES = ["date_of_birth", "transferred_on", "arrived_on"]
EVENTS = ["submission_day", "decision_day", "arrival_day"]
DAYS = ["1996-02-29", "1998-07-19", "2013-07-18", "2013-07-19", "2014-07-01", "2016-11-14"]
PARTIAL = ["1996", "1996-02", "1998-07", "2013", "2013-07", "2014"]
NAMED_LISTS = {"islands": ("NRU", "PNG"), "origin": ("IRN", "STA", "NZL"), "needs": ("SV-VF", "WR")}
"""Named lists in the edition of the day; "gone" has none."""
REACHES = [*(one.value for one in AppliesTo), "linked_group"]
RULINGS = [one.value for one in RulingKind]


class Choices:
    """Choices by a row of bytes; where it ends, the first of each."""

    def __init__(self, data):
        self.data = iter(data)

    def one(self, options):
        return options[next(self.data, 0) % len(options)]

    def some(self, options, most):
        return list(dict.fromkeys(self.one(options) for _ in range(1 + self.one(range(most)))))


def _made(make, length):
    """What is made of a row of so many bytes."""
    return st.binary(min_size=length, max_size=length).map(lambda data: make(Choices(data)))


# Tests: the questions, then what joins them, then whom they are asked of

OPS = ["=", "<>", "<", "<=", ">", ">="]
DATE_TERMS = [*PERSON_DATES, "screening_day", *EVENTS, *(f"DATE '{day}'" for day in DAYS)]
NOT_A_FACT = [term for term in DATE_TERMS if term not in PERSON_DATES]


def _coded(codes):
    def asked(choose):
        name = choose.one(sorted(codes))
        if choose.one([True, False]):
            return f"{name} {choose.one(['=', '<>'])} '{choose.one(codes[name])}'"
        some = ", ".join(f"'{one}'" for one in choose.some(codes[name], 2))
        return f"{name} {choose.one(['', 'NOT '])}IN ({some})"

    return asked


def _none(facts):
    return lambda choose: f"NONE({choose.one(facts)})"


def _on_a_list(facts):
    return lambda choose: f"IN_LIST({choose.one(facts)}, '{choose.one([*NAMED_LISTS, 'gone'])}')"


def _has(choose):
    name = choose.one(sorted(LISTS))
    return f"HAS({name}, {', '.join(repr(one) for one in choose.some(LISTS[name], 2))})"


def _between_facts(choose):
    return choose.one(
        ["location = transferred_to", "transferred_to <> birth_country", "HAS(nationality, birth_country)",
         "HAS(nationality, location)", "relatives_listed = 'all'"]
    )  # fmt: skip


def _age(choose):
    return f"AGE({choose.one(DATE_TERMS)}, {choose.one(DATE_TERMS[3:] + DATE_TERMS[:3])})"


def _of_days(choose):
    way = choose.one(range(4))
    if way == 0:
        return f"{choose.one(DATE_TERMS)} {choose.one(OPS)} {choose.one(DATE_TERMS[3:] + DATE_TERMS[:3])}"
    if way == 1:
        return f"{_age(choose)} {choose.one(OPS)} {choose.one(range(22))}"
    if way == 2:
        return f"{_age(choose)} {choose.one(OPS)} {_age(choose)}"
    return f"{choose.one(PERSON_DATES)} BETWEEN DATE '2013-07-18' AND DATE '{choose.one(DAYS[3:])}'"


def _since(name):
    def asked(choose):
        if choose.one([True, True, False]):
            return f"{name} {choose.one(OPS)} {choose.one(NOT_A_FACT)}"
        return f"AGE({name}, {choose.one(NOT_A_FACT)}) {choose.one(OPS)} {choose.one(range(4))}"

    return asked


_OF_RELATIVES = [
    _coded(RELATIVE_CODES), _coded(RELATIVE_CODES), _on_a_list(["country"]), _since("status_since"),
    _none([*RELATIVE_CODES, "status_since"]),
]  # fmt: skip
_OF_PATHWAYS = [
    _coded(PATHWAY_CODES), _coded(PATHWAY_CODES), _on_a_list(["pathway_country"]), _since("pathway_since"),
    _none([*PATHWAY_CODES, "pathway_since"]),
]  # fmt: skip


def _of_records(choose):
    if choose.one([True, False]):
        return f"ANY_RELATIVE({_joined(choose, _OF_RELATIVES, 1)})"
    return f"ANY_PATHWAY({_joined(choose, _OF_PATHWAYS, 1)})"


_OF_PERSONS = [
    _coded(PERSON_CODES), _coded(PERSON_CODES), _has, _between_facts, _of_days, _of_days, _of_records, _of_records,
    _on_a_list(["location", "birth_country", "nationality", "specific_needs"]),
    _none([*PERSON_CODES, *LISTS, *PERSON_DATES, "pathways_listed"]),
]  # fmt: skip


def _of_members(choose):
    inside = _joined(choose, _OF_PERSONS, 1)
    way = choose.one(range(7))
    if way < 3:
        return f"{('EACH_MEMBER', 'ANY_MEMBER', 'PRINCIPAL_APPLICANT')[way]}({inside})"
    if way == 3:
        return f"COUNT_MEMBERS({inside}) {choose.one(OPS)} COUNT_MEMBERS({_joined(choose, _OF_PERSONS, 0)})"
    if way == 4:
        return (
            f"SHARE_OF_MEMBERS({inside}) {choose.one(OPS)} {choose.one([50, 0, 33, 34, 66, 67, 99, 100, 10])}"
        )
    return f"COUNT_MEMBERS({inside}) {choose.one(OPS)} {choose.one(range(4))}"


def _of_a_case(choose):
    way = choose.one(range(6))
    if way < 2:
        return _coded(CASE_CODES)(choose)
    if way == 2:
        return f"{choose.one(['case_size', 'group_size'])} {choose.one(OPS)} {choose.one([2, 1, 3, 4, 5])}"
    if way == 3:
        return f"waiting_since {choose.one(OPS)} DATE '{choose.one(DAYS)}'"
    if way == 4:
        return f"COUNT_MEMBERS({_joined(choose, _OF_PERSONS, 0)}) {choose.one(OPS)} {choose.one(['case_size', 'group_size'])}"
    return choose.one(
        ["NONE(category_secondary)", "NONE(waiting_since)", "category_primary <> category_secondary"]
    )


_JOINS = [
    "{}", "{}", "{}", "({} AND {})", "({} OR {})", "NOT ({})", "AT_LEAST(1, {}, {})", "AT_LEAST(2, {}, {}, {})",
    "AT_LEAST(2, {}, {})",
]  # fmt: skip


def _joined(choose, asking, depth):
    """Questions joined, two deep at most."""
    join = choose.one(_JOINS) if depth else "{}"
    if join == "{}":
        return choose.one(asking)(choose)
    return join.format(*(_joined(choose, asking, depth - 1) for _ in range(join.count("{}"))))


def person_test(choose):
    return _joined(choose, [*_OF_PERSONS, *_OF_PERSONS, _of_members, _of_members], 2)


def case_test(choose):
    return _joined(choose, [_of_a_case, _of_a_case, _of_members], 2)


DRAWN_BLINDLY = {"test_same_on_both_sides", "test_never_true", "test_no_fact"}


@lru_cache(maxsize=20_000)
def _readable(text):
    try:
        parse(text)
    except ExpressionRefused as refused:  # the mistakes that are made by drawing blindly
        assert {fault.code for fault in refused.faults} <= DRAWN_BLINDLY, (text, refused.faults)
        return False
    return True


PERSON_TESTS = _made(person_test, 40).filter(_readable)


# Criteria


def _tested(id, kind, unless):
    def make(choose):
        reach = choose.one(REACHES)
        return reach, (case_test if reach in ("case", "linked_group") else person_test)(choose)

    drawn = _made(make, 40).filter(lambda made: _readable(made[1]))
    return drawn.map(lambda made: a_criterion(id, made[1], made[0], kind, unless=unless))


def _judged(id, choose, kinds, unless):
    by = choose.one(["receiving_state", "office"])
    return a_criterion(id, None, choose.one(REACHES), choose.one(kinds), by, unless=unless)


def _grouped(id, choose, kind, parts, unless):
    """A group of one to three of these, of which any number must be met; it may name one that is not in force."""
    of = choose.some([*parts, *parts, *parts, "gone"], 3)
    of = of if of != ["gone"] else parts[:1]
    return a_criterion(
        id, None, "case", kind, group=Group(choose.one(range(1, len(of) + 1)), tuple(of)), unless=unless
    )


@st.composite
def terms_of_an_arrangement(draw):
    """Exemptions, parts with a test or judged, groups of those and groups of groups, and what may name them."""
    choose = draw(_made(lambda choose: choose, 60))
    exemptions = [draw(_tested(f"x{place}", "exemption", ())) for place in range(choose.one([0, 1, 2]))]

    def unless():
        return tuple(one.id for one in exemptions if choose.one([False, True]))

    parts = []
    for place in range(choose.one([0, 2, 3])):
        if choose.one(range(4)) == 3:
            parts.append(_judged(f"p{place}", choose, ["part"], unless()))
        else:
            parts.append(draw(_tested(f"p{place}", "part", unless())))
    if parts:  # a group among the parts: those that use it are two deep
        parts.append(_grouped("pg", choose, "part", [one.id for one in parts], unless()))
    names = [one.id for one in parts]
    criteria = []
    for place in range(choose.one([1, 2, 3, 0])):
        id, kind = f"c{place}", choose.one("eligibility bar eligibility bar priority quota".split())
        way = choose.one(range(6))
        if names and way > 2:
            criteria.append(_grouped(id, choose, kind, names, unless()))
        elif way == 2:
            criteria.append(_judged(id, choose, ["eligibility", "bar", "priority"], unless()))
        else:
            criteria.append(draw(_tested(id, kind, unless())))
    return [*exemptions, *parts, *criteria]


# Registers


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


SOMEBODY = _made(_somebody, 50)
PEOPLE = _made(_person, 14)


def _situation(cases, members, criteria, links=(), rulings=None):
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
    )


@st.composite
def situations(draw, small=False):
    """Cases of nobody to three people, some of them linked, screened for one or two arrangements; or fewer of each."""
    choose = draw(_made(lambda choose: choose, 16))
    number = choose.one([1, 2] if small else [1, 2, 3, 4, 2])
    cases = {f"C-{place}": draw(_made(_case, 4)) for place in range(number)}
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
    subjects = [*(person for _, person, _, _ in members), *cases]
    rulings = {name: draw(_made(_rulings(each, subjects), 14)) for name, each in criteria.items()}
    return _situation(cases, members, criteria, links, rulings)


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

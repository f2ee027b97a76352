"""Made-up tests with every construct there is: the questions, then what joins them, then whom they are asked of."""

from functools import lru_cache

from invariants.choices import (
    CASE_CODES,
    DAYS,
    EVENTS,
    LISTS,
    NAMED_LISTS,
    PATHWAY_CODES,
    PERSON_CODES,
    PERSON_DATES,
    RELATIVE_CODES,
    made,
)

from resettle.engine.registry.facts import dictionary
from resettle.engine.registry.language import ExpressionRefused, parse

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


def _none(names):
    known = [name for name in names if dictionary()[name].may_be_none]
    return lambda choose: f"NONE({choose.one(known)})"


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
]  # fmt: skip
_OF_PATHWAYS = [
    _coded(PATHWAY_CODES), _coded(PATHWAY_CODES), _on_a_list(["pathway_country"]), _since("pathway_since"),
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
    return choose.one(["NONE(category_secondary)", "category_primary <> category_secondary"])


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
def readable(text):
    try:
        parse(text)
    except ExpressionRefused as refused:  # the mistakes that are made by drawing blindly
        assert {fault.code for fault in refused.faults} <= DRAWN_BLINDLY, (text, refused.faults)
        return False
    return True


PERSON_TESTS = made(person_test, 40).filter(readable)

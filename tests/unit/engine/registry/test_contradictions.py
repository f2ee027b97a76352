"""What can never be true is refused where it stands; what can never be false is known; of all else nothing is claimed."""

import sys
from collections import Counter
from contextlib import suppress

import pytest
from unit.engine.registry.faults_of_tests import codes_of, faults_of

from resettle.engine.registry.facts import Of
from resettle.engine.registry.language import ExpressionRefused, Not, parse
from resettle.engine.registry.language.contradictions import Budget, never_false, never_true


@pytest.mark.parametrize(
    "text",
    [
        "sex = 'F' AND NOT sex = 'F'",
        "(sex = 'F' AND location = 'NRU') AND NOT sex = 'F'",
        "NOT (sex = 'F' OR sex = 'M') AND sex = 'F'",
        "sex = 'F' AND (sex = 'M' OR location = 'NRU' AND NOT location IN ('NRU', 'PNG'))",
        "(sex = 'F' OR dependent = 'yes') AND NOT sex = 'F' AND dependent = 'no'",
        "NOT (location <> 'NRU' OR location <> 'PNG')",
        "AT_LEAST(2, sex = 'F', sex = 'M')",
        "AT_LEAST(3, sex = 'F', sex = 'M', location = 'NRU')",
        "AT_LEAST(2, NONE(fled_on), fled_on > DATE '2013-07-19')",
        "AGE(screening_day, date_of_birth) >= 18",
        "arrived_on < transferred_on AND transferred_on < arrived_on",
        "arrived_on > DATE '2014-01-01' AND NOT arrived_on > DATE '2013-01-01'",
        "location = transferred_to AND location <> transferred_to",
        "location = transferred_to AND NONE(transferred_to)",
        "HAS(nationality, 'IRN') AND NOT HAS(nationality, 'IRN', 'AFG')",
        "HAS(specific_needs, 'SV-VF') AND NOT HAS(specific_needs, 'SV')",
        "IN_LIST(location, 'africa') AND NOT IN_LIST(location, 'africa')",
        "ANY_RELATIVE(country = 'NZL') AND NOT ANY_RELATIVE(country = 'NZL')",
        "COUNT_MEMBERS(sex = 'F') > case_size",
        "group_size < case_size",
        "COUNT_MEMBERS(sex = 'F') > COUNT_MEMBERS(sex = 'M') AND COUNT_MEMBERS(sex = 'F') <= COUNT_MEMBERS(sex = 'M')",
        "arrived_on > DATE '9999-12-31'",
    ],
)
def test_what_can_never_be_true_is_refused(text):
    assert codes_of(text) == ["test_never_true"]


@pytest.mark.parametrize(
    "text, part",
    [
        ("sex = 'F' OR (location = 'NRU' AND location = 'PNG')", "location = 'NRU' AND location = 'PNG'"),
        ("ANY_MEMBER(sex = 'F' AND NOT sex = 'F') OR case_size > 3", "sex = 'F' AND NOT sex = 'F'"),
        ("case_size > 3 AND NOT case_size < 0", "case_size < 0"),
    ],
)
def test_it_is_told_where_it_stands(text, part):
    [fault] = faults_of(text)
    assert (fault.code, fault.params["part"]) == ("test_never_true", part)


@pytest.mark.parametrize("fact", ["sex", "date_of_birth", "nationality", "location", "case_size"])
def test_none_of_what_everybody_has_is_refused_also_under_not(fact):
    for text in (f"NONE({fact})", f"NOT NONE({fact})"):
        [fault] = faults_of(text)
        assert (fault.code, fault.params["fact"]) == ("test_never_none", fact)


MAY_BE = [
    "sex IN ('F', 'M', 'X')",  # of nobody whose sex is not known
    "SHARE_OF_MEMBERS(sex = 'F') > 33 AND SHARE_OF_MEMBERS(sex = 'F') < 34",  # one in three
    "AGE(date_of_birth, transferred_on) < 0",  # born after the transfer
    "AGE(date_of_birth, submission_day) < 0",
    "AGE(transferred_on, date_of_birth) < 5",
    "HAS(nationality, 'IRN') AND HAS(nationality, 'AFG')",
    "HAS(nationality, 'IRN') AND NOT HAS(nationality, 'AFG')",
    "HAS(specific_needs, 'SV') AND NOT HAS(specific_needs, 'SV-VF')",
    "NOT transferred_to = 'NRU' AND NOT transferred_to = 'PNG'",
    "NOT refugee_status = 'recognised' AND NOT refugee_status = 'refused'",
    "NOT arrived_on > DATE '2013-01-01' AND NOT arrived_on <= DATE '2013-01-01'",  # never arrived
    "EACH_MEMBER(sex = 'F') AND NOT ANY_MEMBER(location = 'NRU')",
    "ANY_RELATIVE(country = 'NZL') AND ANY_RELATIVE(NOT country = 'NZL')",
    "ANY_MEMBER(sex = 'F') AND ANY_MEMBER(sex = 'M')",
    "IN_LIST(location, 'africa') AND NOT IN_LIST(location, 'asia')",
    "AT_LEAST(2, sex = 'F', sex = 'M', location = 'NRU')",
    "COUNT_MEMBERS(sex = 'F') >= case_size",
    "location <> 'NRU' OR transferred_to <> 'PNG'",
    "transferred_to <> 'NRU' OR transferred_to <> 'PNG'",
    "arrived_on >= transferred_on OR transferred_on > arrived_on",
]


@pytest.mark.parametrize("text", MAY_BE)
def test_what_may_be_either_way_is_read_and_nothing_is_claimed_of_it(text):
    test = parse(text)
    assert not never_true(test) and not never_false(test)


def test_a_linked_group_may_have_more_such_members_than_the_case_but_no_more_than_it_has():
    parse("COUNT_MEMBERS(sex = 'F') > case_size", Of.CASE, group=True)
    assert never_false(parse("COUNT_MEMBERS(sex = 'F') <= group_size", Of.CASE, group=True))


@pytest.mark.parametrize(
    "text",
    [
        "sex <> 'F' OR sex <> 'M'",
        "NOT (location = 'LBN' AND sex = 'F') OR location = 'LBN'",
        "NONE(transferred_to) OR transferred_to <> 'NRU' OR transferred_to <> 'PNG'",
        "COUNT_MEMBERS(sex = 'F') >= 0",
        "EACH_MEMBER(sex <> 'F' OR sex <> 'M')",
        "AT_LEAST(2, sex <> 'F', sex <> 'M', sex <> 'X')",
        "case_size >= 3 OR case_size <= 3",
        "group_size >= case_size",
    ],
)
def test_what_can_never_be_false_is_known(text):
    assert never_false(parse(text))


def test_of_what_has_too_many_cases_nothing_is_claimed_but_what_one_value_alone_rules_out():
    facts = ["birth_country", "location", "transferred_to", "status_authority"]
    codes = ["NRU", "PNG", "AUS", "NZL", "IRN", "AFG", "KEN", "UGA"]
    wide = " OR ".join(f"{fact} = '{code}'" for fact in facts for code in codes)
    beyond = f"({wide}) AND NOT ({wide})"
    assert not never_true(parse(beyond))
    assert codes_of(f"{beyond} AND sex = 'F' AND (sex = 'M' OR sex = 'X')") == ["test_never_true"]
    assert codes_of(f"{beyond} AND location = 'NRU'") == ["test_never_true"]


NATIONALITIES = [
    f"HAS(nationality, '{code}')"
    for code in "IRN AFG PAK LKA BGD IRQ SDN SOM SYR NPL IND VNM MMR ERI".split()
]


MOST_STEPS = 2_000_000
"""Lines and calls of Python in reading one test."""


def _nested(depth):
    text = " AND ".join(NATIONALITIES)
    for level in range(depth):
        text = f"({text}) {('OR', 'AND')[level % 2]} {NATIONALITIES[level % len(NATIONALITIES)]}"
    return text


@pytest.mark.parametrize(
    "text",
    [
        _nested(18),
        "NOT (" * 18 + " AND ".join(f"({one} OR sex = 'F')" for one in NATIONALITIES) + ")" * 18,
        " OR ".join(f"({one} AND {other})" for one in NATIONALITIES[:2] for other in NATIONALITIES[2:]),
        "AT_LEAST(10000000, sex = 'F', location = 'NRU')",
    ],
)
def test_how_much_is_gone_through_is_bounded_for_a_test_with_all_its_parts(text):
    steps = Counter()

    def count(_, event, __):
        steps[event] += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        with suppress(ExpressionRefused):
            parse(text)
    finally:
        sys.settrace(before)
    assert steps.total() < MOST_STEPS, steps


def test_what_is_small_is_looked_into_though_it_stands_beside_what_is_too_large():
    assert codes_of(f"({_nested(16)}) OR (sex = 'F' AND sex = 'M')") == ["test_never_true"]


def test_with_no_work_allowed_nothing_is_refused_as_never_true():
    test = parse("sex = 'F' AND sex = 'M'", work=0)
    assert never_true(test) and not never_true(test, Budget(0)) and not never_false(Not(test), Budget(0))

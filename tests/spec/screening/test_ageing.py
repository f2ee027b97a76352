"""Until when an answer holds if nothing changes but the date: who ages into or out of a rule, and on which day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import NORWAY, a_register
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from invariants.choices import DAYS, PARTIAL
from invariants.expression_strategies import readable
from invariants.situation_strategies import situations
from spec.screening.rules_and_tables import a_rule, amended
from spec.screening.small_situation import SmallSituation, a_criterion, a_situation

from resettle.engine.registry.criteria import Group
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.ageing import turns
from resettle.engine.screening.casefile import case_file
from resettle.engine.screening.reference import finding
from resettle.render.words import rules as said

ON = date(2016, 11, 14)
A_DAY = timedelta(days=1)


def turned(criteria, table, on=ON, case="C-1", **more):
    """The next turns as text, by day: ``recognised 2017-03-01 met → not_met``."""
    file = case_file(a_situation(table, criteria, on, **more), case, "there")
    return [f"{one.criterion.id} {one.on} {one.before.value} → {one.after.value}" for one in turns(file)]


def one_person(**cells):
    return f"person | {' | '.join(cells)}\nP-1 | {' | '.join(cells.values())}"


def age(test, **more):
    return a_criterion("c", f"AGE(date_of_birth, screening_day) {test}", **more)


@pytest.mark.parametrize(
    "born, test, expected",
    [
        ("1999-03-02", "< 18", "c 2017-03-02 met → not_met"),
        ("1999-03-02", "<= 17", "c 2017-03-02 met → not_met"),
        ("1999-03-02", ">= 18", "c 2017-03-02 not_met → met"),
        ("1999-03-02", "> 17", "c 2017-03-02 not_met → met"),
        ("1996-11-15", "< 21", "c 2017-11-15 met → not_met"),
        ("1995-11-15", "< 21", "c 2016-11-15 met → not_met"),
        ("1992-01-31", "<= 24", "c 2017-01-31 met → not_met"),
        ("1999-03-02", "= 17", "c 2017-03-02 met → not_met"),
        ("1999-03-02", "= 18", "c 2017-03-02 not_met → met"),
        ("1999-03-02", "<> 18", "c 2017-03-02 met → not_met"),
        ("1998-03-02", "= 18", "c 2017-03-02 met → not_met"),
        ("1999-03-02", "BETWEEN 18 AND 24", "c 2017-03-02 not_met → met"),
        ("1995-03-02", "BETWEEN 18 AND 24", "c 2020-03-02 met → not_met"),
    ],
)
def test_turning_18_21_or_25_by_the_day_of_birth(born, test, expected):
    assert turned([age(test)], one_person(date_of_birth=born)) == [expected]


@pytest.mark.parametrize("born", ["1998-11-14", "1970-01-01", "1995"])
def test_who_is_of_age_already_turns_no_more(born):
    assert turned([age(">= 18")], one_person(date_of_birth=born)) == []


def test_of_an_unknown_day_of_birth_nothing_is_foretold():
    assert turned([age("< 18")], one_person(date_of_birth="unknown")) == []


def test_a_bar_turns_the_other_way():
    assert turned([age(">= 18", kind="bar")], one_person(date_of_birth="1999-03-02")) == [
        "c 2017-03-02 met → not_met"
    ]


def test_a_year_of_birth_turns_first_on_the_first_possible_birthday_then_on_the_last():
    born = one_person(date_of_birth="1999")
    assert turned([age("< 18")], born) == ["c 2017-01-01 met → unknown"]
    assert turned([age("< 18")], born, date(2017, 1, 1)) == ["c 2017-12-31 unknown → not_met"]
    assert turned([age("< 18")], born, date(2017, 12, 31)) == []


def test_a_month_of_birth_turns_within_its_month():
    born = one_person(date_of_birth="1999-02")
    assert turned([age(">= 18")], born) == ["c 2017-02-01 not_met → unknown"]
    assert turned([age(">= 18")], born, date(2017, 2, 1)) == ["c 2017-02-28 unknown → met"]


@pytest.mark.parametrize(
    "born, test, on",
    [
        ("2000-02-29", "< 18", "2018-03-01"),  # a common year: on 1 March, as completed years are counted
        ("1996-02-29", "< 21", "2017-03-01"),
        ("1996-02-29", "< 24", "2020-02-29"),  # a leap year: on the day itself
    ],
)
def test_born_on_29_february(born, test, on):
    assert turned([age(test)], one_person(date_of_birth=born)) == [f"c {on} met → not_met"]


def test_a_child_who_comes_of_age_is_asked_what_every_adult_is():
    adult = a_criterion("certificate", "HAS(documents, 'police_certificate')", "every_adult")
    table = one_person(date_of_birth="1999-03-02", documents="none")
    assert turned([adult], table) == ["certificate 2017-03-02 met → not_met"]
    held = one_person(date_of_birth="1999-03-02", documents="police_certificate")
    assert turned([adult], held) == []
    never_asked = one_person(date_of_birth="1999-03-02", documents="unknown")
    assert turned([adult], never_asked) == ["certificate 2017-03-02 met → unknown"]


SUBMITTED = a_criterion("c", "AGE(date_of_birth, submission_day) < 18")


def test_until_the_submission_a_child_ages_and_from_it_on_no_more():
    born = one_person(date_of_birth="1999-03-02")
    assert turned([SUBMITTED], born) == ["c 2017-03-02 met → not_met"]
    assert turned([SUBMITTED], born, days={"P-1": {"submission_day": "2016-10-01"}}) == []
    assert turned([SUBMITTED], born, days={"P-1": {"decision_day": "2016-10-01"}}) == [
        "c 2017-03-02 met → not_met"
    ]


@pytest.mark.parametrize("event", ["submission_day", "decision_day", "arrival_day"])
def test_a_window_that_is_measured_by_an_event(event):
    c = a_criterion("c", f"AGE(arrived_on, {event}) < 5")
    arrived = one_person(arrived_on="2013-08-02")
    assert turned([c], arrived) == ["c 2018-08-02 met → not_met"]
    assert turned([c], arrived, days={"P-1": {event: "2016-11-01"}}) == []


def test_five_years_since_a_relatives_status():
    c = a_criterion("c", "ANY_RELATIVE(country = 'AUS' AND AGE(status_since, screening_day) < 5)")
    table = one_person(relatives_listed="all")
    relatives = {
        "P-1": [{"country": "AUS", "status_since": "2012-04-20"}, {"country": "AUS", "status_since": "2014"}]
    }
    assert turned([c], table, relatives=relatives) == ["c 2019-01-01 met → unknown"]
    assert turned([c], table, relatives={"P-1": relatives["P-1"][:1]}) == ["c 2017-04-20 met → not_met"]


def test_a_year_since_a_pathway_was_opened_asked_of_the_case_and_of_its_group():
    inner = "ANY_PATHWAY(pathway_stage = 'open' AND AGE(pathway_since, screening_day) < 1)"
    pathways = {"P-2": [{"pathway_stage": "open", "pathway_since": "2016-05-01"}]}
    table = """
    person | case | relationship_to_pa | pathways_listed
    P-1    | C-1  | PA                 | all
    P-2    | C-2  | PA                 | all
    """
    links = [("C-1", "C-2")]
    of_group = a_criterion("c", f"ANY_MEMBER({inner})", "linked_group")
    of_case = a_criterion("c", f"ANY_MEMBER({inner})", "case")
    assert turned([of_group], table, pathways=pathways, links=links) == ["c 2017-05-01 met → not_met"]
    assert turned([of_case], table, pathways=pathways, links=links) == []
    assert turned([of_case], table, case="C-2", pathways=pathways, links=links) == [
        "c 2017-05-01 met → not_met"
    ]


def test_a_linked_group_turns_with_whoever_of_it_comes_of_age():
    table = """
    person | case | relationship_to_pa | date_of_birth
    P-1    | C-1  | PA                 | 1970
    P-2    | C-2  | PA                 | 1999-03-02
    """
    test = "ANY_MEMBER(AGE(date_of_birth, screening_day) < 18)"
    group, own = a_criterion("c", test, "linked_group"), a_criterion("d", test, "case")
    assert turned([group, own], table, links=[("C-1", "C-2")]) == ["c 2017-03-02 met → not_met"]


@pytest.mark.parametrize(
    "test, on, before, after",
    [
        ("arrived_on < screening_day", "2017-01-02", "not_met", "met"),
        ("arrived_on <= screening_day", "2017-01-01", "not_met", "met"),
        ("arrived_on > screening_day", "2017-01-01", "met", "not_met"),
        ("arrived_on >= screening_day", "2017-01-02", "met", "not_met"),
        ("arrived_on = screening_day", "2017-01-01", "not_met", "met"),
        ("screening_day > arrived_on", "2017-01-02", "not_met", "met"),
    ],
)
def test_a_day_to_come_is_reached_or_passed(test, on, before, after):
    assert turned([a_criterion("c", test)], one_person(arrived_on="2017-01-01")) == [
        f"c {on} {before} → {after}"
    ]


def test_the_next_turn_only_is_told_and_the_earliest_comes_first():
    table = "person | date_of_birth\nP-1 | 1999-03-02\nP-2 | 1998-12-24"
    criteria = [
        age("< 21"),
        replace(age("< 18"), id="d"),
        replace(age("< 18", applies_to="any_member"), id="e"),
    ]
    assert turned(criteria, table) == [
        "d 2016-12-24 met → not_met",
        "e 2017-03-02 met → not_met",
        "c 2019-12-24 met → not_met",
    ]


def test_what_only_orders_or_counts_turns_too_and_what_only_lifts_or_joins_does_through_what_it_acts_on():
    born = one_person(date_of_birth="1999-03-02", location="NRU")
    assert turned([age("< 18", kind="priority")], born) == ["c 2017-03-02 met → not_met"]
    assert turned([age("< 18", kind="quota")], born) == ["c 2017-03-02 met → not_met"]
    minor = replace(age("< 18", kind="exemption"), id="minor")
    in_png = a_criterion("in-png", "location = 'PNG'", unless=("minor",))
    assert turned([minor, in_png], born) == ["in-png 2017-03-02 exempt → not_met"]
    part = replace(age("< 18", kind="part"), id="p")
    group = a_criterion("g", None, "case", group=Group(1, ("p", "gone")))
    assert turned([part, group], born) == ["g 2017-03-02 met → not_met"]


def test_how_many_members_are_children_turns_as_the_first_of_them_comes_of_age():
    table = "person | date_of_birth\nP-1 | 1970\nP-2 | 1999-03-02\nP-3 | 2001-06-30"
    c = a_criterion("c", "COUNT_MEMBERS(AGE(date_of_birth, screening_day) < 18) >= 2", "case")
    assert turned([c], table) == ["c 2017-03-02 met → not_met"]
    share = a_criterion("c", "SHARE_OF_MEMBERS(AGE(date_of_birth, screening_day) < 18) >= 30", "case")
    assert turned([share], table) == ["c 2019-06-30 met → not_met"]


def test_a_turn_in_words():
    [turn] = turns(
        case_file(a_situation(one_person(date_of_birth="1999-03-02"), [age("< 18")]), "C-1", "there")
    )
    assert said.turn(turn) == "From 2 March 2017 on, if nothing else changes: not met (now met)."


# Whatever the rules and the records are


def holds_until_it_turns(file, later):
    """No answer differs before its turn; each differs on the day of it, and is what was foretold."""
    foretold = {one.criterion.id: one for one in turns(file)}
    for criterion in (one for one in file.criteria if one.kind.answers):
        now, turn = finding(file, criterion).answer, foretold.get(criterion.id)
        day = file.on + later
        if turn is None or day < turn.on:
            assert finding(replace(file, on=day), criterion).answer is now
        if turn is not None:
            assert turn.on > file.on
            assert finding(replace(file, on=turn.on - A_DAY), criterion).answer is turn.before is now
            assert finding(replace(file, on=turn.on), criterion).answer is turn.after is not now


@given(situations(), st.integers(0, 12 * 366))
def test_an_answer_holds_until_its_turn_and_differs_on_the_day(situation, days):
    for case in situation.cases["case"]:
        for arrangement in situation.screened_arrangements:
            holds_until_it_turns(case_file(situation, case, arrangement), timedelta(days=days))


DAY_TERMS = [
    "date_of_birth",
    "arrived_on",
    "screening_day",
    "submission_day",
    "DATE '2013-07-19'",
    "DATE '2020-02-29'",
]
AGES = st.tuples(*[st.sampled_from(DAY_TERMS)] * 2).map(lambda days: f"AGE({days[0]}, {days[1]})")
OF_AGES = st.tuples(
    AGES, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), AGES | st.integers(0, 25).map(str)
)
EXACT = st.dates(date(1990, 1, 1), ON).map(str) | st.sampled_from(["1992-02-29", "2000-02-29", *DAYS])


@settings(max_examples=100)
@given(OF_AGES.map(" ".join), EXACT | st.sampled_from(PARTIAL), EXACT | st.sampled_from(PARTIAL), st.none() | EXACT,
       st.integers(0, 30 * 366), st.sampled_from(["each_member", "every_adult"]))  # fmt: skip
def test_every_way_to_compare_ages_turns_when_it_is_foretold(test, born, arrived, submitted, days, reach):
    assume(readable(test))
    situation = SmallSituation(
        {"P-1": {"date_of_birth": born, "arrived_on": arrived}},
        [("C-1", "P-1", "PA")],
        criteria={"there": [a_criterion("c", test, reach)]},
        days={"there": {"P-1": {"submission_day": submitted} if submitted else {}}},
    )
    holds_until_it_turns(case_file(situation, "C-1", "there"), timedelta(days=days))


def test_a_rule_that_is_known_to_change_turns_an_answer_on_its_day_and_what_would_come_after_is_left_out():
    size, older = a_criterion("size", "case_size = 1", "case"), age("< 18")
    stricter, new = a_criterion("size", "case_size > 1", "case"), a_criterion("new", "sex = 'F'")
    day, later = date(2017, 1, 1), date(2017, 2, 1)
    file = case_file(
        a_situation(one_person(date_of_birth="1999-03-02", sex="F"), [size, older], ON), "C-1", "there"
    )
    found = turns(file, {later: (new,), day: (stricter, older)})
    assert [(one.criterion.id, one.on, one.before.value, one.after.value, one.amended) for one in found] == [
        ("size", day, "met", "not_met", True),
        ("c", later, "met", "not_in_force", True),
        ("new", later, "not_in_force", "met", True),
    ]


def test_what_runs_only_until_a_day_ends_then_and_is_not_told_as_a_change_of_rules():
    day, later = date(2017, 1, 1), date(2017, 2, 1)
    ending = a_criterion("ending", "case_size = 1", "case", until=day)
    repealed, kept = (a_criterion(name, "case_size = 1", "case") for name in ("repealed", "kept"))
    shortened = replace(kept, until=later, amends=True)
    file = case_file(a_situation(one_person(sex="F"), [ending, repealed, kept], ON), "C-1", "there")
    found = turns(file, {day: (shortened,), later: ()})
    assert [(one.criterion.id, one.on, one.ends, one.amended) for one in found] == [
        ("ending", day, True, False),
        ("repealed", day, False, True),
        ("kept", later, True, False),
    ]
    assert (
        said.turn(found[0]) == "From 1 January 2017 on, as it runs only until then: not in force (now met)."
    )


def test_a_sub_quota_ends_with_its_offer(tmp_path):
    quota = a_rule(
        "women", "sex = 'F'", table="sub_quota", kind="floor", of="2026", number=2, counts="matching"
    )
    register = a_register(tmp_path, {"arrangements/nor-2026.toml": NORWAY + quota})
    seen = Situation(register, date(2026, 3, 2))
    found = turns(case_file(seen, "C-1", "nor-2026"), seen.rules_to_come("nor-2026"))
    [women] = [one for one in found if one.criterion.id == "women"]
    assert (women.on, women.ends, women.amended) == (date(2027, 1, 1), True, False)


def test_rules_to_come_are_those_that_are_known(tmp_path):
    rules = a_rule("size", "case_size <= 4", applies_to="case")
    rules += amended(effective=date(2026, 4, 1), known=date(2026, 3, 1), test="case_size <= 2")
    register = a_register(tmp_path, {"arrangements/nor-2026.toml": NORWAY + rules})
    told, untold = (Situation(register, date(2026, 3, 2), known) for known in (None, date(2026, 2, 28)))
    assert list(told.rules_to_come("nor-2026")) == [date(2026, 4, 1)]
    assert {one.text for one in told.rules_to_come("nor-2026")[date(2026, 4, 1)]} >= {"case_size <= 2"}
    assert untold.rules_to_come("nor-2026") == {}


LIMITS = st.integers(14, 30)


@settings(max_examples=60)
@given(EXACT, LIMITS, LIMITS, LIMITS, st.lists(st.integers(1, 12 * 365), min_size=2, max_size=2, unique=True))
def test_each_version_of_a_rule_turns_answers_on_its_own_days_only(born, limit, then, last, after):
    first, second = (ON + timedelta(days=each) for each in sorted(after))
    versions = [age(f"< {years}") for years in (limit, then, last)]
    situation = a_situation(one_person(date_of_birth=born), [versions[0]], ON)
    file = case_file(situation, "C-1", "there")
    found = turns(file, {first: (versions[1],), second: (versions[2],)})

    def answer(day):
        stands = versions[0] if day < first else versions[1] if day < second else versions[2]
        return finding(replace(file, on=day, criteria=(stands,)), stands).answer

    birthdays = [date.fromisoformat(born) + timedelta(days=round(365.25 * years)) for years in range(13, 32)]
    near = {day + timedelta(days=off) for day in (*birthdays, first, second) for off in range(-3, 4)}
    expected = next((day for day in sorted(near) if day > ON and answer(day) is not answer(ON)), None)
    assert [one.on for one in found] == ([expected] if expected else [])
    assert all((one.before, one.after) == (answer(ON), answer(one.on)) for one in found)


@pytest.mark.parametrize(
    ("limit", "then", "turns_on", "by_a_change"),
    [
        (25, 30, date(2029, 7, 7), False),  # at 25 the limit is 30 already
        (30, 25, date(2024, 7, 7), False),
        (30, 15, date(2017, 6, 1), True),
    ],
)
def test_an_age_limit_that_is_known_to_change(limit, then, turns_on, by_a_change):
    situation = a_situation(one_person(date_of_birth="1999-07-07"), [age(f"< {limit}")], ON)
    [found] = turns(case_file(situation, "C-1", "there"), {date(2017, 6, 1): (age(f"< {then}"),)})
    assert (found.on, found.amended) == (turns_on, by_a_change)


@pytest.mark.parametrize(
    "test",
    [
        "submission_day BETWEEN DATE '2016-01-01' AND DATE '9999-12-31'",
        "submission_day <= DATE '9999-12-31'",
        "AGE(date_of_birth, submission_day) < 7990",
    ],
)
def test_days_at_the_end_of_the_calendar_are_no_error(test):
    situation = a_situation(one_person(date_of_birth="1999-07-07"), [a_criterion("c", test)], ON)
    for one in turns(case_file(situation, "C-1", "there")):
        assert one.on > ON

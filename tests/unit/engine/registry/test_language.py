"""What the language reads, and what can be asked of a test that was read."""

from datetime import date

import pytest

from resettle.engine.registry.facts import Kind, Of
from resettle.engine.registry.language import (
    Age,
    And,
    AnyRecord,
    AtLeast,
    CodeLiteral,
    Compare,
    DateLiteral,
    EventDay,
    FactValue,
    Has,
    HasValue,
    HowMany,
    InList,
    IsNone,
    Not,
    NumberLiteral,
    OfMembers,
    OneOf,
    Op,
    Or,
    Quantifier,
    ScreeningDay,
    bound,
    events_named,
    facts_used,
    lists_named,
    parse,
    quantified,
)

BORN = FactValue("date_of_birth", Kind.DATE)
MOVED = FactValue("transferred_on", Kind.DATE)
ARRIVED = FactValue("arrived_on", Kind.DATE)
JULY = DateLiteral(date(2013, 7, 19))


@pytest.mark.parametrize(
    "text, tree",
    [
        ("refugee_status = 'recognised'", OneOf("refugee_status", ("recognised",))),
        ("'recognised' = refugee_status", OneOf("refugee_status", ("recognised",))),
        ("location IN ('NRU', 'PNG', 'NRU')", OneOf("location", ("NRU", "PNG"))),
        ("location NOT IN ('NRU')", Not(OneOf("location", ("NRU",)))),
        ("location <> 'NRU'", Compare(FactValue("location", Kind.CODE), Op.NE, CodeLiteral("NRU"))),
        ("location != 'NRU'", Compare(FactValue("location", Kind.CODE), Op.NE, CodeLiteral("NRU"))),
        (
            "location = transferred_to",
            Compare(FactValue("location", Kind.CODE), Op.EQ, FactValue("transferred_to", Kind.CODE)),
        ),
        ("transferred_on >= DATE '2013-07-19'", Compare(MOVED, Op.GE, JULY)),
        ("date '2013-07-19' <= transferred_on", Compare(MOVED, Op.GE, JULY)),
        (
            "age(date_of_birth, screening_day) < 18",
            Compare(Age(BORN, ScreeningDay()), Op.LT, NumberLiteral(18)),
        ),
        (
            "AGE(date_of_birth, DATE '2013-07-19') BETWEEN 18 AND 24",
            And(
                (
                    Compare(Age(BORN, JULY), Op.GE, NumberLiteral(18)),
                    Compare(Age(BORN, JULY), Op.LE, NumberLiteral(24)),
                )
            ),
        ),
        ("HAS(nationality, 'IRN', 'STA')", Has("nationality", ("IRN", "STA"))),
        ("HAS(specific_needs, 'SV-VF')", Has("specific_needs", ("SV-VF",))),
        ("NONE(transferred_on)", IsNone("transferred_on")),
        ("NOT NONE(transferred_on)", Not(IsNone("transferred_on"))),
        ("transferred_on IN (DATE '2013-07-19')", Compare(MOVED, Op.EQ, JULY)),
        (
            "sex = 'F' AND location = 'NRU' AND (sex = 'F' OR NOT location = 'PNG')",
            And(
                (
                    OneOf("sex", ("F",)),
                    OneOf("location", ("NRU",)),
                    Or((OneOf("sex", ("F",)), Not(OneOf("location", ("PNG",))))),
                )
            ),
        ),
        ("NOT sex = 'F' AND location = 'NRU'", And((Not(OneOf("sex", ("F",))), OneOf("location", ("NRU",))))),
        (
            "sex = 'F' OR sex = 'M' AND location = 'NRU'",
            Or((OneOf("sex", ("F",)), And((OneOf("sex", ("M",)), OneOf("location", ("NRU",)))))),
        ),
        ("  (((sex\n=\t'F')))  ", OneOf("sex", ("F",))),
        ("case_size <= 5", Compare(FactValue("case_size", Kind.NUMBER), Op.LE, NumberLiteral(5))),
        ("NONE(category_secondary)", IsNone("category_secondary")),
    ],
)
def test_what_is_written_is_what_is_kept(text, tree):
    assert parse(text) == tree


def test_the_facts_used_are_all_of_them():
    text = "AGE(date_of_birth, transferred_on) >= 18 AND (NONE(transferred_to) OR NOT HAS(nationality, 'IRN') OR sex = 'F')"
    assert facts_used(parse(text)) == {
        "date_of_birth",
        "transferred_on",
        "transferred_to",
        "nationality",
        "sex",
    }


# What asks several members, relatives or pathways, and what was added with it

WOMAN = OneOf("sex", ("F",))
SIZE = FactValue("case_size", Kind.NUMBER)


@pytest.mark.parametrize(
    "text, tree",
    [
        ("EACH_MEMBER(sex = 'F')", OfMembers(Quantifier.EACH, WOMAN)),
        ("any_member(sex = 'F')", OfMembers(Quantifier.ANY, WOMAN)),
        ("PRINCIPAL_APPLICANT(NOT sex = 'F')", OfMembers(Quantifier.APPLICANT, Not(WOMAN))),
        ("COUNT_MEMBERS(sex = 'F') >= 2", Compare(HowMany(WOMAN, False), Op.GE, NumberLiteral(2))),
        ("2 <= COUNT_MEMBERS(sex = 'F')", Compare(HowMany(WOMAN, False), Op.GE, NumberLiteral(2))),
        ("SHARE_OF_MEMBERS(sex = 'F') >= 60", Compare(HowMany(WOMAN, True), Op.GE, NumberLiteral(60))),
        ("SHARE_OF_MEMBERS(sex = 'F') = 100", Compare(HowMany(WOMAN, True), Op.EQ, NumberLiteral(100))),
        ("COUNT_MEMBERS(sex = 'F') = case_size", Compare(HowMany(WOMAN, False), Op.EQ, SIZE)),
        (
            "COUNT_MEMBERS(sex = 'F') BETWEEN 1 AND 2",
            And(
                (
                    Compare(HowMany(WOMAN, False), Op.GE, NumberLiteral(1)),
                    Compare(HowMany(WOMAN, False), Op.LE, NumberLiteral(2)),
                )
            ),
        ),
        (
            "COUNT_MEMBERS(sex = 'F') > COUNT_MEMBERS(NOT sex = 'F')",
            Compare(HowMany(WOMAN, False), Op.GT, HowMany(Not(WOMAN), False)),
        ),
        (
            "ANY_RELATIVE(relationship IN ('parent') AND country = 'NZL')",
            AnyRecord(Of.RELATIVE, And((OneOf("relationship", ("parent",)), OneOf("country", ("NZL",))))),
        ),
        (
            "ANY_PATHWAY(pathway_country <> 'NZL')",
            AnyRecord(
                Of.PATHWAY,
                Compare(FactValue("pathway_country", Kind.CODE), Op.NE, CodeLiteral("NZL")),
            ),
        ),
        (
            "ANY_MEMBER(ANY_RELATIVE(country = 'NZL'))",
            OfMembers(Quantifier.ANY, AnyRecord(Of.RELATIVE, OneOf("country", ("NZL",)))),
        ),
        ("AT_LEAST(1, sex = 'F', NONE(fled_on))", AtLeast(1, (WOMAN, IsNone("fled_on")))),
        ("AT_LEAST(2, sex = 'F', sex = 'F')", AtLeast(2, (WOMAN, WOMAN))),
        (
            "at_least(2, sex = 'F', NONE(fled_on), AT_LEAST(1, sex = 'F', NONE(fled_on)))",
            AtLeast(2, (WOMAN, IsNone("fled_on"), AtLeast(1, (WOMAN, IsNone("fled_on"))))),
        ),
        ("IN_LIST(location, 'africa')", InList("location", Kind.CODE, "africa")),
        ("IN_LIST(nationality, 'unhcr-top-10')", InList("nationality", Kind.CODES, "unhcr-top-10")),
        ("IN_LIST(specific_needs, 'needs')", InList("specific_needs", Kind.CODES, "needs")),
        ("HAS(nationality, birth_country)", HasValue("nationality", "birth_country")),
        ("NOT HAS(nationality, location)", Not(HasValue("nationality", "location"))),
        ("arrived_on < submission_day", Compare(ARRIVED, Op.LT, EventDay("submission_day"))),
        ("decision_day >= arrived_on", Compare(EventDay("decision_day"), Op.GE, ARRIVED)),
        (
            "AGE(date_of_birth, arrival_day) >= 18",
            Compare(Age(BORN, EventDay("arrival_day")), Op.GE, NumberLiteral(18)),
        ),
        ("group_size > 3", Compare(FactValue("group_size", Kind.NUMBER), Op.GT, NumberLiteral(3))),
    ],
)
def test_what_is_asked_of_several_is_kept(text, tree):
    assert parse(text) == tree


def test_a_test_of_a_linked_group_asks_its_members():
    text = "COUNT_MEMBERS(sex = 'F') >= 2 AND EACH_MEMBER(ANY_RELATIVE(country = 'NZL'))"
    asked = list(quantified(parse(text, Of.CASE, group=True)))
    assert [part.group for part in asked if not isinstance(part, AnyRecord)] == [True, True] and len(
        asked
    ) == 3
    assert not any(part.group for part in quantified(parse(text, Of.CASE)) if not isinstance(part, AnyRecord))


def test_named_lists_and_days_of_events_are_bound_wherever_they_stand():
    text = (
        "IN_LIST(location, 'here') AND NOT EACH_MEMBER(IN_LIST(nationality, 'here')) AND AT_LEAST(1, "
        "COUNT_MEMBERS(IN_LIST(location, 'gone')) > 1, ANY_RELATIVE(IN_LIST(country, 'here') OR status_since < decision_day)) "
        "AND AGE(date_of_birth, submission_day) > 1"
    )
    test = parse(text)
    assert [one.list for one in lists_named(test)] == ["here", "here", "gone", "here"]
    assert [one.event for one in events_named(test)] == ["submission_day", "decision_day"]
    there = bound(test, "there", {"here": ("NZL", "AUS")}.get)
    assert [one.list for one in lists_named(there)] == ["gone"]
    assert {one.arrangement for one in events_named(there)} == {"there"}
    assert there.parts[0] == OneOf("location", ("NZL", "AUS"))
    assert there.parts[1] == Not(OfMembers(Quantifier.EACH, Has("nationality", ("NZL", "AUS"))))
    plain = parse("sex = 'F' AND ANY_MEMBER(NONE(fled_on))")
    assert bound(plain, "there", {}.get) is plain

"""What the language reads, and everything it refuses, each with its reason."""

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
    ExpressionRefused,
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


@pytest.mark.parametrize(
    "text, code",
    [
        ("", "test_empty"),
        (" \n ", "test_empty"),
        ("sex = 'F'" + " " * 2_000, "test_too_long"),
        (" AND ".join(["sex = 'F'"] * 3_000), "test_too_long"),
        (" AND ".join(["sex='F'"] * 120), "test_too_many_parts"),
        ("(" * 100 + "sex = 'F'" + ")" * 100, "test_too_deep"),
        ("NOT (" * 60 + "sex = 'F'" + ")" * 60, "test_too_deep"),
        ("NOT " * 200 + "sex = 'F'", "test_part_refused"),
        ("sex = 'F' AND", "test_syntax"),
        ("(sex = 'F'", "test_syntax"),
        ("sex = 'F' location = 'NRU'", "test_syntax"),
        ("sex = 'F", "test_character_refused"),
        ("transferred_on IS NULL", "test_null_refused"),
        ("transferred_on IS NOT NULL", "test_null_refused"),
        ("sex = 'F' IS NULL", "test_null_refused"),
        ("case_size = 1 IS NULL", "test_null_refused"),
        ("(sex = 'F') IS TRUE", "test_null_refused"),
        ("sex = NULL", "test_null_refused"),
        ("sex IN ('F', NULL)", "test_null_refused"),
        ("NOT sex IN (NULL)", "test_null_refused"),
        ("COALESCE(sex, 'F') = 'F'", "test_null_refused"),
        ("IFNULL(sex, 'F') = 'F'", "test_null_refused"),
        ("NULLIF(sex, 'F') = 'F'", "test_null_refused"),
        ("CASE WHEN sex = 'F' THEN 1 ELSE 0 END = 1", "test_null_refused"),
        ("IF(sex = 'F', 1, 0) = 1", "test_null_refused"),
        ("sex <=> 'F'", "test_null_refused"),
        ("sex IS DISTINCT FROM 'F'", "test_null_refused"),
        ("case_size + 1 > 2", "test_arithmetic_refused"),
        ("case_size > -1", "test_arithmetic_refused"),
        ("date_of_birth < screening_day - 18", "test_arithmetic_refused"),
        ("arrived_on > INTERVAL '1' DAY", "test_arithmetic_refused"),
        ("location IN (SELECT 1)", "test_subquery_refused"),
        ("EXISTS(SELECT 1)", "test_subquery_refused"),
        ("SELECT 1", "test_subquery_refused"),
        ("UPPER(sex) = 'F'", "test_function_refused"),
        ("SUM(case_size) > 1", "test_function_refused"),
        ("PG_SLEEP(10) = 1", "test_function_refused"),
        ("AGED(date_of_birth, screening_day) > 1", "test_function_refused"),
        ("CURRENT_DATE > date_of_birth", "test_function_refused"),
        ("DATE('2013-07-19') < arrived_on", "test_function_refused"),
        ("CAST(arrived_on AS DATE) = DATE '2013-07-19'", "test_cast_refused"),
        ("CAST('2013-07-19' AS DATE) = arrived_on", "test_cast_refused"),
        ("TRY_CAST('2013-07-19' AS DATE) = arrived_on", "test_cast_refused"),
        ("TIMESTAMP '2013-07-19' = arrived_on", "test_cast_refused"),
        ("case_size::int = 1", "test_character_refused"),
        ("sex = 'F'; DROP TABLE people", "test_character_refused"),
        ("sex = 'F' -- and more", "test_part_refused"),
        ("sex = 'F' /* and more */", "test_part_refused"),
        ("sex == 'F'", "test_part_refused"),
        ("sex LIKE 'F'", "test_part_refused"),
        ("sex = 'F' COLLATE nocase", "test_part_refused"),
        ("sex = 'F' 'M'", "test_part_refused"),
        ("sex IN ()", "test_part_refused"),
        ("sex = ANY('F')", "test_part_refused"),
        ("(sex, location) = ('F', 'NRU')", "test_part_refused"),
        ("sex = 'F' AS woman", "test_syntax"),
        ("CREATE TABLE people", "test_syntax"),
        ("IF IN IF", "test_null_refused"),
        ("sex = TRUE", "test_part_refused"),
        ("sex = :sex", "test_character_refused"),
        ("sex = ?", "test_character_refused"),
        ("sex = @sex", "test_character_refused"),
        ("sex = $1", "test_character_refused"),
        ("people.sex = 'F'", "test_character_refused"),
        ("\"sex\" = 'F'", "test_character_refused"),
        ("`sex` = 'F'", "test_character_refused"),
        ("sex || 'F' = 'F'", "test_character_refused"),
        ("specific_needs[0] = 'SV'", "test_character_refused"),
        ("sex = 'F’", "test_character_refused"),
        ("ѕex = 'F'", "test_character_refused"),
        ("sex\u00a0= 'F'", "test_character_refused"),
        ("sex = 'F' AND\u202e location = 'NRU'", "test_character_refused"),
        ("case_size = ١", "test_character_refused"),
        ("sex", "test_not_yes_or_no"),
        ("'F'", "test_not_yes_or_no"),
        ("AGE(date_of_birth, screening_day)", "test_not_yes_or_no"),
        ("sex = 'F' = 'F'", "test_chained_comparison"),
        ("1 < case_size < 3", "test_chained_comparison"),
        ("sex = NOT location", "test_chained_comparison"),
        ("gender = 'F'", "test_unknown_fact"),
        ("Sex = 'F'", "test_unknown_fact"),
        ("location = 'NAU'", "test_unknown_code"),
        ("sex = 'f'", "test_unknown_code"),
        ("sex = 'Ｆ'", "test_unknown_code"),
        ("sex = ''", "test_unknown_code"),
        ("HAS(specific_needs, 'sv')", "test_unknown_code"),
        ("refugee_status = 'pending'", "test_code_undetermined"),
        ("refugee_status IN ('recognised', 'pending')", "test_code_undetermined"),
        ("arrived_on > '2013-07-19'", "test_wrong_type"),
        ("arrived_on > 2013", "test_wrong_type"),
        ("case_size = 'five'", "test_wrong_type"),
        ("sex = 1", "test_wrong_type"),
        ("sex = location", "test_wrong_type"),
        ("arrived_on = case_size", "test_wrong_type"),
        ("AGE(date_of_birth, screening_day) > DATE '2013-07-19'", "test_wrong_type"),
        ("AGE(sex, screening_day) > 1", "test_wrong_type"),
        ("AGE(AGE(date_of_birth, arrived_on), screening_day) > 1", "test_wrong_type"),
        ("nationality = 'IRN'", "test_wrong_type"),
        ("nationality IN ('IRN')", "test_wrong_type"),
        ("HAS(sex, 'F')", "test_wrong_type"),
        ("HAS(nationality)", "test_wrong_arguments"),
        ("HAS()", "test_wrong_arguments"),
        ("NONE()", "test_wrong_arguments"),
        ("NONE('sex')", "test_wrong_arguments"),
        ("NONE(sex, location)", "test_wrong_arguments"),
        ("AGE(date_of_birth) > 1", "test_wrong_arguments"),
        ("sex < 'M'", "test_codes_have_no_order"),
        ("sex BETWEEN 'F' AND 'M'", "test_codes_have_no_order"),
        ("arrived_on > DATE '2013-02-30'", "test_bad_date"),
        ("arrived_on > DATE '2013'", "test_bad_date"),
        ("case_size > 1e3", "test_bad_number"),
        ("case_size > 99999999999999999999", "test_bad_number"),
        ("1 = 1", "test_no_fact"),
        ("screening_day > DATE '2013-07-19'", "test_no_fact"),
        ("sex = sex", "test_same_on_both_sides"),
        ("AGE(arrived_on, arrived_on) = 0", "test_same_on_both_sides"),
        ("AGE(date_of_birth, screening_day) < 0", "test_never_true"),
        ("0 > case_size", "test_never_true"),
        ("case_size BETWEEN 5 AND 2", "test_never_true"),
        ("arrived_on BETWEEN DATE '2014-01-01' AND DATE '2013-01-01'", "test_never_true"),
        ("sex = 'F' AND location = 'NRU' AND sex = 'M'", "test_never_true"),
    ],
)
def test_what_is_refused_and_why(text, code):
    assert code in _codes(text)


def test_every_fault_comes_at_once_each_in_its_place():
    text = "gender = 'F' AND location = 'NAU' AND (arrived_on > '2013' OR refugee_status = 'pending')"
    faults = _faults(text)
    assert [fault.code for fault in faults] == [
        "test_unknown_fact",
        "test_unknown_code",
        "test_wrong_type",
        "test_code_undetermined",
    ]
    assert [text[fault.params["at"] - 1 :][: len(fault.params["part"])] for fault in faults] == [
        "gender",
        "'NAU'",
        "arrived_on > '2013'",
        "'pending'",
    ]


@pytest.mark.parametrize(
    "text, key, says",
    [
        ("refuge_status = 'recognised'", "suggestion", "refugee_status"),
        ("Refugee_Status = 'recognised'", "suggestion", "refugee_status"),
        ("refugee_status = 'recognized'", "suggestion", "recognised"),
        ("location = 'nru'", "suggestion", "NRU"),
        ("HASS(nationality, 'IRN') ", "suggestion", "HAS"),
        ("nationality = 'IRN'", "write", "HAS(nationality, '…')"),
        ("arrived_on > '2013-07-19'", "write", "DATE 'YYYY-MM-DD'"),
        ("transferred_on IS NULL", "write", "NONE(fact)"),
        ("refugee_status = 'pending'", "settled", ["recognised", "refused"]),
        ("UPPER(sex) = 'F'", "part", "UPPER(sex)"),
    ],
)
def test_a_fault_says_how_to_mend_it(text, key, says):
    assert _faults(text)[0].params[key] == says


@pytest.mark.parametrize(
    "text", ["CREATE IN (", "IF THEN", "DROP TABLE people", "sex = 'F' AND IF < IF", "SET sex = 'F'"]
)
def test_what_is_written_reaches_no_log(text, caplog):
    assert _codes(text) and not caplog.records


def test_a_test_of_persons_may_not_ask_for_facts_of_the_case():
    assert parse("case_size > 1", Of.CASE) and parse("relationship_to_pa = 'PA'", Of.PERSON)
    assert _codes("case_size > 1", Of.PERSON) == ["test_fact_of_another"]
    assert _codes("NONE(sex)", Of.CASE) == ["test_fact_of_another"]


def test_the_facts_used_are_all_of_them():
    text = "AGE(date_of_birth, transferred_on) >= 18 AND (NONE(location) OR NOT HAS(nationality, 'IRN') OR sex = 'F')"
    assert facts_used(parse(text)) == {"date_of_birth", "transferred_on", "location", "nationality", "sex"}


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
        ("AT_LEAST(1, sex = 'F', NONE(location))", AtLeast(1, (WOMAN, IsNone("location")))),
        ("AT_LEAST(2, sex = 'F', sex = 'F')", AtLeast(2, (WOMAN, WOMAN))),
        (
            "at_least(2, sex = 'F', NONE(sex), AT_LEAST(1, sex = 'F', NONE(sex)))",
            AtLeast(2, (WOMAN, IsNone("sex"), AtLeast(1, (WOMAN, IsNone("sex"))))),
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


@pytest.mark.parametrize(
    "text, code",
    [
        # wrong arguments
        ("EACH_MEMBER()", "test_wrong_arguments"),
        ("EACH_MEMBER(sex = 'F', sex = 'M')", "test_wrong_arguments"),
        ("COUNT_MEMBERS() > 1", "test_wrong_arguments"),
        ("SHARE_OF_MEMBERS(sex = 'F', sex = 'M') > 1", "test_wrong_arguments"),
        ("ANY_RELATIVE()", "test_wrong_arguments"),
        ("ANY_PATHWAY(pathway_stage = 'open', pathway_stage = 'ended')", "test_wrong_arguments"),
        ("AT_LEAST()", "test_wrong_arguments"),
        ("AT_LEAST(1)", "test_wrong_arguments"),
        ("AT_LEAST(1, sex = 'F')", "test_wrong_arguments"),
        ("AT_LEAST(0, sex = 'F', sex = 'M')", "test_wrong_arguments"),
        ("AT_LEAST('1', sex = 'F', sex = 'M')", "test_wrong_arguments"),
        ("AT_LEAST(sex = 'F', sex = 'M', sex = 'X')", "test_wrong_arguments"),
        ("AT_LEAST(case_size, sex = 'F', sex = 'M')", "test_wrong_arguments"),
        ("AT_LEAST(-1, sex = 'F', sex = 'M')", "test_arithmetic_refused"),
        ("AT_LEAST(1.5, sex = 'F', sex = 'M')", "test_character_refused"),
        ("AT_LEAST(1e1, sex = 'F', sex = 'M')", "test_bad_number"),
        ("AT_LEAST(9999999999, sex = 'F', sex = 'M')", "test_bad_number"),
        ("AT_LEAST(3, sex = 'F', sex = 'M')", "test_never_true"),
        ("AT_LEAST(1, sex, sex = 'M')", "test_not_yes_or_no"),
        ("IN_LIST(location)", "test_wrong_arguments"),
        ("IN_LIST('NRU', 'africa')", "test_wrong_arguments"),
        ("IN_LIST(location, africa)", "test_wrong_arguments"),
        ("IN_LIST(location, 'africa', 'asia')", "test_wrong_arguments"),
        ("IN_LIST(location, 'Africa')", "test_wrong_arguments"),
        ("IN_LIST(location, '../africa')", "test_wrong_arguments"),
        ("IN_LIST(location, '')", "test_wrong_arguments"),
        ("HAS(birth_country, nationality)", "test_wrong_type"),
        ("HAS(nationality, sex)", "test_wrong_type"),
        ("HAS(nationality, date_of_birth)", "test_wrong_type"),
        ("HAS(specific_needs, location)", "test_wrong_type"),
        ("HAS(nationality, nationality)", "test_wrong_type"),
        ("HAS(nationality, birth_country, 'IRN')", "test_wrong_type"),
        ("HAS(nationality, 'IRN', birth_country)", "test_wrong_type"),
        ("HAS(nationality, screening_day)", "test_unknown_fact"),
        # a question where a value should be, and the other way round
        ("EACH_MEMBER(sex)", "test_not_yes_or_no"),
        ("EACH_MEMBER('F')", "test_not_yes_or_no"),
        ("COUNT_MEMBERS(sex = 'F')", "test_not_yes_or_no"),
        ("SHARE_OF_MEMBERS(sex = 'F')", "test_not_yes_or_no"),
        ("submission_day", "test_not_yes_or_no"),
        ("EACH_MEMBER(sex = 'F') = 1", "test_chained_comparison"),
        ("ANY_RELATIVE(country = 'NZL') > 1", "test_chained_comparison"),
        ("AT_LEAST(1, sex = 'F', sex = 'M') = 1", "test_chained_comparison"),
        ("EACH_MEMBER(sex = 'F') IS TRUE", "test_null_refused"),
        ("COUNT_MEMBERS(sex = 'F') > NULL", "test_null_refused"),
        ("COUNT_MEMBERS(sex = 'F') + 1 > 2", "test_arithmetic_refused"),
        ("COUNT_MEMBERS(sex = 'F') > 'two'", "test_wrong_type"),
        ("COUNT_MEMBERS(sex = 'F') > DATE '2013-07-19'", "test_wrong_type"),
        ("COUNT_MEMBERS(*) > 1", "test_arithmetic_refused"),
        ("AGE(COUNT_MEMBERS(sex = 'F'), screening_day) > 1", "test_wrong_type"),
        ("submission_day > 18", "test_wrong_type"),
        ("submission_day = '2013-07-19'", "test_wrong_type"),
        ("IN_LIST(date_of_birth, 'africa')", "test_wrong_type"),
        ("IN_LIST(case_size, 'africa')", "test_wrong_type"),
        # nested
        ("EACH_MEMBER(EACH_MEMBER(sex = 'F'))", "test_nested_question"),
        ("ANY_MEMBER(NOT PRINCIPAL_APPLICANT(sex = 'F'))", "test_nested_question"),
        ("EACH_MEMBER(COUNT_MEMBERS(sex = 'F') > 1)", "test_nested_question"),
        ("COUNT_MEMBERS(AT_LEAST(1, sex = 'F', ANY_MEMBER(sex = 'F'))) > 1", "test_nested_question"),
        ("COUNT_MEMBERS(SHARE_OF_MEMBERS(sex = 'F') > 1) > 1", "test_nested_question"),
        ("ANY_RELATIVE(ANY_RELATIVE(country = 'NZL'))", "test_nested_question"),
        ("ANY_RELATIVE(ANY_PATHWAY(pathway_stage = 'open'))", "test_nested_question"),
        ("ANY_PATHWAY(EACH_MEMBER(sex = 'F'))", "test_nested_question"),
        ("EACH_MEMBER(ANY_RELATIVE(COUNT_MEMBERS(sex = 'F') > 1))", "test_nested_question"),
        # facts of another
        ("EACH_MEMBER(case_size > 1)", "test_fact_of_another"),
        ("COUNT_MEMBERS(priority = 'urgent') > 1", "test_fact_of_another"),
        ("EACH_MEMBER(country = 'NZL')", "test_fact_of_another"),
        ("ANY_RELATIVE(sex = 'F')", "test_fact_of_another"),
        ("ANY_RELATIVE(pathway_stage = 'open')", "test_fact_of_another"),
        ("ANY_PATHWAY(country = 'NZL')", "test_fact_of_another"),
        ("ANY_PATHWAY(HAS(nationality, 'IRN'))", "test_fact_of_another"),
        ("ANY_RELATIVE(IN_LIST(location, 'africa'))", "test_fact_of_another"),
        ("country = 'NZL'", "test_fact_of_another"),
        ("pathway_stage = 'open'", "test_fact_of_another"),
        ("ANY_RELATIVE(relationship = 'mother')", "test_unknown_code"),
        ("ANY_RELATIVE(relation = 'parent')", "test_unknown_fact"),
        # never, or of nobody
        ("SHARE_OF_MEMBERS(sex = 'F') > 100", "test_never_true"),
        ("SHARE_OF_MEMBERS(sex = 'F') >= 101", "test_never_true"),
        ("SHARE_OF_MEMBERS(sex = 'F') = 101", "test_never_true"),
        ("101 <= SHARE_OF_MEMBERS(sex = 'F')", "test_never_true"),
        ("SHARE_OF_MEMBERS(sex = 'F') < 0", "test_never_true"),
        ("COUNT_MEMBERS(sex = 'F') < 0", "test_never_true"),
        ("COUNT_MEMBERS(sex = 'F') BETWEEN 3 AND 2", "test_never_true"),
        ("COUNT_MEMBERS(sex = 'F') >= 3 AND COUNT_MEMBERS(sex = 'F') < 3", "test_never_true"),
        ("EACH_MEMBER(sex = 'F' AND sex = 'M')", "test_never_true"),
        ("AGE(date_of_birth, screening_day) >= 18 AND AGE(date_of_birth, screening_day) < 18", "test_never_true"),
        ("arrived_on > DATE '2014-01-01' AND sex = 'F' AND arrived_on <= DATE '2013-01-01'", "test_never_true"),
        ("arrived_on < submission_day AND submission_day < DATE '2013-01-01' AND submission_day > DATE '2014-01-01'",
         "test_never_true"),
        ("NONE(arrived_on) AND arrived_on < DATE '2013-01-01'", "test_never_true"),
        ("sex = 'F' AND NOT sex IN ('F', 'M')", "test_never_true"),
        ("COUNT_MEMBERS(sex = 'F') = COUNT_MEMBERS(sex = 'F')", "test_same_on_both_sides"),
        ("submission_day = submission_day", "test_same_on_both_sides"),
        ("AGE(submission_day, submission_day) = 0", "test_same_on_both_sides"),
        # what other databases have
        ("arrived_on BETWEEN SYMMETRIC transferred_on AND fled_on", "test_part_refused"),
        ("arrived_on BETWEEN ASYMMETRIC transferred_on AND fled_on", "test_part_refused"),
        ("COUNT_MEMBERS(DISTINCT sex = 'F') > 1", "test_part_refused"),
        ("ANY_MEMBER(sex = 'F') OVER ()", "test_part_refused"),
        ("COUNT(sex = 'F') > 1", "test_function_refused"),
        ("ANY_MEMBERS(sex = 'F')", "test_function_refused"),
    ],
)  # fmt: skip
def test_what_is_refused_of_several_and_why(text, code):
    assert code in _codes(text)


def test_members_relatives_and_days_are_asked_only_where_there_are_any():
    assert _codes("ANY_RELATIVE(country = 'NZL')", Of.CASE) == ["test_fact_of_another"]
    assert _codes("arrived_on < submission_day", Of.CASE) == ["test_fact_of_another"] * 2
    assert _codes("group_size > 3", Of.PERSON) == ["test_fact_of_another"]
    assert _codes("EACH_MEMBER(sex = 'F')", Of.RELATIVE) == ["test_nested_question"]
    assert parse("ANY_MEMBER(ANY_RELATIVE(country = 'NZL') AND arrived_on < submission_day)", Of.CASE)
    assert parse("EACH_MEMBER(sex = 'F') AND sex = 'F'", Of.PERSON)
    assert parse("ANY_RELATIVE(status_since < decision_day)", Of.PERSON)


def test_a_misspelt_function_is_suggested():
    assert _faults("EACH_MEMBR(sex = 'F')")[0].params["suggestion"] == "EACH_MEMBER"
    assert _faults("IN_LISTS(location, 'africa')")[0].params["suggestion"] == "IN_LIST"


def test_every_fault_inside_a_question_is_found_with_those_outside():
    text = "EACH_MEMBER(gender = 'F' AND location = 'NAU')\n AND AT_LEAST(1, arrived_on > '2013', ANY_RELATIVE(sex = 'F'))"
    faults = _faults(text)
    assert [fault.code for fault in faults] == [
        "test_unknown_fact",
        "test_unknown_code",
        "test_wrong_type",
        "test_fact_of_another",
    ]
    assert [text[fault.params["at"] - 1 :][: len(fault.params["part"])] for fault in faults] == [
        "gender",
        "'NAU'",
        "arrived_on > '2013'",
        "sex",
    ]


@pytest.mark.parametrize(
    "text, part, at",
    [("sex = 'F' AND", "AND", 11), ("sex\n= 'F'\n  sex", "sex", 13), ("sex = 'F'\r\nAND (", "(", 16)],
)
def test_a_fault_of_syntax_says_where_it_begins(text, part, at):
    [fault] = _faults(text)
    assert (fault.code, fault.params["part"], fault.params["at"]) == ("test_syntax", part, at)


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
    plain = parse("sex = 'F' AND ANY_MEMBER(NONE(sex))")
    assert bound(plain, "there", {}.get) is plain


def _faults(text, of=None):
    with pytest.raises(ExpressionRefused) as refused:
        parse(text, of)
    return list(refused.value.faults)


def _codes(text, of=None):
    return [fault.code for fault in _faults(text, of)]

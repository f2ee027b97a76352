"""What the language reads, and everything it refuses, each with its reason."""

from datetime import date

import pytest

from resettle.engine.registry.facts import Kind, Of
from resettle.engine.registry.language import (
    Age,
    And,
    CodeLiteral,
    Compare,
    DateLiteral,
    ExpressionRefused,
    FactValue,
    Has,
    IsNone,
    Not,
    NumberLiteral,
    OneOf,
    Op,
    Or,
    ScreeningDay,
    facts_used,
    parse,
)

BORN = FactValue("date_of_birth", Kind.DATE)
MOVED = FactValue("transferred_on", Kind.DATE)
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
        ("HAS(nationality, birth_country)", "test_wrong_type"),
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


def _faults(text, of=None):
    with pytest.raises(ExpressionRefused) as refused:
        parse(text, of)
    return list(refused.value.faults)


def _codes(text, of=None):
    return [fault.code for fault in _faults(text, of)]

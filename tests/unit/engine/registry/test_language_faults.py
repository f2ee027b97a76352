"""How the faults of a test are told: all at once, each in its place, with how to mend it, and in no log."""

import pytest
from unit.engine.registry.faults_of_tests import codes_of, faults_of

from resettle.engine.registry.facts import Of
from resettle.render import words


def test_every_fault_comes_at_once_each_in_its_place():
    text = "gender = 'F' AND location = 'NAU' AND (arrived_on > '2013' OR refugee_status = 'pending')"
    faults = faults_of(text)
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
        ("arrived_on > '2013-07-19'", "write", "DATE '2013-07-19'"),
        ("'2013-07-19' < arrived_on", "write", "DATE '2013-07-19'"),
        ("arrived_on > '19/07/2013'", "write", "DATE 'YYYY-MM-DD'"),
        ("arrived_on > 2013", "write", "DATE 'YYYY-MM-DD'"),
        ("AGE(date_of_birth, '2013-07-19') >= 18", "write", "DATE '2013-07-19'"),
        ("transferred_on IS NULL", "write", "NONE(fact)"),
        ("refugee_status = 'pending'", "settled", ["recognised", "refused"]),
        ("UPPER(sex) = 'F'", "part", "UPPER(sex)"),
    ],
)
def test_a_fault_says_how_to_mend_it(text, key, says):
    assert faults_of(text)[0].params[key] == says


@pytest.mark.parametrize(
    "text, part, write",
    [
        ("case_size =< 3", "=<", "<="),
        ("case_size => 3", "=>", ">="),
        ("case_size > = 3", "> =", ">="),
        ("case_size >\t= 3", ">\t=", ">="),
        ("case_size >\n= 3", ">\n=", ">="),
        ("case_size == 3", "==", "="),
        ("case_size =! 3", "=!", "<>"),
        ("case_size >< 3", "><", "<>"),
        ("case_size ≤ 3", "≤", "<="),
        ("sex = 'F' && location = 'NRU'", "&&", "AND"),
        ("sex = 'F' || location = 'NRU'", "||", "OR"),
        ("sex = 'F' AND ! location = 'NRU'", "!", "NOT"),
        ('sex = "F"', '"F"', "'F'"),
        ("\"sex\" = 'F'", '"sex"', "sex"),
        ("sex = ‘F’", "‘F’", "'F'"),
        ("sex = “F”", "“F”", "'F'"),
        ("sex IN 'F', 'M'", "IN 'F', 'M'", "IN ('F', 'M')"),
        ("location NOT IN 'NRU' AND sex = 'F'", "IN 'NRU'", "IN ('NRU')"),
        ("sex IN ['F','M'] OR sex = 'X'", "IN ['F','M']", "IN ('F', 'M')"),
        ("arrived_on < 2013-07-19", "2013-07-19", "DATE '2013-07-19'"),
        ("arrived_on < DATE 2013-07-19", "2013-07-19", "DATE '2013-07-19'"),
        ("arrived_on < 2013-02-30", "2013-02-30", "DATE 'YYYY-MM-DD'"),
    ],
)
def test_what_is_written_as_in_another_language_is_told_with_how_it_is_written_here(text, part, write):
    [fault] = faults_of(text)
    assert (fault.params["part"], fault.params["at"]) == (part, text.index(part) + 1)
    assert fault.params["write"] == write and f"Write {write}." in words.fault(fault)


def test_a_quotation_mark_that_nothing_closes_is_told_as_such():
    [fault] = faults_of("sex = 'F")
    assert (fault.code, fault.params["at"]) == ("test_syntax", 7)


@pytest.mark.parametrize(
    "text, of, meant",
    [
        ("dob < screening_day", None, "date_of_birth"),
        ("Date_of_Birth < screening_day", None, "date_of_birth"),
        ("gender = 'F'", None, "sex"),
        ("place = 'NRU'", None, "location"),
        ("ANY_RELATIVE(place = 'NZL')", None, "country"),
        ("relationship_to_the_principal_applicant = 'child'", None, "relationship_to_pa"),
        ("number_of_members > 3", Of.CASE, "case_size"),
        ("arrived_on < today", None, "screening_day"),
        ("age >= 18", None, "AGE(date_of_birth, screening_day)"),
        ("sex = 'female'", None, "F"),
        ("location = 'Nauru'", None, "NRU"),
    ],
)
def test_a_name_in_other_words_is_told_with_the_one_that_is_meant(text, of, meant):
    assert faults_of(text, of)[0].params["suggestion"] == meant


@pytest.mark.parametrize("text, at", [("sex = NULL", 7), ("arrived_on > current_date", 14), ("sex = 'NULL' OR true", 17),
                                      ("sex = NULL OR location = NULL", 0)])  # fmt: skip
def test_a_word_of_which_the_parser_keeps_no_place_is_found_if_it_stands_there_once(text, at):
    assert [fault.params["at"] for fault in faults_of(text)][-1] == at


@pytest.mark.parametrize(
    "text", ["CREATE IN (", "IF THEN", "DROP TABLE people", "sex = 'F' AND IF < IF", "SET sex = 'F'"]
)
def test_what_is_written_reaches_no_log(text, caplog):
    assert codes_of(text) and not caplog.records


def test_a_misspelt_function_is_suggested():
    assert faults_of("EACH_MEMBR(sex = 'F')")[0].params["suggestion"] == "EACH_MEMBER"
    assert faults_of("IN_LISTS(location, 'africa')")[0].params["suggestion"] == "IN_LIST"


def test_every_fault_inside_a_question_is_found_with_those_outside():
    text = "EACH_MEMBER(gender = 'F' AND location = 'NAU')\n AND AT_LEAST(1, arrived_on > '2013', ANY_RELATIVE(sex = 'F'))"
    faults = faults_of(text)
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
    [fault] = faults_of(text)
    assert (fault.code, fault.params["part"], fault.params["at"]) == ("test_syntax", part, at)


@pytest.mark.parametrize(
    "text, part, write",
    [
        ("SHARE_OF_MEMBERS(sex = 'F') >= 0.5", "0.5", "50"),
        ("SHARE_OF_MEMBERS(sex = 'F') >= .25", ".25", "25"),
        ("SHARE_OF_MEMBERS(sex = 'F') >= 50%", "50%", "50"),
        ("SHARE_OF_MEMBERS(sex = 'F') >= 50.0 % OR sex = 'F'", "50.0 %", "50"),
        ("SHARE_OF_MEMBERS(sex = 'F') >= 33.3", "33.3", None),
        ("COUNT_MEMBERS(sex = 'F') >= 0.5", "0.5", None),
    ],
)
def test_percent_are_written_as_a_whole_number(text, part, write):
    [fault] = faults_of(text)
    assert (fault.code, fault.params["part"], fault.params.get("write")) == ("test_bad_number", part, write)
    assert "Write a whole number" in words.fault(fault)
    assert (f"of percent: {write}." in words.fault(fault)) is (write is not None)

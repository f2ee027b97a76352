"""How the faults of a test are told: all at once, each in its place, with how to mend it, and in no log."""

import pytest
from unit.engine.registry.faults_of_tests import codes_of, faults_of


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
        ("arrived_on > '2013-07-19'", "write", "DATE 'YYYY-MM-DD'"),
        ("transferred_on IS NULL", "write", "NONE(fact)"),
        ("refugee_status = 'pending'", "settled", ["recognised", "refused"]),
        ("UPPER(sex) = 'F'", "part", "UPPER(sex)"),
    ],
)
def test_a_fault_says_how_to_mend_it(text, key, says):
    assert faults_of(text)[0].params[key] == says


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

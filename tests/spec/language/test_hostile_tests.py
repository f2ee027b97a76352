"""Whatever is written as a test is refused with its faults, or read and answered alike by both evaluators; nothing else happens."""

import dataclasses
import logging
import tracemalloc

import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st
from spec.language.hostile_tests import CORPUS, FAMILIES
from spec.screening.small_situation import a_criterion, a_situation

from resettle.engine.registry.facts import Of
from resettle.engine.registry.language import ExpressionRefused, parse
from resettle.engine.registry.language.bounds import LONGEST, MOST_ASKED, out_of_bounds
from resettle.engine.screening.reference import Answer, case_file, findings_of
from resettle.engine.screening.screen import screen
from resettle.render import words

MOST_NODES = 12 * MOST_ASKED
"""A question about the ages of members, for one of several numbers, has twelve."""
MOST_ANSWERED = 5_000
"""Of larger trees only one is put to the evaluators: they take a second each."""
MOST_MEMORY = 5_000_000
OF_THE_WHOLE = {"test_empty", "test_too_long", "test_too_many_parts", "test_too_deep", "test_too_large"}
WITHOUT_A_PLACE = {"test_null_refused", "test_part_refused", "test_function_refused", "test_cast_refused"}
"""The parser keeps no place of NULL, TRUE, CURRENT_DATE and the like; where there are several, it is 0."""
HEAVY = [text for text in CORPUS if len(text) > 400] + CORPUS[::25]

EVERYBODY = """
person | case | relationship_to_pa | sex     | date_of_birth | nationality | location | arrived_on | relatives_listed | pathways_listed
P-1    | C-1  | PA                 | F       | 1990-05-01    | IRN         | NRU      | 2013-07-19 | all              | none
P-2    | C-1  | child              | M       | 2012          | IRN;unknown | NRU      | none       | some             | all
P-3    | C-2  | PA                 | unknown | 1996          | STA         | PNG      | 2013       | none             |
P-4    | C-3  | unknown            |         | unknown       |             | none     | unknown    |                  | unknown
"""


@pytest.fixture
def given_to_the_parser(monkeypatch):
    """Every text that reaches sqlglot."""
    seen, parse_one = [], sqlglot.parse_one

    def counting(text, **options):
        seen.append(text)
        return parse_one(text, **options)

    monkeypatch.setattr(sqlglot, "parse_one", counting)
    return seen


def test_there_are_more_than_a_thousand():
    assert len(CORPUS) == len(set(CORPUS)) >= 1_000
    assert len(FAMILIES) == 20 and min(len(texts) for texts in FAMILIES.values()) >= 15


@pytest.mark.parametrize("family", FAMILIES)
def test_it_is_refused_or_read_and_nothing_else(family, given_to_the_parser, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    read = []
    for text in FAMILIES[family]:
        given_to_the_parser.clear()
        try:
            read.append((text, parse(text)))
        except ExpressionRefused as refused:
            _says_what_and_where(text, refused)
        assert all(
            one == text or len(one) < len(text) for one in given_to_the_parser
        )  # it parses parts again
        assert not (given_to_the_parser and out_of_bounds(text)), "it was to be refused before it was parsed"
    for text, test in read:
        assert len(text) <= LONGEST and not out_of_bounds(text)
        assert _nodes(test) <= MOST_NODES
    assert not caplog.records and capfd.readouterr() == ("", "")
    _answered_alike([text for text, test in read if _nodes(test) <= MOST_ANSWERED])


def test_the_largest_tree_there_can_be_is_answered_alike_too():
    _answered_alike([max(FAMILIES["multiplied"], key=lambda text: _nodes_of(text))], ["case"])


def _nodes_of(text):
    try:
        return _nodes(parse(text))
    except ExpressionRefused:
        return 0


def _says_what_and_where(text, refused):
    assert refused.faults
    for fault in refused.faults:
        assert fault.code in words.FAULTS and words.fault(fault)
        at, part = fault.params.get("at"), fault.params.get("part")
        if fault.code in OF_THE_WHOLE:
            assert at is None
        elif not at:  # where the parser says nothing, or found nothing at all
            assert fault.code in WITHOUT_A_PLACE if part else fault.code == "test_syntax"
        else:
            assert text[at - 1 :].startswith(part), fault


def _answered_alike(texts, reaches=("each_member", "any_member", "case", "linked_group")):
    """Each asked of persons, and of cases, wherever it is in the language of both."""
    criteria = []
    for place, text in enumerate(texts):
        for reach in reaches:
            try:
                criteria.append(a_criterion(f"c{place}-{reach}", text, reach))
            except ExpressionRefused:
                continue
    situation = a_situation(
        EVERYBODY,
        criteria,
        relatives={
            "P-1": [{"relationship": "parent", "country": "NZL"}],
            "P-3": [{"relationship": "unknown"}],
        },
        pathways={"P-2": [{"pathway_stage": "open", "pathway_since": "2014"}]},
        links=[("C-1", "C-2")],
        days={"P-1": {"submission_day": "2015-03-01"}},
    )
    fast = screen(situation).found["there"].answers
    for place, case in enumerate(situation.cases["case"]):
        assert case_file(situation, case, "there").members
        for one in findings_of(situation, case, "there"):
            said = {Answer.MET: 1, Answer.NOT_MET: -1, Answer.UNKNOWN: 0}[one.answer]
            assert fast[one.criterion.id][place] == said, one.criterion.text


def test_what_is_too_long_never_reaches_the_parser(given_to_the_parser):
    for text in CORPUS:
        if len(text) > LONGEST:
            with pytest.raises(ExpressionRefused) as refused:
                parse(text)
            assert [fault.code for fault in refused.value.faults] == ["test_too_long"]
    assert given_to_the_parser == []


@pytest.mark.parametrize("part", range(4))
def test_no_text_takes_much_memory(part):
    assert len(HEAVY) > 300
    tracemalloc.start()
    try:
        for text in HEAVY[part::4]:
            tracemalloc.reset_peak()
            before, _ = tracemalloc.get_traced_memory()
            try:
                parse(text)
            except ExpressionRefused:
                pass
            _, peak = tracemalloc.get_traced_memory()
            assert peak - before < MOST_MEMORY, text
    finally:
        tracemalloc.stop()


def _nodes(part):
    """How many nodes, names, codes and numbers a tree has."""
    if dataclasses.is_dataclass(part):
        return 1 + sum(_nodes(getattr(part, field.name)) for field in dataclasses.fields(part))
    return sum(_nodes(one) for one in part) if isinstance(part, tuple) else 1


# What nobody thought of

WORDS = """
    sex location case_size date_of_birth nationality arrived_on relationship country pathway_stage screening_day submission_day
    'F' 'NRU' 'IRN' '' 'it' 1 0 18 100 999999999 1e9 DATE '2013-07-19' '2013' = <> != < <= > >= == <=> ( ) ( ) ( ) ( ) , , ,
    AND OR NOT IN BETWEEN IS NULL TRUE LIKE CASE WHEN THEN ELSE END SELECT FROM WHERE EXISTS CAST AS OVER DISTINCT IF ANY ALL
    AGE( HAS( NONE( IN_LIST( AT_LEAST( EACH_MEMBER( ANY_MEMBER( PRINCIPAL_APPLICANT( COUNT_MEMBERS( SHARE_OF_MEMBERS(
    ANY_RELATIVE( ANY_PATHWAY( UPPER( COALESCE( ; -- /* */ + - * / % . :: ? @ $ # [ ] { } \\ ~ ` "
""".split()
SOUP = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
SOUND = st.sampled_from(
    ["sex = 'F'", "NONE(fled_on)", "case_size > 1", "HAS(nationality, 'IRN')", "ANY_RELATIVE(country = 'NZL')",
     "COUNT_MEMBERS(sex = 'F') >= 1", "AGE(date_of_birth, screening_day) >= 18", "ANY_MEMBER(arrived_on < submission_day)"]
)  # fmt: skip


@given(st.text(max_size=200) | SOUP)
def test_no_text_does_more_than_be_refused_or_read(text):
    _refused_or_read(text)


@given(SOUND, SOUND, st.sampled_from(["AND", "OR"]), st.sampled_from(WORDS), st.integers(0, 80))
def test_a_sound_test_with_a_word_put_in_is_refused_or_read(one, other, join, word, at):
    text = f"({one}) {join} NOT ({other})"
    _refused_or_read(f"{text[:at]} {word} {text[at:]}")
    _refused_or_read(f"{text[:at]}{word}{text[at + len(word) :]}")


@given(st.text(alphabet="'()=,<>ANDORTse\"x1\\ \n\x00\u200b\ud800é", max_size=120))
def test_nor_does_any_text_of_signs(text):
    _refused_or_read(text)


def _refused_or_read(text):
    for of in (None, *Of):
        try:
            parse(text, of, group=of is Of.CASE)
        except ExpressionRefused as refused:
            _says_what_and_where(text, refused)
        else:
            if of is None:
                _answered_alike([text])

"""A rule that asks several members tells nobody who decides it: neither that it is the reader, nor that it is another."""

import pytest
from spec.screening.small_situation import a_criterion, a_situation

from resettle.engine.registry.criteria import Group
from resettle.engine.screening.reference import Answer, findings_of
from resettle.engine.screening.told import Voice, Withheld, told
from resettle.render.words import voices as said

STANDS_IN_THE_WAY = (
    "By what is recorded, this stands in the way of your case. Of whom that is recorded is not told here."
)
ONE_IS_REFUSED = [
    ("bar", "case", "ANY_MEMBER(refugee_status = 'refused')"),
    ("eligibility", "case", "NOT ANY_MEMBER(refugee_status = 'refused')"),
    ("eligibility", "case", "EACH_MEMBER(refugee_status <> 'refused')"),
    ("eligibility", "case", "COUNT_MEMBERS(refugee_status = 'refused') < 1"),
    ("bar", "case", "SHARE_OF_MEMBERS(refugee_status = 'refused') >= 50"),
    ("bar", "case", "ANY_MEMBER(ANY_RELATIVE(country = 'NOR'))"),
    ("bar", "linked_group", "ANY_MEMBER(refugee_status = 'refused')"),
    ("bar", "each_member", "ANY_MEMBER(refugee_status = 'refused')"),
    ("eligibility", "each_member", "sex = 'M' AND EACH_MEMBER(refugee_status = 'recognised')"),
    ("eligibility", "any_member", "COUNT_MEMBERS(refugee_status = 'refused') = 0"),
    ("bar", "principal_applicant", "ANY_MEMBER(refugee_status = 'refused')"),
]
OF_EACH = ["each_member", "principal_applicant"]


def heard_by(person, table, rules, voice=Voice.PERSON, **more):
    """What is heard of the first rule."""
    found = findings_of(a_situation(table, rules, **more), "C-1", "there")
    return told(found, voice, person=person, country="NZL")[0]


def two(refused, applicant="P-1", *, word="refused"):
    """Two members, of whom one was refused."""
    rows = [
        f"{one} | {'PA' if one == applicant else 'child'} | F | {word if one == refused else 'recognised'} | all"
        for one in ("P-1", "P-2")
    ]
    return "\n".join(["person | relationship_to_pa | sex | refugee_status | relatives_listed", *rows])


def lives_in_norway(person):
    return {"relatives": {person: [{"relationship": "sibling", "country": "NOR"}]}}


@pytest.mark.parametrize("decides", ["P-1", "P-2"])
@pytest.mark.parametrize(("kind", "applies_to", "test"), ONE_IS_REFUSED)
def test_it_is_said_in_the_same_words_whoever_decides(kind, applies_to, test, decides):
    rule = [a_criterion("rule", test, applies_to, kind)]
    heard = heard_by("P-1", two(decides), rule, **lives_in_norway(decides))
    assert (heard.answer, heard.subjects) == (Answer.NOT_MET, ())
    assert said.answer(heard, Voice.PERSON) == STANDS_IN_THE_WAY


@pytest.mark.parametrize("reader", ["P-1", "P-2"])
def test_of_the_principal_applicant_too(reader):
    rule = [a_criterion("rule", "PRINCIPAL_APPLICANT(refugee_status = 'refused')", "case", "bar")]
    assert said.answer(heard_by(reader, two("P-1"), rule), Voice.PERSON) == STANDS_IN_THE_WAY


@pytest.mark.parametrize("decides", ["P-1", "P-2"])
def test_a_group_whose_parts_ask_members_is_told_as_one_that_asks_them(decides):
    rules = [
        a_criterion("group", None, "case", "bar", group=Group(1, ("refused", "boy"))),
        a_criterion("refused", "NOT ANY_MEMBER(refugee_status = 'refused')", "case", "part"),
        a_criterion("boy", "sex = 'M'", "each_member", "part"),
    ]
    assert said.answer(heard_by("P-1", two(decides), rules), Voice.PERSON) == STANDS_IN_THE_WAY


@pytest.mark.parametrize(("kind", "applies_to", "test"), ONE_IS_REFUSED)
def test_what_is_recorded_of_another_is_never_told(kind, applies_to, test):
    rule = [a_criterion("rule", test, applies_to, kind)]
    heard = heard_by("P-1", two("P-2"), rule, **lives_in_norway("P-2"))
    assert {fact.subject for fact in heard.facts if fact.known} <= {"P-1"}
    assert Withheld.OF_ANOTHER in {fact.withheld for fact in heard.facts}


@pytest.mark.parametrize(("kind", "applies_to", "test"), ONE_IS_REFUSED)
def test_the_officer_and_the_state_hear_it_whole(kind, applies_to, test):
    rule = [a_criterion("rule", test, applies_to, kind)]
    for voice in (Voice.OFFICER, Voice.STATE):
        heard = heard_by("", two("P-2"), rule, voice, **lives_in_norway("P-2"))
        assert heard.answer is Answer.NOT_MET
        assert {fact.subject.partition("/")[0] for fact in heard.facts if fact.known} == {"P-1", "P-2"}


@pytest.mark.parametrize(
    ("applies_to", "test"),
    [
        ("case", "ANY_MEMBER(HAS(specific_needs, 'SV'))"),
        ("case", "EACH_MEMBER(HAS(specific_needs, 'SV'))"),
        ("case", "COUNT_MEMBERS(HAS(specific_needs, 'SV')) = 1"),
        ("case", "PRINCIPAL_APPLICANT(HAS(specific_needs, 'SV'))"),
        ("each_member", "HAS(specific_needs, 'SV')"),
        ("each_member", "ANY_MEMBER(HAS(specific_needs, 'SV'))"),
        ("principal_applicant", "HAS(specific_needs, 'SV')"),
    ],
)
def test_a_restricted_fact_is_told_to_the_officer_alone_and_a_person_not_even_the_answer(applies_to, test):
    table = "person | relationship_to_pa | specific_needs\nP-1 | PA | SV-VF\nP-2 | child | none"
    rule = [a_criterion("rule", test, applies_to, "bar")]
    for person in ("P-1", "P-2"):
        heard = heard_by(person, table, rule)
        assert (heard.answer, heard.subjects, heard.facts) == (None, (), ())
    to_state = heard_by("", table, rule, Voice.STATE)
    assert "specific_needs" not in {fact.fact for fact in to_state.facts if fact.known}
    to_officer = heard_by("", table, rule, Voice.OFFICER)
    assert "SV-VF" in {fact.known.cell for fact in to_officer.facts}


@pytest.mark.parametrize(
    ("reader", "expected"), [("P-1", said.BARS_TO_PERSON[Answer.NOT_MET]), ("P-2", said.OF_ANOTHER)]
)
@pytest.mark.parametrize("applies_to", OF_EACH)
@pytest.mark.parametrize(
    "test", ["refugee_status = 'refused'", "ANY_RELATIVE(country = 'NOR')"], ids=["fact", "relative"]
)
def test_asked_of_each_alone_it_concerns_the_reader_or_another(test, applies_to, reader, expected):
    rule = [a_criterion("rule", test, applies_to, "bar")]
    heard = heard_by(reader, two("P-1"), rule, **lives_in_norway("P-1"))
    assert said.answer(heard, Voice.PERSON) == expected


@pytest.mark.parametrize("applies_to", OF_EACH)
def test_what_is_unknown_of_another_is_not_said_to_be_unknown_of_the_reader(applies_to):
    rule = [a_criterion("rule", "refugee_status = 'refused'", applies_to, "bar")]
    table = two("P-1", word="unknown")
    for reader, expected in (
        ("P-1", "Whether this concerns you is not known yet."),
        ("P-2", "Whether this stands in the way of your case is not known yet."),
    ):
        assert said.answer(heard_by(reader, table, rule), Voice.PERSON) == expected


@pytest.mark.parametrize("applies_to", OF_EACH)
def test_a_waiver_is_told_to_whom_it_was_given(applies_to):
    rule = [a_criterion("rule", "refugee_status = 'refused'", applies_to, "bar", waivable_by="NZL")]
    rulings = {"rule": {"P-1": "waived"}}
    heard = [heard_by(reader, two("P-1"), rule, rulings=rulings) for reader in ("P-1", "P-2")]
    assert [one.answer for one in heard] == [Answer.WAIVED, Answer.MET]


def test_nor_is_anybody_told_that_a_rule_asked_of_several_was_waived():
    rule = [a_criterion("rule", "ANY_MEMBER(refugee_status = 'refused')", "case", "bar", waivable_by="NZL")]
    for refused in ("P-1", "P-2", ""):
        heard = heard_by("P-1", two(refused), rule, rulings={"rule": {"C-1": "waived"}})
        assert said.answer(heard, Voice.PERSON) == (
            "By what is recorded, this does not stand in the way of your case."
        )


def test_who_meets_what_any_member_may_meet_hears_that_of_themselves_and_the_others_of_the_case():
    rule = [a_criterion("rule", "refugee_status = 'refused'", "any_member")]
    heard = [heard_by(reader, two("P-1"), rule) for reader in ("P-1", "P-2")]
    assert [said.answer(one, Voice.PERSON) for one in heard] == [
        "This is so, by what is recorded.",
        "By what is recorded, this does not stand in the way of your case.",
    ]

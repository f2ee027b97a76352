"""Who is told what: the officer all, a State what its own rules ask, a person what is theirs; nothing else leaves."""

import io
import json

import pytest
from builders import ON, SMALL, a_register, a_situation
from rich.console import Console
from spec.screening import small_situation
from spec.screening.voiced_register import voiced

from resettle import service
from resettle.engine.errors import RequestRefused
from resettle.engine.registry import facts
from resettle.engine.registry.criteria import Group
from resettle.engine.screening.reference import Answer, findings_of
from resettle.engine.screening.told import Voice, Withheld, told
from resettle.render import voices as rendered
from resettle.render.words import voices as said
from resettle.service import Asked


@pytest.fixture
def register(tmp_path):
    return a_register(tmp_path, voiced())


def hears(register, voice, name="C-4", **asked):
    return service.heard(register, Asked(**asked), name, Voice(voice))


def by_id(answer, arrangement="nor-2026"):
    [heard] = [one for one in answer.heard if one.arrangement == arrangement]
    return {one.criterion.id: one for one in heard.told}


def text_of(answer):
    console = Console(width=200, file=io.StringIO(), highlight=False, markup=False)
    console.print(rendered.heard(answer))
    return console.file.getvalue()


def everything_written(answer):
    """What the reader could see, as text and as JSON, without the sentences of the rules."""
    written = text_of(answer) + json.dumps(rendered.heard_data(answer), ensure_ascii=False)
    for one in (each for heard in answer.heard for each in heard.told):
        written = written.replace(one.criterion.sentence, "")
    return written


def test_a_state_hears_of_its_own_rules_only(register):
    heard = by_id(hears(register, "state"))
    assert list(heard) == [
        "recognised", "security", "no-grounds", "of-age", "elsewhere", "settles", "group-in-kenya",
    ]  # fmt: skip


def test_a_state_hears_only_of_arrangements_to_which_the_case_was_submitted(register):
    assert [one.arrangement for one in hears(register, "state").heard] == ["nor-2026"]
    assert [one.arrangement for one in hears(register, "officer").heard] == ["can-2026", "nor-2026"]


def test_the_office_hears_of_the_arrangements_that_are_named_what_it_hears_among_all(register):
    every = {one.arrangement: one for one in hears(register, "officer").heard}
    named = service.heard(register, Asked(), "C-4", Voice.OFFICER, only=["nor-2026"]).heard
    assert named == (every["nor-2026"],)
    with pytest.raises(RequestRefused) as refused:
        service.heard(register, Asked(), "C-4", Voice.OFFICER, only=["nor-2027", "can-2026", "x"])
    assert [(one.code, one.params["value"]) for one in refused.value.faults] == [
        ("name_unknown", "nor-2027"),
        ("name_unknown", "x"),
    ]
    with pytest.raises(RequestRefused) as refused:
        service.heard(register, Asked(), "C-1", Voice.STATE, only=["nor-2026"])
    assert [one.code for one in refused.value.faults] == ["not_submitted"]


@pytest.mark.parametrize(("case", "on"), [("C-1", ON), ("C-4", ON.replace(month=2, day=11))])
def test_a_case_that_was_not_submitted_by_that_day_is_refused_in_a_states_voice(register, case, on):
    with pytest.raises(RequestRefused) as refused:
        hears(register, "state", case, on=on)
    [fault] = refused.value.faults
    assert (fault.code, fault.params["case"]) == ("not_submitted", case)


def test_to_a_state_a_restricted_fact_is_withheld_and_said_to_be(register):
    [grounds] = [
        fact for fact in by_id(hears(register, "state"))["no-grounds"].facts if fact.subject == "P-9"
    ]
    assert (grounds.known, grounds.withheld) == (None, Withheld.CONFIDENTIAL)
    assert said.fact(grounds, Voice.STATE) == (
        f"{facts.dictionary()['grounds_found'].label} of P-9: withheld: confidential"
    )


def test_to_a_state_it_is_not_said_of_which_member_a_restricted_fact_is_so(register):
    heard = by_id(hears(register, "state"))
    asking_restricted = [
        one for one in heard.values() if any(f.withheld is Withheld.CONFIDENTIAL for f in one.facts)
    ]
    assert "no-grounds" in {one.criterion.id for one in asking_restricted}
    assert [one.subjects for one in asking_restricted] == [()] * len(asking_restricted)
    assert any(one.subjects for one in heard.values())


def test_to_a_state_a_way_to_another_is_withheld_and_not_even_called_by_its_name(register):
    heard = by_id(hears(register, "state"))["elsewhere"]
    told_of = {(fact.subject, fact.fact): fact.withheld for fact in heard.facts}
    assert told_of["P-8", "pathway_country"] is told_of["P-8", "pathway_stage"] is Withheld.ELSEWHERE
    assert told_of["P-8/pathway/norway-by-family", "pathway_stage"] is None
    written = everything_written(hears(register, "state"))
    assert "norway-by-family" in written
    assert not [one for one in ("canada-by-lottery", "CAN", "Canada", "accepted") if one in written]


def test_to_a_state_nobody_of_a_linked_case_is_told_of_until_that_case_is_submitted_there_too(tmp_path):
    links = SMALL["links.csv"] + "C-3,C-4,travel_together,,2024-06-01,2024-06-02,office\n"
    register = a_register(tmp_path, voiced(**{"links.csv": links}))
    heard = by_id(hears(register, "state"))["group-in-kenya"]
    assert heard.answer is Answer.NOT_MET
    assert {fact.subject for fact in heard.facts if fact.known} == {"P-8", "P-9"}
    assert {fact.withheld for fact in heard.facts if not fact.known} == {Withheld.NOT_SUBMITTED}
    assert "2001-07-07" not in everything_written(hears(register, "state"))
    assert "2001-07-07" in everything_written(hears(register, "officer"))
    acts = SMALL["acts.csv"] + "".join(
        f"A-{number},{act},{case},nor-2026,{offer},officer-1,,{persons},2026-02-20,2026-02-20,office\n"
        for number, (act, case, offer, persons) in enumerate(
            [("propose", "C-3", "2026", ""), ("submit", "C-3", "", "P-7"), ("propose", "C-2", "2026", ""), ("submit", "C-2", "", "P-5;P-6")], 3)
    )  # fmt: skip
    (tmp_path / "acts.csv").write_text(acts)
    register = a_register(tmp_path, voiced(**{"links.csv": links, "acts.csv": acts}))
    heard = by_id(hears(register, "state"))["group-in-kenya"]
    assert {fact.subject for fact in heard.facts if fact.known} == {"P-5", "P-6", "P-7", "P-8", "P-9"}


def test_a_person_hears_their_own_answer_and_facts_and_of_the_others_that_there_is_something(register):
    heard = by_id(hears(register, "person", "P-9"))["of-age"]
    assert heard.subjects == (("P-9", Answer.NOT_MET),)
    assert [(fact.subject, fact.known.cell if fact.known else fact.withheld) for fact in heard.facts] == [
        ("", Withheld.OF_ANOTHER), ("P-9", "2010-12-24"),
    ]  # fmt: skip
    assert said.answer(heard, Voice.PERSON) == "By what is recorded, this is not so."


def test_a_person_for_whom_it_is_so_is_told_that_it_follows_from_another_and_no_more(register):
    answer = hears(register, "person", "P-8")
    heard = by_id(answer)["of-age"]
    assert (heard.answer, heard.subjects) == (Answer.NOT_MET, (("P-8", Answer.MET),))
    assert said.answer(heard, Voice.PERSON) == (
        "It follows from what is recorded of another member of your case, which is not told here."
    )
    assert not [one for one in ("P-9", "2010-12-24", "24 December 2010") if one in everything_written(answer)]


@pytest.mark.parametrize("criterion", ["no-grounds", "settles"])
def test_where_a_restricted_fact_was_asked_even_by_an_exemption_a_person_is_told_nothing_in_writing(
    register, criterion
):
    for person in ("P-8", "P-9"):
        heard = by_id(hears(register, "person", person))[criterion]
        assert (heard.answer, heard.facts, heard.subjects) == (None, (), ())
        assert (
            said.answer(heard, Voice.PERSON) == "The office explains this to you in person, not in writing."
        )


def test_a_part_that_asks_for_a_restricted_fact_makes_its_group_confidential_too():
    parts = [
        small_situation.a_criterion("needs", "NOT HAS(specific_needs, 'SV')", kind="part"),
        small_situation.a_criterion("woman", "sex = 'F'", kind="part"),
    ]
    group = small_situation.a_criterion("group", None, "case", group=Group(1, ("needs", "woman")))
    table = "person | sex | specific_needs\nP-1 | M | SV-VF"
    found = findings_of(small_situation.a_situation(table, [*parts, group]), "C-1", "there")
    [heard] = told(found, Voice.PERSON, person="P-1")
    assert (heard.answer, heard.withheld) == (None, Withheld.CONFIDENTIAL)
    [to_state] = told(found, Voice.STATE, country="NZL")
    assert {fact.fact: fact.withheld for fact in to_state.facts} == {
        "specific_needs": Withheld.CONFIDENTIAL,
        "sex": None,
    }


def test_a_person_hears_of_all_arrangements_and_the_outcome_in_plain_words(register):
    answer = hears(register, "person", "P-8")
    assert [one.arrangement for one in answer.heard] == ["can-2026", "nor-2026"]
    written = text_of(answer)
    assert written.startswith("For P-8")
    assert "you cannot be proposed there. You may ask the office to look at this again." in " ".join(
        written.split()
    )
    assert "ineligible" not in written


def test_a_case_is_told_to_its_members_one_by_one(register):
    with pytest.raises(RequestRefused) as refused:
        hears(register, "person", "C-4")
    assert (refused.value.faults[0].code, refused.value.faults[0].params["members"]) == (
        "voice_needs_a_person", ["P-8", "P-9"],
    )  # fmt: skip


@pytest.mark.parametrize("voice", ["officer", "state", "person"])
def test_who_is_not_there_is_said(register, voice):
    with pytest.raises(RequestRefused) as refused:
        hears(register, voice, "P-99")
    assert refused.value.faults[0].code == "case_unknown"


@pytest.mark.parametrize(
    ("voice", "name", "withheld"),
    [
        ("state", "C-4", ["SV-VF", "security:", "informant", "neighbour", "2024-09-09", "office", "long-waiting", "women"]),
        ("person", "P-8", ["SV-VF", "2010-12-24", "P-9", "informant", "neighbour", "vulnerable: yes", "'yes'"]),
        ("person", "P-9", ["SV-VF", "1985-01-20", "P-8", "canada-by-lottery", "norway-by-family", "2024-09-09", "informant"]),
    ],
)  # fmt: skip
def test_no_withheld_value_is_anywhere_in_what_is_written(register, voice, name, withheld):
    written = everything_written(hears(register, voice, name))
    assert [one for one in withheld if one in written] == []


def test_a_value_that_was_found_of_somebody_is_written_only_for_the_officer(register):
    for voice, name, expected in (
        ("officer", "C-4", True),
        ("state", "C-4", False),
        ("person", "P-9", False),
    ):
        told_of = rendered.heard_data(hears(register, voice, name))["arrangements"]
        every = [fact for one in told_of for found in one["findings"] for fact in found["facts"]]
        assert ("security" in {fact["known"]["cell"] for fact in every if fact["known"]}) is expected


def test_only_the_officer_is_told_what_is_missing_until_when_it_holds_and_by_which_test(register):
    for voice, name in (("state", "C-4"), ("person", "P-8")):
        [*_, heard] = hears(register, voice, name).heard
        assert (heard.settling, heard.turns, heard.lifts, heard.consents) == (None, (), None, ())
        for one in rendered.heard_data(hears(register, voice, name))["arrangements"]:
            assert not {"settling", "turns", "rules", "lifts", "consents_missing"} & set(one)
    officer = rendered.heard_data(hears(register, "officer"))["arrangements"][-1]
    assert {"settling", "turns", "rules"} <= set(officer)
    assert [(turn["criterion"]["id"], turn["amended"]) for turn in officer["turns"]] == [
        ("not-yet", True),
        ("women", False),
        ("of-age", False),
    ]


def test_steps_are_told_only_where_they_were_asked_for_and_with_the_consents_that_are_wanting(register):
    without, with_steps = (
        service.heard(register, Asked(), "C-4", Voice.OFFICER, steps=steps).heard[-1]
        for steps in (False, True)
    )
    assert (without.lifts, without.consents) == (None, ())
    assert {one.criterion.id for one in with_steps.lifts} == {
        "no-grounds",
        "of-age",
        "elsewhere",
        "group-in-kenya",
    }
    assert with_steps.consents == ()
    withheld = service.heard(register, Asked(what_ifs=("canada-offers",)), "C-4", Voice.OFFICER, steps=True)
    assert [one.party for one in withheld.heard[-1].consents] == ["KEN"]
    assert "Beside that, the consent of Kenya is needed." in text_of(withheld)


def test_what_comes_out_for_the_officer_names_sources_and_everybody(register):
    written = everything_written(hears(register, "officer"))
    assert all(one in written for one in ("informant", "P-8", "P-9", "canada-by-lottery", "2010-12-24"))


def test_a_state_hears_nothing_of_what_the_case_was_submitted_to_another_for(tmp_path):
    acts = SMALL["acts.csv"] + (
        "A-3,deny,C-4,nor-2026,,officer-1,,P-8;P-9,2026-02-20,2026-02-20,office\n"
        "A-4,propose,C-4,can-2026,2026,officer-1,,,2026-02-21,2026-02-21,office\n"
        "A-5,submit,C-4,can-2026,,officer-1,,P-8;P-9,2026-02-22,2026-02-22,office\n"
    )
    answer = hears(a_register(tmp_path, voiced(**{"acts.csv": acts})), "state")
    assert len({answer.situation.arrangements[one.arrangement].country for one in answer.heard}) == 1


def test_the_same_case_on_another_day_is_told_as_of_that_day(register):
    later = by_id(hears(register, "officer", on=ON.replace(month=7), known=ON.replace(month=7)))
    assert later["not-yet"].answer is Answer.UNKNOWN
    assert by_id(hears(register, "officer"))["not-yet"].answer is Answer.NOT_IN_FORCE
    assert "not-yet" not in by_id(hears(register, "person", "P-8"))


def test_a_person_hears_of_every_rule_that_a_state_hears_of_and_of_what_the_office_judges(tmp_path):
    found = findings_of(a_situation(tmp_path, voiced()), "C-4", "nor-2026")
    to_state = {one.criterion.id for one in told(found, Voice.STATE, country="NOR")}
    to_person = {one.criterion.id for one in told(found, Voice.PERSON, person="P-8")}
    assert to_person - to_state == {"credible"}
    assert to_state <= to_person


def test_who_meets_a_rule_is_not_told_that_another_did_not_have_to():
    table = """
    person | relationship_to_pa | refugee_status
    P-1    | PA                 | recognised
    P-2    | child              | refused
    """
    rules = [
        small_situation.a_criterion("recognised", "refugee_status = 'recognised'", unless=("child",)),
        small_situation.a_criterion("child", "relationship_to_pa = 'child'", kind="exemption"),
    ]
    found = findings_of(small_situation.a_situation(table, rules), "C-1", "there")
    for person, expected in (("P-1", "met"), ("P-2", "exempt")):
        [of_rule, *_] = told(found, Voice.PERSON, person=person)
        assert of_rule.answer.value == expected

"""Criteria joined into groups, and what those entitled have ruled; by the fast screen and by the reference alike."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from spec.screening.small_situation import a_criterion, a_situation

from resettle.engine.registry.criteria import Group
from resettle.engine.screening.casefile import case_file
from resettle.engine.screening.missing import settling
from resettle.engine.screening.reference import Answer, finding, findings_of, outcome
from resettle.engine.screening.screen import JUDGEMENT, OUTCOMES, Outcome, screen

SOMEBODY = """
person | relationship_to_pa | sex | location | refugee_status
P-1    | PA                 | F   | unknown  | recognised
"""
MET, NOT_MET, UNKNOWN = "sex = 'F'", "sex = 'M'", "location = 'NRU'"
FAST = {1: "met", -1: "not_met", 0: "unknown", int(JUDGEMENT): "judgement"}
SAID_FAST = {"exempt": "met", "waived": "met"}
"""The fast screen counts exemptions and waivers into what they lift."""


def found(criteria, table=SOMEBODY, id="g", case="C-1", **more):
    """What is found of one criterion and what becomes of the case, by both evaluators, which must agree."""
    situation = a_situation(table, criteria, **more)
    file, fast = case_file(situation, case, "there"), screen(situation)
    answer = finding(file, next(one for one in criteria if one.id == id)).answer.value
    place = list(fast.cases).index(case)
    if id in fast.found["there"].answers:
        assert FAST[int(fast.found["there"].answers[id][place])] == SAID_FAST.get(answer, answer)
    became, conditional = outcome(file)
    assert OUTCOMES[fast.found["there"].outcome[place]] is became
    [row] = fast.outcomes.filter(case=case).iter_rows(named=True)
    assert (row["outcome"], row["conditional"]) == (became.value, conditional)
    return answer, became.value + (", conditional" if conditional else "")


def part(id, state):
    """One part in a state, with what puts it there: (criteria, rulings); nothing at all if it is not in force."""
    tested = {"met": MET, "not_met": NOT_MET, "unknown": UNKNOWN, "exempt": NOT_MET, "waived": NOT_MET}
    if state == "gone":
        return [], {}
    if state in tested:
        exemption = [a_criterion(f"x-{id}", "refugee_status = 'recognised'", kind="exemption")]
        of = a_criterion(id, tested[state], kind="part", unless=(f"x-{id}",) if state == "exempt" else ())
        ruled = {id: {"P-1": "waived"}} if state == "waived" else {}
        return [*(exemption if state == "exempt" else []), of], ruled
    by = "office" if "office" in state else "receiving_state"
    ruled = {id: {"C-1": state}} if state in ("satisfied", "not_satisfied") else {}
    return [a_criterion(id, None, "case", "part", by)], ruled


def grouped(least, states, kind="eligibility", **more):
    """What is found of a group of parts in these states."""
    names = tuple(f"p{place}" for place in range(len(states)))
    made = [part(name, state) for name, state in zip(names, states, strict=True)]
    criteria = [one for each, _ in made for one in each]
    rulings = {name: said for _, ruled in made for name, said in ruled.items()}
    group = a_criterion("g", None, "case", kind, group=Group(least, names), **more)
    return found([*criteria, group], rulings=rulings)


ALL_OF = [
    ("met met", "met", "eligible"),
    ("met not_met", "not_met", "ineligible"),
    ("met unknown", "unknown", "needs_a_fact"),
    ("not_met unknown", "not_met", "ineligible"),
    ("met state", "judgement", "needs_a_person, conditional"),
    ("met office", "judgement", "needs_a_person"),
    ("state office", "judgement", "needs_a_person"),
    ("state state", "judgement", "needs_a_person, conditional"),
    ("unknown state", "unknown", "needs_a_fact"),
    ("not_met state", "not_met", "ineligible"),
    ("satisfied met", "met", "eligible"),
    ("satisfied state", "judgement", "needs_a_person, conditional"),
    ("not_satisfied met", "not_met", "ineligible"),
    ("exempt waived", "met", "eligible"),
    ("waived not_met", "not_met", "ineligible"),
    ("exempt unknown", "unknown", "needs_a_fact"),
    ("met gone", "not_met", "ineligible"),
]
ANY_OF = [
    ("met not_met", "met", "eligible"),
    ("met state", "met", "eligible"),
    ("met unknown", "met", "eligible"),
    ("not_met unknown", "unknown", "needs_a_fact"),
    ("not_met not_met", "not_met", "ineligible"),
    ("not_met state", "judgement", "needs_a_person, conditional"),
    ("not_met office", "judgement", "needs_a_person"),
    ("state office", "judgement", "needs_a_person"),
    ("unknown state", "unknown", "needs_a_fact"),
    ("not_satisfied not_met", "not_met", "ineligible"),
    ("not_satisfied state", "judgement", "needs_a_person, conditional"),
    ("satisfied not_met", "met", "eligible"),
    ("exempt not_met", "met", "eligible"),
    ("waived not_satisfied", "met", "eligible"),
    ("gone not_met", "not_met", "ineligible"),
    ("gone state", "judgement", "needs_a_person, conditional"),
]
TWO_OF = [
    ("met met not_met", "met", "eligible"),
    ("met not_met not_met", "not_met", "ineligible"),
    ("met not_met unknown", "unknown", "needs_a_fact"),
    ("met not_met state", "judgement", "needs_a_person, conditional"),
    ("met state office", "judgement", "needs_a_person"),
    ("met met state", "met", "eligible"),
    ("met unknown state", "unknown", "needs_a_fact"),
    ("not_met state office", "judgement", "needs_a_person"),
    ("not_met not_met state", "not_met", "ineligible"),
    ("unknown unknown state", "unknown", "needs_a_fact"),
    ("not_met unknown state", "unknown", "needs_a_fact"),
    ("exempt waived not_met", "met", "eligible"),
    ("satisfied not_satisfied state", "judgement", "needs_a_person, conditional"),
    ("satisfied satisfied not_satisfied", "met", "eligible"),
    ("met gone gone", "not_met", "ineligible"),
]


@pytest.mark.parametrize(("states", "answer", "becomes"), ALL_OF)
def test_all_of(states, answer, becomes):
    assert grouped(2, states.split()) == (answer, becomes)


@pytest.mark.parametrize(("states", "answer", "becomes"), ANY_OF)
def test_any_of(states, answer, becomes):
    assert grouped(1, states.split()) == (answer, becomes)


@pytest.mark.parametrize(("states", "answer", "becomes"), TWO_OF)
def test_at_least_two_of_three(states, answer, becomes):
    assert grouped(2, states.split()) == (answer, becomes)


def test_a_group_of_which_no_part_is_in_force_is_not_met():
    assert grouped(1, ["gone"]) == ("not_met", "ineligible")


STATES = [
    "met",
    "not_met",
    "unknown",
    "state",
    "office",
    "satisfied",
    "not_satisfied",
    "exempt",
    "waived",
    "gone",
]
YES, NO = {"met", "satisfied", "exempt", "waived"}, {"not_met", "not_satisfied", "gone"}


@given(st.lists(st.sampled_from(STATES), min_size=1, max_size=5).flatmap(
    lambda states: st.tuples(st.just(states), st.integers(1, len(states)))))  # fmt: skip
def test_a_group_is_for_judgement_only_if_that_is_what_decides(drawn):
    states, least = drawn
    assume(set(states) != {"gone"})
    yes, no = (sum(state in of for state in states) for of in (YES, NO))
    judged, unknown = (sum(state in of for state in states) for of in ({"state", "office"}, {"unknown"}))
    assert yes + no + judged + unknown == len(states)
    if yes >= least:
        expected = "met"
    elif yes + judged + unknown < least:
        expected = "not_met"
    elif yes + judged >= least and yes + unknown < least:
        expected = "judgement"
    else:
        expected = "unknown"
    assert grouped(least, states)[0] == expected


def test_a_group_among_the_parts_counts_as_one_of_them():
    parts = [
        a_criterion("woman", MET, kind="part"),
        a_criterion("man", NOT_MET, kind="part"),
        a_criterion("judged", None, "case", "part", "office"),
    ]
    inner = a_criterion("inner", None, "case", "part", group=Group(2, ("woman", "judged")))
    either = a_criterion("g", None, "case", group=Group(1, ("man", "inner")))
    both = a_criterion("g", None, "case", group=Group(2, ("woman", "inner")))
    for outer in (either, both):
        assert found([*parts, inner, outer]) == ("judgement", "needs_a_person")
        ruled = {"judged": {"C-1": "satisfied"}}
        assert found([*parts, inner, outer], rulings=ruled) == ("met", "eligible")
        ruled = {"judged": {"C-1": "not_satisfied"}}
        assert found([*parts, inner, outer], rulings=ruled) == ("not_met", "ineligible")
        waived = {**ruled, "inner": {"C-1": "waived"}}
        assert found([*parts, inner, outer], rulings=waived) == ("met", "eligible")


def test_each_part_is_asked_of_whom_it_says():
    table = """
    person | relationship_to_pa | sex | location
    P-1    | PA                 | F   | NRU
    P-2    | child              | M   | AUS
    """
    parts = {
        "each": a_criterion("each", "sex = 'F'", "each_member", "part"),
        "any": a_criterion("any", "location = 'AUS'", "any_member", "part"),
        "applicant": a_criterion("applicant", "sex = 'F'", "principal_applicant", "part"),
        "size": a_criterion("size", "case_size = 3", "case", "part"),
    }
    for least, of, expected in [
        (2, ("any", "applicant"), "met"),
        (2, ("each", "any"), "not_met"),
        (1, ("each", "size"), "not_met"),
        (2, ("each", "size", "any", "applicant"), "met"),
        (3, ("each", "size", "any", "applicant"), "not_met"),
    ]:
        group = a_criterion("g", None, "case", group=Group(least, of))
        assert found([*parts.values(), group], table)[0] == expected


@pytest.mark.parametrize(
    ("states", "exemption", "answer"),
    [
        ("not_met", MET, "exempt"),
        ("unknown", MET, "exempt"),
        ("state", MET, "exempt"),
        ("met", MET, "met"),
        ("not_met", UNKNOWN, "unknown"),
        ("not_met", NOT_MET, "not_met"),
        ("state", UNKNOWN, "judgement"),
    ],
)
def test_an_exemption_from_a_group(states, exemption, answer):
    criteria, rulings = part("p", states)
    exempting = a_criterion("x", exemption, kind="exemption")
    group = a_criterion("g", None, "case", group=Group(1, ("p",)), unless=("x",))
    assert found([*criteria, exempting, group], rulings=rulings)[0] == answer


@pytest.mark.parametrize(
    ("state", "answer"), [("not_met", "waived"), ("unknown", "waived"), ("state", "waived"), ("met", "met")]
)
def test_a_waiver_of_a_group(state, answer):
    criteria, rulings = part("p", state)
    group = a_criterion("g", None, "case", group=Group(1, ("p",)))
    assert found([*criteria, group], rulings={**rulings, "g": {"C-1": "waived"}})[0] == answer
    assert (
        found([*criteria, group], rulings={**rulings, "g": {"C-1": "not_waived"}})[0]
        == grouped(1, [state])[0]
    )


# Rulings on what a person judges


@pytest.mark.parametrize(
    ("ruling", "by", "answer", "becomes"),
    [
        (None, "receiving_state", "judgement", "needs_a_person, conditional"),
        (None, "office", "judgement", "needs_a_person"),
        ("satisfied", "receiving_state", "met", "eligible"),
        ("satisfied", "office", "met", "eligible"),
        ("not_satisfied", "receiving_state", "not_met", "ineligible"),
        ("not_satisfied", "office", "not_met", "ineligible"),
        ("waived", "receiving_state", "waived", "eligible"),
        ("not_waived", "receiving_state", "judgement", "needs_a_person, conditional"),
        ("not_waived", "office", "judgement", "needs_a_person"),
    ],
)
def test_a_ruling_settles_a_judgement(ruling, by, answer, becomes):
    judged = a_criterion("j", None, "case", decided_by=by)
    rulings = {"j": {"C-1": ruling}} if ruling else {}
    assert found([judged], id="j", rulings=rulings) == (answer, becomes)


def test_a_ruling_on_another_case_or_on_a_member_settles_nothing():
    judged = a_criterion("j", None, "case", decided_by="office")
    for subject in ("C-2", "P-1"):
        assert found([judged], id="j", rulings={"j": {subject: "satisfied"}})[0] == "judgement"


@pytest.mark.parametrize("ruling", ["satisfied", "not_satisfied", "waived", "not_waived"])
def test_from_what_a_case_is_exempt_it_is_exempt_whatever_was_ruled(ruling):
    judged = a_criterion("j", None, "case", decided_by="office", unless=("x",))
    exempting = a_criterion("x", MET, kind="exemption")
    assert found([judged, exempting], id="j", rulings={"j": {"C-1": ruling}}) == ("exempt", "eligible")


UNKNOWN_EXEMPTION = [
    a_criterion("j", None, "case", decided_by="office", unless=("x",)),
    a_criterion("x", UNKNOWN, kind="exemption"),
]


@pytest.mark.parametrize(
    ("ruling", "answer", "becomes"),
    [
        ("satisfied", "met", "eligible"),
        ("not_satisfied", "unknown", "needs_a_fact"),
        ("waived", "waived", "eligible"),
        ("not_waived", "judgement", "needs_a_person"),
    ],
)
def test_while_an_exemption_is_unknown_a_ruling_against_a_case_is_no_last_word(ruling, answer, becomes):
    assert found(UNKNOWN_EXEMPTION, id="j", rulings={"j": {"C-1": ruling}}) == (answer, becomes)


def test_the_fact_that_would_exempt_from_a_judgement_is_named_as_missing():
    situation = a_situation(SOMEBODY, UNKNOWN_EXEMPTION, rulings={"j": {"C-1": "not_satisfied"}})
    found_missing = settling(situation, "C-1", "there")
    assert found_missing.settles and [one.fact for one in found_missing.missing] == ["location"]


def test_while_one_judgement_is_open_with_the_office_nothing_is_conditional():
    by_state = a_criterion("state", None, "case", decided_by="receiving_state")
    by_office = a_criterion("office", None, "case", decided_by="office")
    ruled = {"office": {"C-1": "satisfied"}}
    assert found([by_state, by_office], id="state")[1] == "needs_a_person"
    assert found([by_state, by_office], id="state", rulings=ruled)[1] == "needs_a_person, conditional"


# Waivers of what a test decides


TWO = """
person | relationship_to_pa | sex | location
P-1    | PA                 | F   | NRU
P-2    | spouse             | F   | unknown
P-3    | child              | M   | NRU
"""


@pytest.mark.parametrize(
    ("test", "applies_to", "kind", "waived", "answer"),
    [
        ("sex = 'F'", "each_member", "eligibility", {"P-3": "waived"}, "waived"),
        ("sex = 'F'", "each_member", "eligibility", {"P-1": "waived"}, "not_met"),
        ("sex = 'F'", "each_member", "eligibility", {"P-3": "not_waived"}, "not_met"),
        ("sex = 'M'", "each_member", "eligibility", {"P-1": "waived"}, "not_met"),
        ("sex = 'M'", "each_member", "eligibility", {"P-1": "waived", "P-2": "waived"}, "waived"),
        ("sex = 'M'", "each_member", "eligibility", {"C-1": "waived"}, "waived"),
        ("sex = 'M'", "each_member", "bar", {"P-3": "waived"}, "waived"),
        ("sex = 'F'", "any_member", "bar", {"P-1": "waived"}, "not_met"),
        ("sex = 'F'", "any_member", "bar", {"P-1": "waived", "P-2": "waived"}, "waived"),
        ("location = 'PNG'", "any_member", "eligibility", {"P-1": "waived"}, "waived"),
        ("location = 'NRU'", "each_member", "eligibility", {"P-2": "waived"}, "waived"),
        ("location = 'NRU'", "each_member", "eligibility", {"P-1": "waived"}, "unknown"),
        ("sex = 'M'", "principal_applicant", "eligibility", {"P-1": "waived"}, "waived"),
        ("sex = 'M'", "principal_applicant", "eligibility", {"P-3": "waived"}, "not_met"),
        ("case_size > 3", "case", "eligibility", {"C-1": "waived"}, "waived"),
        ("case_size > 3", "case", "eligibility", {"P-1": "waived"}, "not_met"),
        ("case_size > 2", "case", "eligibility", {"C-1": "waived"}, "met"),
        ("case_size > 3", "case", "eligibility", {"C-1": "satisfied"}, "not_met"),
        ("case_size > 2", "case", "eligibility", {"C-1": "not_satisfied"}, "met"),
    ],
)
def test_a_waiver_acts_on_whom_it_is_of(test, applies_to, kind, waived, answer):
    criterion = a_criterion("c", test, applies_to, kind)
    assert found([criterion], TWO, id="c", rulings={"c": waived})[0] == answer


def test_a_waiver_for_one_and_an_exemption_for_another_open_the_case_together():
    criterion = a_criterion("c", "sex = 'X'", unless=("x",))
    exempting = a_criterion("x", "relationship_to_pa IN ('PA', 'child')", kind="exemption")
    assert found([criterion, exempting], TWO, id="c")[0] == "not_met"
    assert found([criterion, exempting], TWO, id="c", rulings={"c": {"P-2": "waived"}})[0] == "waived"


def test_a_waiver_in_another_arrangement_waives_nothing_here():
    criterion = a_criterion("c", "sex = 'X'")
    situation = a_situation(TWO, [criterion])
    situation._rulings = {"elsewhere": {"c": {"C-1": "waived"}}}
    assert finding(case_file(situation, "C-1", "there"), criterion).answer is Answer.NOT_MET
    assert screen(situation).outcome("C-1", "there") is Outcome.INELIGIBLE


def test_a_part_that_several_groups_share_is_looked_at_once():
    parts = [a_criterion(f"0-{place}", "sex = 'F'", kind="part") for place in "ab"]
    for depth in range(1, 10):
        below = Group(2, (f"{depth - 1}-a", f"{depth - 1}-b"))
        parts += [a_criterion(f"{depth}-{place}", None, "case", "part", group=below) for place in "ab"]
    top = a_criterion("top", None, "case", group=Group(2, ("9-a", "9-b")))
    one, other = findings_of(a_situation("person | sex\nP-1 | F", [*parts, top]), "C-1", "there")[0].parts
    assert (one.answer, other.answer) == (Answer.MET, Answer.MET)
    assert one.parts[0] is other.parts[0]

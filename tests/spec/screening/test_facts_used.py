"""Which facts a finding lists: of everybody who was asked and of nobody else, the deciding one among them."""

from spec.screening.small_situation import a_criterion, a_situation

from resettle.engine.screening.missing import Missing, settling
from resettle.engine.screening.reference import findings_of

TWO_CASES = """
person | case | relationship_to_pa | sex | relatives_listed
P-1    | C-1  | PA                 | F   | some
P-2    | C-1  | child              | F   | all
P-3    | C-2  | PA                 | M   | some
"""
RELATIVES = {
    "P-2": [{"relationship": "sibling", "country": "CAN"}],
    "P-3": [{"relationship": "sibling", "country": "CAN"}],
}
LINKS = [("C-1", "C-2")]


def listed(test, applies_to, table=TWO_CASES, **more):
    """Of whom facts are listed, member by member or for the case."""
    situation = a_situation(table, [a_criterion("c", test, applies_to)], **more)
    (finding,) = findings_of(situation, "C-1", "there")
    return [
        [f"{subject}.{fact.fact}" for subject, fact in one.facts if fact.fact != "relationship_to_pa"]
        for one in finding.subjects
    ]


def test_a_case_asked_of_its_members_relatives_does_not_name_those_of_a_linked_case():
    assert listed("EACH_MEMBER(ANY_RELATIVE(country = 'CAN'))", "case", relatives=RELATIVES, links=LINKS) == [
        ["P-1.relatives_listed", "P-2.relatives_listed", "P-2/relative/1.country"]
    ]


def test_a_linked_group_asked_of_its_members_relatives_names_all_of_them():
    assert listed(
        "ANY_MEMBER(ANY_RELATIVE(country = 'CAN'))", "linked_group", relatives=RELATIVES, links=LINKS
    ) == [
        [
            "P-1.relatives_listed",
            "P-2.relatives_listed",
            "P-2/relative/1.country",
            "P-3.relatives_listed",
            "P-3/relative/1.country",
        ]
    ]


def test_a_member_asked_of_the_others_relatives_names_theirs():
    of_everybody = ["P-1.relatives_listed", "P-2.relatives_listed", "P-2/relative/1.country"]
    assert listed(
        "ANY_MEMBER(ANY_RELATIVE(country = 'CAN'))", "each_member", relatives=RELATIVES, links=LINKS
    ) == [of_everybody, of_everybody]


def test_a_rule_for_adults_lists_the_day_of_birth_that_says_who_is_one():
    assert listed("sex = 'F'", "every_adult") == [
        ["P-1.sex", "P-1.date_of_birth"],
        ["P-2.sex", "P-2.date_of_birth"],
    ]


def test_where_nobody_is_recorded_as_principal_applicant_it_is_asked_who_is():
    table = TWO_CASES.replace("PA  ", "    ")
    for test, applies_to in [
        ("PRINCIPAL_APPLICANT(sex = 'F')", "case"),
        ("sex = 'F'", "principal_applicant"),
    ]:
        found = settling(a_situation(table, [a_criterion("c", test, applies_to)]), "C-1", "there")
        assert found.missing == (Missing("P-1", "relationship_to_pa"),)

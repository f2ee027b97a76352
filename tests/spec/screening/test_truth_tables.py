"""Yes, no and unknown: nine rows each, through every construct of the language, by the fast screen and by the reference."""

import pytest
from spec.screening.small_situation import a_criterion, a_situation

from resettle.engine.registry.criteria import Group
from resettle.engine.screening.reference import case_file, findings_of
from resettle.engine.screening.screen import screen

TABLE = """
a       | b       | a AND b | a OR b  | NOT a
yes     | yes     | yes     | yes     | no
yes     | no      | no      | yes     | no
yes     | unknown | unknown | yes     | no
no      | yes     | no      | yes     | yes
no      | no      | no      | no      | yes
no      | unknown | no      | unknown | yes
unknown | yes     | unknown | yes     | unknown
unknown | no      | no      | unknown | unknown
unknown | unknown | unknown | unknown | unknown
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]]
SEX = {"yes": "F", "no": "M", "unknown": "unknown"}
STATUS = {"yes": "recognised", "no": "refused", "unknown": "pending"}
TIE = {"yes": "parent", "no": "sibling", "unknown": "unknown"}
COUNTRY = {"yes": "NZL", "no": "AUS", "unknown": "unknown"}
STAGE = {"yes": "open", "no": "ended", "unknown": "unknown"}
OPPOSITE = {"yes": "no", "no": "yes", "unknown": "unknown"}
A, B = "sex = 'F'", "refugee_status = 'recognised'"
ALWAYS, NEVER, NEVER_OF_CASE = "location = 'NRU'", "location = 'FRA'", "case_size > 9"

# One person, and a test of A and B: what it says alone it says through every one of these.
OF_PERSON = {
    "{}": "each_member any_member principal_applicant every_adult",
    "({})": "each_member",
    "NOT (NOT ({}))": "each_member any_member",
    "({}) AND location = 'NRU'": "each_member",
    "({}) OR location = 'FRA'": "each_member",
    "AT_LEAST(1, {}, location = 'FRA')": "each_member any_member every_adult",
    "AT_LEAST(2, {0}, {0})": "each_member",
    "AT_LEAST(2, {}, location = 'NRU')": "each_member",
    "AT_LEAST(2, {}, location = 'NRU', location = 'FRA')": "each_member",
    "EACH_MEMBER({})": "each_member any_member principal_applicant every_adult case linked_group",
    "ANY_MEMBER({})": "each_member any_member principal_applicant every_adult case linked_group",
    "PRINCIPAL_APPLICANT({})": "each_member any_member principal_applicant every_adult case",
    "COUNT_MEMBERS({}) >= 1": "each_member any_member principal_applicant every_adult case linked_group",
    "COUNT_MEMBERS({}) = 1": "case",
    "COUNT_MEMBERS({}) <> 0": "case linked_group",
    "0 < COUNT_MEMBERS({})": "case",
    "COUNT_MEMBERS({}) BETWEEN 1 AND 9": "case",
    "COUNT_MEMBERS({}) >= case_size": "case",
    "COUNT_MEMBERS({}) >= group_size": "linked_group",
    "SHARE_OF_MEMBERS({}) >= 100": "each_member any_member principal_applicant every_adult case linked_group",
    "SHARE_OF_MEMBERS({}) > 0": "case",
    "EACH_MEMBER(AT_LEAST(2, {}, location = 'NRU'))": "case",
    "AT_LEAST(1, COUNT_MEMBERS({}) >= 1, case_size > 9)": "case",
}
NINE = {f"C-{place}": row for place, row in enumerate(ROWS, 1)}
"""case → the row of the table that it stands for"""
A_PERSON = "person | case | relationship_to_pa | date_of_birth | location | sex | refugee_status | {}"


def asked(text, applies_to="each_member", **more):
    """A criterion whose name does not matter."""
    return {"test": text, "applies_to": applies_to, **more}


def joined(one, other):
    """AND, OR and NOT of two tests, by the column in which the answers stand."""
    return {2: f"({one} AND {other})", 3: f"({one} OR {other})", 4: f"(NOT {one})"}


def nine_people(more=""):
    """A case for each row: one adult, the principal applicant."""
    rows = [
        f"P-{case} | {case} | PA | 1980 | NRU | {SEX[a]} | {STATUS[b]} | {more}"
        for case, (a, b, *_) in NINE.items()
    ]
    return "\n".join([A_PERSON.format("dependent"), *rows])


def by_column(column, opposite=False):
    """case → what that column says."""
    return {case: OPPOSITE[row[column]] if opposite else row[column] for case, row in NINE.items()}


def test_and_or_and_not_are_kleenes_alone_and_inside_every_question_about_members():
    wanted = []
    for form, reaches in OF_PERSON.items():
        for column, text in joined(A, B).items():
            for reach in reaches.split():
                wanted.append((asked(form.format(text), reach), by_column(column)))
                wanted.append((asked(form.format(text), reach, kind="bar"), by_column(column, opposite=True)))
    assert len(wanted) > 300
    all_found(nine_people(), wanted)


RECORDS = {
    "ANY_RELATIVE": ("relatives", "relationship = 'parent'", "country = 'NZL'"),
    "ANY_PATHWAY": ("pathways", "pathway_stage = 'open'", "pathway_country = 'NZL'"),
}
THROUGH_RECORDS = [
    ("{}", "each_member"), ("{}", "any_member"), ("{}", "every_adult"), ("{}", "principal_applicant"),
    ("EACH_MEMBER({})", "case"), ("COUNT_MEMBERS({}) >= 1", "case"), ("SHARE_OF_MEMBERS({}) >= 100", "any_member"),
    ("PRINCIPAL_APPLICANT({})", "case"), ("AT_LEAST(2, {0}, {0})", "each_member"), ("ANY_MEMBER({})", "linked_group"),
    ("AT_LEAST(1, {}, location = 'FRA')", "each_member"), ("NOT (NOT {})", "each_member"),
]  # fmt: skip


def a_record(of, a, b):
    if of == "ANY_RELATIVE":
        return {"relationship": TIE[a], "country": COUNTRY[b]}
    return {"pathway_stage": STAGE[a], "pathway_country": COUNTRY[b]}


@pytest.mark.parametrize("listed", ["all", "some", "unknown"])
@pytest.mark.parametrize("of", RECORDS)
def test_they_are_so_of_relatives_and_pathways(of, listed):
    """Where not all are known to be listed there may be another, and no is unknown."""
    table, one, other = RECORDS[of]
    people = nine_people(listed).replace("dependent", f"{table}_listed")
    register = {table: {f"P-{case}": [a_record(of, a, b)] for case, (a, b, *_) in NINE.items()}}
    wanted = []
    for column, text in joined(one, other).items():
        answers = {
            case: "unknown" if said == "no" and listed != "all" else said
            for case, said in by_column(column).items()
        }
        wanted += [(asked(form.format(f"{of}({text})"), reach), answers) for form, reach in THROUGH_RECORDS]
    all_found(people, wanted, register=register)


def test_any_of_two_relatives_or_pathways_is_or():
    for of, (table, one, _) in RECORDS.items():
        people = nine_people("all").replace("dependent", f"{table}_listed")
        two = {
            f"P-{case}": [a_record(of, a, "yes"), a_record(of, b, "no")] for case, (a, b, *_) in NINE.items()
        }
        all_found(people, [(asked(f"{of}({one})"), by_column(3))], register={table: two})


@pytest.mark.parametrize("of", RECORDS)
@pytest.mark.parametrize(
    "listed, finds",
    [("all", "no"), ("none", "no"), ("some", "unknown"), ("unknown", "unknown"), ("", "unknown")],
)
def test_without_any_record_the_answer_depends_on_whether_all_are_listed(of, listed, finds):
    table, test, _ = RECORDS[of]
    assert found(f"person | {table}_listed\nP-1 | {listed}", f"{of}({test})") == finds


OF_TWO = {
    2: ["EACH_MEMBER({})", "COUNT_MEMBERS({}) >= 2", "COUNT_MEMBERS({}) = 2", "COUNT_MEMBERS({}) > 1",
        "SHARE_OF_MEMBERS({}) >= 100", "SHARE_OF_MEMBERS({}) > 50", "NOT ANY_MEMBER(NOT {})",
        "COUNT_MEMBERS(NOT {}) = 0", "NOT COUNT_MEMBERS({}) < 2"],
    3: ["ANY_MEMBER({})", "COUNT_MEMBERS({}) >= 1", "COUNT_MEMBERS({}) <> 0", "SHARE_OF_MEMBERS({}) >= 50",
        "SHARE_OF_MEMBERS({}) > 49", "NOT EACH_MEMBER(NOT {})", "COUNT_MEMBERS({}) BETWEEN 1 AND 2"],
}  # fmt: skip


def test_two_members_are_joined_as_and_or_as_or():
    rows = [
        f"P-{case}-1 | {case} | PA | 1980 | {SEX[a]}\nP-{case}-2 | {case} | spouse | 1981 | {SEX[b]}"
        for case, (a, b, *_) in NINE.items()
    ]
    wanted = [
        (asked(A, "each_member"), by_column(2)), (asked(A, "any_member"), by_column(3)),
        (asked(A, "every_adult"), by_column(2)), (asked(f"NOT {A}", "each_member", kind="bar"), by_column(2)),
        (asked(f"NOT {A}", "any_member", kind="bar"), by_column(2)),
        (asked(f"NOT {A}", "every_adult", kind="bar"), by_column(2)),
    ]  # fmt: skip
    for column, forms in OF_TWO.items():
        for reach in ("case", "each_member", "any_member", "principal_applicant", "every_adult"):
            wanted += [(asked(form.format(A), reach), by_column(column)) for form in forms]
    all_found("\n".join(["person | case | relationship_to_pa | date_of_birth | sex", *rows]), wanted)


def test_two_linked_cases_are_joined_as_and_or_as_or():
    rows = [
        f"P-{case}-1 | {case} | PA | {SEX[a]}\nP-{case}-2 | {case}-tied | PA | {SEX[b]}"
        for case, (a, b, *_) in NINE.items()
    ]
    wanted = [
        (asked(form.format(A), "linked_group"), by_column(column) | {f"{case}-tied": row[column] for case, row in NINE.items()})
        for column, forms in OF_TWO.items()
        for form in forms
    ]  # fmt: skip
    table = "\n".join(["person | case | relationship_to_pa | sex", *rows])
    all_found(table, wanted, register={"links": [(case, f"{case}-tied") for case in NINE]})


def test_at_least_one_is_or_and_at_least_all_is_and():
    both, either = by_column(2), by_column(3)
    wanted = [
        (asked(f"AT_LEAST(1, {A}, {B})"), either),
        (asked(f"AT_LEAST(2, {A}, {B})"), both),
        (asked(f"AT_LEAST(2, {A}, {B}, {ALWAYS})"), either),
        (asked(f"AT_LEAST(2, {A}, {B}, {NEVER})"), both),
        (asked(f"AT_LEAST(1, {A}, {B}, {NEVER})"), either),
        (asked(f"AT_LEAST(3, {A}, {B}, {ALWAYS})"), both),
        (asked(f"AT_LEAST(3, {A}, {B}, {ALWAYS}, {NEVER}, {NEVER})"), both),
        (asked(f"NOT AT_LEAST(2, NOT {A}, NOT {B})"), either),
        (asked(f"NOT AT_LEAST(1, NOT {A}, NOT {B})"), both),
        (asked(f"AT_LEAST(2, AT_LEAST(1, {A}, {B}), AT_LEAST(2, {A}, {ALWAYS}))"), by_column(0)),
    ]
    all_found(nine_people(), wanted)


def test_unless_is_or():
    others = [
        a_criterion("x-case", f"ANY_MEMBER({B})", "case", "exemption"),
        *(a_criterion(f"x-{reach}", B, reach, "exemption") for reach in OF_PEOPLE),
        a_criterion("y", A, kind="exemption"),
    ]
    wanted = []
    for exemption in ("x-case", *(f"x-{reach}" for reach in OF_PEOPLE)):
        for reach in OF_PEOPLE:
            wanted.append((asked(A, reach, unless=(exemption,)), by_column(3)))
            wanted.append((asked(f"NOT {A}", reach, unless=(exemption,), kind="bar"), by_column(3)))
            wanted.append((asked(NEVER, reach, unless=(exemption, "y")), by_column(3)))
        wanted.append((asked(f"EACH_MEMBER({A})", "case", unless=(exemption,)), by_column(3)))
        wanted.append((asked(f"EACH_MEMBER({A})", "linked_group", unless=(exemption,)), by_column(3)))
    all_found(nine_people(), wanted, others)


OF_PEOPLE = ("each_member", "any_member", "principal_applicant", "every_adult")


def test_groups_of_parts_are_and_and_or():
    others = [
        a_criterion("a", A, kind="part"),
        a_criterion("b", f"ANY_MEMBER({B})", "case", "part"),
        a_criterion("not-a", f"NOT {A}", "any_member", "part"),
        a_criterion("never", NEVER_OF_CASE, "case", "part"),
        a_criterion("always", ALWAYS, kind="part"),
        a_criterion("both", None, "case", "part", group=Group(2, ("a", "b"))),
        a_criterion("either", None, "case", "part", group=Group(1, ("a", "b"))),
        a_criterion("a-unless-b", A, kind="part", unless=("x",)),
        a_criterion("x", B, kind="exemption"),
    ]
    wanted = [
        (1, ("a", "b"), 3), (2, ("a", "b"), 2), (1, ("not-a",), 4), (2, ("a", "b", "always"), 3),
        (2, ("a", "b", "never"), 2), (1, ("both",), 2), (1, ("either", "never"), 3), (2, ("either", "always"), 3),
        (2, ("both", "either"), 2), (1, ("both", "either"), 3), (1, ("a-unless-b",), 3),
    ]  # fmt: skip
    groups = [
        (asked(None, "case", kind=kind, group=Group(least, of)), by_column(column))
        for least, of, column in wanted
        for kind in ("eligibility", "priority", "quota", "bar")
    ]
    exempt = asked(None, "case", group=Group(1, ("a",)), unless=("x",))
    all_found(nine_people(), [*groups, (exempt, by_column(3))], others)


RULED = {None: None, "satisfied": "yes", "not_satisfied": "no", "waived": "yes", "not_waived": None}
WITH_A_JUDGEMENT = {  # what is found of "one of" and of "all of": a test and a judgement, by what both say
    ("yes", None): ("yes", "judgement"), ("no", None): ("judgement", "no"), ("unknown", None): ("unknown", "unknown"),
    ("yes", "yes"): ("yes", "yes"), ("no", "yes"): ("yes", "no"), ("unknown", "yes"): ("yes", "unknown"),
    ("yes", "no"): ("yes", "no"), ("no", "no"): ("no", "no"), ("unknown", "no"): ("unknown", "no"),
}  # fmt: skip


@pytest.mark.parametrize("ruling", RULED)
@pytest.mark.parametrize("decided_by", ["office", "receiving_state"])
def test_a_judgement_in_a_group_is_open_only_if_it_decides(decided_by, ruling):
    parts = [
        a_criterion("a", A, kind="part"),
        a_criterion("j", None, "case", "part", decided_by),
        a_criterion("one-of", None, "case", "part", group=Group(1, ("a", "j"))),
        a_criterion("all-of", None, "case", "part", group=Group(2, ("a", "j"))),
    ]
    register = {"rulings": {"j": dict.fromkeys(NINE, ruling)}} if ruling else {}
    wanted = []
    for place, (least, deep) in enumerate([(1, "one-of"), (2, "all-of")]):
        answers = {case: WITH_A_JUDGEMENT[row[0], RULED[ruling]][place] for case, row in NINE.items()}
        wanted.append((asked(None, "case", group=Group(least, ("a", "j"))), answers))
        wanted.append((asked(None, "case", group=Group(1, (deep,))), answers))
    all_found(nine_people(), wanted, parts, register)


@pytest.mark.parametrize("kind", ["satisfied", "not_satisfied", "waived", "not_waived"])
@pytest.mark.parametrize("of", ["person", "case"])
def test_a_waiver_is_or_yes_and_no_other_ruling_changes_a_test(of, kind):
    answers = dict.fromkeys(NINE, "yes") if kind == "waived" else by_column(3)
    wanted = []
    for reach in OF_PEOPLE:
        wanted.append((asked(f"{A} OR {B}", reach), answers))
        wanted.append((asked(f"NOT ({A} OR {B})", reach, kind="bar"), answers))
    if of == "case":
        wanted.append((asked(f"ANY_MEMBER({A} OR {B})", "case"), answers))
        wanted.append((asked(f"ANY_MEMBER({A} OR {B})", "linked_group"), answers))
        wanted.append((asked(None, "case", group=Group(1, ("p",))), answers))
    subjects = [f"P-{case}" if of == "person" else case for case in NINE]
    rulings = {f"c{place}": dict.fromkeys(subjects, kind) for place in range(len(wanted))}
    part = a_criterion("p", f"{A} OR {B}", kind="part")
    all_found(nine_people(), wanted, [part], {"rulings": rulings})


TWO = "person | case | relationship_to_pa | date_of_birth | sex"


def test_a_waiver_of_one_member_leaves_the_others():
    rows = [
        f"P-{case}-1 | {case} | PA | 1980 | {SEX[a]}\nP-{case}-2 | {case} | spouse | 1980 | {SEX[b]}"
        for case, (a, b, *_) in NINE.items()
    ]
    wanted = [
        (asked(A, "each_member"), by_column(0)),
        (asked(A, "any_member"), dict.fromkeys(NINE, "yes")),
        (asked(A, "principal_applicant"), by_column(0)),
        (asked(A, "every_adult"), by_column(0)),
        (asked(f"NOT {A}", "any_member", kind="bar"), by_column(0)),
    ]
    rulings = {f"c{place}": {f"P-{case}-2": "waived" for case in NINE} for place in range(len(wanted))}
    all_found("\n".join([TWO, *rows]), wanted, register={"rulings": rulings})


@pytest.mark.parametrize(
    "born, is_adult", [("1980", "yes"), ("2010", "no"), ("1998", "unknown"), ("1998-11-14", "yes")]
)
def test_children_are_no_adults_and_an_unknown_age_may_be_either(born, is_adult):
    """An adult's answer is AND with the others'; a child's does not count; of either kind it may be that it does."""
    rows = [
        f"P-{case}-1 | {case} | PA | 1980 | {SEX[a]}\nP-{case}-2 | {case} | spouse | {born} | {SEX[b]}"
        for case, (a, b, *_) in NINE.items()
    ]
    either = {case: row[2] if row[2] == row[0] else "unknown" for case, row in NINE.items()}
    answers = {"yes": by_column(2), "no": by_column(0), "unknown": either}[is_adult]
    all_found("\n".join([TWO, *rows]), [(asked(A, "every_adult"), answers)])


def all_found(table, wanted, others=(), register=None):
    """Every criterion finds of each case what is wanted, by both evaluators. They are called c0, c1, …"""
    criteria = [a_criterion(f"c{place}", one.pop("test"), **one) for place, (one, _) in enumerate(wanted)]
    situation = a_situation(table, [*criteria, *others], **(register or {}))
    screening = screen(situation)
    for place, case in enumerate(screening.cases):
        slow = {one.criterion.id: one.answer.value for one in findings_of(situation, case, "there")}
        for criterion, (_, answers) in zip(criteria, wanted, strict=True):
            fast = int(screening.found["there"].answers[criterion.id][place])
            said = criterion.text or criterion.group, criterion.applies_to.value, criterion.kind.value, case
            assert AS_A_NUMBER[slow[criterion.id]] == fast, said
            assert IN_WORDS[fast] == answers[case], said


def found(table, text, applies_to="each_member", exemptions=(), register=None, **more):
    """What both evaluators find of one criterion and one case; they must agree."""
    situation = a_situation(
        table, [a_criterion("c", text, applies_to, **more), *exemptions], **(register or {})
    )
    screening = screen(situation)
    fast = int(screening.found["there"].answers["c"][0])
    slow = findings_of(situation, "C-1", "there")[0].answer.value
    assert AS_A_NUMBER[slow] == fast
    assert case_file(situation, "C-1", "there").members
    return IN_WORDS[fast]


AS_A_NUMBER = {"met": 1, "exempt": 1, "waived": 1, "not_met": -1, "unknown": 0, "judgement": 2}
IN_WORDS = {1: "yes", -1: "no", 0: "unknown", 2: "judgement"}

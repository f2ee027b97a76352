"""What changed in the rules between two days, or by a what-if: in words, and in the people whom it moves."""

from dataclasses import replace
from datetime import date

import pytest
from builders import NORWAY, ON, a_register, a_register_folder
from spec.screening.rules_and_tables import a_rule, amended
from spec.screening.small_situation import a_criterion, a_situation

from resettle import service
from resettle.engine.errors import RequestRefused
from resettle.engine.registry.criteria import DecidedBy, Group
from resettle.engine.registry.language import bound
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.amended import ChangeKind, changed_outcomes, moved, rule_changes
from resettle.engine.screening.screen import screen
from resettle.render.words import rules as said
from resettle.service import Asked

BEFORE, AFTER = date(2026, 1, 31), date(2026, 3, 1)
OLD = a_criterion(
    "c", "refugee_status = 'recognised'", unless=("x",), waivable_by="NOR", waivable_for="family unity"
)


def words_of(change, sources=None):
    return list(said.change(change, sources or {}))


def was_is(what, before, after):
    return said.WAS_IS.format(what=said.WHAT[what], before=before, after=after)


# Of one criterion


def test_the_same_rules_have_not_changed():
    again = replace(OLD, source="t", note="Told again.", rules=("3",), effective=AFTER, known=AFTER)
    assert rule_changes([OLD], [again]) == ()


@pytest.mark.parametrize(
    ("changed", "what", "was", "now"),
    [
        ({"kind": OLD.kind.BAR}, "kind", "eligibility", "bar"),
        ({"sentence": "Anew."}, "sentence", "The sentence of c.", "Anew."),
        ({"text": "sex = 'F'"}, "test", "refugee_status = 'recognised'", "sex = 'F'"),
        ({"applies_to": OLD.applies_to.ANY_MEMBER}, "applies_to", "each member", "any member"),
        ({"unless": ()}, "unless", "x", "–"),
        ({"unless": ("x", "y")}, "unless", "x", "x and y"),
        ({"waivable_by": "none"}, "waivable_by", "Norway", "nobody"),
        ({"waivable_by": "office"}, "waivable_by", "Norway", "the office"),
        ({"waivable_by": None}, "waivable_by", "Norway", "–"),
        ({"waivable_for": ""}, "waivable_for", "family unity", "–"),
        ({"group": Group(1, ("a", "b"))}, "group", "–", "at least 1 of: a and b"),
        ({"decided_by": DecidedBy.OFFICE}, "decided_by", "–", "the office"),
        ({"until": AFTER}, "until", "–", "1 March 2026"),
    ],
)
def test_each_thing_that_is_said_otherwise_is_named_with_what_it_was_and_is(changed, what, was, now):
    [change] = rule_changes([OLD], [replace(OLD, **changed, effective=AFTER, source="treaty")])
    assert (change.kind, change.what) == (ChangeKind.AMENDED, (what,))
    assert words_of(change, {"treaty": "Agreement"}) == [
        "Amended on 1 March 2026 (Agreement): c", was_is(what, was, now),
    ]  # fmt: skip


def test_several_changes_of_one_criterion_are_told_together():
    now = replace(OLD, sentence="Anew.", text="sex = 'F'", unless=())
    [change] = rule_changes([OLD], [now])
    assert change.what == ("sentence", "test", "unless")
    assert len(words_of(change)) == 4


def test_how_many_parts_are_needed_is_a_change_that_is_said():
    was = a_criterion("g", None, "case", group=Group(1, ("a", "b")))
    [change] = rule_changes([was], [replace(was, group=Group(2, ("a", "b")))])
    assert words_of(change)[1] == was_is("group", "at least 1 of: a and b", "all of: a and b")


def test_where_only_the_edition_of_a_named_list_differs_that_is_said():
    named = a_criterion("c", "IN_LIST(location, 'east')")
    was, now = (
        replace(named, test=bound(named.test, "there", {"east": codes}.get))
        for codes in (("KEN",), ("KEN", "UGA"))
    )
    [change] = rule_changes([was], [now])
    assert change.what == ("lists",)
    assert "Uganda" in " ".join(words_of(change))
    assert "Kenya" not in " ".join(words_of(change))
    assert rule_changes([was], [was]) == ()


def test_a_new_one_is_told_by_its_sentence_and_since_when():
    [change] = rule_changes([], [OLD])
    assert (change.kind, change.before, change.after) == (ChangeKind.ADDED, None, OLD)
    assert words_of(change) == ["New: The sentence of c. (in force since 1 January 2000, s)"]


def test_one_that_ended_is_told_with_the_day_source_and_note_of_its_repeal():
    repeal = replace(OLD, repealed=True, amends=True, effective=AFTER, source="treaty", note="It was unjust.")
    [change] = rule_changes([OLD], [], [repeal])
    assert (change.kind, change.ended) == (ChangeKind.ENDED, repeal)
    assert words_of(change, {"treaty": "Agreement"}) == [
        "No longer in force since 1 March 2026 (Agreement): The sentence of c. It was unjust."
    ]


def test_one_that_ran_out_ended_on_the_day_that_was_known_from_the_start():
    ran_out = replace(OLD, until=AFTER, note="Of the first version.")
    [change] = rule_changes([OLD], [], [ran_out])
    assert words_of(change) == ["No longer in force since 1 March 2026 (s): The sentence of c."]
    assert words_of(rule_changes([OLD], [])[0]) == ["No longer in force: The sentence of c."]


def test_sub_quotas_are_told_by_name_since_many_have_one_sentence():
    women = a_criterion("women-2026", "sex = 'F'", kind="quota")
    [new], [gone] = rule_changes([], [women]), rule_changes([women], [])
    assert words_of(new)[0].startswith("New sub-quota women-2026: ")
    assert words_of(gone)[0].startswith("No longer in force, sub-quota women-2026: ")


def test_changes_come_in_the_order_of_the_files():
    a, b, c, d = (a_criterion(name, "sex = 'F'") for name in "abcd")
    changed = rule_changes([a, b, c], [d, replace(b, sentence="Anew."), a])
    assert [(one.id, one.kind.value) for one in changed] == [("b", "amended"), ("c", "ended"), ("d", "added")]


# Of an arrangement, between two days


@pytest.fixture
def register(tmp_path):
    return a_register(tmp_path, changing())


def changing(**more):
    rules = (
        a_rule("size", "case_size <= 4", applies_to="case")
        + amended(effective=date(2026, 2, 10), test="case_size <= 2", sentence="Only small cases.")
        + a_rule("adult", "AGE(date_of_birth, screening_day) >= 18", applies_to="principal_applicant")
        + amended(effective=date(2026, 2, 20), repealed=True, note="Nobody was helped by it.")
        + a_rule("woman", "sex = 'F'", applies_to="any_member", effective=date(2026, 2, 15))
        + a_rule("east", "IN_LIST(location, 'east')")
        + a_rule("late", "sex = 'F'", applies_to="any_member", effective=date(2026, 4, 1))
    )
    editions = "".join(
        f'[[edition]]\neffective = {day}\nknown = {day}\ncodes = {codes}\nsource = "treaty"\n'
        for day, codes in (("2026-01-05", '["KEN"]'), ("2026-02-01", '["KEN", "UGA"]'))
    )
    named = f'id = "east"\nname = "East"\nof = "country"\nsource = "treaty"\n{editions}'
    ends = 'name = "No limit"\n[[criterion_ends]]\narrangement = "nor-2026"\ncriterion = "size"\neffective = 2026-03-01\n'
    return {
        "arrangements/nor-2026.toml": NORWAY + rules,
        "lists/east.toml": named,
        "what-ifs/no-limit.toml": ends,
        **more,
    }


def compared(register, first=BEFORE, last=AFTER, **asked):
    return service.compared(register, Asked(**asked), "nor-2026", first, last)


def kinds(found):
    return {one.id: one.kind.value for one in found.changes}


def test_between_two_days_what_began_ended_and_was_amended_is_found(register):
    found = compared(register)
    assert kinds(found) == {"size": "amended", "adult": "ended", "woman": "added", "east": "amended"}
    by_id = {one.id: one for one in found.changes}
    assert (by_id["size"].what, by_id["east"].what) == (("sentence", "test"), ("lists",))
    assert words_of(by_id["adult"])[0].endswith(
        "since 20 February 2026 (treaty): The sentence of adult. Nobody was helped by it."
    )
    assert (by_id["size"].before.text, by_id["size"].after.text) == ("case_size <= 4", "case_size <= 2")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 1, 31), date(2026, 1, 31), {}),
        (date(2026, 2, 9), date(2026, 2, 10), {"size": "amended"}),
        (date(2026, 2, 14), date(2026, 2, 15), {"woman": "added"}),
        (date(2026, 2, 19), date(2026, 2, 20), {"adult": "ended"}),
        (date(2026, 3, 31), date(2026, 4, 1), {"late": "added"}),
    ],
)
def test_each_change_is_on_its_day(register, first, last, expected):
    assert kinds(compared(register, first, last)) == expected


def test_what_was_not_known_by_then_has_not_changed(register):
    assert kinds(compared(register, known=BEFORE)) == {
        "woman": "added"
    }  # of which it was known from the start
    assert "late" not in kinds(compared(register, known=AFTER))


def test_the_people_are_those_of_the_day_asked_for_under_both_rules(register):
    found = compared(register)
    assert found.people.on == date(2026, 3, 2)
    assert [(one.before, one.after, one.cases) for one in found.moved] == [
        ("needs_a_person", "ineligible", ("C-1", "C-3"))
    ]
    for one in found.moved:
        for case in one.cases:
            assert _outcome(register, found.people, found.before, case) == one.before
            assert _outcome(register, found.people, found.after, case) == one.after


def _outcome(register, people, rules, case):
    asked = Situation(register, people.on, people.known, None, rules)
    return screen(asked, ["nor-2026"]).outcome(case, "nor-2026").value


def test_whoever_is_not_told_of_as_moved_has_the_same_outcome_under_both(register):
    found = compared(register)
    told = {case for one in found.moved for case in one.cases}
    for case in set(found.people.persons_of) - told:
        assert _outcome(register, found.people, found.before, case) == _outcome(
            register, found.people, found.after, case
        )


def test_people_of_another_day_are_asked_of_if_that_day_is_named(register):
    before_anybody = date(2024, 5, 31)
    found = compared(register, on=before_anybody)
    assert (len(found.changes), found.moved) == (4, ())
    found = compared(register, on=date(2026, 1, 10))
    assert found.people.on == date(2026, 1, 10)
    assert kinds(found) == {"size": "amended", "adult": "ended", "woman": "added", "east": "amended"}


def test_one_day_without_and_with_a_what_if(register):
    found = compared(register, AFTER, AFTER, what_ifs=("no-limit",))
    assert kinds(found) == {"size": "ended"}
    assert words_of(found.changes[0])[0].startswith("No longer in force since 1 March 2026 (")
    assert kinds(compared(register, date(2026, 2, 28), date(2026, 2, 28), what_ifs=("no-limit",))) == {}
    assert {one.before for one in found.moved} == {"ineligible"}
    assert not compared(register, AFTER, AFTER).changes


def size_on(register, on, known):
    """Whether its sentence is the new one, the most it allows, and who may waive it."""
    [one] = [one for one in Situation(register, on, known).criteria("nor-2026") if one.id == "size"]
    return one.sentence == "Anew.", one.text[-1], one.waivable_by


def test_amendments_are_laid_over_each_other_by_the_day_they_take_effect_each_once_it_is_known(tmp_path):
    sentence = amended(effective=date(2026, 2, 1), known=date(2026, 3, 1), sentence="Anew.")
    test = amended(effective=date(2026, 2, 10), known=date(2026, 2, 10), test="case_size <= 2")
    late = amended(effective=date(2026, 2, 5), known=date(2026, 3, 2), unless=[], waivable_by="NOR")
    for changes in (sentence + test + late, late + test + sentence):
        rules = NORWAY + a_rule("size", "case_size <= 4", applies_to="case") + changes
        register = a_register(
            tmp_path / str(len(list(tmp_path.iterdir()))), {"arrangements/nor-2026.toml": rules}
        )

        assert size_on(register, date(2026, 2, 20), date(2026, 2, 20)) == (
            False,
            "2",
            None,
        )  # the other two were not known yet
        assert size_on(register, date(2026, 2, 20), date(2026, 3, 1)) == (True, "2", None)
        assert size_on(register, date(2026, 2, 20), date(2026, 3, 2)) == (True, "2", "NOR")
        assert size_on(register, date(2026, 2, 7), date(2026, 3, 2)) == (True, "4", "NOR")
        assert size_on(register, date(2026, 2, 3), date(2026, 3, 2)) == (True, "4", None)


def test_what_a_what_if_ends_stays_ended_whatever_amendment_was_to_come(tmp_path):
    ends = changing()["what-ifs/no-limit.toml"].replace(
        "2026-03-01", "2026-02-01"
    )  # it was to change on the 10th
    register = a_register(tmp_path, changing(**{"what-ifs/no-limit.toml": ends}))
    found = compared(register, AFTER, AFTER, what_ifs=("no-limit",))
    assert kinds(found)["size"] == "ended"


def test_what_a_what_if_ends_before_it_was_to_begin_never_begins(tmp_path):
    begins_later = changing()["what-ifs/no-limit.toml"].replace('"size"', '"late"')  # in force from 1 April
    register = a_register(tmp_path, changing(**{"what-ifs/no-limit.toml": begins_later}))
    april = date(2026, 4, 1)
    found = compared(register, april, april, known=april, what_ifs=("no-limit",))
    assert kinds(found) == {"late": "ended"}


def an_addition(sex):
    rule = a_rule("only", f"sex = '{sex}'", source=None, known=None).replace(
        "[[criterion]]", '[[criterion]]\narrangement = "nor-2026"'
    )
    return f'name = "Only {sex}"\n{rule}'


def test_two_what_ifs_that_add_one_criterion_are_not_laid_over_each_other(tmp_path):
    register = a_register(
        tmp_path, {"what-ifs/women.toml": an_addition("F"), "what-ifs/men.toml": an_addition("M")}
    )
    for one in ("women", "men"):
        assert kinds(compared(register, AFTER, AFTER, what_ifs=(one, one))) == {"only": "added"}
    with pytest.raises(RequestRefused) as refused:
        compared(register, AFTER, AFTER, what_ifs=("women", "men"))
    [fault] = refused.value.faults
    assert (fault.code, fault.params["what_ifs"]) == ("what_ifs_clash", ["women", "men"])


def test_a_what_if_that_includes_two_such_is_a_fault_of_its_own(tmp_path):
    folder = a_register_folder(
        tmp_path,
        {
            "what-ifs/women.toml": an_addition("F"),
            "what-ifs/men.toml": an_addition("M"),
            "what-ifs/both.toml": 'name = "Both"\nincludes = ["women", "men"]\n',
            "what-ifs/above.toml": 'name = "Above"\nincludes = ["both"]\n',
        },
    )
    found = service.examined(folder).faults
    assert [(one.code, one.where.file) for one in found] == [("what_ifs_clash", "what-ifs/both.toml")]


def test_only_arrangements_that_are_known_can_be_compared(register):
    for name, code in (("nor-2062", "rules_of_nothing"), ("no-entry", "bar_by_itself")):
        with pytest.raises(RequestRefused) as refused:
            service.compared(register, Asked(), name, BEFORE, AFTER)
        assert (refused.value.faults[0].code, refused.value.faults[0].params["name"]) == (code, name)


@pytest.mark.parametrize(
    ("first", "last", "what_ifs", "days"),
    [
        (None, date(2026, 3, 3), (), (ON, date(2026, 3, 3))),
        (BEFORE, None, (), (BEFORE, ON)),
        (None, None, ("no-limit",), (ON, ON)),
        (BEFORE, None, ("no-limit",), (BEFORE, BEFORE)),
        (BEFORE, AFTER, ("no-limit",), (BEFORE, AFTER)),
    ],
)
def test_a_day_left_out_is_the_day_of_the_view(register, first, last, what_ifs, days):
    found = compared(register, first, last, what_ifs=what_ifs)
    assert (found.before.on, found.after.on) == days


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (None, None, "nothing_to_compare"),
        (AFTER, BEFORE, "days_reversed"),
        (None, BEFORE, "days_reversed"),
        (date(2026, 3, 3), None, "days_reversed"),
    ],
)
def test_days_that_leave_nothing_to_compare_are_refused(register, first, last, code):
    with pytest.raises(RequestRefused) as refused:
        compared(register, first, last)
    assert [one.code for one in refused.value.faults] == [code]


# Of people alone


def test_moved_cases_are_grouped_by_what_their_outcome_was_and_is():
    table = "\n".join(["person | case | sex | location", *(f"P-{n} | C-{n} | {sex} | {place}" for n, sex, place in [
        (1, "F", "NRU"), (2, "M", "NRU"), (3, "F", "PNG"), (4, "F", "NRU"), (5, "unknown", "NRU"),
    ])])  # fmt: skip
    before, after = (
        screen(a_situation(table, [a_criterion("c", test)])) for test in ("sex = 'F'", "location = 'NRU'")
    )
    assert [(one.before, one.after, one.cases) for one in moved(changed_outcomes(before, after))] == [
        ("ineligible", "eligible", ("C-2",)), ("needs_a_fact", "eligible", ("C-5",)), ("eligible", "ineligible", ("C-3",)),
    ]  # fmt: skip
    assert moved(changed_outcomes(before, before)) == ()

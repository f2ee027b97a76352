"""The published programmes as data: every rule is carried and tried, and each day has the rules then in force."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from resettle import service
from resettle.engine.errors import RequestRefused
from resettle.engine.registry.criteria import CriterionKind
from resettle.engine.screening.reference import Answer, findings_of
from resettle.engine.screening.screen import screen
from resettle.engine.screening.worked import worked
from resettle.render.words import rules as said
from resettle.service import Asked

EXAMPLE = Path(__file__).parents[2] / "examples" / "programmes"
ANNOUNCED = date(2016, 11, 14)
"""The day after the arrangement with the United States was announced."""
A_YEAR_LATER = date(2017, 12, 31)
"""After the United Kingdom opened its scheme to others than Syrians."""
TAKEN_UP = date(2022, 7, 1)
"""The first day of the arrangement of 2022 between New Zealand and Australia."""
NUMBERED = [*range(1, 32), *range(35, 44), *range(46, 51), 52, 58]
"""The numbers of the published rules that are encoded here."""


@cache
def examined():
    """The register, and all that is wrong with it, what its worked tables expect among it."""
    return service.examined(EXAMPLE)


def register():
    return examined().register


@cache
def situation(on):
    return service.situation(register(), Asked(on=on))


@cache
def in_force(on):
    """arrangement → the ids of what is in force that day."""
    return {
        one.of.id: {each.id for each in one.criteria} for one in service.rules(register(), Asked(on=on))[0]
    }


@cache
def compared(arrangement, first, last, on=None):
    return service.compared(register(), Asked(on=on), arrangement, first, last)


@cache
def outcomes(arrangement, on):
    """case → its outcome in an arrangement, as the whole register is screened that day."""
    found = screen(situation(on), [arrangement])
    return {case: found.outcome(case, arrangement).value for case in situation(on).persons_of}


def changes(arrangement, first, last):
    """id → what became of it, sub-quotas left out; and the lines that say so."""
    sources = {key: one.title for key, one in register().sources.items()}
    found = [
        one for one in compared(arrangement, first, last).changes if _kind(one) is not CriterionKind.QUOTA
    ]
    lines = " ".join(line for one in found for line in said.change(one, sources))
    return {one.id: one.kind.value for one in found}, lines


def _kind(change):
    return (change.after or change.before).kind


# Whole


def test_the_programmes_read_without_errors():
    assert [one for one in examined().faults if one.is_error] == []
    assert register() is not None


def test_every_worked_table_holds_on_both_evaluators():
    assert [one for one in examined().faults if one.code.startswith("worked_")] == []
    rows = [row for table in register().worked for row in table.rows]
    assert len(register().worked) > 200 and len(rows) > 1000
    [first] = [one for one in register().worked if (one.of, one.criterion) == ("nz-quota", "family-link")]
    assert all(one.holds for one in worked(replace(register(), worked=(first,))))
    turned = replace(first, rows=tuple(map(_otherwise, first.rows)))
    assert not any(one.holds for one in worked(replace(register(), worked=(turned,))))


def _otherwise(row):
    """The same row, expecting what it does not."""
    if "finding" not in row.cells:
        return row
    other = "not_met" if row.cells["finding"] == "met" else "met"
    return replace(row, cells={**row.cells, "finding": other})


def test_every_numbered_rule_is_carried_somewhere():
    carried = set()
    for one in register().arrangements.values():
        entries = [one, *one.offers, *one.criteria, *one.sub_quotas, *(each.whom for each in one.sub_quotas)]
        carried |= {number for each in entries for number in getattr(each, "rules", ())}
    for quota in register().quotas.values():
        carried |= {number for each in (quota, *quota.periods) for number in getattr(each, "rules", ())}
    assert [number for number in NUMBERED if str(number) not in carried] == []


def test_every_criterion_part_bar_and_sub_quota_has_a_worked_table():
    tried = {(one.of, one.criterion) for one in register().worked}
    written = {
        (one.id, each.id)
        for one in register().arrangements.values()
        for each in (*one.criteria, *(sub.whom for sub in one.sub_quotas))
        if each.kind is not CriterionKind.EXEMPTION
    }
    written |= {(one.id, each.id) for one in register().bars.values() for each in one.criteria}
    assert sorted(written - tried) == []
    assert {of for of, criterion in tried if criterion == "outcome"} == set(register().arrangements)


def test_every_finding_is_expected_somewhere():
    expected = {
        row.cells["finding"] for table in register().worked for row in table.rows if "finding" in row.cells
    }
    assert expected == {one.value for one in Answer}


def test_everybody_is_made_up():
    assert register().synthetic
    tables = register().tables
    for name in ("people", "cases", "members", "relatives", "pathways", "rulings", "willingness"):
        assert set(getattr(tables, name)["source"]) == {"synthetic"}


# The rules of the day


@pytest.mark.parametrize(
    ("arrangement", "criterion", "days"),
    [
        ("nz-quota", "family-link", [ANNOUNCED, A_YEAR_LATER]),
        ("nz-quota", "mandated", [ANNOUNCED, A_YEAR_LATER, TAKEN_UP]),
        ("nz-quota", "africa-2022-23", [TAKEN_UP]),
        ("nz-2022", "recognised", [TAKEN_UP]),
        ("nz-2022", "other-pathway", [TAKEN_UP]),
        ("nz-150", "recognised-pa", [ANNOUNCED, A_YEAR_LATER, TAKEN_UP]),
        ("uk-vprs", "syrian", [ANNOUNCED]),
        ("uk-vprs", "fled-syria", [A_YEAR_LATER, TAKEN_UP]),
        ("uk-vprs", "dossier", [TAKEN_UP]),
        ("uk-gateway", "dossier", [TAKEN_UP]),
        ("uk-ukrs", "council-housing", [TAKEN_UP]),
        ("us-admissions", "in-country-group", [TAKEN_UP]),
        ("us-admissions", "p-3", [ANNOUNCED, A_YEAR_LATER, TAKEN_UP]),
        ("us-admissions", "p-4", []),
        ("us-admissions", "africa-fy2022", [TAKEN_UP]),
        ("us-2016", "admission", [ANNOUNCED, A_YEAR_LATER, TAKEN_UP]),
        ("ca-refugees", "excessive-demand", [ANNOUNCED, A_YEAR_LATER, TAKEN_UP]),
        ("ca-refugees", "privately-sponsored", [A_YEAR_LATER]),
        ("se-quota", "referral", [TAKEN_UP]),
        ("se-quota", "protection-need", [ANNOUNCED, A_YEAR_LATER, TAKEN_UP]),
        ("no-quota", "women-and-girls-2016", [ANNOUNCED]),
        ("no-quota", "women-at-risk-2010", []),
        ("au-200", "arrived-by-boat", [ANNOUNCED, A_YEAR_LATER, TAKEN_UP]),
    ],
)
def test_a_rule_is_in_force_on_its_days_and_on_no_other(arrangement, criterion, days):
    every = [ANNOUNCED, A_YEAR_LATER, TAKEN_UP]
    assert [day for day in every if criterion in in_force(day).get(arrangement, ())] == days


@pytest.mark.parametrize(
    ("arrangement", "criterion", "last", "first"),
    [
        ("nz-quota", "family-link", date(2019, 10, 3), date(2019, 10, 4)),
        ("uk-vprs", "syrian", date(2017, 7, 2), date(2017, 7, 3)),
        ("us-admissions", "in-country-group", date(2023, 9, 30), date(2023, 10, 1)),
    ],
)
def test_what_ended_was_in_force_until_the_day_before(arrangement, criterion, last, first):
    assert criterion in in_force(last)[arrangement]
    assert criterion not in in_force(first)[arrangement]


@pytest.mark.parametrize(
    ("arrangement", "statuses"),
    [
        ("nz-150", ["in_force", "in_force", "ended"]),
        ("nz-2022", [None, None, "in_force"]),
        ("uk-vprs", ["in_force", "in_force", "ended"]),
        ("uk-ukrs", [None, None, "in_force"]),
        ("au-syria-iraq", ["in_force", "ended", "ended"]),
    ],
)
def test_an_arrangement_stands_where_it_stood_that_day(arrangement, statuses):
    found = []
    for day in (ANNOUNCED, A_YEAR_LATER, TAKEN_UP):
        entry = situation(day).status_of(arrangement)
        found.append(entry.status.value if entry else None)
    assert found == statuses


# What changed, in words and in people


def test_the_end_of_the_family_link_is_told_with_its_day_its_source_and_why():
    found, lines = changes("nz-quota", A_YEAR_LATER, TAKEN_UP)
    assert found == {"family-link": "ended"}
    assert all(one in lines for one in ("4 October 2019", "New Zealand Herald", "discriminatory"))
    assert changes("nz-quota", ANNOUNCED, A_YEAR_LATER) == ({}, "")


def test_cases_in_africa_and_the_middle_east_without_family_were_ineligible_until_then():
    found = compared("nz-quota", A_YEAR_LATER, TAKEN_UP)
    [moved] = [one for one in found.moved if (one.before, one.after) == ("ineligible", "needs_a_person")]
    assert found.people.on == ANNOUNCED
    case = moved.cases[0]
    found = findings_of(situation(ANNOUNCED), case, "nz-quota")
    failed = [one.criterion.id for one in found if one.criterion.excludes and one.answer is Answer.NOT_MET]
    assert failed == ["family-link"]
    assert outcomes("nz-quota", ANNOUNCED)[case] == "ineligible"


def test_in_july_2017_the_british_scheme_opened_to_whoever_fled_syria():
    found, lines = changes("uk-vprs", ANNOUNCED, A_YEAR_LATER)
    assert found == {"syrian": "ended", "fled-syria": "added", "syrian-family": "added"}
    assert "No longer in force since 3 July 2017" in lines and "any nationality" in lines
    [moved] = compared("uk-vprs", ANNOUNCED, A_YEAR_LATER).moved
    assert (moved.before, moved.after) == ("ineligible", "needs_a_person")
    nationalities = {
        situation(ANNOUNCED).facts_of(person)["nationality"].cell
        for case in moved.cases
        for person in situation(ANNOUNCED).persons_of[case]
    }
    assert nationalities - {"SYR"}


def test_whoever_is_not_told_of_as_moved_was_not():
    found = compared("uk-vprs", ANNOUNCED, A_YEAR_LATER)
    cases = {case for one in found.moved for case in one.cases}
    old, new = (
        screen(type(found.people)(register(), found.people.on, None, None, rules), ["uk-vprs"])
        for rules in (found.before, found.after)
    )
    differ = {
        case
        for case in found.people.persons_of
        if old.outcome(case, "uk-vprs") != new.outcome(case, "uk-vprs")
    }
    assert differ == cases != set()


def test_of_the_arrangement_of_2022_everything_is_new():
    found, lines = changes("nz-2022", A_YEAR_LATER, TAKEN_UP)
    assert set(found.values()) == {"added"}
    assert set(found) == in_force(TAKEN_UP)["nz-2022"]
    assert "in force since 1 July 2022" in lines
    with pytest.raises(RequestRefused):
        service.compared(register(), Asked(), "nz-2022", ANNOUNCED, A_YEAR_LATER)


def test_the_groups_that_may_apply_at_home_are_told_as_new_and_later_as_ended():
    assert changes("us-admissions", A_YEAR_LATER, TAKEN_UP)[0] == {"in-country-group": "added"}
    found, lines = changes("us-admissions", TAKEN_UP, date(2023, 12, 31))
    assert found == {"in-country-group": "ended", "p-4": "added"}
    assert "No longer in force since 1 October 2023" in lines


@pytest.mark.parametrize(
    ("day", "answer", "becomes"),
    [
        (ANNOUNCED, "not_met", "ineligible"),
        (A_YEAR_LATER, "not_met", "ineligible"),
        (TAKEN_UP, "not_in_force", "needs_a_person"),
    ],
)
def test_the_register_is_screened_on_each_day_by_the_rules_of_that_day(day, answer, becomes):
    asked = {one.criterion.id: one.answer for one in findings_of(situation(day), "C-31", "nz-quota")}
    assert asked["family-link"].value == answer
    assert outcomes("nz-quota", day)["C-31"] == becomes


def test_known_in_2016_nobody_knew_that_the_family_link_would_end():
    (later,), _ = service.rules(register(), Asked(on=TAKEN_UP, known=ANNOUNCED), "nz-quota")
    assert "family-link" in {one.id for one in later.criteria}
    assert "nz-2022" not in {
        one.of.id for one in service.rules(register(), Asked(on=TAKEN_UP, known=ANNOUNCED))[0]
    }


def test_a_waiver_that_was_given_lifts_what_may_be_waived_and_stays_with_its_person():
    heard = {
        one.criterion.id: one
        for one in findings_of(situation(A_YEAR_LATER), _case_of("P-57"), "us-admissions")
    }
    assert heard["other-grounds"].answer is Answer.WAIVED
    before = findings_of(situation(date(2016, 10, 23)), _case_of("P-57"), "us-admissions")
    assert {one.criterion.id: one.answer for one in before}["other-grounds"] is Answer.NOT_MET


def _case_of(person):
    [case] = situation(ANNOUNCED).cases_of[person]
    return case


def test_a_sub_quota_that_nobody_knew_of_yet_is_not_shown():
    (early,), _ = service.rules(register(), Asked(on=date(2017, 1, 1)), "us-admissions")
    (late,), _ = service.rules(register(), Asked(on=date(2022, 7, 1)), "us-admissions")
    assert all(one.whom.known <= date(2017, 1, 1) for one in early.sub_quotas)
    assert len(early.sub_quotas) < len(late.sub_quotas)

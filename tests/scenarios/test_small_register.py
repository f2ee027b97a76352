"""A small register, end to end: who is proposed, who is left, and what ties, wills, consents and dates do to it."""

from datetime import date

import builders
import polars as pl
import pytest
import xlsxwriter
from builders import ON, SMALL, a_register, a_situation, more, offers, planned, row, swapped, why, without_row

from resettle import files
from resettle.engine.placement.explain import explain
from resettle.engine.placement.recommend import plan
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.screen import Outcome, screen


def test_cases_that_travel_together_are_proposed_together(tmp_path):
    proposed = planned(a_situation(tmp_path))
    assert offers(proposed) == {"C-2": "nor-2026/2026", "C-3": "nor-2026/2026"}
    assert proposed.placing("C-2").with_cases == ("C-3",)


def test_a_case_under_way_is_not_proposed_again_and_its_places_are_taken(tmp_path):
    proposed = planned(a_situation(tmp_path))
    assert proposed.under_way == ("C-4",)
    [offer] = [use for use in proposed.limits if use.ledger.limit == "nor-2026/2026"]
    assert (offer.ledger.held, offer.proposed, offer.free_after) == (2, 3, 5)


def test_a_case_kept_apart_from_one_under_way_is_left(tmp_path):
    proposed = planned(a_situation(tmp_path))
    assert why(proposed, "C-1", "nor-2026") == ["tied_to_under_way"]


def test_without_that_tie_it_is_proposed_on_the_terms_of_its_children(tmp_path):
    proposed = planned(a_situation(tmp_path, {"links.csv": without_row("links.csv", 3)}))
    assert offers(proposed)["C-1"] == "nor-2026/2026"
    assert proposed.placing("C-1").conditional_on == ("security",)


def test_one_member_who_is_not_willing_keeps_the_bundle_back(tmp_path):
    unwilling = row("willingness.csv", "P-7,nor-2026,no,2026-02-20,2026-02-21,office")
    proposed = planned(a_situation(tmp_path, {"willingness.csv": unwilling}))
    assert offers(proposed) == {}
    assert why(proposed, "C-3", "nor-2026") == ["not_willing"]
    assert why(proposed, "C-2", "nor-2026") == ["travels_with_blocked"]


def test_willingness_taken_back_is_unknown_again(tmp_path):
    taken_back = row("willingness.csv", "P-7,nor-2026,unknown,2026-02-20,2026-02-21,office")
    proposed = planned(a_situation(tmp_path, {"willingness.csv": taken_back}))
    assert why(proposed, "C-3", "nor-2026") == ["will_unknown"]


def test_too_few_places_for_a_bundle_leave_it_whole(tmp_path):
    proposed = planned(
        a_situation(
            tmp_path,
            {
                "arrangements/nor-2026.toml": swapped(
                    "arrangements/nor-2026.toml", "places = 10", "places = 4"
                )
            },
        )
    )
    assert offers(proposed) == {}
    assert why(proposed, "C-2", "nor-2026") == ["places_taken"]


def test_the_quota_above_limits_the_offer(tmp_path):
    proposed = planned(
        a_situation(
            tmp_path, {"quotas/nor-quota.toml": swapped("quotas/nor-quota.toml", "places = 5", "places = 16")}
        )
    )
    assert offers(proposed) == {}
    assert why(proposed, "C-2", "nor-2026") == ["places_taken"]


def test_unknown_places_propose_nobody_until_an_assumption_is_stated(tmp_path):
    unknown = planned(a_situation(tmp_path))
    assert why(unknown, "C-1", "can-2026") == ["places_unknown", "needs_a_fact"]
    assumed = planned(a_situation(tmp_path / "again", assumptions={"can-2026/2026": 3}))
    assert set(offers(assumed).values()) <= {"nor-2026/2026", "can-2026/2026"}


def test_a_relative_rejoined_is_told_and_one_left_behind_is_flagged(tmp_path):
    proposed = planned(a_situation(tmp_path))
    assert [one.relative for one in proposed.placing("C-3").rejoins] == ["R-1"]
    assert [(one.relative, one.country) for one in proposed.placing("C-2").partings] == [("R-2", "SSD")]


def test_a_what_if_changes_the_plan_and_not_the_register(tmp_path):
    register = a_register(tmp_path)
    scenario = register.supposing(["canada-offers"])
    assert offers(planned(Situation(register, ON))) == {"C-2": "nor-2026/2026", "C-3": "nor-2026/2026"}
    assert offers(planned(Situation(scenario, ON))) == {"C-2": "can-2026/2026", "C-3": "can-2026/2026"}
    assert register.arrangements["can-2026"].offers[0].places[-1].places.number is None
    assert Situation(scenario, date(2026, 2, 28)).ledger("can-2026/2026").size is None


CONSENT = """
[[consent]]
party = "KEN"
effective = 2026-02-15
known = 2026-02-15
consent = "{consent}"
source = "treaty"
event = {{ of = "no-entry", status = "in_force" }}
"""
IN_FORCE = """
[[status]]
effective = {day}
known = {day}
status = "{status}"
source = "treaty"
"""


@pytest.mark.parametrize(
    ("consent", "statuses", "open_"),
    [
        ("given_if", [], False),
        ("given_if", [("in_force", "2026-02-20")], True),
        ("given_if", [("in_force", "2026-02-20"), ("rejected", "2026-02-25")], False),
        ("given_after", [("in_force", "2026-02-20"), ("rejected", "2026-02-25")], True),
        ("given_after", [], False),
    ],
)
def test_consent_given_if_holds_while_the_event_does_and_given_after_from_then_on(
    tmp_path, consent, statuses, open_
):
    changes = {
        "arrangements/nor-2026.toml": more("arrangements/nor-2026.toml", CONSENT.format(consent=consent)),
        "bars/no-entry.toml": more(
            "bars/no-entry.toml", "".join(IN_FORCE.format(status=s, day=d) for s, d in statuses)
        ),
    }
    proposed = planned(a_situation(tmp_path, changes))
    assert bool(offers(proposed)) is open_
    if not open_:
        assert "consent_waits" in why(proposed, "C-2", "nor-2026")


def test_a_bar_in_force_applies_to_every_arrangement_of_its_country(tmp_path):
    in_force = IN_FORCE.format(status="in_force", day="2026-02-20")
    late = row("people.csv", "P-7,,,,,,2026-01-15,2026-01-20,2026-01-20,office")
    changes = {
        "bars/no-entry.toml": more("bars/no-entry.toml", in_force),
        "people.csv": late,
        "acts.csv": None,
    }
    screening = screen(a_situation(tmp_path, changes))
    assert screening.outcome("C-3", "can-2026") is Outcome.INELIGIBLE
    assert screening.outcome("C-3", "nor-2026") is not Outcome.INELIGIBLE
    proposed_only = screen(
        a_situation(
            tmp_path / "again", {**changes, "bars/no-entry.toml": None, "what-ifs/canada-offers.toml": None}
        )
    )
    assert proposed_only.outcome("C-3", "can-2026") is Outcome.ELIGIBLE


def test_what_was_known_then_is_not_altered_by_what_is_learned_later(tmp_path):
    later = row("people.csv", "P-5,,,,refused,,,2025-01-01,2026-02-25,office")
    then = Situation(a_register(tmp_path, {"people.csv": later}), ON, date(2026, 2, 24))
    since = Situation(then.register, ON)
    assert then.facts_of("P-5")["refugee_status"].value == "recognised"
    assert since.facts_of("P-5")["refugee_status"].value == "refused"
    assert (
        Situation(then.register, date(2024, 12, 31), ON).facts_of("P-5")["refugee_status"].value
        == "recognised"
    )


def test_a_later_row_says_only_what_it_says(tmp_path):
    facts = a_situation(tmp_path).facts_of("P-7")
    assert facts["location"].effective == date(2025, 2, 1)
    assert (facts["sex"].value, facts["sex"].effective) == ("M", date(2024, 6, 1))


def test_none_unknown_and_never_said_are_three_things(tmp_path):
    situation = a_situation(tmp_path)
    assert situation.facts_of("P-4")["arrived_on"].none
    assert situation.facts_of("P-4")["refugee_status"].cell == "unknown"
    assert situation.facts_of("P-4")["nationality"].cell is None
    typed = situation.people.row(by_predicate=pl.col("person") == "P-4", named=True)
    assert (typed["arrived_on__none"], typed["refugee_status__none"], typed["nationality__none"]) == (
        True,
        None,
        None,
    )


def test_tables_may_be_workbooks(tmp_path):
    as_csv = a_register(tmp_path / "csv")
    folder = builders.a_register_folder(
        tmp_path / "xlsx", {f"{name}.csv": None for name in ("people", "willingness")}
    )
    for name in ("people", "willingness"):
        with xlsxwriter.Workbook(folder / f"{name}.xlsx") as book:
            sheet = book.add_worksheet()
            for number, line in enumerate(SMALL[f"{name}.csv"].splitlines()):
                for place, text in enumerate(line.split(",")):
                    if text.isdigit():
                        sheet.write_number(number, place, int(text))
                    elif place and text[:2] == "20" and len(text) == 10:
                        sheet.write_datetime(
                            number,
                            place,
                            date.fromisoformat(text),
                            book.add_format({"num_format": "yyyy-mm-dd"}),
                        )
                    else:
                        sheet.write_string(number, place, text)
    as_xlsx, warnings = files.read(folder)
    assert warnings == files.read(tmp_path / "csv")[1]
    assert as_xlsx.tables.people.equals(as_csv.tables.people)
    assert as_xlsx.tables.willingness.equals(as_csv.tables.willingness)


def test_the_users_score_comes_last_and_only_if_there_is_one(tmp_path):
    with_score = planned(a_situation(tmp_path))
    without = planned(a_situation(tmp_path / "again", {"scores.csv": None}))
    assert [tier.name for tier in with_score.tiers][-1] == "score"
    assert "score" not in [tier.name for tier in without.tiers]


def test_a_case_left_open_by_one_missing_fact_is_told_which(tmp_path):
    situation = a_situation(tmp_path)
    screening = screen(situation)
    found = explain(situation, screening, plan(situation, screening), "P-4")
    [canada] = [door for door in found.doors if door.arrangement == "can-2026"]
    assert found.case == "C-1"
    assert [(one.subject, one.fact) for one in canada.settling.missing] == [("P-4", "refugee_status")]

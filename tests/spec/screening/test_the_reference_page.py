"""The page on the language says what is so: its examples are read, found and refused as it says."""

import re
from pathlib import Path

import pytest
from spec.screening.small_situation import SmallSituation, a_criterion
from spec.screening.test_truth_tables import TABLE, found

from resettle.engine.registry import codes
from resettle.engine.registry.language import ExpressionRefused, parse
from resettle.engine.registry.pathways import STAGE
from resettle.engine.registry.stages import TRANSITIONS
from resettle.engine.screening import reference
from resettle.engine.screening.casefile import case_file
from resettle.engine.screening.screen import screen
from resettle.render.words.facts_reference import NEEDS

PAGES = Path(__file__).parents[3] / "docs/reference"
PAGE = (PAGES / "criteria-language.md").read_text(encoding="utf-8")


def section(title):
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(text):
    lines = [line for line in text.splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


EXAMPLES = re.search(r"```sql\n(.*?)```", PAGE, re.DOTALL).group(1).splitlines()
TABLES = rows(section("What may be written")), rows(section("Asking of others"))
WRITTEN = [text for table in TABLES for line in table[1:] for text in re.findall(r"`([^`]+)`", line[0])]
TESTS = [text for text in WRITTEN if " " in text or text.startswith(("HAS", "NONE"))]
COUNTED = [row for row in rows(section("Three answers")) if "MEMBER" in row[0] and len(row) == 2]
BORN_1996 = [row for row in rows(section("Where the answer comes from")) if row[0].startswith("`AGE")]
REFUSED = [row for row in rows(section("What is refused")) if row[1].startswith("`test_")]


@pytest.mark.parametrize("text", EXAMPLES + [text for text in TESTS if text not in ("( )",)])
def test_every_example_is_in_the_language(text):
    assert parse(text)


@pytest.mark.parametrize("text, finds", BORN_1996)
def test_what_is_found_of_someone_born_in_1996(text, finds):
    assert found("person | date_of_birth\nP-1 | 1996", text.strip("`")) == finds


@pytest.mark.parametrize("text, finds", COUNTED)
def test_what_is_counted_of_four_members(text, finds):
    members = "person | sex\nP-1 | F\nP-2 | F\nP-3 | M\nP-4 | unknown"
    assert found(members, text.strip("`"), "case") == finds


@pytest.mark.parametrize(
    "listed, finds", [("all", "no"), ("none", "no"), ("some", "unknown"), ("", "unknown")]
)
def test_nobody_written_down_is_no_only_once_all_are_listed(listed, finds):
    assert found(f"person | relatives_listed\nP-1 | {listed}", "ANY_RELATIVE(country = 'NZL')") == finds


def test_the_truth_table_is_the_one_that_is_tested():
    stated = [[cell.strip("*") for cell in row] for row in rows(section("Three answers")) if len(row) == 5]
    assert stated == [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize("text, code, _", REFUSED)
def test_what_is_said_to_be_refused_is(text, code, _):
    with pytest.raises(ExpressionRefused) as refused:
        parse(text.strip("`"))
    assert code.strip("`") in [fault.code for fault in refused.value.faults]


def test_the_traps_are_as_they_are_told():
    table = "person | transferred_to\nP-1 | none"
    told = [("transferred_to <> 'NRU'", "no"), ("NOT transferred_to = 'NRU'", "yes"),
            ("transferred_to NOT IN ('NRU')", "yes"), ("NONE(transferred_to) OR transferred_to <> 'NRU'", "yes")]  # fmt: skip
    for text, finds in told:
        assert f"`{text}`" in re.sub(r"\s+", " ", PAGE) and found(table, text) == finds


@pytest.mark.parametrize("place, finds", [("LBN", "no"), ("JOR", "no"), ("TUR", "yes"), ("", "unknown")])
def test_nowhere_of_two_countries_is_not_one_of_them(place, finds):
    table = f"person | location\nP-1 | {place}"
    joined, meant = "location <> 'LBN' OR location <> 'JOR'", "NOT location IN ('LBN', 'JOR')"
    assert joined in PAGE and meant in PAGE
    assert found(table, joined) == ("yes" if place else "unknown") and found(table, meant) == finds


def test_who_turned_18_after_submission_is_an_adult_unless_the_test_says_otherwise():
    instead = "AGE(date_of_birth, submission_day) < 18 OR HAS(documents, 'police_certificate')"
    assert f"`{instead}`" in PAGE
    asked = {
        "adults": a_criterion("c", "HAS(documents, 'police_certificate')", "every_adult"),
        "instead": a_criterion("c", instead),
    }
    days = {"P-1": {"submission_day": "2015-06-01"}}
    situation = SmallSituation(
        {"P-1": {"date_of_birth": "1998-01-01", "documents": "none"}},
        [("C-1", "P-1", "PA")],
        criteria={name: [one] for name, one in asked.items()},
        days=dict.fromkeys(asked, days),
    )
    screening = screen(situation)
    found = {name: screening.outcome("C-1", name).value for name in asked}
    slow = {name: reference.outcome(case_file(situation, "C-1", name))[0].value for name in asked}
    assert found == slow == {"adults": "ineligible", "instead": "eligible"}


def test_what_is_asked_on_days_of_events_is_in_the_language():
    asked = "ANY_PATHWAY(pathway_stage = 'refused' AND AGE(pathway_since, submission_day) < 3)"
    assert f"`{asked}`" in PAGE and parse(asked)
    for question in ("EACH_MEMBER", "ANY_MEMBER", "PRINCIPAL_APPLICANT"):
        assert parse(f"{question}(AGE(date_of_birth, submission_day) >= 18)")
    for question in ("COUNT_MEMBERS", "SHARE_OF_MEMBERS"):
        assert parse(f"{question}(AGE(date_of_birth, decision_day) >= 18) >= 1")


def test_what_acts_are_as_pathways_is_told():
    page = (PAGES / "registry-files.md").read_text(encoding="utf-8")
    told = {act: row[1] for row in rows(page.split("| the last act |")[1].split("\n\n")[0])
            for act in re.findall(r"`(\w+)`", row[0])}  # fmt: skip
    assert told.keys() == {act.value for act in TRANSITIONS}
    for act, line in TRANSITIONS.items():
        stage = "that of the others" if line.ends is None else "none"
        assert told[act.value].startswith(f"`{STAGE[line.ends]}`" if line.ends in STAGE else stage)


def test_every_group_of_needs_has_its_meaning():
    assert NEEDS.keys() == codes.NEEDS_GROUPS


def test_there_is_something_on_the_page():
    assert len(EXAMPLES) == 3 and len(TESTS) >= 20 and len(BORN_1996) == 3 and len(REFUSED) >= 35
    assert len(COUNTED) == 7

"""Families and ties are wrong on the days on which they would be found wrong if each day were looked at by itself."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from builders import a_register
from hypothesis import given
from hypothesis import strategies as st

from resettle.engine.registry.acts import Act
from resettle.engine.registry.faults_of_people import _torn, families, ties
from resettle.engine.registry.history import as_of
from resettle.engine.registry.register import KEYS, with_acts_completed
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import ActKind

ON = date(2026, 3, 2)
DAYS = st.integers(-3, 2).map(lambda days: ON + timedelta(days))
STATES = st.sampled_from(["holds", "holds", "ended"])
ROLES = st.sampled_from([None, "PA", "PA", "child", "unknown"])
CASES = st.sampled_from(["C-1", "C-2", "C-3", "C-4"])
MEMBERS = st.lists(st.tuples(CASES, st.sampled_from(["P-1", "P-2", "P-3"]), DAYS, DAYS, STATES, ROLES))
KINDS = st.sampled_from(["keep_apart", "travel_together", "same_town"])
LINKS = st.lists(st.tuples(CASES, CASES, KINDS, DAYS, DAYS, STATES))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return a_register(tmp_path_factory.mktemp("register"))


def _with(register, table, entries, columns):
    """The register with other rows in a table, sorted as they are read."""
    schema = {name: pl.Date if name in ("effective", "known") else pl.String for name in columns}
    rows = pl.DataFrame(entries, schema=schema, orient="row").with_row_index("row", 2).cast({"row": pl.Int64})
    rows = rows.with_columns(pl.lit("office").alias("source"))
    rows = rows.sort(*KEYS[table], "effective", "known", "row")
    return replace(register, tables=replace(register.tables, **{table: rows}))


def _with_members(register, entries):
    columns = ("case", "person", "effective", "known", "state", "relationship_to_pa")
    return _with(register, "members", entries, columns)


@given(MEMBERS)
def test_families_are_found_wrong_on_the_days_on_which_somebody_moves(small, entries):
    register = _with_members(small, entries)

    of = {person: {case for case, one, *_ in entries if one == person} for _, person, *_ in entries}
    moves = {day for _, person, day, *_ in entries if len(of[person]) > 1}
    doubled, roles = {}, set()
    for on in sorted({ON, max([ON, *(day for _, _, day, *_ in entries)]), *moves}):
        members = as_of(register.tables.members, KEYS["members"], on, date.max)
        members = members.filter(pl.col("state") == "holds")
        for person in set(members.filter(members["person"].is_duplicated())["person"]):
            held = members.filter(pl.col("person") == person)
            doubled.setdefault(person, (sorted(held["case"]), on, max(held["row"])))
        for (case,), held in members.group_by("case"):
            said = held["relationship_to_pa"].to_list()
            if said.count("PA") > 1:
                roles.add(("case_two_applicants", case, max(held["row"]), said.count("PA")))
            elif "PA" not in said:
                unsaid = {None, "unknown"} & {*said}
                code = "case_applicant_unknown" if unsaid else "case_no_applicant"
                roles.add((code, case, max(held["row"]), None))

    found = list(families(register))
    assert {
        one.params["value"]: (one.params["cases"], one.params["day"], one.where.row)
        for one in found
        if one.code == "person_in_two_cases"
    } == doubled
    assert {
        (one.code, one.params["case"], one.where.row, one.params.get("number"))
        for one in found
        if one.where.key == "relationship_to_pa"
    } == roles
    empty = {"C-1", "C-2", "C-3", "C-4"} - {case for case, *_ in entries}
    assert {one.params["case"] for one in found if one.code == "case_without_members"} == empty


@given(LINKS)
def test_ties_are_found_torn_on_the_days_on_which_they_change(small, entries):
    entries = [(*sorted((one, other)), *rest) for one, other, *rest in entries]
    columns = ("case", "other_case", "link", "effective", "known", "state")
    register = _with(small, "links", entries, columns)

    expected = []
    for on in sorted({ON, *(day for *_, day, _, _ in entries)}):
        held = as_of(register.tables.links, KEYS["links"], on, date.max).filter(pl.col("state") == "holds")
        expected += _torn(held.sort("row").select("case", "other_case", "link", "row").rows())
    assert {repr(fault) for fault in ties(register)} == {repr(fault) for fault in expected}


@given(MEMBERS, CASES, DAYS, DAYS)
def test_an_act_that_names_nobody_is_about_all_who_are_known_to_be_members_that_day(
    small, entries, case, on, known
):
    register = _with_members(small, entries)
    act = Act("A-9", ActKind.PROPOSE, case, "nor-2026/2026", (), on, known, "officer-1", "office")

    held = as_of(register.tables.members, KEYS["members"], on, known)
    held = held.filter((pl.col("case") == case) & (pl.col("state") == "holds"))

    [completed] = with_acts_completed(replace(register, acts=(act,))).acts
    assert completed.persons == tuple(held["person"])


@given(MEMBERS, CASES)
def test_members_are_looked_up_case_by_case_and_all_at_once_alike(small, entries, case):
    situation = Situation(_with_members(small, entries), ON)
    members = situation.members.filter(pl.col("case") == case)
    assert situation.members_of(case).equals(members)
    assert situation.persons_of.get(case, ()) == tuple(members["person"])
    linked = situation.cases_linked(case)
    tied = len({person for one in linked for person in situation.persons_of.get(one, ())})
    [row] = situation.cases.filter(pl.col("case") == case).to_dicts()
    known = situation.facts_of_case(case)
    assert (row["case_size__lo"], row["group_size__hi"]) == (members.height, tied)
    assert (known["case_size"].value, known["group_size"].value) == (members.height, tied)

"""Whatever a small register says, a plan of it has no faults, and what is learned later alters no earlier answer."""

import tempfile
from dataclasses import fields, replace
from datetime import timedelta
from operator import itemgetter
from pathlib import Path

import hypothesis.strategies as st
import polars as pl
from builders import ON, SMALL, a_register_folder
from hypothesis import HealthCheck, given, settings

from resettle import files
from resettle.engine.placement.check import check
from resettle.engine.placement.recommend import plan
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.screen import screen

CASES = ["C-1", "C-2", "C-3", "C-4"]
PEOPLE = [f"P-{number}" for number in range(1, 10)]
DAYS = [ON + timedelta(days) for days in (-40, -20, -5, 0, 5, 40)]
STATES = {
    "nor-2026": ["propose", "submit", "accept", "deny", "depart", "arrive", "withdraw"],
    "can-2026": ["submit"],
}


def rows(path, lines):
    return "\n".join([SMALL[path].splitlines()[0], *lines]) + "\n"


day = st.sampled_from(DAYS)
ties = st.lists(
    st.tuples(
        st.sampled_from(CASES), st.sampled_from(CASES),
        st.sampled_from(["travel_together", "same_country", "same_town", "keep_apart"]),
    ).filter(lambda tie: tie[0] < tie[1]),
    max_size=3, unique_by=itemgetter(0, 1),
)  # fmt: skip
wills = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE), st.sampled_from(list(STATES)), st.sampled_from(["yes", "yes", "yes", "no", "unknown"]), day
    ),
    max_size=12, unique_by=itemgetter(0, 1, 3),
)  # fmt: skip
facts = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["recognised", "refused", "pending", "unknown"]), day),
    max_size=4, unique_by=itemgetter(0, 2),
)  # fmt: skip
acts = st.lists(
    st.tuples(st.sampled_from(CASES), st.sampled_from(list(STATES)), st.integers(1, 4), day),
    max_size=2,
    unique_by=itemgetter(0),
)
places = st.lists(st.tuples(day, st.integers(0, 9)), max_size=2, unique_by=itemgetter(0))


@st.composite
def registers(draw):
    """The small register with other ties, wills, statuses, acts in their lawful order, and places over the year."""
    lines = {
        "links.csv": [f"{a},{b},{link},,2024-06-01,2024-06-02,office" for a, b, link in draw(ties)],
        "willingness.csv": [
            *SMALL["willingness.csv"].splitlines()[1:],
            *(f"{who},{to},{will},{on},{on},office" for who, to, will, on in draw(wills)),
        ],
        "people.csv": [
            *SMALL["people.csv"].splitlines()[1:],
            *(f"{who},,,,{status},,,{on},{on},office" for who, status, on in draw(facts)),
        ],
        "acts.csv": [],
    }
    for case, to, many, on in draw(acts):
        chain = STATES[to][:many] if many < 4 else ["submit", "deny"] if to == "nor-2026" else ["submit"]
        for number, act in enumerate(chain):
            lines["acts.csv"].append(f"A-{case}-{number},{act},{case},{to},,office,,,{on},{on},office")
    changes = {path: rows(path, found) for path, found in lines.items()}
    later = "".join(
        f'\n[[offer.places]]\neffective = {on}\nknown = 2026-01-05\nplaces = {number}\nsource = "treaty"\n'
        for on, number in draw(places)
    )
    norway = SMALL["arrangements/nor-2026.toml"].replace("[[criterion]]", f"{later}\n[[criterion]]", 1)
    changes["arrangements/nor-2026.toml"] = norway
    with tempfile.TemporaryDirectory() as folder:
        reading = files.examine(a_register_folder(Path(folder), changes))
    return reading.register


def answer(register, on, known, assumptions):
    situation = Situation(register, on, known, assumptions)
    screening = screen(situation)
    return situation, screening, plan(situation, screening)


@settings(max_examples=50, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(
    registers().filter(lambda register: register is not None),
    st.sampled_from(DAYS[1:4]),
    st.sampled_from([{}, {"can-2026/2026": 2}]),
)
def test_a_plan_has_no_faults_on_any_register(register, on, assumptions):
    for known in (on, ON + timedelta(60)):
        situation, _, proposed = answer(register, on, known, assumptions)
        assert check(situation, proposed) == []


@settings(max_examples=50, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(registers().filter(lambda register: register is not None), st.sampled_from(DAYS[1:4]))
def test_what_is_learned_later_alters_no_answer_as_known_before(register, known):
    told = without_what_was_learned_after(register, known)
    for on in (known - timedelta(10), known, known + timedelta(10)):
        seen, screening, proposed = answer(register, on, known, {})
        seen_then, screening_then, proposed_then = answer(told, on, known, {})
        assert screening.outcomes.equals(screening_then.outcomes)
        assert proposed == proposed_then
        assert seen.people.equals(seen_then.people)


def without_what_was_learned_after(register, known):
    """The register as it was written down on a day: rows and acts learned later are not there."""
    tables = register.tables
    kept = {one.name: getattr(tables, one.name).filter(pl.col("known") <= known) for one in fields(tables)}
    acts_kept = tuple(act for act in register.acts if act.known <= known)
    return replace(register, tables=replace(tables, **kept), acts=acts_kept)

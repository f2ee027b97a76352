"""Acts that were recorded one by one, each refused or flagged then, are no errors when they are read from files."""

from datetime import date, timedelta
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from resettle.engine.registry import admission, courses
from resettle.engine.registry.acts import Act
from resettle.engine.registry.faults_of_acts import not_listed
from resettle.engine.registry.stages import OURS, TRANSITIONS, ActKind

FIRST = date(2026, 1, 1)
NO_LIMITS = SimpleNamespace(resettling=frozenset())

ACTS = st.lists(
    st.tuples(
        st.sampled_from(list(TRANSITIONS)),
        st.sampled_from(["C-1", "C-2"]),
        st.sampled_from(["nor/year", "swe/year"]),
        st.sets(st.sampled_from(["P-1", "P-2", "P-3"]), min_size=1, max_size=2),
        st.integers(0, 3),
        st.integers(0, 8),
    ),
    max_size=9,
)


def recorded(drawn):
    """Those that would be recorded, as by the door through which acts are: steps alone are looked at."""
    found, known = [], FIRST
    for number, (kind, case, offer, persons, later, before) in enumerate(drawn, 1):
        known += timedelta(later)
        effective = known - timedelta(before)
        one = Act(f"A-{number}", kind, case, offer, tuple(sorted(persons)), effective, known, "eva", "office", order=number)  # fmt: skip
        wrong = newly_unlisted(found, one)
        if kind not in OURS or not wrong:
            found.append(one)
    return found


def newly_unlisted(found, one):
    def of_person(name):
        return [act for act in found if name in act.persons]

    def of_case(name):
        return [act for act in found if act.case == name]

    before = courses.concerned(one, of_person, of_case)
    was, now = (admission._told(NO_LIMITS, acts, one) for acts in (before, [*before, one]))
    return list(admission._unlisted(was, now))


@given(ACTS)
def test_what_was_recorded_is_no_error_in_files(drawn):
    register = SimpleNamespace(acts=recorded(drawn))
    assert not [fault for fault in not_listed(register) if fault.is_error]


@given(ACTS)
def test_what_would_be_refused_last_is_an_error_in_files(drawn):
    acts = recorded(drawn)
    if not acts:
        return
    last = acts[-1]
    ours = Act("A-99", ActKind.RESUME, last.case, last.offer, last.persons, last.effective, last.known, "eva", "office", order=99)  # fmt: skip
    refused = newly_unlisted(acts, ours)
    wrong = [fault for fault in not_listed(SimpleNamespace(acts=[*acts, ours])) if fault.is_error]
    assert bool(wrong) == bool(refused)

"""Counts kept as changes, and admission that looks at few acts, say what telling every act anew for every day says."""

from datetime import date

import hypothesis.strategies as st
from hypothesis import given
from invariants import naive_places, recorded
from invariants.recorded import DAYS, any_limits, histories

from resettle.engine.registry.admission import admit
from resettle.engine.registry.courses import Claims, Course, Replayed, changes, changes_of, concerned
from resettle.engine.registry.places import tightest

KNOWN = [*DAYS[::3], date.max]
assumptions = st.just({}) | st.fixed_dictionaries(
    {"offer/first": st.integers(0, 9), "quota/year": st.integers(0, 9)}
)


def summed(changed, limit, on, known):
    """What changes of a limit come to on a day, as known on another."""
    total = Claims()
    for one in changed:
        if one.limit == limit and one.day <= on and one.known <= known:
            total = total.plus(one.by)
    return total


def concerned_of(recorded, act):
    return concerned(
        act,
        lambda person: [one for one in recorded if person in one.persons],
        lambda case: [one for one in recorded if one.case == case],
    )


class Projection:
    """Courses as a database keeps them: changes appended as acts are learned, summed when asked."""

    def __init__(self):
        self.changes = []

    def _course(self, limit, known):
        found = {}
        for one in self.changes:
            if one.limit == limit and one.known <= known:
                found[one.day] = found.get(one.day, Claims()).plus(one.by)
        return Course(found)

    def claims(self, limit, on, known):
        return self._course(limit, known).on(on)

    def days(self, limit, known):
        return self._course(limit, known).days


@given(any_limits, histories(), st.data())
def test_the_sum_of_changes_is_what_the_acts_come_to_on_every_day_as_known_on_every_other(
    where, history, data
):
    limit = data.draw(st.sampled_from(sorted(where.by_id)))
    changed, replayed = changes(where, history), Replayed(where, history)
    assert not any(one.by == Claims() for one in changed)
    assert changed == sorted(changed, key=lambda one: (one.known, one.limit, one.day))
    for known in KNOWN:
        for day in DAYS:
            slow = naive_places.counts(where, limit, history, day, known)
            assert summed(changed, limit, day, known) == slow
            assert replayed.claims(limit, day, known) == slow


@given(any_limits, histories(), st.randoms(use_true_random=False))
def test_changes_appended_one_act_at_a_time_come_to_the_same_in_whatever_order_acts_come(
    where, history, chance
):
    chance.shuffle(history)
    appended = []
    for number, act in enumerate(history):
        before = history[:number]
        brought = changes_of(where, concerned_of(before, act), act)
        assert brought == changes_of(where, before, act)
        assert not any(one.by == Claims() for one in brought)
        appended += brought
    replayed = Replayed(where, history)
    for limit in where.by_id:
        for known in KNOWN:
            for day in DAYS:
                assert summed(appended, limit, day, known) == replayed.claims(limit, day, known)


@given(any_limits, histories(), st.sampled_from(KNOWN), st.sampled_from(DAYS), assumptions)
def test_every_ledger_is_that_of_the_slow_model(where, history, known, on, assumed):
    courses = Replayed(where, history)
    for limit in where.by_id:
        for day in DAYS:
            told = recorded.ledger(where, limit, history, day, known, assumed)
            assert told == naive_places.ledger(where, limit, history, day, known, assumed)
        slow = naive_places.tightest(where, limit, history, on, known, assumed)
        assert tightest(where, limit, courses, on, known, assumed) == slow
    told = [
        (one.params["limit"], one.params["day"], one.params["over"])
        for one in recorded.breaches(where, history, known, assumed)
    ]
    assert told == naive_places.breaches(where, history, known, assumed)


@given(any_limits, histories(), assumptions)
def test_an_act_is_admitted_by_the_acts_concerned_and_the_counts_as_by_everything_recorded(
    where, history, assumed
):
    kept, projection = [], Projection()
    for act in history:
        last = max((one.known for one in kept), default=date.min)
        few = admit(where, lambda _, counts=projection: counts, concerned_of(kept, act), act, last, assumed)
        assert few == admit(where, lambda _, kept=kept: Replayed(where, kept), kept, act, last, assumed)
        assert list(few.faults) == naive_places.admit(where, kept, act, assumed)
        if not any(fault.is_error for fault in few.faults):
            kept.append(act)
            projection.changes += few.changes

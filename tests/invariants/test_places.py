"""No proposal or submission of ours makes a limit exceed on any day, in whatever order acts are recorded."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given
from invariants import naive_places
from invariants.recorded import (
    DAYS,
    START,
    admit,
    an_act,
    any_limits,
    breaches,
    histories,
    ledger,
    limits,
    places,
)

from resettle.engine.registry.acts import replay, unlisted
from resettle.engine.registry.arrangements import (
    Arrangement,
    CountsAt,
    Fate,
    NotTaken,
    Offer,
    Period,
    Promise,
    Quota,
    Solution,
    Unit,
)
from resettle.engine.registry.limits import Limits
from resettle.engine.registry.stages import OPEN, OURS, ActKind, Stage


def excess(where, limit, acts, day):
    """Claims too many: beyond places and planned over-submission, or accepted beyond places."""
    return max(0, naive_places.too_many(naive_places.ledger(where, limit, acts, day, date.max)))


@given(any_limits, histories())
def test_an_act_of_ours_never_adds_to_an_excess_on_any_day(where, history):
    recorded = []
    for act in history:
        if any(fault.is_error for fault in admit(where, recorded, act)):
            continue
        if act.kind in OURS:
            for limit in where.by_id:
                for day in DAYS:
                    assert excess(where, limit, [*recorded, act], day) <= excess(
                        where, limit, recorded, day
                    ), (act, day)
        recorded.append(act)


@given(any_limits, histories())
def test_with_only_our_acts_no_limit_that_stands_still_is_exceeded(where, history):
    recorded = []
    for act in (act for act in history if act.kind in (ActKind.PROPOSE, ActKind.SUBMIT, ActKind.WITHDRAW)):
        if not any(fault.is_error for fault in admit(where, recorded, act)):
            recorded.append(act)
    before_us = {(limit, day): excess(where, limit, [], day) for limit in where.by_id for day in DAYS}
    for (limit, day), already in before_us.items():
        assert excess(where, limit, recorded, day) == already


@given(any_limits, histories(), st.sampled_from(DAYS))
def test_what_we_knew_is_not_altered_by_what_we_record_later(where, history, known):
    before = [act for act in history if act.known <= known]
    for limit in where.by_id:
        for day in DAYS:
            assert ledger(where, limit, before, day, known) == ledger(where, limit, history, day, known)


@given(any_limits, histories())
def test_reality_is_never_refused(where, history):
    recorded = []
    for act in history:
        faults = admit(where, recorded, act)
        if act.kind not in OURS:
            assert not any(fault.is_error for fault in faults)
        if not any(fault.is_error for fault in faults):
            recorded.append(act)


@given(any_limits, histories())
def test_nobody_has_two_ways_open_by_acts_of_ours(where, history):
    recorded = []
    for act in (act for act in history if act.kind in (ActKind.PROPOSE, ActKind.SUBMIT, ActKind.WITHDRAW)):
        if not any(fault.is_error for fault in admit(where, recorded, act)):
            recorded.append(act)
    assert not unlisted(recorded)
    for day in DAYS:
        ways = Counter(
            who for (who, _), at in replay(recorded, day).items() if at.stage in {*OPEN, Stage.ARRIVED}
        )
        assert all(number == 1 for number in ways.values()), day


def test_a_back_dated_submission_counts_on_every_later_day():
    """Three submitted, six submitted, then four recorded late for the day before: thirteen in twelve places."""
    where = limits(offered=((0, 12),), within=((0, 100),))
    first = an_act(1, ActKind.SUBMIT, "C-2", 2, known=DAYS[-1])
    second = an_act(2, ActKind.SUBMIT, "X", 3, persons=tuple(f"X-{n}" for n in range(6)), known=DAYS[-1])
    late = an_act(3, ActKind.SUBMIT, "C-3", 1, known=DAYS[-1])
    assert not admit(where, [], first)
    assert not admit(where, [first], second)
    [fault] = admit(where, [first, second], late)
    assert (fault.code, fault.params["limit"], fault.params["day"], fault.params["over"]) == (
        "act_exceeds_limit",
        "offer/first",
        START + timedelta(3),
        1,
    )


def test_a_later_cut_in_places_is_seen_on_its_day():
    where = limits(offered=((0, 4), (5, 3)), within=((0, 100),))
    [fault] = admit(where, [], an_act(1, ActKind.SUBMIT, "C-3", 0))
    assert fault.params["day"] == START + timedelta(5)


def test_the_quota_above_is_kept_too_beside_what_others_take():
    where = limits(offered=((0, 10),), within=((0, 6),), others=((0, 4),))
    faults = admit(where, [], an_act(1, ActKind.SUBMIT, "C-2", 0))
    assert [fault.params["limit"] for fault in faults] == ["quota/year"]


def test_a_submission_to_an_offer_of_unknown_size_is_admitted_as_no_place_promised():
    where = limits(offered=((0, None),), within=((0, None),))
    act = an_act(1, ActKind.SUBMIT, "C-3", 0)
    assert not admit(where, [], act)
    now = ledger(where, "offer/first", [act], DAYS[5], date.max)
    assert (now.no_place_promised, now.held, now.free) == (4, 4, None)


def test_places_are_held_until_the_counting_event_then_used():
    where = limits(offered=((0, 5),), counts_at=CountsAt.DEPARTURE)
    acts = [
        an_act(n, kind, "C-1", n)
        for n, kind in enumerate(
            (ActKind.PROPOSE, ActKind.SUBMIT, ActKind.ACCEPT, ActKind.DEPART, ActKind.ARRIVE)
        )
    ]
    told = [ledger(where, "offer/first", acts, DAYS[n], date.max) for n in range(5)]
    assert [(one.proposed, one.held, one.used) for one in told] == [
        (2, 0, 0),
        (0, 2, 0),
        (0, 2, 0),
        (0, 0, 2),
        (0, 0, 2),
    ]


def test_a_split_decision_leaves_each_member_where_the_state_put_them():
    where = limits(offered=((0, 5),), counts_at=CountsAt.DECISION)
    acts = [
        an_act(0, ActKind.SUBMIT, "C-1", 0),
        an_act(1, ActKind.ACCEPT, "C-1", 1, persons=("P-10",)),
        an_act(2, ActKind.DENY, "C-1", 2, persons=("P-11",)),
    ]
    now = ledger(where, "offer/first", acts, DAYS[3], date.max)
    assert (now.held, now.used) == (0, 1)


def test_reality_beyond_a_limit_is_recorded_and_flagged():
    where = limits(offered=((0, 2), (3, 1)), within=((0, 100),))
    acts = [an_act(0, ActKind.SUBMIT, "C-1", 0)]
    [fault] = breaches(where, acts, date.max)
    assert (fault.code, fault.severity, fault.params["day"]) == (
        "limit_exceeded",
        "warning",
        START + timedelta(3),
    )


def test_untaken_places_are_told_apart_from_reallocated_ones():
    offer = Offer(
        "y", START, START + timedelta(5), Unit.PERSONS, CountsAt.ARRIVAL, places((0, 150)),
        not_taken=(NotTaken(START + timedelta(4), START + timedelta(4), Fate.REALLOCATED, None, "test"),),
    )  # fmt: skip
    where = Limits(
        [Arrangement("nz", "", Solution.RESETTLEMENT, "NZL", Promise.PLACES, "", offers=(offer,))], []
    )
    running, over = (ledger(where, "nz/y", [], START + timedelta(n), date.max) for n in (3, 6))
    assert (running.untaken, running.reallocated, running.free) == (None, 0, 150)
    assert (over.untaken, over.reallocated, over.free) == (150, 150, 0)


def test_a_back_dated_proposal_may_not_become_a_second_way_later():
    where = limits(offered=((0, 9),), within=((0, 99),))
    recorded = [an_act(1, ActKind.PROPOSE, "C-1", 5, known=DAYS[-1])]
    [fault] = admit(
        where, recorded, an_act(2, ActKind.PROPOSE, "C-1", 2, known=DAYS[-1], offer="offer/second")
    )
    assert (fault.code, fault.params["day"]) == ("act_way_open_elsewhere", START + timedelta(5))


def test_an_act_of_ours_is_not_recorded_out_of_order():
    recorded = [an_act(1, ActKind.SUBMIT, "C-1", 5, known=DAYS[5])]
    [fault] = admit(limits(), recorded, an_act(2, ActKind.SUBMIT, "C-0", 2, known=DAYS[4]))
    assert (fault.code, fault.is_error, fault.params["last"]) == ("act_learned_out_of_order", True, DAYS[5])


@pytest.mark.parametrize("kind", [ActKind.PROPOSE, ActKind.SUBMIT])
def test_an_offer_that_is_over_is_not_asked_for_a_place(kind):
    where = limits()
    last = where.by_id["offer/first"]
    where.by_id = {**where.by_id, last.id: replace(last, until=DAYS[3])}
    assert not admit(where, [], an_act(1, kind, "C-1", 3, known=DAYS[5]))
    [fault] = admit(where, [], an_act(1, kind, "C-1", 4, known=DAYS[5]))
    assert (fault.code, fault.is_error) == ("act_offer_over", True)
    assert (fault.params["until"], fault.params["effective"]) == (DAYS[3], DAYS[4])


@pytest.mark.parametrize("kind", [ActKind.SUBMIT, ActKind.ARRIVE])
def test_no_act_is_recorded_in_an_offer_that_is_not_there(kind):
    act = an_act(1, kind, "C-1", 1, offer="offer/third")
    [fault] = [one for one in admit(limits(), [], act) if one.is_error]
    assert (fault.code, fault.params["offer"]) == ("act_unknown_offer", "offer/third")


def stages(acts, on):
    return {who: at.stage for (who, _), at in replay(acts, START + timedelta(on)).items()}


def test_who_joins_stands_beside_the_others_and_is_accepted_by_an_act_that_names_them_alone():
    acts = [
        an_act(0, ActKind.SUBMIT, "C-2", 0),
        an_act(1, ActKind.DEFER, "C-2", 1, persons=("P-20",)),
        an_act(2, ActKind.JOIN, "C-2", 2, persons=("first",)),
        an_act(3, ActKind.ACCEPT, "C-2", 3),
        an_act(4, ActKind.JOIN, "C-2", 4, persons=("second", "third")),
        an_act(5, ActKind.LEAVE, "C-2", 5, persons=("P-20", "second")),
    ]
    assert stages(acts, 2)["first"] is Stage.DEFERRED
    assert (stages(acts, 3)["first"], stages(acts, 3)["P-21"]) == (Stage.DEFERRED, Stage.ACCEPTED)
    assert stages(acts, 4)["second"] is stages(acts, 4)["third"] is Stage.SUBMITTED, (
        "no State has said yes to them"
    )
    later = [*acts[:-1], an_act(5, ActKind.ACCEPT, "C-2", 5, persons=("third",))]
    assert (stages(later, 5)["second"], stages(later, 5)["third"]) == (Stage.SUBMITTED, Stage.ACCEPTED)
    assert stages(acts, 5)["second"] is stages(acts, 5)["P-20"] is Stage.LEFT
    assert not unlisted(acts)
    again = an_act(6, ActKind.PROPOSE, "C-2", 6, persons=("second",))
    assert not unlisted([*acts, again])


def test_who_was_born_after_an_acceptance_is_not_accepted_whenever_that_is_learned():
    submitted = an_act(0, ActKind.SUBMIT, "C-1", 0, known=DAYS[0])
    born = an_act(1, ActKind.JOIN, "C-1", 3, persons=("born",), known=DAYS[3])
    accepted = an_act(2, ActKind.ACCEPT, "C-1", 2, known=DAYS[5])
    assert stages([submitted, born], 3)["born"] is Stage.SUBMITTED
    assert stages([submitted, born, accepted], 3)["born"] is Stage.SUBMITTED


def test_nobody_joins_where_nobody_is_on_the_way_and_nobody_leaves_where_they_are_not():
    """They are flagged, and nobody moves: a used place is not given back by a death after the arrival."""
    steps = (ActKind.SUBMIT, ActKind.ACCEPT, ActKind.DEPART, ActKind.ARRIVE)
    acts = [an_act(number, kind, "C-0", number) for number, kind in enumerate(steps)]
    joined = an_act(5, ActKind.JOIN, "C-0", 5, persons=("born",))
    left = an_act(6, ActKind.LEAVE, "C-0", 6)
    told = [(wrong.act, wrong.alone, wrong.stage) for wrong in unlisted([*acts, joined, left])]
    assert told == [(joined, True, None), (left, False, Stage.ARRIVED)]
    assert stages([*acts, joined, left], 6) == {"P-00": Stage.ARRIVED}
    [fault] = admit(limits(), acts, joined)
    assert (fault.code, fault.severity) == ("act_joins_nobody", "warning")


def submissions(numbers, kind=ActKind.SUBMIT, on=0, known=9):
    """One person each."""
    return [
        an_act(f"{kind}-{n}", kind, f"X-{n}", on, persons=(f"X-{n}",), known=DAYS[known]) for n in numbers
    ]


def test_more_may_be_submitted_than_there_are_places_where_that_is_planned_and_fewer_once_states_accept():
    where = limits(offered=((0, 4),), within=((0, 4),), others=((0, 0),), over=((0, 2), (6, 1)))
    *six, seventh = submissions(range(7))
    for number, act in enumerate(six[:5]):
        assert not admit(where, six[:number], act)
    [offer, *_] = admit(where, six[:5], six[5])
    assert (offer.code, offer.params["day"]) == (
        "act_exceeds_limit",
        START + timedelta(6),
    )  # then one, not two
    [fault] = breaches(where, six, date.max)[:1]
    assert (fault.params["limit"], fault.params["day"], fault.params["over"]) == ("offer/first", DAYS[6], 1)
    now = ledger(where, "offer/first", six, DAYS[3], date.max)
    assert (now.free, now.over_submission, now.over_submitted, now.excess) == (-2, 2, 2, 0)
    accepted = submissions(range(3), ActKind.ACCEPT, on=1)
    dropped = submissions(range(3, 5), ActKind.DENY, on=2)
    recorded = [*six[:5], *accepted, *dropped]
    assert not admit(where, recorded, replace(seventh, effective=DAYS[3]))
    full = [
        *recorded,
        *submissions(range(5, 6), ActKind.SUBMIT, on=3),
        *submissions([5], ActKind.ACCEPT, on=4),
    ]
    [fault, *_] = admit(
        where, full, replace(seventh, effective=DAYS[5])
    )  # four accepted: no place is left to plan on
    assert (fault.code, fault.params["limit"], fault.params["over"]) == (
        "act_exceeds_limit",
        "offer/first",
        1,
    )


def test_a_state_that_accepts_more_than_there_are_places_is_flagged_though_over_submission_was_planned():
    where = limits(offered=((0, 1),), within=((0, 9),), over=((0, 1),))
    two, accepted = submissions(range(2)), submissions(range(2), ActKind.ACCEPT, on=1)
    assert not admit(where, two, accepted[0])
    [fault] = admit(where, [*two, accepted[0]], accepted[1])
    assert (fault.code, fault.severity, fault.params["over"]) == ("limit_exceeded_by_act", "warning", 1)
    assert breaches(where, [*two, *accepted], date.max)[0].params["over"] == 1


def test_over_submission_goes_through_the_quotas_that_count_in_the_unit_of_the_offer():
    where = limits(offered=((0, 4),), within=((0, 4),), over=((0, 3), (0, 1)))
    histories = {
        name: [one[-1].places.number for one in limit.over_submission] for name, limit in where.by_id.items()
    }
    assert histories == {"offer/first": [1], "offer/second": [1], "quota/year": [1, 1], "quota/years": [1, 1]}
    first = Offer(
        "first",
        START,
        None,
        Unit.CASES,
        CountsAt.ARRIVAL,
        places((0, 4)),
        "quota/year",
        over_submission=places((0, 3)),
    )
    there = Arrangement("offer", "", Solution.RESETTLEMENT, "NZL", Promise.PLACES, "", offers=(first,))
    quota = Quota("quota", "", "NZL", "", (Period("year", START, None, Unit.PERSONS, places((0, 4))),))
    assert Limits([there], [quota]).by_id["quota/year"].over_submission == ()


def test_twins_born_to_an_accepted_family_are_recorded_and_flagged_and_the_next_submission_is_refused():
    where = limits(offered=((0, 150),), within=((0, 200),), others=((0, 0),))
    recorded = []
    for number in range(75):
        case, persons = f"F-{number}", (f"F-{number}a", f"F-{number}b")
        submitted = an_act(f"S-{number}", ActKind.SUBMIT, case, 0, persons=persons, known=DAYS[0])
        assert not admit(where, recorded, submitted)
        recorded.append(submitted)
    one_more = an_act("more", ActKind.SUBMIT, "F-more", 1, persons=("F-more",), known=DAYS[9])
    assert [fault.code for fault in admit(where, recorded, one_more)] == ["act_exceeds_limit"]
    recorded.append(an_act("yes", ActKind.ACCEPT, "F-7", 1, persons=("F-7a", "F-7b"), known=DAYS[1]))

    twins = an_act("twins", ActKind.JOIN, "F-7", 2, persons=("F-7c", "F-7d"), known=DAYS[9])
    [fault] = admit(where, recorded, twins)
    told = {key: fault.params[key] for key in ("act", "case", "limit", "day", "over")}
    assert (fault.code, fault.severity, fault.where.key) == ("limit_exceeded_by_act", "warning", "A-twins")
    assert told == {"act": "join", "case": "F-7", "limit": "offer/first", "day": DAYS[2], "over": 2}
    recorded.append(twins)
    as_known = [ledger(where, "offer/first", recorded, DAYS[9], known) for known in (DAYS[8], DAYS[9])]
    assert [(one.held, one.accepted) for one in as_known] == [(150, 2), (152, 2)]
    assert [fault.code for fault in admit(where, recorded, one_more)] == ["act_exceeds_limit"]
    withdrawn = an_act("out", ActKind.WITHDRAW, "F-1", 3, persons=("F-1a", "F-1b"), known=DAYS[9])
    assert not admit(where, recorded, withdrawn)
    still = replace(one_more, effective=DAYS[3])
    assert [fault.code for fault in admit(where, [*recorded, withdrawn], still)] == ["act_exceeds_limit"]


def test_who_has_moved_to_another_case_is_not_one_of_the_case_that_a_child_joins():
    acts = [
        an_act(0, ActKind.SUBMIT, "C-1", 0),
        an_act(1, ActKind.ACCEPT, "C-4", 1, persons=("P-10",)),  # who was with P-11 in C-1, and is in C-4 now
        an_act(2, ActKind.JOIN, "C-1", 2, persons=("born",)),
    ]
    assert stages(acts, 2)["born"] is Stage.SUBMITTED

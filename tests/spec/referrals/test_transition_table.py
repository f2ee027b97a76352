"""The transition table of the field, row by row; and every state, act and role of ours, walked through."""

import itertools

import pytest
from spec.referrals.cases import CASE, ON, SUBMISSIONS, WAYS, asked, asked_for, caseload, done, in_order

from resettle.engine.referrals import workflow
from resettle.engine.registry import admission, roles, separation
from resettle.engine.registry.acts import replay
from resettle.engine.registry.roles import OFFICE, Role
from resettle.engine.registry.stages import (
    CASEWORK,
    OPEN,
    OURS,
    TRANSITIONS,
    ActKind,
    CaseStage,
    Guard,
    Stage,
    line_of,
)
from resettle.render import words

A, C, S, R, G = ActKind, CaseStage, Stage, Role, Guard

AP = G.ANOTHER_PERSON
OFFICE_WORKERS = {
    R.REFERRER,
    R.ASSESSOR,
    R.INITIAL_REVIEWER,
    R.CASEWORKER,
    R.REVIEWING_OFFICER,
    R.COORDINATOR,
}
COUNTRY = {R.STATE_SELECTOR, R.COORDINATOR}
TRAVEL = {R.MOVEMENT, R.PRE_DEPARTURE}
OFFICERS = {R.CASEWORKER, R.REVIEWING_OFFICER, R.COORDINATOR}
MEMBERS_CHANGE = {R.CASEWORKER, R.COORDINATOR, R.PRE_DEPARTURE}
OVER = (C.CLOSED, C.DEPRIORITISED, C.NOT_RECOMMENDED)
ANEW = (None, S.LEFT)
OUT = (None, S.DENIED, S.WITHDRAWN, S.CANCELLED, S.LEFT)
RECOMMENDED = (C.RECOMMENDED, C.RECOMMENDED_AGAINST)
SUBMIT_GUARDS = {G.CASE_READY, G.EVERYBODY_REVIEWED, AP, G.OFFER_OPEN, G.CONSENT_VALID, G.NOT_WITH_ANOTHER}

FIELD = [
    # event, from, to, actors, guards: the field's table, in its order; where it names one actor and we more, our reason
    (A.REFER, (None,), C.IDENTIFIED, OFFICE_WORKERS, {G.NO_OPEN_CASE}),
    (A.OPEN_ASSESSMENT, (C.IDENTIFIED,), C.NEEDS_ASSESSMENT, {R.ASSESSOR}, set()),
    (A.ASSESS, (C.NEEDS_ASSESSMENT,), C.INITIAL_REVIEW, {R.ASSESSOR}, {G.WILL_RECORDED, AP}),
    (A.PROCEED, (C.INITIAL_REVIEW,), C.INTERVIEW, {R.INITIAL_REVIEWER}, {AP}),
    (A.STOP, (C.INITIAL_REVIEW,), C.DEPRIORITISED, {R.INITIAL_REVIEWER}, {G.REASON, AP}),
    (A.ATTEMPT, (C.INTERVIEW,), C.INTERVIEW, {R.CASEWORKER}, {G.GROUND}),  # the attempts log of a no-show
    (A.COMPLETE, (C.INTERVIEW,), C.RRF_DRAFTING, {R.CASEWORKER}, {G.EVERYBODY_SEEN}),
    (A.NO_SHOW, (C.INTERVIEW,), C.RECOMMENDED_AGAINST, {R.CASEWORKER}, {G.ATTEMPTS_LOGGED, AP}),
    (A.RECOMMEND, (C.RRF_DRAFTING,), C.RECOMMENDED, {R.CASEWORKER}, {G.PREREQUISITES, G.RRF_VALID, AP}),
    (A.RETURN, RECOMMENDED, None, {R.REVIEWING_OFFICER}, {G.REASON, AP}),
    (A.APPROVE, (C.RECOMMENDED,), C.READY, {R.REVIEWING_OFFICER}, {AP, G.TWO_CATEGORIES, G.PRIORITY_SET}),
    (A.REJECT, RECOMMENDED, C.NOT_RECOMMENDED, {R.REVIEWING_OFFICER}, {G.REASON, AP}),
    (A.PROPOSE, OUT, S.PROPOSED, {R.COORDINATOR}, {G.CASE_READY}),  # a plan's placing, before it is submitted
    (A.SUBMIT, (*OUT, S.PROPOSED), S.SUBMITTED, {R.COORDINATOR}, SUBMIT_GUARDS),
    (A.DEFER, (S.SUBMITTED,), S.DEFERRED, COUNTRY, set()),  # of a State that has no account, the coordinator records it
    (A.RESUME, (S.DEFERRED,), S.SUBMITTED, {R.CASEWORKER, R.COORDINATOR}, {G.NOT_PAUSED}),
    (A.ACCEPT, (S.SUBMITTED, S.DEFERRED), S.ACCEPTED, COUNTRY, {G.WAS_READY}),
    (A.DENY, (S.SUBMITTED, S.DEFERRED), S.DENIED, COUNTRY, {G.REASON}),
    (A.REVIEW, (C.DENIED, C.READY), C.READY, {R.REVIEWING_OFFICER}, {G.REASON, AP, G.NEWCOMERS_COMPLETE}),
    (A.WITHDRAW, (S.PROPOSED, S.SUBMITTED, S.DEFERRED), S.WITHDRAWN, {R.COORDINATOR}, {G.GROUND}),
    (A.PREPARE, (S.ACCEPTED,), S.PRE_DEPARTURE, {*TRAVEL, R.STATE_SELECTOR}, {G.NOT_PAUSED}),
    (A.CANCEL, (S.ACCEPTED, S.PRE_DEPARTURE), S.CANCELLED, {*COUNTRY, R.PRE_DEPARTURE}, {G.GROUND}),
    (A.DEPART, (S.ACCEPTED, S.PRE_DEPARTURE), S.DEPARTED, TRAVEL, {G.CLEARED, G.NOT_PAUSED, G.WAS_READY}),
    (A.ARRIVE, (S.DEPARTED,), S.ARRIVED, {R.MOVEMENT, R.STATE_SELECTOR}, set()),
    (A.JOIN, ANEW, None, MEMBERS_CHANGE, {G.NOBODY_REFUSES, G.EVERYBODY_REVIEWED}),
    (A.LEAVE, tuple(OPEN), S.LEFT, MEMBERS_CHANGE, set()),
    (A.PAUSE, tuple(set(C) - {*OVER, C.ON_HOLD}), C.ON_HOLD, OFFICERS, {G.REASON, G.REVIEW_DAY}),
    (A.CONTINUE, (C.ON_HOLD,), None, OFFICERS, set()),
    (A.CLOSE, tuple(set(C) - {*OVER}), C.CLOSED, {R.REVIEWING_OFFICER}, {G.GROUND, G.NOBODY_ON_THE_WAY}),
    (A.REOPEN, OVER, C.NEEDS_ASSESSMENT, {R.REVIEWING_OFFICER}, {AP, G.REASON, G.NO_OPEN_CASE}),
    # the field's table has no appeals: they are ours
    (A.APPEAL, OVER, None, OFFICE_WORKERS, {G.REASON, G.DECISION_STANDS}),
    (A.UPHOLD, OVER, None, {R.REVIEWING_OFFICER}, {G.REASON, G.APPEAL_LODGED, AP, G.NO_OPEN_CASE}),
    (A.DISMISS, OVER, None, {R.REVIEWING_OFFICER}, {G.REASON, G.APPEAL_LODGED, AP}),
    (A.REQUEST_REVIEW, (S.DENIED,), S.DENIED, {R.CASEWORKER, R.COORDINATOR}, {G.REASON, G.DECISION_STANDS}),
    (A.RECONSIDER, (S.DENIED,), S.SUBMITTED, COUNTRY, {G.REASON, G.APPEAL_LODGED, AP}),
    (A.CONFIRM, (S.DENIED,), S.DENIED, COUNTRY, {G.REASON, G.APPEAL_LODGED, AP}),
]  # fmt: skip
MAY = {kind: roles_ for kind, _, _, roles_, _ in FIELD}
TOOK_PART = {A.ASSESS, A.PROCEED, A.RECOMMEND, A.APPROVE, A.REVIEW}
NOT_OF_THEIRS = {
    A.CLOSE, A.STOP, A.REJECT, A.ASSESS, A.PROCEED, A.COMPLETE, A.RECOMMEND, A.NO_SHOW, A.APPEAL,
}  # fmt: skip
OF_REVIEW = {A.APPROVE, A.REJECT, A.RETURN, A.REVIEW}
APART = {
    A.ASSESS: {A.PROCEED, A.STOP, A.SUBMIT},
    A.PROCEED: {A.ASSESS, A.SUBMIT},
    A.STOP: {A.ASSESS},
    A.RECOMMEND: {*OF_REVIEW, A.SUBMIT},
    A.NO_SHOW: OF_REVIEW,
    A.APPROVE: {A.RECOMMEND, A.NO_SHOW, A.SUBMIT},
    A.REVIEW: {A.RECOMMEND, A.NO_SHOW, A.SUBMIT},
    A.REJECT: {A.RECOMMEND, A.NO_SHOW},
    A.RETURN: {A.RECOMMEND, A.NO_SHOW},
    A.SUBMIT: TOOK_PART,
    A.REOPEN: {A.CLOSE, A.STOP, A.REJECT},
    A.UPHOLD: NOT_OF_THEIRS,
    A.DISMISS: NOT_OF_THEIRS,
    A.RECONSIDER: {A.REQUEST_REVIEW},
    A.CONFIRM: {A.REQUEST_REVIEW},
}
ANSWERS = {A.UPHOLD, A.DISMISS, A.RECONSIDER, A.CONFIRM}
ROLES = list(Role)


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    return in_order(tmp_path_factory.mktemp("register"))


@pytest.mark.parametrize(("kind", "begins", "ends", "actors", "guards"), FIELD)
def test_each_row_of_the_field_is_a_line_of_ours(kind, begins, ends, actors, guards):
    line = line_of(kind)
    assert set(begins) == set(line.begins)
    assert ends is line.ends
    assert actors == set(line.roles)
    assert guards == set(line.guards)
    assert APART.get(kind, set()) == set(separation.apart(kind))
    assert (AP in guards) == (kind in APART)


def test_no_line_is_without_its_row():
    assert len(FIELD) == len({*CASEWORK, *TRANSITIONS})
    assert MAY.keys() == {*CASEWORK, *TRANSITIONS} == set(A)


@pytest.mark.parametrize(
    ("kind", "begins", "ends"),
    [(kind, at, ends) for kind, begins, ends, *_ in FIELD for at in sorted(begins, key=str) if ends],
)
def test_each_act_leads_where_the_field_says(register, kind, begins, ends):
    way = (WAYS if kind in CASEWORK else SUBMISSIONS)[begins]
    after = [*done(way), asked_for(kind, ON)]
    if kind in CASEWORK:
        assert caseload(register, after).standing(CASE).stage is ends
    else:
        assert {at.stage for at in replay(caseload(register, after).situation.acts, ON).values()} == {ends}


@pytest.mark.parametrize("stage", list(WAYS), ids=str)
def test_every_act_on_a_case_by_every_role_from_where_it_may_stand(register, stage):
    acts = done(WAYS[stage])
    assert caseload(register, acts).standing(CASE).stage is stage
    for kind, role in itertools.product(CASEWORK, ROLES):
        expected = set()
        if role not in MAY[kind]:
            expected.add("act_not_of_role")
        if stage not in CASEWORK[kind].begins:
            expected.add("case_act_out_of_turn")
        if kind is A.NO_SHOW and stage is not C.INTERVIEW and A.ATTEMPT not in WAYS[stage]:
            expected.add("attempts_too_few")
        if kind in ANSWERS and stage in OVER:
            expected.add("no_appeal_lodged")
        faults = workflow.faults(asked(register, acts, asked_for(kind)), {role})
        assert {fault.code for fault in faults} == expected, (kind, role)
        assert all(fault.is_error and words.fault(fault) for fault in faults)


@pytest.mark.parametrize("stage", list(SUBMISSIONS), ids=str)
def test_every_act_on_a_submission_by_every_role_from_where_its_people_may_stand(register, stage):
    acts = done(SUBMISSIONS[stage])
    load = caseload(register, acts)
    [stands] = {at.stage for at in load.situation.stands.values()} or {None}
    assert stands is stage
    limits = register.limits()
    for kind in TRANSITIONS:
        line, act = TRANSITIONS[kind], asked_for(kind)
        turn = {one.code: one for one in admission.consider(limits, load.situation.acts, act, ON).faults}
        if kind is A.JOIN:
            assert turn.keys() & {"act_not_listed", "act_joins_nobody"}, "everybody is in it already"
        else:
            assert ("act_not_listed" in turn) == (stage not in line.begins), (kind, turn)
        if "act_not_listed" in turn:
            assert turn["act_not_listed"].is_error == (kind in OURS)
        for role in ROLES:
            expected = set() if role in MAY[kind] else {"act_not_of_role"}
            if kind in (A.PROPOSE, A.SUBMIT) and load.standing(CASE).stage is not C.READY:
                expected.add("case_not_ready")
            if kind in ANSWERS:
                expected.add("no_appeal_lodged")
            faults = workflow.faults(asked(register, acts, act), {role})
            assert {fault.code for fault in faults} == expected, (kind, role)
            assert all(words.fault(fault) for fault in faults)


def test_a_return_leads_back_to_where_the_recommendation_came_from(register):
    against = done((*WAYS[C.RECOMMENDED_AGAINST], A.RETURN))
    assert caseload(register, against).standing(CASE).stage is C.INTERVIEW
    paused = done((*WAYS[C.RECOMMENDED], A.PAUSE, A.CONTINUE, A.RETURN))
    assert caseload(register, paused).standing(CASE).stage is C.RRF_DRAFTING


def test_a_pause_leads_back_to_where_the_case_stood(register):
    for stage, way in WAYS.items():
        if stage in CASEWORK[A.PAUSE].begins:
            acts = done((*way, A.PAUSE, A.CONTINUE), begun=ON.replace(day=1, month=2))
            assert caseload(register, acts).standing(CASE).stage is stage


@pytest.mark.parametrize("over", [stage for stage in WAYS if stage in OVER], ids=str)
def test_an_appeal_changes_nothing_until_it_is_upheld(register, over):
    ended = caseload(register, done(WAYS[over])).standing(CASE)
    for way, stage in (
        ((A.APPEAL,), over),
        ((A.APPEAL, A.DISMISS), over),
        ((A.APPEAL, A.UPHOLD), ended.came_from[over]),
    ):
        stands = caseload(register, done((*WAYS[over], *way))).standing(CASE)
        assert stands.stage is stage
        assert stage is not over or stands.since == ended.since


def test_whoever_watches_or_gives_rights_does_nothing_to_a_case():
    watching = {R.INTERPRETER, R.ANALYST, R.AUDITOR, R.ADMINISTRATOR, R.ACCOUNTABLE_OFFICER, R.PLACEMENT}
    assert not watching & {role for roles_ in MAY.values() for role in roles_}


@pytest.mark.parametrize(
    ("held", "apart"),
    [
        ({R.ASSESSOR, R.CASEWORKER}, 0),
        ({R.ASSESSOR, R.INITIAL_REVIEWER}, 1),
        ({R.CASEWORKER, R.REVIEWING_OFFICER}, 1),
        ({R.COORDINATOR, R.CASEWORKER, R.REVIEWING_OFFICER}, 3),
        ({R.MOVEMENT, R.PRE_DEPARTURE}, 0),
        ({R.ADMINISTRATOR, R.AUDITOR}, 1),
        *(({alone, other}, 1) for alone in roles.ALONE for other in OFFICE),
    ],
)
def test_roles_that_no_one_person_may_hold(held, apart):
    assert len(roles.incompatible(frozenset(held))) == apart

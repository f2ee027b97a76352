"""The transition table of the field, row by row; and every state, act and role of ours, walked through."""

import itertools

import pytest
from spec.referrals.cases import CASE, ON, SUBMISSIONS, WAYS, asked, asked_for, caseload, done, in_order

from resettle.engine.referrals import workflow
from resettle.engine.registry import admission, roles
from resettle.engine.registry.acts import replay
from resettle.engine.registry.roles import OFFICE, Role
from resettle.engine.registry.stages import CASEWORK, OURS, TRANSITIONS, ActKind, CaseStage, Guard, Stage
from resettle.render import words

A, C, S, R, G = ActKind, CaseStage, Stage, Role, Guard

FIELD = [
    # from, event, to, actor, guards: the field's table, in its order
    (None, A.REFER, C.IDENTIFIED, R.REFERRER, {G.NO_OPEN_CASE}),
    (C.IDENTIFIED, A.OPEN_ASSESSMENT, C.NEEDS_ASSESSMENT, R.ASSESSOR, set()),
    (C.NEEDS_ASSESSMENT, A.ASSESS, C.INITIAL_REVIEW, R.ASSESSOR, {G.WILL_RECORDED}),
    (C.INITIAL_REVIEW, A.PROCEED, C.INTERVIEW, R.INITIAL_REVIEWER, {G.ANOTHER_PERSON}),
    (C.INITIAL_REVIEW, A.STOP, C.DEPRIORITISED, R.INITIAL_REVIEWER, {G.REASON, G.ANOTHER_PERSON}),
    (C.INTERVIEW, A.COMPLETE, C.RRF_DRAFTING, R.CASEWORKER, {G.EVERYBODY_SEEN}),
    (C.INTERVIEW, A.NO_SHOW, C.RECOMMENDED_AGAINST, R.CASEWORKER, {G.ATTEMPTS_LOGGED}),
    (C.RRF_DRAFTING, A.RECOMMEND, C.RECOMMENDED, R.CASEWORKER, {G.PREREQUISITES, G.RRF_VALID}),
    (C.RECOMMENDED, A.RETURN, C.RRF_DRAFTING, R.REVIEWING_OFFICER, {G.REASON}),
    (C.RECOMMENDED, A.APPROVE, C.READY, R.REVIEWING_OFFICER, {G.ANOTHER_PERSON, G.TWO_CATEGORIES, G.PRIORITY_SET}),
    (C.RECOMMENDED, A.REJECT, C.NOT_RECOMMENDED, R.REVIEWING_OFFICER, {G.REASON}),
    (None, A.SUBMIT, S.SUBMITTED, R.COORDINATOR, {G.CASE_READY, G.OFFER_OPEN, G.CONSENT_VALID}),
    (S.SUBMITTED, A.DEFER, S.DEFERRED, R.STATE_SELECTOR, set()),
    (S.DEFERRED, A.RESUME, S.SUBMITTED, R.COORDINATOR, set()),
    (S.SUBMITTED, A.ACCEPT, S.ACCEPTED, R.STATE_SELECTOR, set()),
    (S.DEFERRED, A.ACCEPT, S.ACCEPTED, R.STATE_SELECTOR, set()),
    (S.SUBMITTED, A.DENY, S.DENIED, R.STATE_SELECTOR, {G.REASON}),
    (S.DEFERRED, A.DENY, S.DENIED, R.STATE_SELECTOR, {G.REASON}),
    (C.DENIED, A.REVIEW, C.READY, R.REVIEWING_OFFICER, {G.REASON}),
    (S.SUBMITTED, A.WITHDRAW, S.WITHDRAWN, R.COORDINATOR, {G.GROUND}),
    (S.DEFERRED, A.WITHDRAW, S.WITHDRAWN, R.COORDINATOR, {G.GROUND}),
    (S.ACCEPTED, A.PREPARE, S.PRE_DEPARTURE, R.MOVEMENT, set()),
    (S.ACCEPTED, A.CANCEL, S.CANCELLED, R.STATE_SELECTOR, {G.GROUND}),
    (S.PRE_DEPARTURE, A.CANCEL, S.CANCELLED, R.STATE_SELECTOR, {G.GROUND}),
    (S.PRE_DEPARTURE, A.DEPART, S.DEPARTED, R.MOVEMENT, set()),
    (S.DEPARTED, A.ARRIVE, S.ARRIVED, R.MOVEMENT, set()),
    *((stage, A.PAUSE, C.ON_HOLD, R.CASEWORKER, {G.REASON, G.REVIEW_DAY})
      for stage in C if stage not in (C.ON_HOLD, C.CLOSED, C.DEPRIORITISED, C.NOT_RECOMMENDED)),
    *((stage, A.CLOSE, C.CLOSED, R.REVIEWING_OFFICER, {G.GROUND})
      for stage in C if stage not in (C.CLOSED, C.DEPRIORITISED, C.NOT_RECOMMENDED)),
    *((stage, A.REOPEN, C.NEEDS_ASSESSMENT, R.REVIEWING_OFFICER, {G.ANOTHER_PERSON, G.REASON})
      for stage in (C.CLOSED, C.DEPRIORITISED, C.NOT_RECOMMENDED)),
]  # fmt: skip
ROLES = list(Role)


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    return in_order(tmp_path_factory.mktemp("register"))


@pytest.mark.parametrize(("begins", "kind", "ends", "role", "guards"), FIELD)
def test_each_row_of_the_field_is_a_line_of_ours(register, begins, kind, ends, role, guards):
    line = CASEWORK.get(kind) or TRANSITIONS[kind]
    assert begins in line.begins
    assert role in line.roles
    assert guards <= set(line.guards)
    way = (WAYS if kind in CASEWORK else SUBMISSIONS)[begins]
    acts = done(way) if kind is not A.RETURN else done(WAYS[C.RECOMMENDED])
    after = [*acts, asked_for(kind, ON)]
    if kind in CASEWORK:
        assert caseload(register, after).standing(CASE).stage is ends
    else:
        assert {at.stage for at in replay(caseload(register, after).situation.acts, ON).values()} == {ends}


@pytest.mark.parametrize("stage", list(WAYS), ids=str)
def test_every_act_on_a_case_by_every_role_from_where_it_may_stand(register, stage):
    acts = done(WAYS[stage])
    assert caseload(register, acts).standing(CASE).stage is stage
    for kind, role in itertools.product(CASEWORK, ROLES):
        line = CASEWORK[kind]
        expected = set()
        if role not in line.roles:
            expected.add("act_not_of_role")
        if stage not in line.begins:
            expected.add("case_act_out_of_turn")
        if kind is A.NO_SHOW and stage is not C.INTERVIEW and A.ATTEMPT not in WAYS[stage]:
            expected.add("attempts_too_few")
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
            expected = set() if role in line.roles else {"act_not_of_role"}
            if kind is A.SUBMIT and load.standing(CASE).stage is not C.READY:
                expected.add("case_not_ready")
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


def test_no_line_is_without_a_role_and_no_role_without_a_reader():
    lines = [*CASEWORK.values(), *TRANSITIONS.values()]
    assert all(line.roles for line in lines)
    writing = {role for line in lines for role in line.roles}
    assert writing.isdisjoint({R.INTERPRETER, R.ANALYST, R.AUDITOR, R.ADMINISTRATOR, R.ACCOUNTABLE_OFFICER})


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

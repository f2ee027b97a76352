"""A case on which everything is in order, taken as far as a test wants, each act done by somebody else."""

from dataclasses import replace
from datetime import date, timedelta

from builders import a_register, cell, swapped
from papers import ANSWERS, papers

from resettle.engine.referrals import workflow
from resettle.engine.referrals.asked import Asked
from resettle.engine.referrals.caseload import Seen
from resettle.engine.registry.acts import Act
from resettle.engine.registry.grounds import GROUNDS
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import CASEWORK, ActKind, CaseStage, Stage, line_of
from resettle.render import words

CASE, OFFER = "C-1", "nor-2026/2026"
MEMBERS = ("P-1", "P-2", "P-3", "P-4")
BEGUN = date(2026, 2, 15)
ON = date(2026, 3, 2)

A = ActKind
_TO_INTERVIEW = (A.REFER, A.OPEN_ASSESSMENT, A.ASSESS, A.PROCEED)
_TO_DRAFTING = (*_TO_INTERVIEW, A.COMPLETE)
TO_READY = (*_TO_DRAFTING, A.RECOMMEND, A.APPROVE)
WAYS = {
    None: (),
    CaseStage.IDENTIFIED: (A.REFER,),
    CaseStage.NEEDS_ASSESSMENT: (A.REFER, A.OPEN_ASSESSMENT),
    CaseStage.INITIAL_REVIEW: (A.REFER, A.OPEN_ASSESSMENT, A.ASSESS),
    CaseStage.DEPRIORITISED: (A.REFER, A.OPEN_ASSESSMENT, A.ASSESS, A.STOP),
    CaseStage.INTERVIEW: (*_TO_INTERVIEW, A.ATTEMPT, A.ATTEMPT),
    CaseStage.RRF_DRAFTING: _TO_DRAFTING,
    CaseStage.RECOMMENDED: (*_TO_DRAFTING, A.RECOMMEND),
    CaseStage.RECOMMENDED_AGAINST: (*_TO_INTERVIEW, A.ATTEMPT, A.ATTEMPT, A.NO_SHOW),
    CaseStage.NOT_RECOMMENDED: (*_TO_DRAFTING, A.RECOMMEND, A.REJECT),
    CaseStage.READY: TO_READY,
    CaseStage.DENIED: (*TO_READY, A.SUBMIT, A.DENY),
    CaseStage.ON_HOLD: (*_TO_DRAFTING, A.PAUSE),
    CaseStage.CLOSED: (*_TO_DRAFTING, A.CLOSE),
}
"""Where a case may stand → the acts that lead there."""
SUBMITTED = (*TO_READY, A.SUBMIT)
ACCEPTED = (*SUBMITTED, A.ACCEPT)
SUBMISSIONS = {
    None: TO_READY,
    Stage.PROPOSED: (*TO_READY, A.PROPOSE),
    Stage.SUBMITTED: SUBMITTED,
    Stage.DEFERRED: (*SUBMITTED, A.DEFER),
    Stage.ACCEPTED: ACCEPTED,
    Stage.DENIED: (*SUBMITTED, A.DENY),
    Stage.WITHDRAWN: (*SUBMITTED, A.WITHDRAW),
    Stage.PRE_DEPARTURE: (*ACCEPTED, A.PREPARE),
    Stage.CANCELLED: (*ACCEPTED, A.CANCEL),
    Stage.DEPARTED: (*ACCEPTED, A.PREPARE, A.DEPART),
    Stage.ARRIVED: (*ACCEPTED, A.PREPARE, A.DEPART, A.ARRIVE),
    Stage.LEFT: (*SUBMITTED, A.LEAVE),
}
"""Where its people may stand in an arrangement → the acts that lead there."""


def in_order(folder, changes=None):
    """The small register, with everything recorded of C-1 that any guard asks for, and nothing done."""
    cases = swapped("cases.csv", "waiting_since,", "waiting_since,other_solutions,")
    cases = cases.replace("urgent,2015,", "urgent,2015,none,").replace(
        ",normal,2016-02,", ",normal,2016-02,,"
    )
    cases = cases.replace(",emergency,2019-08-15,", ",emergency,2019-08-15,,").replace(",2018,", ",2018,,")
    told = {
        "cases.csv": cases,
        "people.csv": people(),
        "acts.csv": None,
        **papers(CASE, MEMBERS[:2], MEMBERS, "2026-02-14"),
    }
    return a_register(folder, {**told, **(changes or {})})


def people(**bases):
    """The people of the small register, of whom those of C-1 have answered all that a form asks; person → basis of status."""
    head, *rows = cell("people.csv", 5, "refugee_status", "recognised").splitlines()
    blank = "," * len(ANSWERS)
    more = []
    for person in MEMBERS:
        basis = {"status_basis": bases.get(person.replace("-", "_"), "mandate_1951")}
        cells = ",".join((ANSWERS | basis).values())
        more.append(
            f"{person},,,{'unknown' if person == 'P-4' else ''},,,,2024-07-01,2024-07-02,office,{cells}"
        )
    return "\n".join([f"{head},{','.join(ANSWERS)}", *(row + blank for row in rows), *more, ""])


def done(kinds, begun=BEGUN, by=None):
    """Acts of these kinds, one a day, each by somebody else unless said (act → who)."""
    found = []
    for at, kind in enumerate(kinds):
        number = sum(one.kind is kind for one in found)
        found.append(
            asked_for(
                kind,
                begun + timedelta(at),
                (by or {}).get(kind, f"{kind}-officer"),
                order=at + 1,
                number=number,
            )
        )
    return found


def asked_for(kind, day=ON, by="somebody", order=999, number=0):
    """An act on C-1 that says all it has to say."""
    ground = list(GROUNDS[kind].meaning)[number] if kind in GROUNDS else ""
    offer = "" if kind in CASEWORK else OFFER
    review = day + timedelta(30) if kind is A.PAUSE else None
    return Act(
        f"A-{order}",
        kind,
        CASE,
        offer,
        MEMBERS,
        day,
        day,
        by,
        "office",
        "as the file says",
        order,
        ground,
        review,
    )


def caseload(register, acts, on=ON, known=None):
    """The register's caseload once these acts are done."""
    with_acts = replace(
        register,
        casework=tuple(act for act in acts if act.kind in CASEWORK),
        acts=tuple(act for act in acts if act.kind not in CASEWORK),
    )
    return Seen(Situation(with_acts, on, known))


def asked(register, acts, act):
    return Asked(act, caseload(register, acts, act.effective, act.known))


def told(register, acts, act):
    """What is told of an act, by code, to somebody who holds every role that it needs."""
    line = line_of(act.kind)
    faults = workflow.faults(asked(register, acts, act), set(line.roles))
    assert all(words.fault(fault) for fault in faults)
    return {fault.code: fault for fault in faults}

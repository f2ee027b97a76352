"""Guards: what must be so before an act, asked of the case as it stands; each tells everything that is not so."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from resettle.engine.dates import PartialDate
from resettle.engine.errors import Fault
from resettle.engine.referrals import guards_of_appeals, guards_of_newcomers
from resettle.engine.referrals.asked import Asked
from resettle.engine.referrals.caseload import RESETTLEMENT, SHARING
from resettle.engine.referrals.clearances import Clears, clearances
from resettle.engine.registry import casework, separation
from resettle.engine.registry.acts import Act
from resettle.engine.registry.casework import OutOfTurn
from resettle.engine.registry.facts import NONE, UNKNOWN
from resettle.engine.registry.faults_of_casework import told
from resettle.engine.registry.grounds import GROUNDS, NONE_GIVEN
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import (
    CASEWORK,
    ENDED,
    OURS,
    ActKind,
    CaseStage,
    CaseTransition,
    Guard,
    Stage,
)

ATTEMPTS = 2
"""So many attempts to reach a case, by as many different ways, before it is a no-show (Handbook 4.4: several channels)."""
_RECOGNISED = "recognised"
_STATELESS, _DEPENDANT = "stateless_non_refugee", "non_refugee_dependant"
_PREREQUISITE = ("categories_missing", "categories_alike", "solutions_not_considered")


def unmet(asked: Asked) -> Iterator[tuple[Guard, Fault]]:
    """Every guard of an act that is not satisfied, with what is wrong."""
    for guard in asked.line.guards:
        yield from ((guard, fault) for fault in _ASKED[guard](asked))


def of_role(asked: Asked, roles: AbstractSet[Role]) -> Iterator[Fault]:
    """Whether any role of whoever asks may do it."""
    if not roles & set(asked.line.roles):
        yield asked.fault(
            "act_not_of_role", by=asked.act.by, held=_named(roles), roles=_named(asked.line.roles)
        )


def _named(roles: AbstractSet[Role] | tuple[Role, ...]) -> list[str]:
    return [role.value for role in Role if role in roles]


def of_turn(asked: Asked) -> Iterator[Fault]:
    """Whether an act on a case follows from where it stands, and on nothing that came later."""
    if not isinstance(asked.line, CaseTransition):
        yield from _overtaken(asked)
        return
    if asked.standing.leads(asked.act.kind) is None:
        yield asked.fault("case_act_out_of_turn", **told(OutOfTurn(asked.act, asked.standing.stage)))
    if asked.act.effective > asked.act.known:
        yield asked.fault("act_known_before_done", effective=asked.act.effective, known=asked.act.known)
    if later := casework.last_after(asked.acts, asked.act.effective):
        yield asked.fault(
            "case_act_too_early", effective=asked.act.effective, later=later.kind, on=later.effective
        )


def _overtaken(asked: Asked) -> Iterator[Fault]:
    """Later acts on the case that no longer follow from where it stands, once this one is told of a submission."""
    case = asked.caseload.case(asked.act.case)
    if any(act.kind in CASEWORK and act.effective >= asked.act.effective for act in asked.acts):
        was = {one.act for one in casework.out_of_turn(case, asked.acts)}
        for one in casework.out_of_turn(case, [*asked.acts, asked.act]):
            if one.act not in was:
                yield asked.fault(
                    "case_act_overtaken", later=one.act.kind, on=one.act.effective, by=one.act.by
                )
        for closed in _closings_since(asked):
            before = casework.stands(case, [act for act in asked.acts if act != closed], closed.effective)
            after = casework.stands(
                case, [*(act for act in asked.acts if act != closed), asked.act], closed.effective
            )
            if after.on_the_way and not before.on_the_way:
                yield asked.fault("case_act_overtaken", later=closed.kind, on=closed.effective, by=closed.by)


def _closings_since(asked: Asked) -> list[Act]:
    """Closings that whatever happened is told before; an act of ours is refused by its own guard."""
    if asked.act.kind in OURS:
        return []
    since = asked.act.effective
    return [act for act in asked.acts if act.kind is ActKind.CLOSE and act.effective >= since]


def of_ground(asked: Asked) -> Iterator[Fault]:
    """A ground is one of those that the act may have."""
    ground, allowed = asked.act.ground, GROUNDS.get(asked.act.kind)
    if ground and (allowed is None or ground not in allowed):
        yield asked.fault("ground_unknown", value=ground, allowed=list(allowed.meaning) if allowed else [])


def _another_person(asked: Asked) -> Iterator[Fault]:
    """Of all that is known to have been done on the case, on whatever day and in whatever round."""
    theirs = {act.kind for act in asked.acts if act.by == asked.act.by}
    did = [kind for kind in separation.apart(asked.act.kind) if kind in theirs]
    if did:
        yield asked.fault("act_by_same_person", by=asked.act.by, did=[kind.value for kind in did])


def _no_open_case(asked: Asked) -> Iterator[Fault]:
    if not asked.members:
        yield asked.fault("act_without_people", value=asked.act.case)
    for person in asked.members:
        for case in asked.caseload.cases_of(person):
            stages = (asked.caseload.standing(case).stage, _stands_now(asked, case))
            stage = next((one for one in stages if one is not None and one not in ENDED), None)
            if case != asked.act.case and stage is not None:
                yield asked.fault("person_in_open_case", person=person, other=case, stage=stage)


def _stands_now(asked: Asked, case: str) -> CaseStage | None:
    """Where another case stands by all that is known, whatever day the act is dated."""
    return casework.stands(asked.caseload.case(case), asked.caseload.acts_on(case), asked.act.known).stage


def _will_recorded(asked: Asked) -> Iterator[Fault]:
    if silent := [person for person in asked.members if not _wish(asked, person)]:
        yield asked.fault("will_not_recorded", persons=silent)


def _wish(asked: Asked, person: str) -> str:
    """Whether a person wants to be resettled: as they signed, else as they said of any arrangement."""
    return asked.caseload.consent(person, RESETTLEMENT) or asked.caseload.willing(person)


def _everybody_seen(asked: Asked) -> Iterator[Fault]:
    missing = sorted(set(asked.members) - set(asked.act.persons))
    if missing and not asked.act.reason.strip():
        yield asked.fault("members_not_seen", persons=missing)


def _attempts_logged(asked: Asked) -> Iterator[Fault]:
    since = asked.standing.last(ActKind.PROCEED, ActKind.RETURN)
    begun = asked.standing.done.index(since) if since else 0
    ways = {act.ground for act in asked.standing.done[begun:] if act.kind is ActKind.ATTEMPT and act.ground}
    if len(ways) < ATTEMPTS:
        yield asked.fault("attempts_too_few", ways=sorted(ways), least=ATTEMPTS)


def _prerequisites(asked: Asked) -> Iterator[Fault]:
    yield from _recognised(asked)
    for person in asked.members:
        if (wish := _wish(asked, person)) != "yes":
            yield asked.fault("wish_not_stated", person=person, said=wish or UNKNOWN)
    of_case = asked.caseload.facts_of_case(asked.act.case)
    if not _is_known(of_case["other_solutions"]):
        yield asked.fault("solutions_not_considered")
    elif not of_case["other_solutions"].none and not asked.act.reason.strip():
        yield asked.fault("solutions_within_reach", solutions=of_case["other_solutions"].cell)
    yield from _two_categories(asked)


def _recognised(asked: Asked) -> Iterator[Fault]:
    """Every member is a refugee, a stateless person who is none, or the dependant of one of the case."""
    dependants, others = [], []
    for person in asked.members:
        facts = asked.caseload.facts_of(person)
        if facts["refugee_status"].value == _RECOGNISED or facts["status_basis"].value == _STATELESS:
            others.append(person)
        elif facts["status_basis"].value == _DEPENDANT:
            dependants.append(person)
        else:
            said = facts["refugee_status"].cell or UNKNOWN
            yield asked.fault("status_not_established", person=person, status=said)
    if dependants and len(dependants) == len(asked.members):
        yield asked.fault("dependants_of_nobody", persons=dependants)


def _rrf_valid(asked: Asked) -> Iterator[Fault]:
    """
    The form has all that it needs before its review.

    What the prerequisites tell, it does not tell again.
    """
    return (one for one in guards_of_newcomers.of_form(asked) if one.code not in _PREREQUISITE)


def _two_categories(asked: Asked) -> Iterator[Fault]:
    facts = asked.caseload.facts_of_case(asked.act.case)
    primary, secondary = facts["category_primary"].value, facts["category_secondary"].value
    if primary is None or secondary is None:
        yield asked.fault("categories_missing", primary=primary or UNKNOWN, secondary=secondary or UNKNOWN)
    elif primary == secondary:
        yield asked.fault("categories_alike", category=primary)


def _priority_set(asked: Asked) -> Iterator[Fault]:
    if asked.caseload.facts_of_case(asked.act.case)["priority"].value is None:
        yield asked.fault("priority_missing")


def _is_known(fact: KnownFact) -> bool:
    return fact.cell not in (None, UNKNOWN) and (fact.cell == NONE or fact.value is not None)


def _reason(asked: Asked) -> Iterator[Fault]:
    if not asked.act.reason.strip() and asked.act.ground != NONE_GIVEN:
        yield asked.fault("reason_missing")


def _ground(asked: Asked) -> Iterator[Fault]:
    """A proposal is no submission: it is taken back without one."""
    stages = {asked.standing.on_the_way.get((person, asked.act.offer)) for person in asked.act.persons}
    if asked.act.kind is ActKind.WITHDRAW and stages == {Stage.PROPOSED}:
        return
    if not asked.act.ground:
        yield asked.fault("ground_missing", allowed=list(GROUNDS[asked.act.kind].meaning))


def _review_day(asked: Asked) -> Iterator[Fault]:
    day = asked.act.review_on
    if day is None or day <= asked.act.effective:
        yield asked.fault("review_day_missing", effective=asked.act.effective)


def _nobody_on_the_way(asked: Asked) -> Iterator[Fault]:
    offers = sorted({offer for _, offer in asked.standing.on_the_way})
    if offers:
        yield asked.fault("case_on_the_way", offers=offers)


def _case_ready(asked: Asked) -> Iterator[Fault]:
    if asked.standing.stage is not CaseStage.READY:
        yield asked.fault("case_not_ready", stage=asked.standing.stage or "not yet referred")
    later = (act for act in asked.acts if act.kind is ActKind.CLOSE and act.effective > asked.act.effective)
    if closed := next(later, None):
        yield asked.fault("case_closed_since", effective=asked.act.effective, on=closed.effective)


def _not_paused(asked: Asked) -> Iterator[Fault]:
    if asked.standing.stage is CaseStage.ON_HOLD:
        pause = asked.standing.last(ActKind.PAUSE)
        yield asked.fault("case_paused", since=pause.effective if pause else asked.standing.since)


def _was_ready(asked: Asked) -> Iterator[Fault]:
    """What is told of a case with a State, of one that nobody reviewed and that no register took up as ready."""
    if asked.caseload.agreed.register.begins is None and not asked.standing.last(ActKind.APPROVE):
        yield asked.fault("case_never_ready", stage=asked.standing.stage or "not yet referred")


def _offer_open(asked: Asked) -> Iterator[Fault]:
    agreed, arrangement = asked.caseload.agreed, asked.act.arrangement
    if arrangement not in agreed.register.arrangements:
        return
    status = agreed.status_of(arrangement)
    if not agreed.is_open(arrangement):
        yield asked.fault(
            "arrangement_not_open", arrangement=arrangement, status=status.status if status else UNKNOWN
        )
    for consent in agreed.consents_of(arrangement):
        if not consent.satisfied:
            said = "withheld" if consent.satisfied is False else UNKNOWN
            yield asked.fault(
                "party_consent_missing", arrangement=arrangement, party=consent.party, said=said
            )


def _consent_valid(asked: Asked) -> Iterator[Fault]:
    """
    Nobody says no to resettlement or to sharing with that State; and whoever speaks for themselves says yes to it, by a consent
    or by the signed declaration.
    """
    to = asked.recipients
    for person in asked.act.persons:
        said = {what: asked.caseload.consent(person, what, to) for what in (RESETTLEMENT, SHARING)}
        for what, answer in said.items():
            if answer in ("no", "withdrawn"):
                yield asked.fault("consent_not_given", person=person, consent_for=what, said=answer)
        if said[SHARING] or _has_signed(asked, person):
            continue
        if asked.papers.speaks(person) is not False:
            yield asked.fault("consent_not_recorded", person=person, consent_for=SHARING)
    not_willing = [
        person
        for person in asked.act.persons
        if asked.caseload.willing(person, asked.act.arrangement) != "yes"
    ]
    if not_willing:
        yield asked.fault("will_not_stated", persons=sorted(not_willing), arrangement=asked.act.arrangement)


def _has_signed(asked: Asked, person: str) -> bool:
    """Whether a person had signed the declaration of the RRF by the day, which allows that their case is shared."""
    signed = asked.caseload.facts_of(person)["declaration_signed_on"].value
    return isinstance(signed, PartialDate) and signed.latest <= asked.act.effective


def _cleared(asked: Asked) -> Iterator[Fault]:
    """Every clearance that the State asks for before a departure is valid that day."""
    arrangement = asked.caseload.agreed.register.arrangements.get(asked.act.arrangement)
    if arrangement is None or not arrangement.clearances:
        return
    for one in clearances(asked.papers, arrangement, asked.act.persons):
        if one.stands is not Clears.VALID:
            yield asked.fault(
                "not_cleared", person=one.person, clearance=one.clearance, stands=one.stands,
                until=str(one.until or ""), because_of=one.because_of,
            )  # fmt: skip


_ASKED: Mapping[Guard, Callable[[Asked], Iterator[Fault]]] = MappingProxyType(
    {
        Guard.ANOTHER_PERSON: _another_person,
        Guard.NO_OPEN_CASE: _no_open_case,
        Guard.WILL_RECORDED: _will_recorded,
        Guard.EVERYBODY_SEEN: _everybody_seen,
        Guard.ATTEMPTS_LOGGED: _attempts_logged,
        Guard.PREREQUISITES: _prerequisites,
        Guard.RRF_VALID: _rrf_valid,
        Guard.TWO_CATEGORIES: _two_categories,
        Guard.PRIORITY_SET: _priority_set,
        Guard.REASON: _reason,
        Guard.GROUND: _ground,
        Guard.REVIEW_DAY: _review_day,
        Guard.NOBODY_ON_THE_WAY: _nobody_on_the_way,
        Guard.CASE_READY: _case_ready,
        Guard.EVERYBODY_REVIEWED: guards_of_newcomers.everybody_reviewed,
        Guard.NOBODY_REFUSES: guards_of_newcomers.nobody_refuses,
        Guard.NEWCOMERS_COMPLETE: guards_of_newcomers.newcomers_complete,
        Guard.OFFER_OPEN: _offer_open,
        Guard.CONSENT_VALID: _consent_valid,
        Guard.CLEARED: _cleared,
        Guard.DECISION_STANDS: guards_of_appeals.decision_stands,
        Guard.APPEAL_LODGED: guards_of_appeals.appeal_lodged,
        Guard.NOT_WITH_ANOTHER: guards_of_appeals.not_with_another,
        Guard.NOT_PAUSED: _not_paused,
        Guard.WAS_READY: _was_ready,
    }
)

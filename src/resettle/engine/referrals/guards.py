"""Guards: what must be so before an act, asked of the case as it stands; each tells everything that is not so."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from resettle.engine.dates import PartialDate
from resettle.engine.errors import Fault, Where
from resettle.engine.referrals import rrf_faults
from resettle.engine.referrals.caseload import RESETTLEMENT, SHARING, Caseload
from resettle.engine.referrals.clearances import Clears, clearances
from resettle.engine.referrals.papers import Papers
from resettle.engine.registry import appeals, casework, separation
from resettle.engine.registry.acts import Act
from resettle.engine.registry.appeals import AGAINST, ANSWERS, Appeal
from resettle.engine.registry.casework import CaseStanding, OutOfTurn
from resettle.engine.registry.facts import NONE, UNKNOWN
from resettle.engine.registry.faults_of_casework import told
from resettle.engine.registry.grounds import GROUNDS, NONE_GIVEN
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import (
    CASEWORK,
    ENDED,
    TRANSITIONS,
    ActKind,
    CaseStage,
    CaseTransition,
    Guard,
    Stage,
    Transition,
)

ATTEMPTS = 2
"""So many attempts to reach a case, by as many different ways, before it is a no-show (Handbook 4.4: several channels)."""
_RECOGNISED = "recognised"
_STATELESS, _DEPENDANT = "stateless_non_refugee", "non_refugee_dependant"
_PREREQUISITE = ("categories_missing", "categories_alike", "solutions_not_considered")


@dataclass(frozen=True)
class Asked:
    """An act that is asked for, and the caseload of its day, as known when it is recorded, without it."""

    act: Act
    caseload: Caseload

    @cached_property
    def line(self) -> Transition | CaseTransition:
        """Its line of the transition table."""
        return CASEWORK[self.act.kind] if self.act.kind in CASEWORK else TRANSITIONS[self.act.kind]

    @cached_property
    def standing(self) -> CaseStanding:
        return self.caseload.standing(self.act.case)

    @cached_property
    def acts(self) -> Sequence[Act]:
        """Every act that is known of the case and of its submissions, on whatever day."""
        return self.caseload.acts_on(self.act.case)

    @cached_property
    def members(self) -> tuple[str, ...]:
        return self.caseload.members(self.act.case)

    def fault(self, code: str, /, **params: object) -> Fault:
        where = Where("acts", 0, self.act.id) if self.act.id else Where()
        return Fault(code, where, {"case": self.act.case, "act": self.act.kind.value, **params})


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


def of_ground(asked: Asked) -> Iterator[Fault]:
    """A ground is one of those that the act may have."""
    ground, allowed = asked.act.ground, GROUNDS.get(asked.act.kind)
    if ground and (allowed is None or ground not in allowed):
        yield asked.fault("ground_unknown", value=ground, allowed=list(allowed.meaning) if allowed else [])


def _another_person(asked: Asked) -> Iterator[Fault]:
    did = [kind for kind in separation.apart(asked.act.kind) if asked.act.by in asked.standing.by([kind])]
    if did:
        yield asked.fault("act_by_same_person", by=asked.act.by, did=[kind.value for kind in did])


def _no_open_case(asked: Asked) -> Iterator[Fault]:
    if not asked.members:
        yield asked.fault("act_without_people", value=asked.act.case)
    for person in asked.members:
        for case in asked.caseload.cases_of(person):
            stage = asked.caseload.standing(case).stage
            if case != asked.act.case and stage is not None and stage not in ENDED:
                yield asked.fault("person_in_open_case", person=person, other=case, stage=stage)


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
    since = asked.standing.last(ActKind.PROCEED)
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
    The form has all that it needs before its review; abridged for a group that the State has designated.

    What the prerequisites tell, it does not tell again.
    """
    papers = Papers(asked.caseload.situation, asked.act.case)
    group = papers.facts["designated_group"].value == "yes"
    for fault in rrf_faults.faults_of(papers, abridged=group, reviewed=False):
        if fault.is_error and fault.code not in _PREREQUISITE:
            yield fault


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


def _everybody_reviewed(asked: Asked) -> Iterator[Fault]:
    """Nobody comes into a case after its review and is submitted unseen. A case that began as ready has none on record."""
    reviewed = asked.standing.last(ActKind.APPROVE, ActKind.REVIEW)
    if reviewed and (unseen := sorted(set(asked.act.persons) - set(reviewed.persons))):
        yield asked.fault("members_not_reviewed", persons=unseen, on=reviewed.effective)


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
    to = _recipients(asked)
    for person in asked.act.persons:
        said = {what: asked.caseload.consent(person, what, to) for what in (RESETTLEMENT, SHARING)}
        for what, answer in said.items():
            if answer in ("no", "withdrawn"):
                yield asked.fault("consent_not_given", person=person, consent_for=what, said=answer)
        if said[SHARING] or _has_signed(asked, person):
            continue
        if Papers(asked.caseload.situation, asked.act.case).speaks(person) is not False:
            yield asked.fault("consent_not_recorded", person=person, consent_for=SHARING)
    not_willing = [
        person
        for person in asked.act.persons
        if asked.caseload.willing(person, asked.act.arrangement) != "yes"
    ]
    if not_willing:
        yield asked.fault("will_not_stated", persons=sorted(not_willing), arrangement=asked.act.arrangement)


def _recipients(asked: Asked) -> tuple[str, ...]:
    """Who would be told of a case in an arrangement: its country, and its parties."""
    arrangement = asked.caseload.agreed.register.arrangements.get(asked.act.arrangement)
    return (arrangement.country, *arrangement.parties) if arrangement else ()


def _has_signed(asked: Asked, person: str) -> bool:
    """Whether a person had signed the declaration of the RRF by the day, which allows that their case is shared."""
    signed = asked.caseload.facts_of(person)["declaration_signed_on"].value
    return isinstance(signed, PartialDate) and signed.latest <= asked.act.effective


def _cleared(asked: Asked) -> Iterator[Fault]:
    """Every clearance that the State asks for before a departure is valid that day."""
    arrangement = asked.caseload.agreed.register.arrangements.get(asked.act.arrangement)
    if arrangement is None or not arrangement.clearances:
        return
    papers = Papers(asked.caseload.situation, asked.act.case)
    for one in clearances(papers, arrangement, asked.act.persons):
        if one.stands is not Clears.VALID:
            yield asked.fault(
                "not_cleared", person=one.person, clearance=one.clearance, stands=one.stands,
                until=str(one.until or ""), because_of=one.because_of,
            )  # fmt: skip


def _decision_stands(asked: Asked) -> Iterator[Fault]:
    """There is a decision to look at again, and nobody has asked for that already. What is out of turn is told by that."""
    if asked.act.kind is ActKind.APPEAL and asked.standing.stage in ENDED:
        ended = asked.standing.last(*AGAINST[ActKind.APPEAL], ActKind.REOPEN, ActKind.UPHOLD)
        if ended is None or ended.kind not in AGAINST[ActKind.APPEAL]:
            yield asked.fault(
                "no_decision_to_appeal", decisions=[kind.value for kind in AGAINST[ActKind.APPEAL]]
            )
    for one in _waiting(asked, asked.act.kind):
        if one.lodged.offer == asked.act.offer and not set(one.waiting).isdisjoint(asked.act.persons):
            yield asked.fault("appeal_already_lodged", lodged=one.lodged.kind, on=one.lodged.effective)


def _appeal_lodged(asked: Asked) -> Iterator[Fault]:
    if isinstance(asked.line, CaseTransition) and asked.standing.stage not in ENDED:
        return
    asks = ANSWERS[asked.act.kind]
    there = (one for one in _waiting(asked, asks) if one.lodged.offer == asked.act.offer)
    heard = {person for one in there for person in one.waiting}
    if not heard:
        yield asked.fault("no_appeal_lodged", lodges=asks)
    elif isinstance(asked.line, Transition) and (silent := sorted(set(asked.act.persons) - heard)):
        yield asked.fault("appeal_of_others", lodges=asks, persons=silent)


def _not_with_another(asked: Asked) -> Iterator[Fault]:
    """One country at a time: a State that was asked to look at its denial again may still take whoever is submitted elsewhere."""
    for one in _waiting(asked, ActKind.REQUEST_REVIEW):
        persons = sorted(set(one.waiting) & set(asked.act.persons))
        if persons and one.lodged.offer != asked.act.offer:
            yield asked.fault(
                "review_waits_elsewhere", persons=persons, offer=one.lodged.offer, on=one.lodged.effective
            )


def _waiting(asked: Asked, kind: ActKind) -> Iterator[Appeal]:
    by_then = (act for act in asked.acts if act.effective <= asked.act.effective)
    return (one for one in appeals.waiting(by_then) if one.lodged.kind is kind)


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
        Guard.EVERYBODY_REVIEWED: _everybody_reviewed,
        Guard.OFFER_OPEN: _offer_open,
        Guard.CONSENT_VALID: _consent_valid,
        Guard.CLEARED: _cleared,
        Guard.DECISION_STANDS: _decision_stands,
        Guard.APPEAL_LODGED: _appeal_lodged,
        Guard.NOT_WITH_ANOTHER: _not_with_another,
    }
)

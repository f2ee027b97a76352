"""Why a case is where it is in a plan: each arrangement's answer, what stands in the way, and what would settle it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from resettle.engine.errors import refuse
from resettle.engine.placement.obstacles import Obstacle, Obstacles
from resettle.engine.placement.plan import Left, Placing, Plan
from resettle.engine.registry.agreed import Consent
from resettle.engine.registry.arrangements import StatusEntry
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.places import Ledger
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.ageing import Turn, turns
from resettle.engine.screening.bars import barred
from resettle.engine.screening.casefile import case_file
from resettle.engine.screening.missing import Settling, settling_of
from resettle.engine.screening.reference import Finding, every_finding
from resettle.engine.screening.screen import Outcome, Screening


@dataclass(frozen=True, slots=True)
class Door:
    """One arrangement as it stands for one case. ``releases``: from when its reserves are open to others, by id."""

    arrangement: str
    outcome: Outcome
    conditional_on: tuple[str, ...]
    status: StatusEntry | None
    consents: tuple[Consent, ...]
    ledgers: tuple[Ledger, ...]
    findings: tuple[Finding, ...]
    obstacles: tuple[Obstacle, ...]
    settling: Settling | None
    turns: tuple[Turn, ...]
    proposed: bool
    releases: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class BarEffect:
    """A bar, its status, and which members it bars or would bar; those of whom a fact is missing apart."""

    bar: str
    status: StatusEntry | None
    barred: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything an officer may say about one case on one day."""

    case: str
    facts: dict[str, KnownFact]
    members: dict[str, dict[str, KnownFact]]
    placing: Placing | None
    left: Left | None
    ways: tuple[tuple[str, str], ...]
    doors: tuple[Door, ...]
    bars: tuple[BarEffect, ...]


def explain(situation: Situation, screening: Screening, plan: Plan, case: str) -> Explanation:
    """The explanation of one case, or of the case a person is in. Raises RequestRefused if there is no such case."""
    case = _case(situation, case)
    obstacles = Obstacles(situation, screening)
    placing = plan.placing(case)
    left = next((one for one in plan.left if one.case == case), None)
    return Explanation(
        case=case,
        facts=situation.facts_of_case(case),
        members={person: situation.facts_of(person) for person in situation.persons_of[case]},
        placing=placing,
        left=left,
        ways=tuple((offer, stage.value) for offer, stage in obstacles.ways(case)),
        doors=tuple(_door(obstacles, case, to, placing, left) for to in situation.arrangements),
        bars=_bars(situation, case),
    )


def _case(situation: Situation, name: str) -> str:
    if name in situation.persons_of:
        return name
    for case, persons in situation.persons_of.items():
        if name in persons:
            return case
    raise refuse("case_unknown", name=name, on=situation.on, known=situation.known)


def _door(
    obstacles: Obstacles, case: str, arrangement: str, placing: Placing | None, left: Left | None
) -> Door:
    situation = obstacles.situation
    offers = situation.offers_open(arrangement)
    outcome = obstacles.screening.outcome(case, arrangement)
    file = case_file(situation, case, arrangement)
    return Door(
        arrangement=arrangement,
        outcome=outcome,
        conditional_on=obstacles.conditional_on(case, arrangement),
        status=situation.status_of(arrangement),
        consents=tuple(situation.consents_of(arrangement)),
        ledgers=tuple(
            situation.ledger(limit.id) for offer in offers for limit in situation.limits.above(offer)
        ),
        findings=every_finding(situation, file, arrangement),
        obstacles=left.why[arrangement] if left else obstacles.of(case, arrangement),
        settling=settling_of(file, arrangement) if outcome is Outcome.NEEDS_A_FACT else None,
        turns=turns(file, situation.rules_to_come(arrangement)),
        proposed=placing is not None and placing.arrangement == arrangement,
        releases=situation.releases(arrangement),
    )


def _bars(situation: Situation, case: str) -> tuple[BarEffect, ...]:
    members = situation.persons_of[case]
    effects = []
    for bar in situation.register.bars.values():
        if bar.known <= situation.known:
            answer = dict(barred(situation, bar.id).iter_rows())
            effects.append(
                BarEffect(
                    bar.id,
                    situation.status_of(bar.id),
                    tuple(person for person in members if answer.get(person) is True),
                    tuple(person for person in members if answer.get(person) is None),
                )
            )
    return tuple(effects)

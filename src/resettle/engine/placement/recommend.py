"""Recommends a plan for one day: builds the problem, solves it, and says of every case why. It uses no place."""

from collections.abc import Sequence

from resettle.engine.placement.build import Built, build
from resettle.engine.placement.families import Families
from resettle.engine.placement.obstacles import Obstacle, Obstacles
from resettle.engine.placement.plan import Left, LimitUse, Placing, Plan
from resettle.engine.placement.problem import LEFT
from resettle.engine.placement.solve import NODES, solve
from resettle.engine.registry.arrangements import Arrangement
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.screen import Screening

Chosen = dict[str, tuple[str, tuple[str, ...]]]
"""case → the offer it goes to, and the cases of its bundle."""

DEFAULT_TIERS = ("emergency", "urgent", "people", "families_rejoined", "waiting")
"""Need first, then places, then fit; the user's own score comes last, if there is one."""


def plan(
    situation: Situation,
    screening: Screening,
    tiers: Sequence[str] | None = None,
    *,
    node_limit: int = NODES,
) -> Plan:
    """The best lawful use of the places free that day, by the tiers in their order. Raises RequestRefused."""
    obstacles = Obstacles(situation, screening)
    built = build(situation, obstacles, tiers or default_tiers(situation))
    solution = solve(built.problem, node_limit=node_limit)
    chosen = {
        case: (built.problem.destinations[to].id, unit.cases)
        for unit, to in zip(built.problem.units, solution.destination_of, strict=True)
        if to != LEFT
        for case in unit.cases
    }
    limits = _limits(situation, chosen)
    return Plan(
        placings=_placings(obstacles, chosen),
        left=tuple(_left(obstacles, built, case, limits) for case in built.waiting if case not in chosen),
        under_way=tuple(case for case in situation.persons_of if obstacles.ways(case)),
        tiers=solution.tiers,
        limits=limits,
    )


def default_tiers(situation: Situation) -> tuple[str, ...]:
    """The tiers used unless others are named."""
    return DEFAULT_TIERS if situation.scores.is_empty() else (*DEFAULT_TIERS, "score")


def _placings(obstacles: Obstacles, chosen: Chosen) -> tuple[Placing, ...]:
    situation = obstacles.situation
    families = Families(situation, {case: situation.country_of(offer) for case, (offer, _) in chosen.items()})
    return tuple(_placing(obstacles, families, case, *chosen[case]) for case in sorted(chosen))


def _placing(
    obstacles: Obstacles, families: Families, case: str, offer: str, bundle: tuple[str, ...]
) -> Placing:
    arrangement = offer.partition("/")[0]
    country = obstacles.situation.country_of(offer)
    return Placing(
        case=case,
        people=len(obstacles.situation.persons_of[case]),
        arrangement=arrangement,
        offer=offer,
        country=country,
        conditional_on=obstacles.conditional_on(case, arrangement),
        with_cases=tuple(other for other in bundle if other != case),
        rejoins=families.rejoined(case, country),
        partings=families.parted(case, country),
    )


def _left(obstacles: Obstacles, built: Built, case: str, limits: tuple[LimitUse, ...]) -> Left:
    situation = obstacles.situation
    free = {use.ledger.limit: use.free_after for use in limits}
    why = {
        arrangement: obstacles.of(case, arrangement) or _held_back(obstacles, built, case, arrangement, free)
        for arrangement in situation.arrangements
    }
    return Left(case, len(situation.persons_of[case]), why)


def _held_back(
    obstacles: Obstacles, built: Built, case: str, arrangement: str, free: dict[str, int | None]
) -> tuple[Obstacle, ...]:
    """Why a case that may be proposed was not: those it travels with may not, the places go to others, or a tie."""
    index = built.unit_of[case]
    unit = built.problem.units[index]
    blocked = [other for other in unit.cases if other != case and obstacles.of_case(other, arrangement)]
    if blocked:
        return (Obstacle("travels_with_blocked", {"cases": blocked}),)
    country = obstacles.situation.register.arrangements[arrangement].country
    against = [tie for member in unit.cases for tie in built.ties.against(member, country)]
    if against:
        partners = sorted({tie.partner for tie in against if tie.link != "keep_apart"})
        return (Obstacle("tied_to_under_way", {"partners": partners}),)
    full = {
        limit.id: free[limit.id]
        for offer in obstacles.offers(arrangement)
        for limit in obstacles.situation.limits.above(offer)
        if (free[limit.id] or 0) < (unit.people if limit.unit == "persons" else len(unit.cases))
    }
    if full:
        return (Obstacle("places_taken", {"limits": full, "needed": unit.people, "cases": len(unit.cases)}),)
    here = [d for d, to in enumerate(built.problem.destinations) if to.arrangement == arrangement]
    if not any(tier.gain[index, here].any() for tier in built.problem.tiers) and not built.ties.torn(
        unit.cases
    ):
        return (Obstacle("not_sought"),)
    return (Obstacle("tie_in_the_way"),)


def _limits(situation: Situation, chosen: Chosen) -> tuple[LimitUse, ...]:
    """Every limit of arrangements seen that day, running or not, with what the plan proposes of it."""
    uses = []
    for name, limit in situation.limits.by_id.items():
        arrangement: Arrangement | None = situation.arrangements.get(name.partition("/")[0])
        if limit.is_offer and arrangement is None:
            continue
        within = set(situation.limits.offers_in(name))
        cases = [case for case, (offer, _) in chosen.items() if offer in within]
        proposed = (
            len(cases) if limit.unit == "cases" else sum(len(situation.persons_of[case]) for case in cases)
        )
        uses.append(LimitUse(situation.ledger(name), situation.tightest(name), proposed))
    return tuple(uses)

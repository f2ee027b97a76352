"""The report's first page: what was asked, what came out, how good that is known to be; base beside scenario."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from resettle.engine.placement.compare import Planned
from resettle.engine.placement.obstacles import Obstacles
from resettle.engine.placement.problem import TierResult
from resettle.engine.registry.assumptions import unknowns
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.whatif import WhatIf
from resettle.engine.reports import disclosure
from resettle.render import words
from resettle.render.report import counts, told
from resettle.render.report.parts import Block, Facts, Item, Prose, Section, Tabled, blocks, some
from resettle.render.report.supposed import what_ifs
from resettle.render.report.tables import Table, number, table
from resettle.render.words.names import TIERS, UNITS, counted, country, day, listed, people
from resettle.service import PlanAnswer

CASES = UNITS["cases"]
_FEW = frozenset({"emergency", "urgent", "families_rejoined"})


def asked(answer: PlanAnswer) -> Section:
    """What was asked, the answer in a sentence each for base and scenario, and its proof."""
    base, scenario = answer.base, answer.scenario
    supposed = what_ifs(answer.shown.situation)
    opening = "As the register stands"
    found: list[Block | None] = [Prose(sentence(base, f"{opening} on {day(base.situation.on)}"), "lead")]
    if not base.plan.placings:
        found.append(some("What stands in the way", closed(base)))
    if scenario:
        found.append(Prose(sentence(scenario, f"With {_named(supposed)}"), "lead"))
        if not scenario.plan.placings:
            found.append(some("What stands in the way, even so", closed(scenario)))
    shown = answer.shown
    return Section("asked", "What was asked, and the answer", blocks(
        *found,
        Prose(proof(shown)),
        Tabled(_question(answer, supposed)),
        _unknown(shown.situation),
    ), "Question and answer")  # fmt: skip


def _named(supposed: list[WhatIf]) -> str:
    return (
        f"the what-if {listed(f'“{one.name}” ({one.id})' for one in supposed)}" if supposed else "the what-if"
    )


def sentence(planned: Planned, opening: str) -> str:
    """The result in one sentence, with what it is conditional on."""
    plan = planned.plan
    if not plan.placings:
        return f"{opening}, nobody is proposed for resettlement."
    by: Counter[str] = Counter()
    for placing in plan.placings:
        by[placing.arrangement] += placing.people
    where = listed(
        f"{number(size)} for {country(planned.situation.arrangements[to].country, article=True)} ({to})"
        for to, size in by.items()
    )
    judged = told.judged(planned).conditional
    are = "is" if plan.people == 1 else "are"
    text = (
        f"{opening}, {people(plan.people)} in {counted(len(plan.placings), CASES)} {are} proposed: {where}."
    )
    if judged == plan.people:
        return f"{text} Every one of these proposals is conditional on what the receiving State has still to judge."
    if judged != 0:
        return f"{text} For {number(judged)} of them it is conditional on what the receiving State has still to judge."
    return text


def proof(planned: Planned) -> str:
    """How good the plan is known to be."""
    if not planned.plan.placings:
        return "A proposal uses no place. No lawful proposal exists that day, so there is nothing better to find."
    if planned.plan.proven:
        return (
            "A proposal uses no place. Proven: no lawful plan does better by the objectives in their order; "
            "the gap is 0."
        )
    short = [
        f"{TIERS[tier.name][0]}: {worth(tier, tier.value)} reached, at most {worth(tier, tier.bound)} (gap {tier.gap:.1%})"
        for tier in planned.plan.tiers
        if not tier.proven
    ]
    return f"A proposal uses no place. Not proven to be the best: {listed(short)}."


def worth(tier: TierResult, value: int) -> str:
    """What a tier reached, in figures. Few cases in need, or few families, are people who could be singled out."""
    if tier.name == "score":
        return f"{Decimal(value) / 1000:,}"
    return number(disclosure.told(value) if tier.name in _FEW else value)


def closed(planned: Planned) -> list[Item]:
    """What keeps each arrangement of resettlement closed to everybody, in words."""
    obstacles = Obstacles(planned.situation, planned.screening)
    return [
        Item(
            " ".join(words.obstacle(one, planned.situation, to, "") for one in obstacles.of_arrangement(to)),
            head=f"{country(planned.situation.arrangements[to].country)} ({to})",
        )
        for to in counts.arrangements(planned, resettlement=True)
        if obstacles.of_arrangement(to)
    ]


def _question(answer: PlanAnswer, supposed: list[WhatIf]) -> Table:
    situation = answer.shown.situation
    rows = [
        ("Register", situation.register.name),
        ("As of", day(situation.on)),
        ("As known on", day(situation.known)),
        *((("What if"), f"{one.name} ({one.id}). {' '.join(one.about.split())}") for one in supposed),
        *(("Assumed", f"{name}: {number(places)}; the register says that it is unknown")
          for name, places in situation.assumptions.items()),
        ("Objectives, in their order", listed(TIERS[tier.name][0] for tier in answer.shown.plan.tiers)),
    ]  # fmt: skip
    return table("What was asked", ("", ""), rows)


def _unknown(situation: Situation) -> Prose | None:
    text = words.unknown_places(name for name in unknowns(situation) if name not in situation.assumptions)
    return Prose(text, "note") if text else None


def figures(answer: PlanAnswer) -> list[Facts]:
    """The numbers that stand out, base first."""
    each = [("As the register stands", answer.base)]
    if answer.scenario:
        each.append(
            (
                f"What if: {listed(one.name for one in what_ifs(answer.shown.situation)) or 'supposed changes'}",
                answer.scenario,
            )
        )
    return [Facts(head, tuple(_figures(planned))) for head, planned in each]


def _figures(planned: Planned) -> Iterator[tuple[str, str]]:
    """Claims on places are counts of places, and told; of those left it is told what may be."""
    situation, left = planned.situation, told.left(planned)
    under_way = sum(len(situation.persons_of[case]) for case in planned.plan.under_way)
    yield "people in cases", number(sum(map(len, situation.persons_of.values())))
    yield "proposed by the plan", number(planned.plan.people)
    if under_way:
        yield "under way already", number(under_way)
    if left["with"] != 0:
        yield "left with a door open", number(left["with"])
    yield "left with no door open", number(left["without"])

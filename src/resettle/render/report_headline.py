"""The report's first page: what was asked, what came out, how good that is known to be; base beside scenario."""

from collections import Counter
from collections.abc import Iterator, Mapping

from resettle.engine.placement.compare import Difference, Line, Planned
from resettle.engine.placement.obstacles import Obstacles
from resettle.engine.registry.assumptions import unknowns
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.whatif import WhatIf
from resettle.engine.reports import disclosure
from resettle.engine.reports.disclosure import Hidden, Told
from resettle.render import report_counts as counts
from resettle.render import words
from resettle.render.report_parts import (
    Block,
    Facts,
    Item,
    Listing,
    Prose,
    Section,
    Tabled,
    blocks,
    seen,
    some,
)
from resettle.render.tables import Row, number, signed, table
from resettle.render.words_names import LINES, TIERS, UNITS, country, counted, day, listed, people
from resettle.service import PlanAnswer

CASES = UNITS["cases"]
_LINE_OF = {**LINES, "people_barred": "people barred by"}
_OUTCOMES = ("eligible", "needs_a_person", "needs_a_fact", "ineligible")


def asked(answer: PlanAnswer) -> Section:
    """What was asked, the answer in a sentence each for base and scenario, and its proof."""
    base, scenario = answer.base, answer.scenario
    supposed = what_ifs(answer)
    opening = "As the register stands"
    found: list[Block | None] = [Prose(sentence(base, f"{opening} on {day(base.situation.on)}"), "lead")]
    if not base.plan.placings:
        found.append(some("Why nobody is", closed(base)))
    if scenario:
        found.append(Prose(sentence(scenario, f"With {_named(supposed)}"), "lead"))
        if not scenario.plan.placings:
            found.append(some("Why nobody is, even so", closed(scenario)))
    shown = answer.shown
    return Section("asked", "What was asked, and the answer", blocks(
        *found,
        Prose(proof(shown)),
        Tabled(_question(answer, supposed)),
        some("Not known, and not assumed", _unknown(shown.situation)),
    ), "Question and answer")  # fmt: skip


def what_ifs(answer: PlanAnswer) -> list[WhatIf]:
    """The what-ifs that left their mark on the scenario, without those that another includes."""
    if answer.scenario is None:
        return []
    register = answer.scenario.situation.register
    found = [
        one
        for one in register.what_ifs.values()
        if f"what-if:{one.id}" in _sources(answer.scenario.situation)
    ]
    found += [one for one in register.what_ifs.values() if one not in found and any(two.id in one.includes for two in found)
              and all(name in {two.id for two in found} for name in one.includes) and not _changes(one)]  # fmt: skip
    included = {name for one in found for name in one.includes}
    return [one for one in found if one.id not in included]


def _changes(one: WhatIf) -> bool:
    return bool(one.statuses or one.consents or one.places or one.criteria or one.ends)


def _sources(situation: Situation) -> set[str]:
    terms = situation.register.terms
    histories = [
        *(
            history
            for one in terms.arrangements.values()
            for history in (one.statuses, one.consents, one.criteria)
        ),
        *(offer.places for one in terms.arrangements.values() for offer in one.offers),
        *(period.places for one in terms.quotas.values() for period in one.periods),
        *(claim.places for one in terms.quotas.values() for period in one.periods for claim in period.claims),
        *(history for one in terms.bars.values() for history in (one.statuses, one.criteria)),
    ]
    return {entry.source for history in histories for entry in history}


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
        f"{number(told)} for {country(planned.situation.arrangements[to].country, article=True)} ({to})"
        for to, told in by.items()
    )
    judged = sum(placing.people for placing in plan.placings if placing.conditional_on)
    are = "is" if plan.people == 1 else "are"
    text = (
        f"{opening}, {people(plan.people)} in {counted(len(plan.placings), CASES)} {are} proposed: {where}."
    )
    if judged == plan.people:
        return f"{text} Every one of these proposals is conditional on what the receiving State has still to judge."
    if judged:
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
        f"{TIERS[tier.name][0]}: {number(tier.value)} reached, at most {number(tier.bound)} possible (gap {tier.gap:.1%})"
        for tier in planned.plan.tiers
        if not tier.proven
    ]
    return f"A proposal uses no place. Not proven to be the best: {listed(short)}."


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


def _question(answer: PlanAnswer, supposed: list[WhatIf]):  # type: ignore[no-untyped-def]
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


def _unknown(situation: Situation) -> list[Item]:
    return [
        Item(
            "An assumption stated for it (--assume) would let a plan count on it, and be printed.", head=name
        )
        for name in unknowns(situation)
        if name not in situation.assumptions
    ]


def figures(answer: PlanAnswer) -> list[Facts]:
    """The numbers that stand out, base first."""
    each = [("As the register stands", answer.base)]
    if answer.scenario:
        each.append(
            (
                f"What if: {listed(one.name for one in what_ifs(answer)) or 'supposed changes'}",
                answer.scenario,
            )
        )
    return [Facts(head, tuple(_figures(planned))) for head, planned in each]


def _figures(planned: Planned) -> Iterator[tuple[str, str]]:
    situation = planned.situation
    with_door, without = counts.doors(planned)
    under_way = sum(len(situation.persons_of[case]) for case in planned.plan.under_way)
    parts = {
        "proposed by the plan": planned.plan.people,
        "under way already": under_way,
        "left with a door open": sum(one.people for one in with_door),
        "left with no door open": sum(one.people for one in without),
    }
    told = disclosure.line(parts)
    yield "people in the register", number(told.total)
    for name, count in told.cells.items():
        if count != 0 or name.startswith(("proposed", "left with no")):
            yield (
                name,
                number(planned.plan.people if name.startswith("proposed") and not with_door else count),
            )


def compared(answer: PlanAnswer) -> Section | None:
    """Base beside scenario; None without one."""
    if answer.scenario is None or answer.difference is None:
        return None
    difference = answer.difference
    told = list(_differences(difference, answer))
    touched = disclosure.told(len(difference.cases))
    moved = disclosure.told(len(difference.changes))
    same = sum(1 for line in difference.lines if not line.difference)
    return Section("compared", "Base beside scenario", blocks(
        Prose(
            f"The what-if touches {number(touched)} cases: {number(moved)} whose proposal differs, and "
            f"{number(disclosure.told(len({one.case for one in difference.outcomes})))} whose screening does. "
            f"{counted(same, 'number stays as it is|numbers stay as they are')} and "
            f"{'is' if same == 1 else 'are'} not listed.",
            "lead",
        ),
        Tabled(table(
            "What the what-if changes",
            ("", "", "base#", "scenario#", "difference#"),
            told,
            f"{seen(answer.scenario.situation)} Cases touched are counted once, however many numbers they change.",
        )),
    ), "Base and scenario")  # fmt: skip


def _differences(difference: Difference, answer: PlanAnswer) -> Iterator[Row]:
    hidden = _hidden(difference)
    for line in difference.lines:
        if line.difference:
            base, scenario, by = hidden.get((line.what, line.of), (line.base, line.scenario, line.difference))
            name = _LINE_OF.get(line.what, line.what)
            yield Row((name, _of(line, answer), number(base), number(scenario), signed(by)),
                      strong=line.what == "people_proposed" and not line.of)  # fmt: skip


def _of(line: Line, answer: PlanAnswer) -> str:
    register = answer.base.situation.register
    if line.of in register.arrangements:
        return f"{country(register.arrangements[line.of].country)} ({line.of})"
    return register.bars[line.of].name if line.of in register.bars else "all together"


def _hidden(difference: Difference) -> Mapping[tuple[str, str], tuple[Told, Told, Told]]:
    """
    Outcomes of each arrangement as they may be told: a small change hides its base, and what would give it back.

    The scenario's outcomes are told in a table of their own, so it is the base that is hidden.
    """
    found: dict[tuple[str, str], tuple[Told, Told, Told]] = {}
    for to in {line.of for line in difference.lines if line.what in _OUTCOMES}:
        lines = {line.what: line for line in difference.lines if line.of == to and line.what in _OUTCOMES}
        moved = {what for what, line in lines.items() if disclosure.small(line.difference)}
        base = disclosure.line({what: line.base for what, line in lines.items()}, withhold=moved)
        scenario = disclosure.line({what: line.scenario for what, line in lines.items()})
        for what, line in lines.items():
            was, now = base.cells[what], scenario.cells[what]
            by: Told = disclosure.told(line.difference)
            if isinstance(was, Hidden) or isinstance(now, Hidden):
                by = by if isinstance(by, Hidden) else Hidden.WITHHELD
            found[what, to] = (was, now, by)
    for line in difference.lines:
        if line.what == "people_barred":
            was, now = disclosure.told(line.base), disclosure.told(line.scenario)
            by = disclosure.told(line.difference)
            if isinstance(by, Hidden):
                was = Hidden.WITHHELD
            elif isinstance(was, Hidden) or isinstance(now, Hidden):
                by = Hidden.WITHHELD
            found[line.what, line.of] = (was, now, by)
    return found


__all__ = ["Listing", "asked", "closed", "compared", "figures", "proof", "sentence", "what_ifs"]

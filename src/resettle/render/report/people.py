"""The report's pages on who qualifies for what, and which criteria decide it."""

from collections.abc import Mapping, Sequence

from resettle.engine.placement.compare import Planned
from resettle.engine.reports.disclosure import Told
from resettle.render.report import charts, counts, told
from resettle.render.report.counts import Size
from resettle.render.report.drawn import Drawn, figure, label
from resettle.render.report.parts import Prose, Section, Tabled, blocks
from resettle.render.report.supposed import seen
from resettle.render.report.tables import Row, Table, number, table
from resettle.render.report.told import DISCLOSURE
from resettle.render.words.names import SOLUTIONS, UNITS, counted
from resettle.service import PlanAnswer

OUTCOMES = {
    "eligible": ("eligible", charts.NAVY),
    "conditional": ("eligible, if the receiving State agrees", charts.BLUE),
    "needs_a_person": ("the office has a point to judge", charts.SKY),
    "needs_a_fact": ("needs a fact", charts.AMBER),
    "ineligible": ("ineligible", charts.GREY),
    "rules_not_in_force": ("its rules are not in force", charts.PALE),
}


def screening(answer: PlanAnswer) -> Section:
    """Who qualifies for what, and which criteria decide it."""
    shown = answer.shown
    found = {to: counts.outcomes(shown, to) for to in counts.arrangements(shown)}
    names = _named(found)
    rows = [
        Drawn(label(shown, to), told.outcomes(sizes), sum(one.people for one in sizes.values()))
        for to, sizes in found.items()
    ]
    return Section("screening", "Who qualifies for what", blocks(
        Prose("Qualifying opens no door by itself: an arrangement must be in force, with every consent it needs; a place "
              "must be free; and each person must be willing.", "lead"),
        figure("screening", f"People by outcome of screening, arrangement by arrangement. {seen(shown.situation)}",
               rows, names, _outcomes(shown, found, names)),
        *(Tabled(_effects(shown, to, found[to])) for to in counts.arrangements(shown, resettlement=True)),
        Prose(f"People are counted in the cases that a criterion stops. “Only this”: they would no longer be ineligible "
              f"without it. {DISCLOSURE}", "note"),
    ), "Who qualifies")  # fmt: skip


def _named(found: Mapping[str, Mapping[str, Size]]) -> Mapping[str, tuple[str, str]]:
    """Outcomes with their names and colours; rules are hardly ever out of force, and then it is told."""
    gone = any(sizes["rules_not_in_force"].cases for sizes in found.values())
    return {outcome: one for outcome, one in OUTCOMES.items() if gone or outcome != "rules_not_in_force"}


def _outcomes(
    shown: Planned, found: Mapping[str, Mapping[str, Size]], names: Mapping[str, tuple[str, str]]
) -> Table:
    rows = []
    for to, every in found.items():
        sizes = {outcome: every[outcome] for outcome in names}
        one = shown.situation.arrangements[to]
        both = zip(
            told.outcomes(sizes).cells.values(), told.outcomes_of_cases(sizes).cells.values(), strict=True
        )
        cells = ["0" if people == 0 else f"{number(people)} ({_cases(cases)})" for people, cases in both]
        rows.append(Row((one.name, SOLUTIONS[one.solution], *cells)))
    heads = ["arrangement", "solution", *(f"{name}#" for name, _ in names.values())]
    return table("People, and their cases, by outcome of screening", heads, rows, DISCLOSURE)


def _cases(count: Told) -> str:
    return counted(count, UNITS["cases"]) if isinstance(count, int) else f"{count.value} cases"


def _effects(shown: Planned, arrangement: str, sizes: Mapping[str, Size]) -> Table:
    outcome = told.outcomes(sizes)
    rows: list[Sequence[str]] = [
        (one.criterion.sentence, *map(number, told.effect(one, outcome)))
        for one in counts.effects(shown, arrangement)
    ]
    return table(
        f"{shown.situation.arrangements[arrangement].name}: people stopped, by criterion",
        ("criterion", "do not meet it#", "only this#", "not known#"),
        rows,
    )

"""Rules for people at a terminal and as data: what they say, what they do, what changed, whether their tables hold."""

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from resettle.engine.registry.arrangements import Arrangement, Bar
from resettle.engine.registry.criteria import Criterion, CriterionKind
from resettle.engine.registry.register import Register
from resettle.engine.screening.effect import Effect
from resettle.engine.screening.worked import Worked
from resettle.render import words
from resettle.render.results import plain
from resettle.render.words import rules as said
from resettle.service.rules import Compared, Rules


def listed(found: Sequence[Rules]) -> RenderableType:
    """One line an arrangement or bar: its status and how many criteria, sub-quotas and worked tables it has."""
    table = Table(title="Rules", title_justify="left")
    for column in ("", "name", "status", "criteria", "not in force", "sub-quotas", "worked tables"):
        numeric = column in ("criteria", "not in force", "sub-quotas", "worked tables")
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for one in found:
        status = one.agreed.status_of(one.of.id)
        numbers = (len(_own(one)), len(one.gone), len(one.sub_quotas), one.worked)
        state = words.code(status.status) if status else "not yet announced"
        table.add_row(*map(Text, (one.of.id, one.of.name, state, *map(words.number, numbers))))
    return table


def shown(one: Rules) -> RenderableType:
    """Every criterion of one arrangement or bar: the sentence, what it asks, who may waive it, since when, by whom."""
    status = one.agreed.status_of(one.of.id)
    state = words.code(status.status) if status else "not yet announced"
    parts: list[RenderableType] = [Text(said.title(one.of.name, one.of.id, state), style="bold")]
    parts += [Text(f"  {said.UNDATED} {term}", style="dim") for term in _conditions(one.of)]
    for criterion in _own(one):
        parts.append(Padding(_criterion(one, criterion), (1, 0, 0, 0)))
    if one.gone:
        parts.append(Padding(Text("Not in force that day", style="bold"), (1, 0, 0, 0)))
    for criterion in one.gone:
        to_come = criterion.effective > one.agreed.on
        why = said.gone(criterion, _source(one.agreed.register, criterion.source), to_come=to_come)
        parts += [
            Text(said.head(criterion), style="bold"),
            Text(f"  {criterion.sentence}"),
            Text(f"  {why}", style="dim"),
        ]
    if one.sub_quotas:
        parts.append(Padding(Text("Sub-quotas, of every offer", style="bold"), (1, 0, 0, 0)))
    for each in one.sub_quotas:
        parts += [Text(said.sub_quota(each)), Text(f"  {each.whom.sentence}", style="dim")]
    if one.lists:
        parts.append(Padding(Text("Lists that they name", style="bold"), (1, 0, 0, 0)))
    for named, edition in one.lists:
        source = _source(one.agreed.register, edition.source) if edition else ""
        parts.append(Text(said.edition(named, edition, source)))
    return Group(*parts)


def _conditions(of: Arrangement | Bar) -> tuple[str, ...]:
    return of.conditions if isinstance(of, Arrangement) else ()


def _own(one: Rules) -> list[Criterion]:
    return [each for each in one.criteria if each.kind is not CriterionKind.QUOTA]


def _criterion(one: Rules, criterion: Criterion) -> RenderableType:
    lines = [Text(said.head(criterion), style="bold"), Text(f"  {criterion.sentence}")]
    source = _source(one.agreed.register, criterion.source)
    every = one.history.get(criterion.id, ())
    more = (*said.lines(criterion, source), *said.history(every, one.agreed.on, _titles(one.agreed.register)))
    lines += [Text(f"  {line}", style="dim") for line in more]
    return Group(*lines)


def _titles(register: Register) -> dict[str, str]:
    return {key: one.title for key, one in register.sources.items()}


def _source(register: Register, source: str) -> str:
    found = register.sources.get(source)
    return found.title if found else source


def effects(found: Sequence[Effect], *, cases: bool) -> RenderableType:
    """What each criterion does to the cases of the day; who fails because of it and of nothing else."""
    table = Table(title="Effect of each criterion, in cases", title_justify="left")
    for column in (
        "arrangement",
        "criterion",
        "not met",
        "unknown",
        "to be judged",
        "fail only because of it",
    ):
        table.add_column(
            column, justify="left" if column in ("arrangement", "criterion") else "right", overflow="fold"
        )
    for one in found:
        numbers = (words.number(len(cases)) for cases in (one.not_met, one.unknown, one.judged, one.only))
        table.add_row(*map(Text, (one.arrangement, one.criterion.id, *numbers)))
    parts: list[RenderableType] = [table]
    if cases:
        parts += [
            Text(f"{one.arrangement}, {one.criterion.id}: {', '.join(one.only)}") for one in found if one.only
        ]
    return Group(*parts)


def compared(one: Compared, *, cases: bool) -> RenderableType:
    """What the rules say otherwise on the later day, in words; then in people."""
    head = said.compared(one.arrangement.name, one.arrangement.id, one.before.on, one.after.on)
    parts: list[RenderableType] = [Text(head, style="bold")]
    sources = _titles(one.after.register)
    for change in one.changes:
        first_line, *more = said.change(change, sources)
        parts.append(Text(f"• {first_line}"))
        parts += [Text(f"    {line}", style="dim") for line in more]
    if not one.changes:
        parts.append(Text(said.SAME_RULES))
    number = sum(len(moved.cases) for moved in one.moved)
    people = said.people_moved(one.people.on, one.people.known, number)
    parts.append(Padding(Text(people, style="bold"), (1, 0, 0, 0)))
    for moved in one.moved:
        parts.append(Text(f"  {said.moved(moved)}"))
        if cases:
            parts.append(Text(f"    {', '.join(moved.cases)}", style="dim"))
    return Group(*parts)


def tried(found: Sequence[Worked]) -> RenderableType:
    """Each table with how many of its expectations hold, and every one that does not."""
    table = Table(title="Worked tables", title_justify="left")
    for column in ("arrangement", "criterion", "expected", "hold"):
        table.add_column(
            column, justify="right" if column in ("expected", "hold") else "left", overflow="fold"
        )
    for of, criterion in dict.fromkeys((one.table.of, one.table.criterion) for one in found):
        these = [one for one in found if (one.table.of, one.table.criterion) == (of, criterion)]
        hold = sum(one.holds for one in these)
        table.add_row(*map(Text, (of, criterion, words.number(len(these)), words.number(hold))))
    failed = [one for one in found if not one.holds]
    lines = [Text(f"• {said.differs(one)}", style="red") for one in failed]
    return Group(table, *lines, Text(said.tried(found), style="bold red" if failed else "bold green"))


# As data


def rules_data(found: Sequence[Rules]) -> dict[str, Any]:
    """Every rule with its test as written, its days and its source; every version of each."""
    return {"rules": [_rules_data(one) for one in found]}


def _rules_data(one: Rules) -> dict[str, Any]:
    status = one.agreed.status_of(one.of.id)
    return {
        "id": one.of.id,
        "name": one.of.name,
        "kind": "bar" if isinstance(one.of, Bar) else "arrangement",
        "on": one.agreed.on.isoformat(),
        "known": one.agreed.known.isoformat(),
        "status": status.status.value if status else None,
        "conditions": list(_conditions(one.of)),
        "criteria": [criterion_data(each) for each in _own(one)],
        "not_in_force": [criterion_data(each) for each in one.gone],
        "history": {name: [criterion_data(each) for each in found] for name, found in one.history.items()},
        "sub_quotas": [
            {**plain(each), "whom": criterion_data(each.whom), "words": said.sub_quota(each)}
            for each in one.sub_quotas
        ],
        "lists": [
            {"id": named.id, "name": named.name, "of": named.of, "edition": plain(edition)}
            for named, edition in one.lists
        ],
        "worked_tables": one.worked,
    }


def criterion_data(one: Criterion) -> dict[str, Any]:
    """A version of a criterion; the test as its author wrote it."""
    kept = ("id", "kind", "sentence", "applies_to", "unless", "waivable_by", "waivable_for", "decided_by", "group",
            "rules", "source", "effective", "known", "until", "repealed", "note")  # fmt: skip
    return {**{name: plain(getattr(one, name)) for name in kept}, "test": one.text}


def effects_data(found: Sequence[Effect], *, cases: bool) -> dict[str, Any]:
    """Counts a criterion; the cases only if asked for."""
    return {
        "effects": [
            {
                "arrangement": one.arrangement, "criterion": one.criterion.id, "sentence": one.criterion.sentence,
                "not_met": len(one.not_met), "unknown": len(one.unknown), "to_be_judged": len(one.judged),
                "fails_only_because": len(one.only),
                **({"cases": list(one.only)} if cases else {}),
            }
            for one in found
        ]
    }  # fmt: skip


def compared_data(one: Compared, *, cases: bool) -> dict[str, Any]:
    """The changes in words and as data, and how many cases they move."""
    sources = _titles(one.after.register)
    return {
        "arrangement": one.arrangement.id,
        "from": one.before.on.isoformat(),
        "to": one.after.on.isoformat(),
        "known": one.after.known.isoformat(),
        "changes": [
            {
                "criterion": each.id, "kind": each.kind.value, "what": list(each.what),
                "words": list(said.change(each, sources)),
                "before": criterion_data(each.before) if each.before else None,
                "after": criterion_data(each.after) if each.after else None,
            }
            for each in one.changes
        ],
        "people_on": one.people.on.isoformat(),
        "moved": [
            {"before": each.before, "after": each.after, "number": len(each.cases),
             **({"cases": list(each.cases)} if cases else {})}
            for each in one.moved
        ],
    }  # fmt: skip


def tried_data(found: Sequence[Worked]) -> dict[str, Any]:
    """Every expectation and what came of it."""
    return {
        "expected": len(found),
        "hold": sum(one.holds for one in found),
        "worked": [
            {"of": one.table.of, "criterion": one.table.criterion, "file": one.table.file, "row": one.row.number,
             "expected": one.expected, "found": one.found, "fast": one.fast, "holds": one.holds}
            for one in found
        ],
    }  # fmt: skip

"""One case for people at a terminal: arrangement by arrangement, in sentences an officer could read out."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from resettle.engine.placement.explain import BarEffect, Door, Explanation
from resettle.engine.registry.criteria import CriterionKind
from resettle.engine.registry.facts import dictionary
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.rulings import Ruling
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.missing import Settling
from resettle.engine.screening.possible import Learnt
from resettle.engine.screening.reference import Answer, Finding
from resettle.render import words
from resettle.render.words import rules


def explained(answer: Explanation, situation: Situation) -> RenderableType:
    """One case, arrangement by arrangement, in sentences an officer could read out."""
    parts: list[RenderableType] = [
        Text(f"Case {answer.case}: {words.count(len(answer.members), 'person')}", style="bold")
    ]
    parts += [Padding(Text(_member(person, facts)), (0, 0, 0, 2)) for person, facts in answer.members.items()]
    if answer.placing:
        parts.append(Text(words.placing(answer.placing, situation), style="bold green"))
    elif answer.ways:
        parts.append(Text("; ".join(f"{offer}: {words.code(stage)}" for offer, stage in answer.ways)))
    else:
        parts.append(Text("It is not proposed anywhere.", style="bold"))
    parts += [_door(door, answer.case, situation) for door in answer.doors]
    parts += [_bar(bar, situation) for bar in answer.bars]
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in parts))


def _door(door: Door, case: str, situation: Situation) -> RenderableType:
    one = situation.arrangements[door.arrangement]
    outcome = words.outcome(door.outcome, bool(door.conditional_on))
    lines: list[RenderableType] = [Text(f"{one.name} ({door.arrangement}): {outcome}", style="bold")]
    lines += [Text(f"  {line}", style="dim") for line in _status(door, situation)]
    if door.proposed:
        lines.append(Text("  Proposed here.", style="green"))
    for obstacle in door.obstacles:
        if obstacle.code != "needs_a_fact" or door.settling is None:
            lines.append(Text(f"  • {words.obstacle(obstacle, situation, door.arrangement, case)}"))
    if door.settling:
        lines += [Text(f"  {line}") for line in settling_lines(door.settling)]
    lines += [Text(f"    {line}", style="dim") for finding in door.findings for line in _finding(finding)]
    lines += [Text(f"    {turn.criterion.sentence} {rules.turn(turn)}") for turn in door.turns]
    return Group(*lines)


def _status(door: Door, situation: Situation) -> Iterator[str]:
    status, since = door.status, situation.status_since(door.arrangement)
    if status is None or since is None:
        return
    source = words.source_title(situation, status.source)
    told_again = status.effective > since and not status.readings
    again = f", said again on {words.day(status.effective)}" if told_again else ""
    yield f"{words.code(status.status).capitalize()} since {words.day(since)}{again} ({source})."
    for reading in status.readings:
        if reading.id != status.adopted:
            other = words.source_title(situation, reading.source)
            yield f"Disputed on {words.day(status.effective)}: also read as {words.code(reading.status)} ({other})."


def settling_lines(settling: Settling) -> Iterable[str]:
    """What would settle a case that needs a fact, and what would follow."""
    for missing in settling.missing:
        label = dictionary()[missing.fact].label
        yield f"• Needs a fact: {label} of {missing.subject}. What would settle it: {missing.mend}."
    for others in settling.others:
        told = words.listed(f"{dictionary()[one.fact].label} of {one.subject}" for one in others)
        yield f"  Or, instead: {told}."
    for consequence in settling.consequences:
        learnt = " and ".join(_learnt(one) for one in consequence.if_learnt)
        yield f"    If {learnt}: {words.outcome(consequence.outcome, consequence.conditional)}."
    if settling.bounded:
        yield "    The search was cut short; a smaller set of facts may do."


def _learnt(one: Learnt) -> str:
    fact = dictionary()[one.fact]
    meanings = [fact.codes.meaning.get(code, code) if fact.codes else code for code in one.codes]
    if one.found:
        return f"there is a {fact.label} of {one.subject}, and {' or '.join(_listing(found) for found in one.found)}"
    options = [*meanings, *(["anything else"] if one.other else []), *(["there is none"] if one.none else [])]
    for first, last in one.ranges:
        options.append(
            f"{f'from {words.day(first)}' if first else ''}{' ' if first and last else ''}{f'until {words.day(last)}' if last else ''}"
            or "any day"
        )
    return f"{fact.label} of {one.subject} is {' or '.join(options)}"


def _listing(found: tuple[bool, ...]) -> str:
    """Of each question asked of a list, whether one as asked is on it."""
    if len(set(found)) > 1:
        return "only some of those asked for are found"
    return "one as asked for is found" if found[0] else "none as asked for is found"


def _finding(finding: Finding) -> Iterable[str]:
    """An exemption or a sub-quota is told only where it applies; a group with what is found of its parts."""
    criterion = finding.criterion
    lifts_or_counts = criterion.kind in (CriterionKind.EXEMPTION, CriterionKind.QUOTA)
    if lifts_or_counts and finding.answer is not Answer.MET:
        return
    yield f"{rules.found(criterion, finding.answer)}: {criterion.sentence}"
    if criterion.kind is CriterionKind.PRIORITY:
        return
    for part in finding.parts:
        yield f"    {words.code(part.answer)}: {part.criterion.sentence}"
    for subject in finding.subjects:
        if subject.answer is finding.answer and finding.answer in (Answer.NOT_MET, Answer.UNKNOWN):
            told = [_fact(fact, of if of != subject.subject else "") for of, fact in subject.facts]
            yield f"    {subject.subject}: {'; '.join(told)}"
        if subject.ruling:
            yield f"    {subject.subject}: {_ruling(subject.ruling)}"
    if finding.ruling:
        yield f"    {_ruling(finding.ruling)}"


def _ruling(ruling: Ruling) -> str:
    kind = words.code(ruling.ruling)
    return f"{kind} by {ruling.by} on {words.day(ruling.effective)} (source: {ruling.source})"


def _fact(fact: KnownFact, of: str) -> str:
    label = dictionary()[fact.fact].label + (f" of {of}" if of else "")
    if fact.cell is None:
        return f"{label}: never recorded"
    since = f", since {words.day(fact.effective)}" if fact.effective else ""
    return f"{label}: {fact.cell}{since} (source: {fact.source})"


def _member(person: str, facts: dict[str, KnownFact]) -> str:
    """What is recorded of a member, first things first."""
    named = ("relationship_to_pa", "date_of_birth", "refugee_status", "location", "transferred_on")
    shown = [facts[name] for name in named if name in facts and facts[name].cell is not None]
    return f"{person}: {', '.join(f'{dictionary()[one.fact].label} {one.cell}' for one in shown) or 'nothing recorded'}"


def _bar(effect: BarEffect, situation: Situation) -> Text:
    bar = situation.register.bars[effect.bar]
    status = words.code(effect.status.status) if effect.status else "not yet proposed"
    verb = "bars" if effect.status and effect.status.status.open else "would bar"
    who = ", ".join(effect.barred) or "nobody in this case"
    unknown = f" A fact is missing to say so of {', '.join(effect.unknown)}." if effect.unknown else ""
    return Text(f"{bar.name} ({status}): {verb} {who}.{unknown}")

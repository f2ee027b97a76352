"""One case for people at a terminal: arrangement by arrangement, in sentences an officer could read out."""

from collections.abc import Iterable, Iterator, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from resettle.engine.placement.explain import Door, Explanation
from resettle.engine.registry.criteria import CriterionKind
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.missing import Settling
from resettle.engine.screening.reference import Answer, Finding
from resettle.render import words
from resettle.render.words import explanation as said
from resettle.render.words import rules


def explained(answer: Explanation, situation: Situation) -> RenderableType:
    """One case, arrangement by arrangement, in sentences an officer could read out."""
    parts: list[RenderableType] = [Text(said.case(answer.case, len(answer.members)), style="bold")]
    parts += [Padding(Text(_member(person, facts)), (0, 0, 0, 2)) for person, facts in answer.members.items()]
    if answer.placing:
        parts.append(Text(words.placing(answer.placing, situation), style="bold green"))
    elif answer.ways:
        parts.append(Text("; ".join(f"{offer}: {words.code(stage)}" for offer, stage in answer.ways)))
    else:
        parts.append(Text(said.NOT_PROPOSED, style="bold"))
    parts += [_door(door, answer.case, situation) for door in answer.doors]
    parts += [Text(said.bar(bar, situation.register.bars[bar.bar].name)) for bar in answer.bars]
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in parts))


def _door(door: Door, case: str, situation: Situation) -> RenderableType:
    one = situation.arrangements[door.arrangement]
    outcome = words.outcome(door.outcome, bool(door.conditional_on))
    lines: list[RenderableType] = [Text(rules.title(one.name, door.arrangement, outcome), style="bold")]
    since = situation.status_since(door.arrangement)
    if door.status and since:
        lines += [Text(f"  {line}", style="dim") for line in said.status(door.status, since, situation)]
    if door.proposed:
        lines.append(Text(f"  {said.PROPOSED_HERE}", style="green"))
    for obstacle in door.obstacles:
        if obstacle.code != "needs_a_fact" or door.settling is None:
            lines.append(Text(f"  • {words.obstacle(obstacle, situation, door.arrangement, case)}"))
    if door.settling:
        lines += [Text(f"  {line}") for line in settling_lines(door.settling)]
    sentences = {finding.criterion.id: finding.criterion.sentence for finding in door.findings}
    for finding in door.findings:
        lines += [Text(f"    {line}", style="dim") for line in _finding(finding, sentences)]
        if finding.criterion.id in door.releases and finding.answer is Answer.MET:
            released = rules.released(door.releases[finding.criterion.id], situation.on)
            lines.append(Text(f"        {released}", style="dim"))
    lines += [Text(f"    {turn.criterion.sentence} {rules.turn(turn)}") for turn in door.turns]
    return Group(*lines)


def settling_lines(settling: Settling) -> Iterable[str]:
    """What would settle a case that needs a fact, and what would follow."""
    yield from (f"• {said.missing(one)}" for one in settling.missing)
    yield from (f"  {said.instead(others)}" for others in settling.others)
    yield from (f"    {said.follows(one)}" for one in settling.consequences)
    if settling.bounded:
        yield f"    {said.CUT_SHORT}"


def _finding(finding: Finding, sentences: Mapping[str, str]) -> Iterable[str]:
    """An exemption or a sub-quota is told only where it applies; a group with what is found of its parts."""
    criterion = finding.criterion
    lifts_or_counts = criterion.kind in (CriterionKind.EXEMPTION, CriterionKind.QUOTA)
    if lifts_or_counts and finding.answer is not Answer.MET:
        return
    yield f"{rules.found(criterion, finding.answer)}: {criterion.sentence}"
    if criterion.kind is CriterionKind.PRIORITY:
        return
    for subject in finding.subjects:
        if subject.answer is finding.answer and finding.answer in (Answer.NOT_MET, Answer.UNKNOWN):
            told = [said.fact(fact, of if of != subject.subject else "") for of, fact in subject.facts]
            yield f"    {subject.subject}: {'; '.join(told)}"
    yield from (f"    {line}" for line in beneath(finding, sentences))


def beneath(finding: Finding, sentences: Mapping[str, str]) -> Iterator[str]:
    """Which exemption holds for whom, who ruled and when, and the same of each part; ``sentences`` by criterion."""
    for subject in finding.subjects:
        for name in subject.exempt_by:
            yield f"{subject.subject}: {words.code(Answer.EXEMPT)}: {sentences[name]}"
        if subject.ruling:
            yield f"{subject.subject}: {said.ruling(subject.ruling)}"
    if finding.ruling:
        yield said.ruling(finding.ruling)
    for part in finding.parts:
        yield f"{words.code(part.answer)}: {part.criterion.sentence}"
        yield from (f"    {line}" for line in beneath(part, sentences))


def _member(person: str, facts: dict[str, KnownFact]) -> str:
    """What is recorded of a member, first things first."""
    named = ("relationship_to_pa", "date_of_birth", "refugee_status", "location", "transferred_on")
    shown = [facts[name] for name in named if name in facts and facts[name].cell is not None]
    return said.member(person, shown)

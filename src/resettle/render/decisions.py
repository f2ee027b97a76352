"""A decision as it was made, for people at a terminal and as data."""

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from resettle.engine.registry.appeals import Appeal
from resettle.engine.registry.stages import ActKind
from resettle.render import as_of, record, results, terminal, voices, words
from resettle.render.words.names import ACTS, CASE_STAGES
from resettle.service.decisions import Decided

LATER = "Recorded of the case since, and not seen by whoever decided"


def shown(found: Decided) -> RenderableType:
    """The decision; what was on record; for what the case qualified; appeals; what came since."""
    act = found.act
    parts: list[RenderableType] = [Text(f"{act.id}: {record.told_of(act)}.", style="bold")]
    parts += [Text(line) for line in _about(found)]
    if found.recorded.flagged:
        parts.append(terminal.faults(found.recorded.flagged))
    parts += [
        Padding(as_of.shown(found.then), (1, 0, 0, 0)),
        Padding(voices.heard(found.heard), (1, 0, 0, 0)),
    ]
    parts += [Text(line) for one in found.appeals for line in _appeal(one)]
    if found.since:
        parts.append(Padding(Text(f"{LATER}:", style="bold"), (1, 0, 0, 0)))
        for one in found.since:
            what = f"{one.id}  {one.table} {one.key}"
            parts.append(
                Text(f"{what}: holds from {words.day(one.effective)}, known on {words.day(one.known)}")
            )
    return Group(*parts)


def _about(found: Decided) -> Iterator[str]:
    stage = CASE_STAGES[found.standing.stage] if found.standing.stage else "not yet referred"
    since = f" since {words.day(found.standing.since)}" if found.standing.since else ""
    yield f"The case stood at: {stage}{since}."
    if found.act.reason:
        yield f"Reason: {found.act.reason}"
    sealed = (
        f"sealed at position {found.sealed.position} of the chain, {found.sealed.hash.hex()}"
        if found.sealed
        else "not sealed yet"
    )
    yield f"Recorded {found.at:%Y-%m-%d %H:%M:%S} UTC as entry {found.entry}, {sealed}. What follows was on record before it."


def _appeal(one: Appeal) -> Iterator[str]:
    yield f"{_named(one.lodged.kind)} of {words.day(one.lodged.effective)} ({one.lodged.id}), recorded by {one.lodged.by}."
    for answer in one.answers:
        people = words.count(len(answer.persons), "person")
        yield f"  {_named(answer.kind)} on {words.day(answer.effective)} ({answer.id}), by {answer.by}: {people}."
    if one.waiting:
        yield f"  {words.count(len(one.waiting), 'person')} still waiting for an answer."


def _named(kind: ActKind) -> str:
    name = ACTS[kind]
    return name[0].upper() + name[1:]


def data(found: Decided) -> dict[str, Any]:
    """The same as data."""
    sealed = {"position": found.sealed.position, "hash": found.sealed.hash.hex()} if found.sealed else None
    return {
        **{name: said for name, said in record.recorded_data(found.recorded).items() if name != "again"},
        "entry": found.entry,
        "recorded": found.at.isoformat(),
        "sealed": sealed,
        "stage": found.standing.stage,
        "since": results.plain(found.standing.since),
        "then": as_of.data(found.then, ()),
        "explanation": voices.heard_data(found.heard),
        "appeals": [
            {
                "lodged": results.plain(one.lodged),
                "answers": results.plain(one.answers),
                "waiting": list(one.waiting),
            }
            for one in found.appeals
        ],
        "later": record.entries_data(found.since, {}),
    }

"""The record of a register in a database, for people at a terminal and as data: acts, histories, whether it is whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from resettle.engine.registry.acts import Act
from resettle.render import results, terminal, words
from resettle.render.words.names import ACTS, CASE_STAGES, ROLES, STAGES
from resettle.service.accounts import Account
from resettle.service.acts import FLAGS, Recorded, flagged_in
from resettle.service.casework import CaseNext
from resettle.service.record import ERASURES, Erased, Erasure, History, Said, Verified
from resettle.service.runs import Run
from resettle.service.tokens import Token


def recorded(one: Recorded) -> RenderableType:
    """An act that stands, and what is flagged of it."""
    again = " It had been recorded before under this key; nothing was added." if one.again else ""
    parts: list[RenderableType] = [
        Text(f"Recorded as {one.act.id}: {told_of(one.act)}.{again}", style="bold")
    ]
    return Group(*parts, terminal.faults(one.flagged)) if one.flagged else parts[0]


def told_of(act: Act) -> str:
    people = words.count(len(act.persons), "person")
    where = f" in {act.offer}" if act.offer else ""
    return (
        f"{ACTS[act.kind]} of case {act.case} ({people}){where}, effective {words.day(act.effective)}, "
        f"known on {words.day(act.known)}, by {act.by}"
    )


def recorded_data(one: Recorded) -> dict[str, Any]:
    return {
        "act": results.plain(one.act),
        "again": one.again,
        "flagged": results.checked(one.flagged)["warnings"],
    }


def next_acts(found: CaseNext) -> RenderableType:
    """Where a case stands, and what may come next."""
    since = f" since {words.day(found.since)}" if found.since else ""
    stage = CASE_STAGES[found.stage] if found.stage else "not yet referred"
    parts: list[RenderableType] = [Text(f"Case {found.case}: {stage}{since}.", style="bold")]
    for offer, persons in found.on_the_way.items():
        where = ", ".join(f"{person} {STAGES[at]}" for person, at in persons.items())
        parts.append(Text(f"In {offer}: {where}."))
    if not found.acts:
        parts.append(Text("No act on the case follows from here."))
    for one in found.acts:
        parts.append(
            Text(
                f"{one.kind.value}: {ACTS[one.kind]}, by {words.listed([ROLES[role] for role in one.roles], 'or')}"
            )
        )
        parts += [Padding(Text(words.fault(fault), overflow="fold"), (0, 0, 0, 4)) for fault in one.unmet]
    return Group(*parts)


def next_data(found: CaseNext) -> dict[str, Any]:
    """The same as data; ``unmet``: what stands in the way of each."""
    next_ones = [
        {"act": one.kind.value, "roles": list(one.roles), "unmet": results.checked(one.unmet)["errors"]}
        for one in found.acts
    ]
    return {"case": found.case, "stage": found.stage, "since": results.plain(found.since),
            "on_the_way": results.plain(found.on_the_way), "next": next_ones}  # fmt: skip


def verified(found: Verified) -> RenderableType:
    """Whether the record is whole."""
    wrong = [one for one in found.faults if one.is_error]
    head = "The record is not whole." if wrong else "The record is whole."
    lines = [
        f"{words.count(found.head.position, 'entry')} in the chain; its head is {found.head.hash.hex()}.",
        f"{words.count(found.erased, 'entry')} erased.",
        f"{words.count(found.unsealed, 'entry')} not sealed yet{_since(found)}.",
    ]
    parts: list[RenderableType] = [Text(head, style="bold red" if wrong else "bold green"), *map(Text, lines)]
    return Group(*parts, terminal.faults(found.faults)) if found.faults else Group(*parts)


def _since(found: Verified) -> str:
    return f", the oldest since {found.unsealed_since:%Y-%m-%d %H:%M:%S} UTC" if found.unsealed_since else ""


def verified_data(found: Verified) -> dict[str, Any]:
    since = found.unsealed_since.isoformat() if found.unsealed_since else None
    head = {"position": found.head.position, "hash": found.head.hash.hex()}
    counts = {"erased": found.erased, "unsealed": found.unsealed, "unsealed_since": since}
    return {"head": head, **counts, **results.checked(found.faults)}


def history(found: History) -> RenderableType:
    """Everything recorded of a person or a case, in the order in which it was recorded."""
    parts: list[RenderableType] = [Text(f"All that is recorded of {found.name}", style="bold")]
    for one in found.said:
        parts.append(Text(f"{one.id}  {one.table} {one.key}"))
        lines = _said(one, found.erased.get(one.id))
        parts += [Padding(Text(line, overflow="fold"), (0, 0, 0, 4)) for line in lines]
    return Group(*parts)


def _said(one: Said, erased: Erasure | None) -> Iterator[str]:
    if erased:
        yield f"erased on {words.day(erased.day)}, by {erased.by}, under {erased.under}"
    elif one.content is None:
        yield "taken away, and by no erasure: resettle verify says more"
    elif one.table == FLAGS:
        yield from map(words.fault, flagged_in(one))
    elif one.table == ERASURES:
        erased_by_it = words.count(len(one.content.get("entries", ())), "entry")
        yield f"{erased_by_it} erased under {one.content.get('under', '')}; whether it is signed, verify says"
    else:
        yield "; ".join(f"{name} {cell}" for name, cell in one.content.items()) or "says nothing"
    yield (
        f"holds from {words.day(one.effective)}; known on {words.day(one.known)}; source {one.source}; recorded by "
        f"{one.by}, {one.recorded:%Y-%m-%d %H:%M} UTC"
    )


def history_data(found: History) -> dict[str, Any]:
    """The same as data; ``erased``: by which erasure it was, else null."""
    return {"name": found.name, "entries": entries_data(found.said, found.erased)}


def entries_data(said: Iterable[Said], erased: Mapping[int, Erasure]) -> list[dict[str, Any]]:
    """Entries as data; ``erased``: by which erasure each was, else null."""
    return [{**results.plain(one), "erased": results.plain(erased.get(one.id))} for one in said]


def erased(one: Erased) -> RenderableType:
    entries = words.count(one.entries, "entry")
    done = Text(f"{entries} of {one.person} erased on {words.day(one.day)}, under {one.under}.", style="bold")
    return Group(done, Text(LINGERS)) if one.lingers else done


LINGERS = (
    "Others were reading, so it may still stand in the file beside the database that ends in -wal. "
    "Make a checkpoint when nobody reads: resettle checkpoint. Then it is gone from there too."
)


def accounts(found: Sequence[Account]) -> RenderableType:
    """Who may record."""
    table = Table(title="Accounts", title_justify="left")
    for column in ("account", "name", "roles", "arrangements", "offices", "until", "state", "since", "by"):
        table.add_column(column, overflow="fold")
    for one in found:
        state = "open" if one.is_open else "closed"
        held = ", ".join(ROLES[role] for role in one.roles)
        where = ", ".join(one.arrangements) or "all"
        offices = ", ".join(one.offices) or "all"
        cells = (one.id, one.name, held, where, offices, one.until or "", state, one.since, one.by)
        table.add_row(*(Text(str(cell)) for cell in cells))
    return table


def tokens(found: Sequence[Token]) -> RenderableType:
    """Tokens that were given."""
    table = Table(title="Tokens", title_justify="left")
    for column in ("token", "account", "until", "state", "since", "by"):
        table.add_column(column, overflow="fold")
    for one in found:
        cells = (one.id, one.account, one.until or "", "open" if one.is_open else "closed", one.since, one.by)
        table.add_row(*(Text(str(cell)) for cell in cells))
    return table


def runs(found: Sequence[Run]) -> RenderableType:
    """Plans that are kept."""
    table = Table(title="Runs", title_justify="left")
    for column in ("run", "recorded", "by", "as of", "what if", "placed", "version", "inputs"):
        table.add_column(column, overflow="fold")
    for one in found:
        shown = one.result["scenario"] or one.result["base"]
        placed = sum(placing["people"] for placing in shown["placings"])
        what_if = ", ".join(one.asked["what_ifs"])
        cells = (one.id, f"{one.recorded:%Y-%m-%d %H:%M}", one.by, one.asked["on"], what_if, placed, one.version,
                 one.digest[:16])  # fmt: skip
        table.add_row(*(Text(str(cell)) for cell in cells))
    return table

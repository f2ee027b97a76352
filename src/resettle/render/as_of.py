"""What was so on one day, as known on another, for people at a terminal and as data."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from resettle.engine.errors import Fault
from resettle.engine.registry.facts import dictionary
from resettle.engine.registry.places import Ledger
from resettle.render import results, words
from resettle.render.words.names import code
from resettle.service.as_of import Arranged, AsOf

LEDGER = ("offered", "others", "used", "held", "proposed", "free", "untaken", "reallocated", "lapsed")


def shown(answer: AsOf) -> RenderableType:
    """The register, an arrangement, a case or a person."""
    parts: list[RenderableType] = []
    if not answer.name:
        people, cases = words.count(answer.people, "person"), words.count(answer.cases, "case")
        parts.append(Text(f"{people}, {cases}.", style="bold"))
    for case, members in answer.members.items():
        parts.append(Text(f"Case {case}: {', '.join(members) or 'nobody'}.", style="bold"))
    for name, facts in answer.facts.items():
        rows = [
            (dictionary()[one.fact].label, one.cell or "", one.effective, one.known, one.source)
            for one in facts
        ]
        parts.append(table(name, ("fact", "recorded", "since", "known", "source"), rows))
    stood = [
        (person, offer, code(at.stage), at.since)
        for person, offers in answer.stands.items()
        for offer, at in offers.items()
    ]
    if stood:
        parts.append(table("Where they stood", ("person", "offer", "stage", "since"), stood))
    if answer.arranged:
        columns = ("arrangement", "status", "since", "source", "consents")
        parts.append(table("Arrangements", columns, [_status(one) for one in answer.arranged]))
        parts.append(ledgers([one for each in answer.arranged for one in each.ledgers]))
    return Group(*parts)


def _status(one: Arranged) -> tuple[object, ...]:
    consents = "; ".join(
        f"{words.country(each.party)} {code(each.entry.consent) if each.entry else 'unknown'}"
        for each in one.consents
    )
    if one.status is None:
        return one.id, "unknown", "", "", consents
    return one.id, code(one.status.status), one.status.effective, one.status.source, consents


def ledgers(found: Sequence[Ledger]) -> RenderableType:
    """Places of limits, a line each."""
    return table("Places", ("", *LEDGER), [(one.limit, *places_of(one)) for one in found])


def places_of(one: Ledger) -> Iterator[str]:
    """The cells of a ledger, as ``LEDGER`` names them."""
    yield words.places(one.offered)
    numbers = list(one.others.values())
    known = [number for number in numbers if number is not None]
    yield "–" if not numbers else words.number(sum(known)) if len(known) == len(numbers) else "unknown"
    yield from (words.number(number) for number in (one.used, one.held, one.proposed))
    yield "ended" if one.over else "unknown" if one.free is None else words.number(one.free)
    yield "" if not one.over else "unknown" if one.untaken is None else words.number(one.untaken)
    yield from (words.number(number) if number else "" for number in (one.reallocated, one.lapsed))


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """A table of text; the numbers of a ledger to the right."""
    made = Table(title=title, title_justify="left")
    for column in columns:
        made.add_column(column, overflow="fold", justify="right" if column in LEDGER else "left")
    for row in rows:
        made.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    return made


def data(answer: AsOf, warnings: Sequence[Fault]) -> dict[str, Any]:
    """The same as data, with the register's warnings."""
    found: dict[str, Any] = {"asked": results.asked(answer.situation), "name": answer.name or None}
    if not answer.name:
        found |= {"people": answer.people, "cases": answer.cases}
    facts = {name: results.plain(facts) for name, facts in answer.facts.items()}
    return found | {
        "members": {case: list(members) for case, members in answer.members.items()},
        "facts": facts,
        "stands": {
            person: {
                offer: {"stage": at.stage.value, "since": at.since.isoformat()}
                for offer, at in offers.items()
            }
            for person, offers in answer.stands.items()
        },
        "arrangements": arranged_data(answer.arranged),
        **results.checked(warnings),
    }


def arranged_data(found: Sequence[Arranged]) -> list[dict[str, Any]]:
    """Arrangements: status, consents, and places."""
    return [
        {
            "arrangement": one.id,
            "status": results.plain(one.status),
            "consents": results.plain(one.consents),
            "places": ledgers_data(one.ledgers),
        }
        for one in found
    ]


def ledgers_data(found: Sequence[Ledger]) -> list[dict[str, Any]]:
    """Places of limits as data, with what follows from them."""
    return [
        {
            **results.plain(one),
            "free": one.free,
            "untaken": one.untaken,
            "no_place_promised": one.no_place_promised,
        }
        for one in found
    ]

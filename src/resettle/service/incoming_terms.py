"""Terms that are to be imported, beside those that are recorded: what is new of them, and what would take back a word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from resettle.engine.errors import Fault, Where
from resettle.records import documents
from resettle.records.content import canonical
from resettle.records.documents import Part
from resettle.records.entries import New, Said

COUNTED = ("offers", "periods", "claims")
"""Tables of terms by which people are counted: where one changes, all counts are made anew."""


@dataclass(frozen=True)
class Terms:
    """What is new of the documents that come, as entries; ``changed``: the tables in which something has a new version."""

    new: tuple[New, ...]
    changed: frozenset[str]
    faults: tuple[Fault, ...]


def new_terms(
    coming: Mapping[str, Mapping[str, Mapping[str, Any]]],
    recorded: Iterable[Said],
    today: date,
    *,
    opening: bool,
) -> Terms:
    """
    Of documents (kind → name → what it says) what is not recorded yet.

    opening: whether the register is empty, so that anything may have been known earlier. Faults: parts that were
    recorded and do not come again as they were, and parts that were not known today.
    """
    said: dict[str, dict[str, list[Said]]] = {}
    for one in recorded:
        document = "/".join(one.key.split("/")[:2])
        said.setdefault(document, {}).setdefault(one.key, []).append(one)
    found = [
        _of_document(documents.parts(kind, name, content), f"{kind}/{name}.toml", said.get(f"{kind}/{name}", {}),
                     today, opening=opening)
        for kind, named in coming.items()
        for name, content in named.items()
    ]  # fmt: skip
    return Terms(
        tuple(new for one in found for new in one.new),
        frozenset().union(*(one.changed for one in found)),
        tuple(fault for one in found for fault in one.faults),
    )


def _of_document(
    parts: Sequence[Part], file: str, said: Mapping[str, Sequence[Said]], today: date, *, opening: bool
) -> Terms:
    by_key: dict[str, list[Part]] = {}
    for part in parts:
        by_key.setdefault(part.key, []).append(part)
    first = next((part.known for part in parts if part.known), None) or today
    new: list[New] = []
    changed: set[str] = set()
    faults = [fault for key in said if key not in by_key for fault in _taken_back(file, key, said[key], ())]
    for key, coming in by_key.items():
        there = said.get(key, ())
        unsaid, gone = _compared(coming, there)
        if is_term(coming[0]):
            faults += _taken_back(file, key, gone, coming)
            unsaid = [part for part in unsaid if not _is_change(part, gone)]
            faults += () if opening else _not_today(file, unsaid, today)
        elif there and unsaid:
            changed.add(coming[0].table)
        for part in unsaid:
            known = (part.known or first) if opening else today
            effective = today if there and not is_term(part) else part.effective or known
            new.append(New(part.table, key, effective, known, part.source, part.content))
    return Terms(tuple(new), frozenset(changed), tuple(faults))


def is_term(part: Part) -> bool:
    """Whether a part says itself when it was known: it then stands for good, and another is added beside it."""
    return "known" in part.content


def _compared(parts: Sequence[Part], there: Sequence[Said]) -> tuple[list[Part], list[Said]]:
    """The parts under one key that are not recorded, and what is recorded and does not come; of versions the last stands."""
    if parts[0].is_version and not is_term(parts[0]):
        stands = canonical(there[-1].content or {}) if there else ""
        return [part for part in parts if canonical(part.content) != stands], []
    waiting = [(canonical(one.content or {}), one) for one in there]
    unsaid = []
    for part in parts:
        text = canonical(part.content)
        at = next((at for at, (other, _) in enumerate(waiting) if other == text), None)
        if at is None:
            unsaid.append(part)
        else:
            waiting.pop(at)
    return unsaid, [one for _, one in waiting]


def _is_change(part: Part, gone: Iterable[Said]) -> bool:
    """Whether a part is one that was recorded, and says something else now."""
    return any(
        "id" in part.content or (part.effective, part.known) == (one.effective, one.known) for one in gone
    )


def _taken_back(file: str, key: str, gone: Iterable[Said], parts: Iterable[Part]) -> Iterator[Fault]:
    """What was recorded and does not come as it was."""
    place = ".".join(key.split("/")[2:])
    for one in gone:
        how = "changed" if any(_is_change(part, [one]) for part in parts) else "missing"
        params = {"how": how, "effective": one.effective, "known": one.known}
        yield Fault("import_term_recorded", Where(file, 0, place), params)


def _not_today(file: str, parts: Iterable[Part], today: date) -> Iterator[Fault]:
    for part in parts:
        if part.known != today:
            where = Where(file, 0, ".".join([*part.key.split("/")[2:], "known"]))
            yield Fault("import_known", where, {"known": part.known, "today": today})

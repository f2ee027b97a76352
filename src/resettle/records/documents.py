"""Terms as entries: an arrangement, quota, bar or list taken apart into its dated parts, and put together again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Content = Mapping[str, Any]

HEADS = {
    "arrangements": "arrangements",
    "quotas": "quotas",
    "bars": "bars",
    "lists": "lists",
    "what-ifs": "what_ifs",
}
"""kind of document → the table of its head: what it says that has no date of its own."""

PARTS = {
    "status": "statuses",
    "consent": "third_party_consents",
    "offer": "offers",
    "period": "periods",
    "claim": "claims",
    "places": "places",
    "over_submission": "over_submissions",
    "not_taken": "places_not_taken",
    "criterion": "criteria",
    "amended": "amendments",
    "sub_quota": "sub_quotas",
    "clearance": "clearances",
    "edition": "editions",
}
"""A list of parts under this key → the table of its entries."""

UNDATED = ("sub_quota",)
"""Parts that say of themselves from when they hold only by the entry that holds them."""

WHOLE = ("what-ifs",)
"""Kinds of document that are one entry: a what-if supposes, it records nothing."""

TABLES = (*HEADS.values(), *PARTS.values())


@dataclass(frozen=True, slots=True)
class Part:
    """
    One part of a document. ``key`` is where it stands: ``arrangements/nz-150/offer/2016-17/places``.

    A part with an id is addressed by it, and a later entry of the same key is its next version; of others, each
    entry is one more in their list.
    """

    table: str
    key: str
    effective: date | None
    known: date | None
    source: str
    content: Content

    @property
    def is_version(self) -> bool:
        """Whether another entry of the same key replaces this one."""
        return self.table in HEADS.values() or "id" in self.content


def parts(kind: str, name: str, document: Content) -> list[Part]:
    """A document's parts, each before those that lie in it."""
    if kind in WHOLE:
        return [Part(HEADS[kind], f"{kind}/{name}", None, None, f"what-if:{name}", document)]
    return list(_taken_apart(HEADS[kind], f"{kind}/{name}", document, ""))


def _taken_apart(table: str, key: str, content: Content, source: str) -> Iterator[Part]:
    said = str(content.get("source", source))
    inner = {name: value for name, value in content.items() if _is_parts(name, value)}
    own = {name: value for name, value in content.items() if name not in inner}
    within = [
        part
        for name, entries in inner.items()
        for one in entries
        for part in _taken_apart(PARTS[name], _key(key, name, one), one, said)
    ]
    first = min(within, key=lambda part: part.known or date.max, default=None)
    effective = own.get("effective", first and first.effective)
    yield Part(table, key, effective, own.get("known", first and first.known), said, own)
    yield from within


def _is_parts(name: str, value: object) -> bool:
    return name in PARTS and isinstance(value, list)


def _key(key: str, name: str, part: Content) -> str:
    return f"{key}/{name}/{part['id']}" if "id" in part else f"{key}/{name}"


def together(
    entries: Iterable[tuple[str, date, Content]], known: date
) -> dict[str, dict[str, dict[str, Any]]]:
    """
    Documents by kind and name, from their parts (key, known, content) in the order in which they were written.

    Of a part with an id the version stands that was known by a day, else the first. Dated parts are all there: what was
    known of them is for whoever asks. What has neither date nor earlier version is left out before it was known.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in HEADS}
    by_key: dict[str, dict[str, Any]] = {}
    for key, learned, content in entries:
        path = key.split("/")
        is_head, addressed = len(path) == 2, "id" in content
        if key in by_key and (is_head or addressed):
            if learned <= known:
                _replace(by_key[key], content)
            continue
        said = dict(content)
        if is_head:
            found[path[0]][path[1]] = by_key[key] = said
            continue
        parent, name = ("/".join(path[:-2]), path[-2]) if addressed else ("/".join(path[:-1]), path[-1])
        if name in UNDATED and learned > known:
            continue
        by_key[parent].setdefault(name, []).append(said)
        if addressed:
            by_key[key] = said
    return found


def _replace(said: dict[str, Any], content: Content) -> None:
    """The next version of a part: what it says is replaced, and what lies in it stays."""
    for name in [name for name, value in said.items() if not _is_parts(name, value)]:
        del said[name]
    inner = dict(said)
    said.clear()
    said.update({**content, **inner})


__all__ = ["HEADS", "TABLES", "WHOLE", "Part", "parts", "together"]

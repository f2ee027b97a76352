"""Close relatives outside each case: whom a placing would rejoin, and from whom it would part."""

from collections.abc import Iterator, Mapping

import polars as pl

from resettle.engine.placement.plan import CloseRelative
from resettle.engine.registry.codes import CLOSE_RELATIVES
from resettle.engine.registry.situation import Situation

Told = tuple[CloseRelative, str | None]
"""A close relative, and their own id if they are registered here."""


class Families:
    """Close relatives of each person, and where they live or are bound for."""

    def __init__(self, situation: Situation, going: Mapping[str, str]) -> None:
        """``going``: case → country for which a plan proposes it."""
        self._members = situation.persons_of
        self._bound = {person: {country} for case, country in going.items() for person in self._members[case]}
        for person, ways in situation.ways.items():
            self._bound.setdefault(person, set()).update(situation.country_of(offer) for offer in ways)
        close = situation.relatives.filter(pl.col("relationship").is_in(sorted(CLOSE_RELATIVES)))
        self._relatives: dict[str, list[Told]] = {}
        named = ("person", "relative", "relationship", "country", "relative_person")
        for person, relative, relationship, country, registered in close.select(named).iter_rows():
            told = CloseRelative(person, relative, relationship, country)
            self._relatives.setdefault(person, []).append((told, registered))

    def rejoined(self, case: str, country: str) -> tuple[CloseRelative, ...]:
        """Relatives who live in a country that a case would go to."""
        return tuple(relative for relative, _ in self._of(case) if relative.country == country)

    def parted(self, case: str, country: str) -> tuple[CloseRelative, ...]:
        """Relatives who live elsewhere, or where nobody knows, and are not bound for that country too."""
        return tuple(
            relative
            for relative, registered in self._of(case)
            if relative.country != country and country not in self._bound.get(registered or "", ())
        )

    def _of(self, case: str) -> Iterator[Told]:
        for person in self._members[case]:
            yield from self._relatives.get(person, [])

"""The tables of a register: what columns each has, which must be filled, and what may stand in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from resettle.engine.registry import codes, facts
from resettle.engine.registry.facts import Fact
from resettle.engine.registry.register import KEYS
from resettle.engine.registry.stages import ActKind

DATED = ("effective", "known", "source")


@dataclass(frozen=True)
class Table:
    """What a table's columns are: keys, facts, other columns with their code lists."""

    name: str
    keys: tuple[str, ...]
    others: Mapping[str, codes.CodeList | None]
    required: tuple[str, ...] = ()

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        return {fact.name: fact for fact in facts.recorded_in(self.name)}

    @property
    def ids(self) -> tuple[str, ...]:
        return (*self.keys, *(name for name in self.others if name in ("case", "relative_person")))

    @property
    def days(self) -> tuple[str, ...]:
        """The columns of days, which are always known to the day."""
        return ("effective", "known")

    @property
    def filled(self) -> tuple[str, ...]:
        """The columns of which no cell may be blank."""
        return (*self.keys, *DATED, *self.required)

    @cached_property
    def columns(self) -> list[str]:
        return [
            *self.keys,
            *DATED,
            *(name for name in self.others if name not in self.keys),
            *self.facts,
        ]


ACT = codes.CodeList("act", {kind.value: kind.value for kind in ActKind}, "Resettle")
MAY_BE_UNKNOWN = frozenset({"willing"})
"""Columns, beside the facts, of which *unknown* may be said; an act or a tie that is unknown is not recorded."""

TABLES = [
    Table("people", KEYS["people"], {}),
    Table("cases", KEYS["cases"], {}),
    Table("members", KEYS["members"], {"state": codes.STATE}),
    Table("links", KEYS["links"], {"link": codes.LINK, "state": codes.STATE}, ("link",)),
    Table(
        "relatives", KEYS["relatives"], {"relative_person": None, "state": codes.STATE}, ("relationship",)
    ),
    Table("pathways", KEYS["pathways"], {"state": codes.STATE}),
    Table("willingness", KEYS["willingness"], {"willing": codes.WILLING}, ("willing",)),
    Table("scores", KEYS["scores"], {"score": None}, ("score",)),
    Table("rulings", KEYS["rulings"], {"ruling": codes.RULING, "by": None}, ("ruling", "by")),
    Table(
        "acts",
        ("act_id",),
        {"act": ACT, "case": None, "arrangement": None, "offer": None, "by": None, "reason": None, "persons": None},
        ("act", "case", "arrangement", "by"),
    ),
]  # fmt: skip

"""Copies of a case for other houses: what of its form each reads, what is withheld as what, and of whom they know."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from types import MappingProxyType

from resettle.engine.referrals.rrf import OPTIONAL, Field, Part, Rrf, Said
from resettle.engine.registry.disclosed import (
    COUNTED,
    FIELDS,
    STATED,
    Audience,
    FieldClass,
    is_shown,
    withheld,
)
from resettle.engine.registry.papers import On
from resettle.engine.registry.stages import FIRM, OPEN, Stage

NOT_SUBMITTED = "not_submitted"
"""Why what would tell of somebody is withheld of whom the reader has not heard."""

KNOWS_OF: Mapping[Audience, frozenset[Stage]] = MappingProxyType(
    {
        Audience.STATE: frozenset({*OPEN, Stage.ARRIVED, Stage.DENIED}) - {Stage.PROPOSED},
        Audience.AGENCY: FIRM,
        Audience.MOVEMENT: FIRM - {Stage.ARRIVED},
    }
)
"""Where somebody stands in an arrangement of theirs of whom another house knows. A proposal is the office's own until it is submitted,
and again once it is withdrawn."""


@dataclass(frozen=True, slots=True)
class CopiedField(Field):
    """One field of a copy: as in the form; or, if ``withheld``, why: its class, or ``not_submitted``."""

    withheld: str = ""


@dataclass(frozen=True, slots=True)
class CopiedPart(Part):
    """Fields of a copy that stand together, and in which section of the form."""

    fields: tuple[CopiedField, ...]
    section: int


@dataclass(frozen=True, slots=True)
class Copy:
    """What one reader has of a form; ``withheld``: every class of which they are shown nothing, or why somebody is not in it."""

    reader: Audience
    parts: tuple[CopiedPart, ...]
    withheld: tuple[str, ...]


_OF_FORM: Mapping[str, FieldClass] = MappingProxyType(
    {
        "case_no": FieldClass.IDENTITY,
        "registration_groups": FieldClass.FAMILY,
        "country_asylum": FieldClass.TRAVEL,
        "rrf_date": FieldClass.CASE,
        "interview_dates": FieldClass.CASE,
        "interview_languages": FieldClass.CASE,
        "link": FieldClass.FAMILY,
        **COUNTED,
    }
)
"""What a form says that stands so in no table."""
_OF_ALL = frozenset({"registration_groups", "case_size", "interview_dates", "interview_languages"})
"""What is said of all members together."""
_TABLES = {
    "case": ("cases",), "person": ("people", "members"), "relatives": ("people",), "relative": ("relatives",),
    "claim": (), "texts": ("cases",), "needs": ("people",), "declaration": ("consents",), "document": ("documents",),
    "link": (), "submission": (),
}  # fmt: skip
"""A part of a form → the tables that its fields are of."""


def class_of(of: str, field: str) -> FieldClass:
    """The class of a field of a part of a form. Where nothing else is known of one, it is internal."""
    if of == "submission":
        return FieldClass.ELSEWHERE
    if field in set(On):
        return STATED[On(field)]
    if field in _OF_FORM:
        return _OF_FORM[field]
    found = (FIELDS[table][field] for table in _TABLES.get(of, ()) if field in FIELDS[table])
    return next(found, FieldClass.INTERNAL)


def copied(form: Rrf, reader: Audience, heard_of: AbstractSet[str], cases: AbstractSet[str]) -> Copy:
    """
    What another house reads of a form.

    heard_of: members whom it knows of; cases: those, linked ones among them, that it knows of. A part of which everything is
    withheld is left out, so that it does not tell that there is something: its class is among those withheld.
    """
    unheard = set(form.members) - heard_of
    parts = tuple(_parts(form, reader, heard_of, cases))
    of_people = (NOT_SUBMITTED,) if unheard else ()
    return Copy(reader, parts, (*(one.value for one in withheld(reader)), *of_people))


def _parts(
    form: Rrf, reader: Audience, heard_of: AbstractSet[str], cases: AbstractSet[str]
) -> Iterator[CopiedPart]:
    unheard = set(form.members) - heard_of
    for section in form.sections:
        for part in section.parts:
            if part.about in unheard:
                continue
            fields = tuple(_fields(part, reader, unheard, heard_of))
            about = part.about
            if part.of == "link" and about not in cases:
                about, fields = "", tuple(_hidden(one, NOT_SUBMITTED) for one in fields)
            elif all(one.withheld for one in fields):
                continue
            yield CopiedPart(part.of, about, fields, section.number)


def _fields(
    part: Part, reader: Audience, unheard: AbstractSet[str], heard_of: AbstractSet[str]
) -> Iterator[CopiedField]:
    for one in part.fields:
        of = class_of(part.of, one.name)
        if not is_shown(of, reader):
            if one.name not in OPTIONAL:  # that would tell that it was answered
                yield _hidden(_shown(one, heard_of), of.value)
        elif _tells_of_others(one, unheard, heard_of):
            yield _hidden(_shown(one, heard_of), NOT_SUBMITTED)
        else:
            yield _shown(one, heard_of)


def _tells_of_others(one: Field, unheard: AbstractSet[str], heard_of: AbstractSet[str]) -> bool:
    if one.name == "relative_person":  # whether it names nobody, or somebody unknown to them, looks the same
        return one.cell not in heard_of
    return bool(unheard) and one.name in _OF_ALL


def _shown(one: Field, heard_of: AbstractSet[str]) -> CopiedField:
    hidden_from = tuple(person for person in one.hidden_from if person in heard_of)
    return CopiedField(one.name, one.said, one.cell, hidden_from)


def _hidden(one: CopiedField, why: str) -> CopiedField:
    return replace(one, said=Said.WITHHELD, cell="", withheld=why, hidden_from=())

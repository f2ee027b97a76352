"""The one fact dictionary: files, forms, schemas and criteria all read it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from resettle.engine.dates import PartialDate, parse_partial
from resettle.engine.registry import codes
from resettle.engine.registry.codes import CodeList

NONE = "none"
UNKNOWN = "unknown"
RRF = "UNHCR Resettlement Handbook 4.6 (RRF)"
_NEED = re.compile(r"[A-Z]{2}(-[A-Z]{2})?", re.ASCII)


class Of(StrEnum):
    """Whose fact it is."""

    PERSON = "person"
    CASE = "case"


class Kind(StrEnum):
    """What values a fact takes."""

    CODE = "code"
    CODES = "codes"
    DATE = "date"
    NUMBER = "number"


class Sensitivity(StrEnum):
    """Who may see it: anyone who sees the case, those who work on it, or those named for it."""

    ORDINARY = "ordinary"
    PERSONAL = "personal"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One entry of the dictionary. ``mend`` names the lawful step that would settle it when it is unknown;
    ``may_be_none`` says whether *none* can be an answer (nobody has no date of birth).
    """

    name: str
    of: Of
    kind: Kind
    label: str
    mend: str
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    codes: CodeList | None = None
    recorded_in: str = "people"
    may_be_none: bool = False
    source: str = RRF


@dataclass(frozen=True, slots=True)
class Codes:
    """A list of codes; an incomplete one may hold more that nobody has recorded (written ``IRN;unknown``)."""

    members: frozenset[str]
    complete: bool


Value = str | PartialDate | Codes | int
"""A known value. *None* is the word ``none`` in the history, *unknown* the absence of a value."""


def _person(
    name: str,
    kind: Kind,
    label: str,
    mend: str,
    *,
    codes: CodeList | None = None,
    sensitivity: Sensitivity = Sensitivity.PERSONAL,
    recorded_in: str = "people",
    may_be_none: bool = False,
    source: str = RRF,
) -> Fact:
    return Fact(name, Of.PERSON, kind, label, mend, sensitivity, codes, recorded_in, may_be_none, source)


@cache
def dictionary() -> dict[str, Fact]:
    """Every fact by name, in the order in which forms show them."""
    restricted = Sensitivity.RESTRICTED
    entries = [
        _person("sex", Kind.CODE, "sex", "a registration interview", codes=codes.SEX),
        _person("date_of_birth", Kind.DATE, "date of birth", "a birth document, or an age assessment by the office"),
        _person("birth_country", Kind.CODE, "country of birth", "a birth document", codes=codes.countries()),
        _person("nationality", Kind.CODES, "nationality", "a nationality document, or a determination of statelessness",
                codes=codes.nationalities()),
        _person("refugee_status", Kind.CODE, "refugee status", "a refugee status determination",
                codes=codes.REFUGEE_STATUS, may_be_none=True),
        _person("status_authority", Kind.CODE, "State that determined the status", "the determination itself",
                codes=codes.countries(), may_be_none=True),
        _person("location", Kind.CODE, "country where the person is", "a registration update", codes=codes.countries()),
        _person("accommodation", Kind.CODE, "accommodation", "a registration update", codes=codes.ACCOMMODATION),
        _person("arrived_on", Kind.DATE, "day of arrival by boat in Australian territory", "the arrival record",
                source="Regional Processing Cohort Bill 2016", may_be_none=True),
        _person("transferred_on", Kind.DATE, "day of first transfer to a regional processing country",
                "the transfer record", source="Regional Processing Cohort Bill 2016", may_be_none=True),
        _person("transferred_to", Kind.CODE, "country of first transfer", "the transfer record",
                codes=codes.countries(), source="Regional Processing Cohort Bill 2016", may_be_none=True),
        _person("brought_for_treatment_on", Kind.DATE, "day on which the person was brought to Australia for treatment",
                "the transfer record", source="Minister's press conference, 13 November 2016", may_be_none=True),
        _person("specific_needs", Kind.CODES, "specific needs", "a needs assessment", sensitivity=restricted,
                source="proGres, IOM/FOM 030/2009", may_be_none=True),
        _person("relationship_to_pa", Kind.CODE, "relationship to the principal applicant", "a needs assessment",
                codes=codes.RELATIONSHIP, recorded_in="members"),
        Fact("category_primary", Of.CASE, Kind.CODE, "primary submission category", "a needs assessment",
             restricted, codes.CATEGORY, "cases"),
        Fact("category_secondary", Of.CASE, Kind.CODE, "secondary submission category", "a needs assessment",
             restricted, codes.CATEGORY, "cases", may_be_none=True),
        Fact("priority", Of.CASE, Kind.CODE, "submission priority", "a submission review",
             Sensitivity.ORDINARY, codes.PRIORITY, "cases"),
        Fact("waiting_since", Of.CASE, Kind.DATE, "day since which the case has waited", "the registration record",
             Sensitivity.ORDINARY, None, "cases"),
        Fact("case_size", Of.CASE, Kind.NUMBER, "number of members", "the members' table",
             Sensitivity.ORDINARY, None, "counted"),
    ]  # fmt: skip
    return {fact.name: fact for fact in entries}


def recorded_in(table: str) -> list[Fact]:
    """The facts that are columns of a table: ``people``, ``cases``, ``members``."""
    return [fact for fact in dictionary().values() if fact.recorded_in == table]


def parse(fact: Fact, cell: str) -> Value | None:
    """
    The value a cell states; None where it is ``none``, ``unknown`` or a code that is still undetermined.

    Raises ValueError with nothing but the offending part.
    """
    if cell in (NONE, UNKNOWN):
        return None
    if fact.kind is Kind.DATE:
        return parse_partial(cell)
    if fact.kind is Kind.NUMBER:
        return int(cell)
    if fact.kind is Kind.CODES:
        return parse_codes(fact, cell)
    assert fact.codes is not None
    if cell not in fact.codes:
        raise ValueError(cell)
    return None if cell in fact.codes.undetermined else cell


def parse_codes(fact: Fact, cell: str) -> Codes:
    """``IRN;AFG`` is complete, ``IRN;unknown`` is not. Raises ValueError with the first unknown code."""
    parts = [part.strip() for part in cell.split(";")]
    stated = [part for part in parts if part != UNKNOWN]
    for part in stated:
        if not known_code(fact, part):
            raise ValueError(part)
    return Codes(frozenset(stated), complete=UNKNOWN not in parts)


def known_code(fact: Fact, code: str) -> bool:
    """Whether the fact's code list has the code; specific needs go by group, since their list changes."""
    if fact.codes is not None:
        return code in fact.codes
    return bool(_NEED.fullmatch(code)) and code[:2] in codes.NEEDS_GROUPS


def allowed_codes(fact: Fact) -> Iterable[str]:
    """What may be written for a coded fact, for messages."""
    return fact.codes.meaning if fact.codes else sorted(codes.NEEDS_GROUPS)

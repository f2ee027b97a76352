"""The one fact dictionary: files, forms, schemas and criteria all read it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from resettle.engine.dates import PartialDate, parse_partial
from resettle.engine.registry import codes, papers
from resettle.engine.registry.codes import CodeList

NONE = "none"
UNKNOWN = "unknown"
RRF = "UNHCR Resettlement Handbook 4.6 (RRF)"
_NEED = re.compile(r"[A-Z]{2}(-[A-Z]{2})?", re.ASCII)


class Of(StrEnum):
    """Whose fact it is."""

    PERSON = "person"
    CASE = "case"
    RELATIVE = "relative"
    PATHWAY = "pathway"


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
    One entry of the dictionary. ``mend`` names the lawful step that would settle it when it is unknown, ``lift`` the
    one of the office or a State by which it may come to be otherwise when it is known (empty: there is none);
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
    lift: str = ""


@dataclass(frozen=True, slots=True)
class Codes:
    """A list of codes; an incomplete one may hold more that nobody has recorded (written ``IRN;unknown``)."""

    members: frozenset[str]
    complete: bool


Value = str | PartialDate | Codes | int
"""A known value. *None* is the word ``none`` in the history, *unknown* the absence of a value."""


def _of(of: Of, table: str, default: Sensitivity) -> Callable[..., Fact]:
    """A way to write entries of one table shortly."""

    def entry(
        name: str,
        kind: Kind,
        label: str,
        mend: str,
        codes: CodeList | None = None,
        *,
        sensitivity: Sensitivity = default,
        may_be_none: bool = False,
        source: str = RRF,
        lift: str = "",
        recorded_in: str = table,
    ) -> Fact:
        return Fact(name, of, kind, label, mend, sensitivity, codes, recorded_in, may_be_none, source, lift)

    return entry


@cache
def dictionary() -> dict[str, Fact]:
    """Every fact by name, in the order in which forms show them."""
    entries = [*_of_persons(), *_of_cases(), *_of_relatives(), *_of_pathways()]
    return {fact.name: fact for fact in entries}


def _of_persons() -> list[Fact]:
    person = _of(Of.PERSON, "people", Sensitivity.PERSONAL)
    cohort, restricted = "Regional Processing Cohort Bill 2016", Sensitivity.RESTRICTED
    return [
        person("sex", Kind.CODE, "sex", "a registration interview", codes.SEX),
        person("date_of_birth", Kind.DATE, "date of birth", "a birth document, or an age assessment by the office"),
        person("birth_country", Kind.CODE, "country of birth", "a birth document", codes.countries()),
        person("nationality", Kind.CODES, "nationality", "a nationality document, or a determination of statelessness",
               codes.nationalities()),
        person("refugee_status", Kind.CODE, "refugee status", "a refugee status determination",
               codes.REFUGEE_STATUS, may_be_none=True, lift="a refugee status determination, or an appeal against one"),
        person("status_basis", Kind.CODE, "basis of the refugee status", "the determination itself",
               codes.STATUS_BASIS, may_be_none=True, lift="a refugee status determination"),
        person("status_date", Kind.DATE, "day of the refugee status", "the determination itself", may_be_none=True,
               lift="a refugee status determination"),
        person("status_authority", Kind.CODE, "State that determined the status", "the determination itself",
               codes.countries(), may_be_none=True),
        person("marital_status", Kind.CODE, "marital status", "a registration interview", codes.MARITAL),
        person("location", Kind.CODE, "country where the person is", "a registration update", codes.countries()),
        person("accommodation", Kind.CODE, "accommodation", "a registration update", codes.ACCOMMODATION),
        person("fled_on", Kind.DATE, "day of leaving the country of origin", "a registration interview",
               may_be_none=True),
        person("asylum_since", Kind.DATE, "day of arrival in the country of asylum", "a registration interview",
               may_be_none=True),
        person("registered_on", Kind.DATE, "day of registration in the country of asylum", "the registration record",
               may_be_none=True),
        person("education", Kind.CODE, "highest education", "a registration interview", papers.EDUCATION,
               may_be_none=True),
        person("languages", Kind.CODES, "languages spoken", "a registration interview", papers.languages(),
               may_be_none=True),
        person("arrived_on", Kind.DATE, "day of arrival by boat in Australian territory", "the arrival record",
               source=cohort, may_be_none=True),
        person("transferred_on", Kind.DATE, "day of first transfer to a regional processing country",
               "the transfer record", source=cohort, may_be_none=True),
        person("transferred_to", Kind.CODE, "country of first transfer", "the transfer record",
               codes.countries(), source=cohort, may_be_none=True),
        person("brought_for_treatment_on", Kind.DATE, "day on which the person was brought to Australia for treatment",
               "the transfer record", source="Minister's press conference, 13 November 2016", may_be_none=True),
        person("specific_needs", Kind.CODES, "specific needs", "a needs assessment", sensitivity=restricted,
               source="proGres, IOM/FOM 030/2009", may_be_none=True, lift="a needs assessment"),
        person("grounds_found", Kind.CODES, "grounds found against admission",
               "the State's own checks", codes.GROUNDS, sensitivity=restricted, may_be_none=True,
               source=codes.GROUNDS.source, lift="a review of the finding by the State that made it"),
        person("documents", Kind.CODES, "documents held", "a check of the file", codes.DOCUMENTS, may_be_none=True,
               source=codes.DOCUMENTS.source, lift="a document, issued or arranged for by the office or a State"),
        person("declaration_signed_on", Kind.DATE, "day of the signed declaration", "a check of the file",
               may_be_none=True, lift="a declaration, offered for signature after counselling"),
        person("dependent", Kind.CODE, "dependent on the family", "a dependency assessment by the office",
               codes.YES_NO, source="UNHCR Resettlement Handbook 3.1", lift="a dependency assessment"),
        person("firmly_resettled", Kind.CODE, "firmly resettled elsewhere", "the State's own checks",
               codes.YES_NO, source="Immigration and Nationality Act s.207",
               lift="a review of the finding by the State that made it"),
        person("relatives_listed", Kind.CODE, "full list of relatives outside the case",
               "a full list of relatives, taken at a needs assessment", codes.LISTED, may_be_none=True),
        person("pathways_listed", Kind.CODE, "full list of other pathways",
               "an enquiry with the States and sponsors concerned", codes.LISTED, may_be_none=True),
        person("relationship_to_pa", Kind.CODE, "relationship to the principal applicant", "a needs assessment",
               codes.RELATIONSHIP, recorded_in="members"),
    ]  # fmt: skip


def _of_cases() -> list[Fact]:
    case = _of(Of.CASE, "cases", Sensitivity.ORDINARY)
    restricted, published = Sensitivity.RESTRICTED, "published programmes"
    return [
        case("category_primary", Kind.CODE, "primary submission category", "a needs assessment", codes.CATEGORY,
             sensitivity=restricted, lift="a needs assessment"),
        case("category_secondary", Kind.CODE, "secondary submission category", "a needs assessment", codes.CATEGORY,
             sensitivity=restricted, may_be_none=True, lift="a needs assessment"),
        case("priority", Kind.CODE, "submission priority", "a submission review", codes.PRIORITY,
             lift="a submission review"),
        case("waiting_since", Kind.DATE, "day since which the case has waited", "the registration record"),
        case("referred_by", Kind.CODE, "who referred the case", "a check of the file", codes.REFERRER,
             source=codes.REFERRER.source, lift="a referral by one who may refer"),
        case("selection_modality", Kind.CODE, "how the State selects", "a check of the file", codes.MODALITY,
             source=codes.MODALITY.source, lift="another way of selection, agreed with the State"),
        case("other_solutions", Kind.CODES, "other durable solutions within reach",
             "an assessment of other durable solutions", codes.OTHER_SOLUTION, may_be_none=True,
             source=codes.OTHER_SOLUTION.source, lift="an assessment of other durable solutions"),
        case("sponsorship", Kind.CODE, "who supports the case on arrival", "an undertaking of a sponsor or government",
             codes.SPONSORSHIP, may_be_none=True, source=codes.SPONSORSHIP.source,
             lift="an undertaking of a sponsor or government"),
        case("designated_group", Kind.CODE, "in a group that the receiving State has designated",
             "a check with the receiving State", codes.YES_NO, source=published,
             lift="a designation by the receiving State"),
        case("vulnerable", Kind.CODE, "vulnerable, as the receiving State means it",
             "a vulnerability assessment", codes.YES_NO, sensitivity=restricted, source="IRPR s.138-139",
             lift="a vulnerability assessment"),
        case("one_year_window", Kind.CODE, "joins family under the one-year window", "a check with the receiving State",
             codes.YES_NO, source="IRPR s.141"),
        case("proposer", Kind.CODE, "who proposes the case", "a check of the proposal", codes.PROPOSER,
             may_be_none=True, source=codes.PROPOSER.source, lift="a proposal by one who may propose"),
        case("proposed_on", Kind.DATE, "day of the proposal", "a check of the proposal", may_be_none=True,
             source=codes.PROPOSER.source),
        case("proposer_unauthorised_arrival", Kind.CODE, "whether the proposer arrived by sea without authority",
             "a check with the receiving State", codes.YES_NO, may_be_none=True, source=codes.PROPOSER.source,
             lift="a proposal by another who may propose"),
        case("case_size", Kind.NUMBER, "number of members", "the members' table", recorded_in="counted"),
        case("group_size", Kind.NUMBER, "number of people in the linked group", "the members' and links' tables",
             recorded_in="counted"),
    ]  # fmt: skip


def _of_relatives() -> list[Fact]:
    relative = _of(Of.RELATIVE, "relatives", Sensitivity.PERSONAL)
    section, asked = "RRF section 3", "a registration interview"
    return [
        relative("relationship", Kind.CODE, "what the relative is to the person", asked, codes.RELATIONSHIP,
                 source=section),
        relative("country", Kind.CODE, "country where the relative lives", asked, codes.countries(), source=section),
        relative("status_there", Kind.CODE, "status of the relative there", "a check with the country concerned",
                 codes.STATUS_THERE, source=section, lift="a decision of the country concerned"),
        relative("status_since", Kind.DATE, "day of that status", "a check with the country concerned",
                 source=section),
        relative("willing_to_receive", Kind.CODE, "whether the relative is willing to receive the person",
                 "an enquiry with the relative", codes.YES_NO, source="United Kingdom, Mandate scheme"),
        relative("declared_on_form", Kind.CODE, "whether the relative had declared the person on their own form",
                 "a check with the country concerned", codes.YES_NO,
                 source="New Zealand Operational Manual S4.20"),
    ]  # fmt: skip


def _of_pathways() -> list[Fact]:
    pathway = _of(Of.PATHWAY, "pathways", Sensitivity.PERSONAL)
    section, asked = "RRF section 1 (previous submissions)", "an enquiry with the State or sponsor concerned"
    return [
        pathway("pathway_kind", Kind.CODE, "kind of pathway", asked, codes.PATHWAY, source=section),
        pathway("pathway_country", Kind.CODE, "country of the pathway", asked, codes.countries(), source=section),
        pathway("pathway_stage", Kind.CODE, "where the pathway stands", asked, codes.PATHWAY_STAGE, source=section,
                lift="the end of the other pathway, by decision of the State or sponsor concerned"),
        pathway("pathway_since", Kind.DATE, "since when it stands there", asked, source=section),
    ]  # fmt: skip


def recorded_in(table: str) -> list[Fact]:
    """The facts that are columns of a table: ``people``, ``cases``, ``members``, ``relatives``, ``pathways``."""
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

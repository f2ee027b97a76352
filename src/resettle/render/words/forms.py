"""A form in words: the titles of its sections, what each field is called, and what its cell says."""

from collections.abc import Mapping
from functools import cache

from babel.dates import format_date

from resettle.engine.dates import PartialDate, parse_partial
from resettle.engine.referrals.rrf import Field, FormKind, Reader, ReaderKind, Said
from resettle.engine.registry import codes, facts, papers
from resettle.engine.registry.facts import Fact, Kind
from resettle.render.words.facts_reference import NEEDS
from resettle.render.words.names import LOCALE, code, country, day

TITLE = "Resettlement Registration Form"
KINDS = {FormKind.FULL: "", FormKind.ABRIDGED: "abridged"}
SECTIONS = {
    1: "Case information",
    2: "Individual bio-data",
    3: "Relatives not in this case",
    4: "Refugee claim",
    5: "Need for resettlement",
    6: "Specific needs",
    7: "Additional remarks",
    8: "Declaration",
    9: "Attachments",
}
LEFT_OUT = "An abridged form is without this section."
EMPTY = {7: "None.", 9: "No documents are on file."}
NOTHING, NOTHING_HERE = "Nothing is recorded.", "Nothing in this copy."
SAYS = {
    Said.NONE: "None",
    Said.UNKNOWN: "Unknown",
    Said.MISSING: "Not recorded",
    Said.WITHHELD: "Not in this copy",
}
SAYS_OF = {
    ("valid_until", Said.NONE): "Does not end",
    ("signed_on", Said.NONE): "Not signed",
    ("interpreter", Said.NONE): "Not needed",
    ("caseworker", Said.NONE): "Nobody",
}
DECLARATION = (
    "What this form says was read to me, or explained in a language I understand, and I was free to correct it. I wish to be considered "
    "for resettlement. I know that no State has promised me a place, that I may say no at any time, and that this costs me nothing. "
    "I allow this form to be shared with a State that is asked to receive me, and needs stated in it with those who serve me there. "
    "I will say so if my family or my address changes."
)
HIDDEN = "Confidential. Not to be told to"

LABELS: Mapping[str, str] = {
    "case_no": "case number",
    "registration_groups": "registration group",
    "case_size": "people in the case",
    "country_asylum": "country of asylum",
    "rrf_date": "day of this form",
    "interview_dates": "interviewed on",
    "interview_languages": "language of interview",
    "individual_no": "individual number",
    "family_name": "family name",
    "given_names": "given names",
    "family_name_latin": "family name in Latin letters",
    "given_names_latin": "given names in Latin letters",
    "aliases": "also known as",
    "birth_place": "place of birth",
    "father_name": "father's name",
    "mother_name": "mother's name",
    "relationship_to_pa": "relationship to the principal applicant",
    "relatives_listed": "list of relatives",
    "relative_name": "name",
    "relationship": "what they are to the person",
    "country": "country",
    "status_there": "status there",
    "relative_person": "registered as",
    "document_kind": "document",
    "number": "number",
    "issued_by": "issued by",
    "issued_on": "issued on",
    "valid_until": "valid until",
    "consent_for": "declared",
    "given": "answer",
    "signed_on": "signed on",
    "caseworker": "caseworker",
    "interpreter": "interpreter",
    "link": "meant for",
    "stage": "stood at",
    "since": "since",
    "remarks": "remarks",
}
_LISTS = {
    "document_kind": codes.DOCUMENTS,
    "consent_for": codes.CONSENT_FOR,
    "given": codes.CONSENT_GIVEN,
    "link": codes.LINK,
    "relationship": codes.RELATIONSHIP,
}
_DATES = frozenset({"rrf_date", "interview_dates", "issued_on", "valid_until", "signed_on", "since"})
_COUNTRIES = frozenset({"country_asylum", "issued_by", "country"})


def label(name: str) -> str:
    """What a field is called; a text, by what it is on."""
    known = facts.dictionary()
    if isinstance(name, papers.On) and name is not papers.On.REMARKS:
        text = papers.STATEMENT.meaning[name]
    else:
        text = LABELS.get(name) or (known[name].label if name in known else name)
    return text[:1].upper() + text[1:]


def value(field: Field) -> str:
    """What a field says, in words."""
    if field.said is not Said.VALUE:
        return SAYS_OF.get((field.name, field.said)) or SAYS[field.said]
    if isinstance(field.name, papers.On):
        return field.cell
    return _LISTED.join(_one(field.name, part.strip()) for part in _parts(field))


_LISTED = ", "


def empty(section: int, one: Reader) -> str:
    """What stands in a section without fields; in a member's copy, not that there are none."""
    return NOTHING_HERE if one.kind is ReaderKind.MEMBER else EMPTY.get(section, NOTHING)


def is_text(field: Field) -> bool:
    """Whether it is a statement, which may be long."""
    return isinstance(field.name, papers.On)


def _parts(field: Field) -> list[str]:
    fact = facts.dictionary().get(field.name)
    several = field.name in ("registration_groups", "interview_dates", "interview_languages", "aliases")
    return field.cell.split(";") if several or (fact and fact.kind is Kind.CODES) else [field.cell]


def _one(name: str, cell: str) -> str:
    fact = facts.dictionary().get(name)
    if name in _DATES or (fact and fact.kind is Kind.DATE):
        return partial(parse_partial(cell))
    if name in _COUNTRIES:
        return country(cell)
    if name == "interview_languages":
        return papers.languages().meaning.get(cell, cell)
    if name == "specific_needs":
        return f"{cell} ({NEEDS[cell[:2]]})" if cell[:2] in NEEDS else cell
    if name in _LISTS:
        return _LISTS[name].meaning.get(cell, cell)
    return _of_fact(fact, cell) if fact else code(cell) if name == "stage" else cell


def _of_fact(fact: Fact, cell: str) -> str:
    if cell == facts.UNKNOWN:
        return "there may be more"
    if fact.codes is None:
        return cell
    if fact.codes in (codes.countries(), codes.nationalities()) and cell != codes.STATELESS:
        return country(cell)
    if fact.name in ("category_primary", "category_secondary"):
        return f"{cell}: {fact.codes.meaning.get(cell, '')}"
    return fact.codes.meaning.get(cell, cell)


@cache
def partial(one: PartialDate) -> str:
    """``14 November 2016``, ``November 2016``, ``2016``."""
    if one.exact:
        return day(one.earliest)
    return format_date(one.earliest, "y" if len(str(one)) == 4 else "LLLL y", LOCALE)


def reader(one: Reader) -> str:
    """For whom a copy is made."""
    if one.kind is ReaderKind.MEMBER:
        return f"Copy for {one.person}"
    return {ReaderKind.OFFICE: "The office's own copy", ReaderKind.STATE: "Copy for a State"}[one.kind]

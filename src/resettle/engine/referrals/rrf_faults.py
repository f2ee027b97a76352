"""What keeps a Resettlement Registration Form from being complete: all that is missing or contradicts itself."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from resettle.engine.errors import Fault, Where
from resettle.engine.referrals.caseload import RESETTLEMENT, SHARING
from resettle.engine.referrals.papers import Papers, day_of
from resettle.engine.registry import facts
from resettle.engine.registry.facts import NONE, UNKNOWN, Codes
from resettle.engine.registry.papers import On

OF_A_PERSON = (
    "individual_no", "family_name", "given_names", "sex", "date_of_birth", "birth_place", "birth_country", "nationality",
    "marital_status", "relationship_to_pa", "father_name", "mother_name", "refugee_status", "status_basis", "status_date",
    "asylum_since", "registered_on",
)  # fmt: skip
"""What section 2 needs an answer to, of each member (field standard 3.2, R): *none* and *unknown* are answers, too."""
LATIN = {"family_name": "family_name_latin", "given_names": "given_names_latin"}
OF_A_CASE = ("waiting_since", "selection_modality")
TEXTS = (On.NEED, On.PROTECTION_ENVIRONMENT, On.OTHER_SOLUTIONS)
MEDICAL, BEST_INTERESTS = "medical_assessment", ("best_interests_assessment", "best_interests_determination")
_IN_ORDER = (("asylum_since", "registered_on"), ("date_of_birth", "status_date"))
_NO_CLAIM = "non_refugee_dependant"


def faults_of(papers: Papers, *, abridged: bool = False, reviewed: bool = True) -> list[Fault]:
    """
    Everything that keeps the form from being complete, by section; warnings keep it from nothing.

    abridged: without the claim of each adult and the texts of section 5, which such a form leaves out. reviewed: with what
    only the review of a submission settles. Source: UNHCR Resettlement Handbook 4.4, 4.6, 4.7; Welcome to Europe, p. 82;
    BIP guidelines.
    """
    found = [*_of_case(papers, reviewed=reviewed), *_of_members(papers)]
    if not abridged:
        found += [*_claims(papers), *_texts(papers)]
    return [*found, *_best_interests(papers), *_medical(papers), *_interviews(papers), *_declarations(papers)]


def _fault(code: str, section: int, about: str, key: str = "", /, **params: object) -> Fault:
    place = ", ".join(part for part in (f"section {section}", about, key) if part)
    return Fault(code, Where(key=place), params)


def _of_case(papers: Papers, *, reviewed: bool) -> Iterator[Fault]:
    """One principal applicant, two categories, other solutions considered; a priority once it was reviewed (H4.6, H3.2)."""
    case = papers.case
    if not papers.members:
        yield _fault("rrf_without_people", 2, case, case=case)
        return
    applicants = [one for one in papers.members if papers.facts_of(one)["relationship_to_pa"].cell == "PA"]
    if len(applicants) != 1:
        yield _fault("rrf_applicant", 2, case, case=case, number=len(applicants))
    primary, secondary = (papers.facts[name].value for name in ("category_primary", "category_secondary"))
    if primary is None or secondary is None:
        said, other = primary or UNKNOWN, secondary or UNKNOWN
        yield _fault("categories_missing", 1, case, case=case, primary=said, secondary=other)
    elif primary == secondary:
        yield _fault("categories_alike", 1, case, case=case, category=primary)
    if papers.facts["other_solutions"].cell in (None, UNKNOWN):
        yield _fault("solutions_not_considered", 5, case, case=case)
    if reviewed and papers.facts["priority"].value is None:
        yield _fault("priority_missing", 1, case, case=case)
    for name in OF_A_CASE if reviewed else ():
        if papers.facts[name].cell is None:
            yield _missing(1, case, name)


def _of_members(papers: Papers) -> Iterator[Fault]:
    """Every answer that section 2 needs, and dates in their order; section 3: whether all relatives are listed."""
    for person in papers.members:
        said, known = papers.names(person), papers.facts_of(person)
        for name in (*OF_A_PERSON, *needs_latin(said), *_authority(known["status_basis"].cell)):
            cell = known[name].cell if name in known else said.get(name)
            if cell is None:
                yield _missing(2, person, name)
        for first, second in _IN_ORDER:
            one, other = day_of(known[first].cell), day_of(known[second].cell)
            if one and other and other.latest < one.earliest:
                yield _fault(
                    "rrf_dates_out_of_order", 2, person, second, first=_label(first), second=_label(second)
                )
        if known["relatives_listed"].cell is None:
            yield _missing(3, person, "relatives_listed")


def needs_latin(said: Mapping[str, Any]) -> Iterator[str]:
    """The names that are written in other letters than Latin ones, which need both (H4.6)."""
    for name, latin in LATIN.items():
        if any(char.isalpha() and "LATIN" not in unicodedata.name(char, "") for char in said.get(name) or ""):
            yield latin


def _authority(basis: str | None) -> tuple[str, ...]:
    return ("status_authority",) if basis == "state" else ()


def _missing(section: int, about: str, name: str) -> Fault:
    fact = facts.dictionary().get(name)
    return _fault("rrf_field_missing", section, about, name, field=name, step=fact.mend if fact else "")


def _label(name: str) -> str:
    return facts.dictionary()[name].label


def _claims(papers: Papers) -> Iterator[Fault]:
    """The claim of each adult and of the principal applicant; not of a dependant who is no refugee (H4.7)."""
    for person in papers.members:
        if papers.facts_of(person)["status_basis"].cell == _NO_CLAIM or papers.speaks(person) is False:
            continue
        if not _stated(papers, person, On.REFUGEE_CLAIM):
            yield _fault("rrf_statement_missing", 4, person, On.REFUGEE_CLAIM, of=person, on=On.REFUGEE_CLAIM)


def _texts(papers: Papers) -> Iterator[Fault]:
    """Why resettlement is needed, and what else was considered (H4.6): it justifies the categories and the priority."""
    for on in TEXTS:
        if not _stated(papers, papers.case, on):
            yield _fault("rrf_statement_missing", 5, papers.case, on, of=papers.case, on=on)


def _stated(papers: Papers, subject: str, on: On) -> bool:
    """Whether anything is stated: that there is none justifies nothing."""
    return any(one.text != NONE for one in papers.statements(subject, on))


def _best_interests(papers: Papers) -> Iterator[Fault]:
    """An unaccompanied or separated child comes with an assessment or determination of best interests (BIP guidelines)."""
    for person in papers.members:
        needs = papers.facts_of(person)["specific_needs"].value
        alone = isinstance(needs, Codes) and any(code.startswith("SC") for code in needs.members)
        if alone and not any(one["document_kind"] in BEST_INTERESTS for one in papers.documents(person)):
            yield _fault("rrf_document_missing", 9, person, of=person, kinds=list(BEST_INTERESTS))


def _medical(papers: Papers) -> Iterator[Fault]:
    """A case of medical needs comes with a Medical Assessment Form that is valid that day (H3.7)."""
    if "MED" not in (papers.facts["category_primary"].value, papers.facts["category_secondary"].value):
        return
    forms = [
        (person, one["valid_until"])
        for person in papers.members
        for one in papers.documents(person)
        if one["document_kind"] == MEDICAL
    ]
    if not forms:
        yield _fault("rrf_document_missing", 9, papers.case, of=papers.case, kinds=[MEDICAL])
    elif not any(
        until == NONE or ((day := day_of(until)) and day.earliest >= papers.on) for _, until in forms
    ):
        for person, until in forms:
            if day_of(until):
                yield _fault("rrf_document_expired", 9, person, of=person, kind=MEDICAL, on=papers.on)
            else:
                where = Where(key=f"section 9, {person}")
                yield Fault("rrf_document_undated", where, {"of": person, "kind": MEDICAL}, "warning")


def _interviews(papers: Papers) -> Iterator[Fault]:
    """Every member was interviewed, or it is stated why not (H4.4: all attend)."""
    for person in papers.members:
        seen = any(day_of(one["held_on"]) for one in papers.interviews(person))
        if not seen and not _stated(papers, person, On.NOT_INTERVIEWED):
            yield _fault("rrf_not_interviewed", 1, person, of=person)


def _declarations(papers: Papers) -> Iterator[Fault]:
    """
    Each adult and the principal applicant allow both, and signed with the caseworker and the interpreter, after the last
    substantial change (H4.7; Welcome to Europe, p. 82).

    Whoever may be of age and has declared nothing is asked for their age; who has declared is taken at their word.
    """
    for person in papers.members:
        speaks = papers.speaks(person)
        if speaks is None and not any(
            papers.declaration(person, purpose) for purpose in (RESETTLEMENT, SHARING)
        ):
            yield _fault("rrf_age_unsettled", 2, person, "date_of_birth", of=person)
        elif speaks is not False:
            for purpose in (RESETTLEMENT, SHARING):
                yield from _declared(papers, person, purpose)


def _declared(papers: Papers, person: str, purpose: str) -> Iterator[Fault]:
    said = papers.declaration(person, purpose)
    if said is None or said["given"] != "yes":
        answer = said["given"] if said else UNKNOWN
        yield _fault(
            "rrf_declaration_missing", 8, person, purpose, of=person, consent_for=purpose, said=answer
        )
        return
    signed = day_of(said["signed_on"])
    lacking = [name for name in ("caseworker", "interpreter") if said[name] is None]
    if signed is None or lacking:
        lacking = [*([] if signed else ["signed_on"]), *lacking]
        yield _fault(
            "rrf_declaration_unsigned", 8, person, purpose, of=person, consent_for=purpose, lacking=lacking
        )
    if signed and (changed := _changed_since(papers, signed.earliest, said["known"])):
        yield _fault(
            "rrf_declaration_outdated",
            8,
            person,
            purpose,
            of=person,
            consent_for=purpose,
            signed=str(signed),
            changed=changed,
        )
    latest = papers.submitted_on or papers.on
    if signed and signed.latest > latest:
        params = {"signed": str(signed), "day": latest}
        yield _fault("rrf_declaration_late", 8, person, purpose, of=person, consent_for=purpose, **params)


def _changed_since(papers: Papers, signed: date, known: date) -> date | None:
    """
    The day of the last substantial change that a declaration does not cover: one that holds since a later day than the
    signature, or that the office learned of later, whatever day it is dated.
    """
    return max((max(one) for one in papers.changes if signed < one[0] or known < one[1]), default=None)

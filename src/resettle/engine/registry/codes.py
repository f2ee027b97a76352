"""Code lists of the field: countries by ISO 3166-1 alpha-3, and lists that carry their source."""

import difflib
from dataclasses import dataclass, field
from functools import cache

import pycountry

STATELESS = "STA"


@dataclass(frozen=True, slots=True)
class CodeList:
    """
    The codes a fact may take, each with its meaning.

    ``undetermined`` codes are recorded as they stand but answer no criterion: someone has still to decide.
    """

    name: str
    meaning: dict[str, str]
    source: str
    undetermined: frozenset[str] = field(default_factory=frozenset)

    def __contains__(self, code: str) -> bool:
        return code in self.meaning


def nearest(word: str, codes: CodeList) -> str:
    """The code somebody may have meant: by its meaning written out, or by a spelling close to either; else nothing."""
    by_meaning = {meaning.casefold(): code for code, meaning in codes.meaning.items()}
    if word.casefold() in by_meaning:
        return by_meaning[word.casefold()]
    by_code = {code.casefold(): code for code in codes.meaning}
    for known in (by_code, by_meaning) if len(word) <= max(map(len, by_code)) else (by_meaning, by_code):
        close = difflib.get_close_matches(word.casefold(), known, 1, 0.75)
        if close:
            return known[close[0]]
    return ""


@cache
def countries() -> CodeList:
    """Countries and territories, alpha-3. Source: ISO 3166-1 as packaged by pycountry."""
    names = {country.alpha_3: country.name for country in pycountry.countries}
    return CodeList("country", names, "ISO 3166-1 alpha-3")


@cache
def nationalities() -> CodeList:
    """Countries, and STA for stateless (UNHCR practice, unconfirmed)."""
    return CodeList(
        "nationality", {**countries().meaning, STATELESS: "Stateless"}, "ISO 3166-1 alpha-3; UNHCR STA"
    )


SEX = CodeList("sex", {"F": "female", "M": "male", "X": "another"}, "RRF section 2 (U is written unknown)")

REFUGEE_STATUS = CodeList(
    "refugee status",
    {
        "recognised": "a recognised refugee",
        "refused": "found not to be a refugee",
        "pending": "not yet decided",
    },
    "RRF section 2, shortened",
    undetermined=frozenset({"pending"}),
)

ACCOMMODATION = CodeList(
    "accommodation",
    {
        "processing_centre": "in a regional processing centre",
        "transit_centre": "in a transit centre",
        "community": "in the community",
        "medical_transfer": "brought elsewhere for treatment",
    },
    "the offshore-processing reports of 2012-2018",
)

RELATIONSHIP = CodeList(
    "relationship to the principal applicant",
    {
        "PA": "principal applicant",
        "spouse": "spouse",
        "partner": "partner",
        "child": "child",
        "parent": "parent",
        "sibling": "sibling",
        "grandparent": "grandparent",
        "grandchild": "grandchild",
        "uncle_aunt": "uncle or aunt",
        "nephew_niece": "nephew or niece",
        "cousin": "cousin",
        "in_law": "relative by marriage",
        "other_dependant": "other dependant",
        "unrelated": "unrelated",
    },
    "RRF section 2",
)

CLOSE_RELATIVES = frozenset({"spouse", "partner", "child", "parent", "sibling"})
"""Relatives from whom a permanent parting is flagged (UNHCR Resettlement Handbook 3.1: dependency is
judged case by case)."""

CATEGORY = CodeList(
    "submission category",
    {
        "LPPN": "Legal and/or Physical Protection Needs",
        "WGR": "Women and Girls at Risk",
        "CAR": "Children and Adolescents at Risk",
        "SVT": "Survivors of Violence and/or Torture",
        "MED": "Medical Needs",
        "FR": "Restoring Family Unity",
        "LFADS": "Lack of Foreseeable Alternative Durable Solutions",
    },
    "UNHCR Resettlement Handbook 3.2 (abbreviations: memory)",
)

PRIORITY = CodeList(
    "submission priority",
    {"emergency": "emergency", "urgent": "urgent", "normal": "normal"},
    "UNHCR Resettlement Handbook 4.2",
)

WILLING = CodeList("willingness", {"yes": "willing", "no": "not willing"}, "UNHCR Resettlement Handbook 4.3")

STATE = CodeList("state", {"holds": "holds", "ended": "ended"}, "Resettle")

LINK = CodeList(
    "link",
    {
        "travel_together": "travel together",
        "same_country": "same country",
        "same_town": "same town",
        "keep_apart": "keep apart",
    },
    "UNHCR Resettlement Handbook 3.1 and 4.6",
)

TOGETHER = frozenset({"travel_together", "same_country", "same_town"})
"""Links whose cases may not go to different countries; towns wait for the plan inside a country."""

NEEDS_GROUPS = frozenset("CR SC WR ER SP DS SM FU TR LP SV".split())
"""First two letters of a specific-needs code. Source: proGres, IOM/FOM 030/2009."""

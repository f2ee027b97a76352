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

STATUS_BASIS = CodeList(
    "basis of the status",
    {
        "mandate_1951": "under UNHCR's mandate, by the 1951 Convention",
        "mandate_broader": "under UNHCR's mandate, by the broader definition",
        "prima_facie": "prima facie",
        "state": "by the State of asylum",
        "stateless_non_refugee": "stateless, not a refugee",
        "non_refugee_dependant": "dependant of a refugee, not a refugee",
    },
    "RRF section 2",
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

YES_NO = CodeList("yes or no", {"yes": "yes", "no": "no"}, "Resettle")

LISTED = CodeList(
    "how complete a list is", {"all": "all are listed", "some": "there may be more"}, "RRF section 3"
)

MARITAL = CodeList(
    "marital status",
    {
        "single": "single",
        "married": "married",
        "partnered": "living with a partner",
        "widowed": "widowed",
        "divorced": "divorced",
        "separated": "separated",
    },
    "RRF section 2 (memory)",
)

GROUNDS = CodeList(
    "grounds against admission",
    {
        "exclusion": "exclusion from refugee status",
        "persecution_of_others": "persecution of others",
        "drug_trafficking": "drug trafficking",
        "drug_use": "heavy drug use",
        "crime": "crime",
        "security": "security",
        "terrorism": "terrorism",
        "foreign_policy": "foreign policy",
        "nazi_genocide": "Nazi persecution or genocide",
        "polygamy": "polygamy",
        "health": "health",
        "danger_to_health_or_safety": "danger to public health or safety",
        "excessive_health_demand": "excessive demand on health services",
        "public_charge": "public charge",
        "labour_certification": "labour certification",
        "documents": "missing documents",
        "immigration_risk": "immigration risk",
    },
    "named in the published criteria of the United States, Canada, New Zealand and Norway",
)

DOCUMENTS = CodeList(
    "documents",
    {
        "application_form": "application form",
        "photographs": "photographs",
        "medical_certificate": "medical certificate",
        "birth_document": "birth document",
        "birth_declaration": "declaration in place of a birth document",
        "partnership_evidence": "evidence of a partnership",
        "custody_papers": "custody papers",
        "police_certificate": "police certificate",
        "identity_document": "identity document",
        "travel_document": "travel document",
        "marriage_document": "marriage document",
        "death_document": "death document",
        "status_determination": "determination of refugee status",
        "medical_assessment": "Medical Assessment Form (MAF)",
        "best_interests_assessment": "Best Interests Assessment (BIA)",
        "best_interests_determination": "Best Interests Determination (BID)",
        "sponsor_assurance": "assurance of an agency or sponsor",
        "medical_clearance": "medical clearance: fit to travel",
        "security_clearance": "security clearance",
        "exit_permit": "exit permit",
        "entry_visa": "visa or entry permit",
    },
    "New Zealand Operational Manual S3.17; RRF sections 2 and 9; UNHCR Resettlement Handbook 4.11",
)

CONSENT_FOR = CodeList(
    "what a consent is for",
    {
        "resettlement": "being resettled: the signed declaration of the RRF",
        "share_with_state": "sharing the case with a State",
        "share_with_service_providers": "passing needs on to those who give services on arrival",
        "share_medical": "sharing a medical assessment",
        "family_tracing": "tracing relatives, and asking them",
    },
    "RRF section 8; UNHCR Resettlement Handbook 3.7 and 4.6",
)

CONSENT_GIVEN = CodeList(
    "whether a consent is given",
    {"yes": "given", "no": "not given", "withdrawn": "given, and taken back"},
    "RRF section 8",
)

STATUS_THERE = CodeList(
    "status of a relative",
    {
        "citizen": "citizen",
        "permanent_resident": "permanent resident",
        "refugee": "refugee",
        "asylum_seeker": "asylum seeker",
        "temporary": "there for a time",
    },
    "RRF section 3",
)

REFERRER = CodeList(
    "who referred the case",
    {
        "unhcr": "UNHCR",
        "embassy": "an embassy",
        "ngo": "an organisation",
        "tribunal": "an international tribunal",
        "state": "the State of asylum",
        "sponsor": "a sponsor",
        "self": "the person",
    },
    "published programmes (UNHCR Resettlement Handbook, country chapters)",
)

MODALITY = CodeList(
    "how a State selects",
    {"dossier": "on paper", "mission": "by a selection mission"},
    "UNHCR Resettlement Handbook 4.8",
)

OTHER_SOLUTION = CodeList(
    "other durable solutions",
    {
        "return": "return in safety",
        "local_integration": "staying where they are",
        "resettlement_elsewhere": "an offer of resettlement elsewhere",
        "other_pathway": "another pathway",
    },
    "UNHCR Resettlement Handbook 4.7; IRPR s.139",
)

SPONSORSHIP = CodeList(
    "who supports the case on arrival",
    {
        "government": "the government",
        "private": "a private sponsor",
        "blended": "government and sponsor together",
        "own_means": "own means",
    },
    "IRPR s.139",
)

PROPOSER = CodeList(
    "who proposes the case",
    {
        "relative": "a relative",
        "citizen": "a citizen",
        "permanent_resident": "a permanent resident",
        "organisation": "an organisation",
    },
    "Australia, subclass 200",
)

PATHWAY = CodeList(
    "pathway",
    {
        "resettlement": "resettlement",
        "family_reunification": "family reunification",
        "sponsorship": "sponsorship",
        "work": "work",
        "study": "study",
        "humanitarian_admission": "humanitarian admission",
        "other": "another",
    },
    "UNHCR Resettlement Handbook (complementary pathways)",
)

PATHWAY_STAGE = CodeList(
    "where a pathway stands",
    {
        "open": "open",
        "accepted": "accepted",
        "refused": "refused",
        "withdrawn": "left by the person",
        "ended": "ended otherwise",
        "arrived": "arrived",
    },
    "Resettle, from UNHCR Resettlement Handbook 4.10",
)

STILL_OPEN = frozenset({"open", "accepted"})
"""Stages of a pathway that a State or sponsor may still end."""

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

RULING = CodeList(
    "ruling",
    {
        "satisfied": "satisfied",
        "not_satisfied": "not satisfied",
        "waived": "waived",
        "not_waived": "not waived",
    },
    "Resettle",
)

MEASURE = CodeList(
    "what a published figure counts",
    {
        "offered": "places offered",
        "used": "places used, by the limit's own counting event",
        "accepted": "accepted by the State and not left since",
        "departed": "departed, whether or not arrived",
        "arrived": "arrived",
    },
    "UNHCR Resettlement Handbook 4.7-4.11; UNHCR Resettlement Data Finder (departures)",
)

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

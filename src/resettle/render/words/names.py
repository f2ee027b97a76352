"""What things are called: countries, days, numbers, lists, and every code of the engine, in the reader's language."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

import pycountry
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from resettle.engine.registry import codes

LOCALE = Locale("en", "GB")

SYNTHETIC = "Synthetic people: invented, not real"
"""Said on every page, chart and file of a register whose people are invented."""

OUTCOMES: Mapping[str, str] = {
    "eligible": "eligible",
    "needs_a_person": "needs a person",
    "needs_a_fact": "needs a fact",
    "ineligible": "ineligible",
    "rules_not_in_force": "its rules are not in force",
}
ANSWERS: Mapping[str, str] = {
    "met": "met",
    "not_met": "not met",
    "unknown": "unknown",
    "judgement": "for a person to judge",
    "exempt": "exempt",
    "waived": "waived",
    "not_in_force": "not in force",
}
STAGES: Mapping[str, str] = {
    "proposed": "proposed",
    "submitted": "submitted",
    "deferred": "deferred",
    "accepted": "accepted",
    "denied": "denied",
    "withdrawn": "withdrawn",
    "pre_departure": "being prepared to depart",
    "cancelled": "cancelled",
    "departed": "departed",
    "arrived": "arrived",
    "left": "left",
}
CASE_STAGES: Mapping[str, str] = {
    "identified": "identified",
    "needs_assessment": "needs assessment",
    "initial_review": "initial review",
    "deprioritised": "deprioritised",
    "interview": "interview",
    "rrf_drafting": "RRF being drafted",
    "recommended": "recommended",
    "recommended_against": "recommended not to be submitted",
    "not_recommended": "not recommended",
    "ready": "ready to be submitted",
    "denied": "denied",
    "on_hold": "on hold",
    "closed": "closed",
}
ROLES: Mapping[str, str] = {
    "referrer": "referrer",
    "needs_assessor": "needs assessor",
    "initial_reviewer": "initial reviewer",
    "caseworker": "caseworker",
    "interpreter": "interpreter",
    "reviewing_officer": "Reviewing Officer",
    "accountable_officer": "Accountable Officer",
    "coordinator": "coordinator",
    "state_selector": "State selector",
    "pre_departure_focal_point": "pre-departure focal point",
    "movement_officer": "movement officer",
    "placement_officer": "placement officer",
    "analyst": "analyst",
    "auditor": "auditor",
    "administrator": "administrator",
}
ACTS: Mapping[str, str] = {
    "refer": "referral",
    "open_assessment": "opening of the needs assessment",
    "assess": "needs assessment",
    "proceed": "initial review, to go on",
    "stop": "initial review, to stop",
    "attempt": "attempt to reach the case",
    "complete": "completed interview",
    "no_show": "no show",
    "recommend": "submission recommendation",
    "return": "return for corrections",
    "approve": "submission review, approved",
    "reject": "submission review, not recommended",
    "review": "resubmission review",
    "pause": "pause",
    "continue": "end of a pause",
    "close": "closing",
    "reopen": "reopening",
    "appeal": "appeal",
    "uphold": "upheld appeal",
    "dismiss": "dismissed appeal",
    "propose": "proposal",
    "submit": "submission",
    "accept": "acceptance",
    "deny": "denial",
    "request_review": "request that the State review its denial",
    "reconsider": "denial taken up again by the State",
    "confirm": "denial confirmed by the State",
    "defer": "deferral",
    "resume": "resumption",
    "withdraw": "withdrawal",
    "prepare": "preparation to depart",
    "cancel": "cancellation",
    "depart": "departure",
    "arrive": "arrival",
    "join": "joining",
    "leave": "leaving",
}
STATUSES: Mapping[str, str] = {
    "proposed": "proposed",
    "announced": "announced",
    "in_force": "in force",
    "suspended": "suspended",
    "scrapped": "scrapped",
    "revived": "revived",
    "lapsed": "lapsed",
    "ended": "ended",
    "rejected": "rejected",
}
SOLUTIONS: Mapping[str, str] = {
    "resettlement": "resettlement",
    "local_settlement": "local settlement",
    "temporary_stay": "temporary stay",
    "other_pathway": "another pathway",
}
PROMISES: Mapping[str, str] = {"places": "places", "consideration": "consideration only"}
CONSENTS: Mapping[str, str] = {
    "given": "given",
    "withheld": "withheld",
    "given_if": "given while",
    "given_after": "given once",
}
UNITS: Mapping[str, str] = {"persons": "person|people", "cases": "case|cases"}
CLAIMS: Mapping[str, str] = {"proposed": "proposed", "held": "held", "used": "used", "nothing": "none"}
FATES: Mapping[str, str] = {"reallocated": "reallocated", "lapsed": "lapsed"}
COUNTS_AT: Mapping[str, str] = {
    "submission": "submission",
    "decision": "decision",
    "departure": "departure",
    "arrival": "arrival",
}
CRITERION_KINDS: Mapping[str, str] = {
    "eligibility": "eligibility",
    "bar": "bar",
    "exemption": "exemption",
    "priority": "priority",
    "part": "part",
    "quota": "sub-quota",
}
APPLIES_TO: Mapping[str, str] = {
    "each_member": "each member",
    "any_member": "any member",
    "every_adult": "every adult",
    "principal_applicant": "the principal applicant",
    "case": "the case",
    "linked_group": "the linked group",
}
RULINGS: Mapping[str, str] = {
    "satisfied": "judged to be so",
    "not_satisfied": "judged not to be so",
    "waived": "waived",
    "not_waived": "not waived",
}
DECIDERS: Mapping[str, str] = {"receiving_state": "the receiving State", "office": "the office"}
TIERS: Mapping[str, tuple[str, str]] = {
    "emergency": ("cases of emergency priority placed", "case|cases"),
    "urgent": ("cases of urgent priority placed", "case|cases"),
    "people": ("people placed", "person|people"),
    "families_rejoined": ("cases that rejoin a close relative", "case|cases"),
    "waiting": ("days that those placed have waited, each person counted", "day × person|days × people"),
    "score": ("the user's own score", "point|points"),
}
"""What each tier counts, and the forms of its unit."""
LINES: Mapping[str, str] = {
    "people_proposed": "people proposed",
    "cases_proposed": "cases proposed",
    "people_barred": "people barred",
    "eligible": "cases eligible",
    "needs_a_person": "cases that need a person",
    "needs_a_fact": "cases that need a fact",
    "ineligible": "cases ineligible",
    "rules_not_in_force": "cases for which its rules are not in force",
}
"""What each line of a comparison counts."""

REASONS: Mapping[str, str] = {
    "not_resettlement": "not resettlement",
    "not_in_force": "not in force",
    "consent_unknown": "a party's consent is not recorded",
    "consent_withheld": "a party's consent is withheld",
    "consent_waits": "a party's consent waits for an event",
    "no_offer_running": "no offer runs",
    "places_unknown": "places are unknown",
    "rules_not_in_force": "its rules are not in force",
    "ineligible": "a criterion is not met",
    "needs_a_fact": "a fact is missing",
    "needs_the_office": "the office has a point to judge",
    "not_willing": "not every member is willing",
    "will_unknown": "willingness is not recorded",
    "way_open": "a way is open already",
    "arrived": "arrived already",
    "travels_with_blocked": "travels with a case that cannot be proposed",
    "places_taken": "not enough places",
    "tied_to_under_way": "tied to a case already under way",
    "tie_in_the_way": "does not fit beside other proposals",
    "not_sought": "no objective gains by it",
    "in_two_cases": "somebody is recorded in two cases",
    "denied_here": "denied there before",
}
"""Obstacles in a few words, for tables."""

_WITH_ARTICLE = frozenset(
    "ARE BHS CAF COD COG COM CYM DOM FLK GBR GMB MDV MHL NLD PHL SLB TCA USA VAT VGB VIR".split()
)
_SCORE_STEPS = 1000


@cache
def country(code: str, *, article: bool = False) -> str:
    """The country's name, with the article that English wants in a sentence if asked; any other name as it is."""
    found = pycountry.countries.get(alpha_3=code)
    if found is None:
        return code
    name = LOCALE.territories.get(found.alpha_2, found.name)
    return f"the {name}" if article and code in _WITH_ARTICLE else name


def day(on: date) -> str:
    """``2 October 2013``."""
    return format_date(on, "long", LOCALE)


def number(value: float | Decimal) -> str:
    return format_decimal(value, locale=LOCALE)


def listed(items: Iterable[str], style: str = "standard") -> str:
    """``a, b and c``; style ``or`` for choices."""
    return format_list([*items], "or" if style == "or" else "standard", LOCALE)


def counted(value: int, forms: str) -> str:
    """``1 place``, ``4 places``: forms in the locale's order of plural categories, between bars."""
    return f"{number(value)} {form(value, forms)}"


def form(value: int, forms: str) -> str:
    """The form for so many, without the number."""
    categories = [tag for tag in ("zero", "one", "two", "few", "many") if tag in LOCALE.plural_form.tags]
    written = forms.split("|")
    category = LOCALE.plural_form(abs(value))
    place = categories.index(category) if category in categories else len(written) - 1
    return written[place]


def people(value: int) -> str:
    return counted(value, UNITS["persons"])


def tier(name: str, value: int) -> str:
    """What a tier reached, in its unit: ``people placed: 150 people``."""
    title, forms = TIERS[name]
    if name == "score":
        return f"{title}: {number(Decimal(value) / _SCORE_STEPS)} {forms.split('|')[-1]}"
    return f"{title}: {counted(value, forms)}"


_OF_LISTS = {
    code: meaning
    for known in (codes.REFUGEE_STATUS, codes.ACCOMMODATION, codes.RELATIONSHIP, codes.LINK, codes.PRIORITY)
    for code, meaning in known.meaning.items()
}
_CODES: Mapping[str, str] = {
    **_OF_LISTS,
    **{name: title for name, (title, _) in TIERS.items()},
    **LINES, **CONSENTS, **CLAIMS, **FATES, **COUNTS_AT, **CRITERION_KINDS, **DECIDERS, **PROMISES, **SOLUTIONS,
    **STATUSES, **STAGES, **RULINGS, **ANSWERS, **REASONS, **OUTCOMES,
}  # fmt: skip


def code(one: str) -> str:
    """Any code of the engine in words, without its context; what is no code of ours comes back as it is."""
    return _CODES.get(one, one)


def relationship(code: str) -> str:
    """What a relative is to a person; the code itself where it is not listed."""
    return codes.RELATIONSHIP.meaning.get(code, code)

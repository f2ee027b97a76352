"""What people call facts, columns and keys in other words, so that a message can name the one they mean."""

import re
from collections.abc import Iterable

from resettle.engine.registry import facts

ALSO_CALLED = {
    # facts
    "sex": "gender",
    "date_of_birth": "dob birthdate birth_date birthday born born_on",
    "birth_country": "birthplace place_of_birth country_of_birth",
    "nationality": "citizenship",
    "refugee_status": "status rsd rsd_status",
    "marital_status": "civil_status married",
    "location": "place country country_of_asylum asylum_country coa host_country",
    "fled_on": "flight flight_date date_of_flight",
    "specific_needs": "needs",
    "relationship_to_pa": "relationship relation role",
    "category_primary": "category submission_category",
    "case_size": "size members number_of_members",
    "screening_day": "today now",
    "country": "location place",
    # columns
    "person": "id person_id individual individual_id progres_id",
    "case": "case_id case_number case_no",
    "effective": "date from since start start_date valid_from",
    "known": "recorded recorded_on known_on learned_on",
    "finding": "result expected expectation",
    "outcome": "result expected expectation",
    "about": "comment description remark note",
    # keys
    "name": "title",
    "sentence": "text rule wording description",
    "kind": "type",
    "test": "condition expression criterion",
    "until": "to end end_date expires",
    "unless": "except exception exceptions exemption exemptions",
    "waivable_by": "waiver waived_by",
    "note": "comment remark about",
}
"""A name of ours → what it is called elsewhere."""


def meant(word: str, allowed: Iterable[str]) -> str:
    """The first of the allowed names that a word stands for: its label, another spelling or word for it; else nothing."""
    said = _plain(word)
    known = facts.dictionary()
    for name in allowed:
        label = _plain(known[name].label) if name in known else ""
        if said in (name, label, *ALSO_CALLED.get(name, "").split()):
            return name
    return ""


def _plain(text: str) -> str:
    return "_".join(re.findall(r"[^\W_]+", text.casefold()))

"""A family of whom one was refused, and the ways of lifting what excludes it, as text."""

from spec.screening.small_situation import a_situation

from resettle.engine.screening.casefile import case_file
from resettle.engine.screening.steps import lifts

FAMILY = """
person | relationship_to_pa | refugee_status | location | nationality | documents          | grounds_found
P-1    | PA                 | recognised     | NRU      | IRN         | medical_certificate | none
P-2    | spouse             | refused        | NRU      | IRN         | none               | crime
P-3    | child              | recognised     | AUS      | IRN;AFG     | none               | health
"""
RECOGNISED = "refugee_status = 'recognised'"
NO_CRIME = "HAS(grounds_found, 'crime')"
A_CASE = {
    "category_primary": "MED", "priority": "normal", "referred_by": "ngo", "selection_modality": "mission",
    "other_solutions": "return", "sponsorship": "government", "designated_group": "no", "vulnerable": "no",
    "one_year_window": "no", "waiting_since": "2015", "proposer": "citizen", "proposer_unauthorised_arrival": "yes",
}  # fmt: skip


def lifts_of(criteria, table=FAMILY, **more):
    return {
        one.criterion.id: one
        for one in lifts(case_file(a_situation(table, criteria, **more), "C-1", "there"))
    }


def ways(criteria, table=FAMILY, **more):
    """criterion → its ways as text: ``refugee_status of P-2``, ``waiver of P-2 by USA``, ``review of C-1 by office``."""
    found = lifts_of(criteria, table, **more)
    return {name: [" and ".join(map(spoken, way)) for way in one.ways] for name, one in found.items()}


def spoken(step):
    by = f" by {step.by}" if step.by else ""
    return f"{step.fact or step.kind.value} of {step.subject}{by}"

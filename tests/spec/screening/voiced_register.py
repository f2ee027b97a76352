"""The small register with rules of every kind, and somebody who told the office in confidence."""

import csv
import io

from builders import NORWAY, SMALL

RULES = """
[[criterion]]
id = "no-grounds"
kind = "bar"
sentence = "Nobody comes on whom a check has found something."
test = "HAS(grounds_found, 'security', 'crime')"
applies_to = "each_member"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "of-age"
kind = "eligibility"
sentence = "Each member is of age."
test = "AGE(date_of_birth, screening_day) >= 18"
applies_to = "each_member"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "elsewhere"
kind = "bar"
sentence = "Nobody comes who is on the way to another country."
test = "ANY_PATHWAY(pathway_country <> 'NOR' AND pathway_stage IN ('open', 'accepted'))"
applies_to = "each_member"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "settles"
kind = "eligibility"
sentence = "Norway is satisfied that the case can settle."
decided_by = "receiving_state"
applies_to = "case"
unless = ["vulnerable"]
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "vulnerable"
kind = "exemption"
sentence = "Of a vulnerable case nothing is asked on settling."
test = "vulnerable = 'yes'"
applies_to = "case"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "credible"
kind = "eligibility"
sentence = "The account holds together."
decided_by = "office"
applies_to = "case"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "long-waiting"
kind = "priority"
sentence = "Who has waited longest comes first."
test = "waiting_since < DATE '2020-01-01'"
applies_to = "case"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "group-in-kenya"
kind = "eligibility"
sentence = "Whoever travels together is in Kenya."
test = "EACH_MEMBER(location = 'KEN' AND date_of_birth < DATE '2000-01-01')"
applies_to = "linked_group"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "not-yet"
kind = "eligibility"
sentence = "Each member signs a declaration."
test = "declaration_signed_on <= screening_day"
applies_to = "each_member"
source = "treaty"
effective = 2026-06-01
known = 2026-01-05

[[sub_quota]]
id = "women"
of = "2026"
kind = "floor"
number = 5
counts = "matching"
sentence = "Half of the places are for women and girls."
test = "sex = 'F'"
applies_to = "each_member"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05
"""
PATHWAYS = """\
person,pathway,pathway_kind,pathway_country,pathway_stage,pathway_since,effective,known,source
P-8,canada-by-lottery,resettlement,CAN,accepted,2024-09-09,2025-02-01,2025-02-10,informant
P-8,norway-by-family,family_reunification,NOR,refused,2023-08-08,2025-02-01,2025-02-10,informant
"""
TOLD_LATER = {
    "P-8": {"pathways_listed": "all", "grounds_found": "none"},
    "P-9": {"pathways_listed": "all", "grounds_found": "security", "specific_needs": "SV-VF"},
}


def with_columns(path, key, more, source="informant"):
    """A table of the small register with one more row for some, which says what they are said to be."""
    rows = list(csv.DictReader(io.StringIO(SMALL[path])))
    columns = list(dict.fromkeys([*rows[0], *(name for cells in more.values() for name in cells)]))
    rows += [
        {key: name, **cells, "effective": "2025-02-01", "known": "2025-02-10", "source": source}
        for name, cells in more.items()
    ]
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def voiced(**more):
    """The small register with rules of every kind, and somebody who told the office in confidence."""
    sources = SMALL["register.toml"] + '\n[sources.informant]\ntitle = "A neighbour, in confidence"\n'
    return {
        "register.toml": sources,
        "arrangements/nor-2026.toml": NORWAY + RULES,
        "people.csv": with_columns("people.csv", "person", TOLD_LATER),
        "cases.csv": with_columns("cases.csv", "case", {"C-4": {"vulnerable": "yes"}}),
        "pathways.csv": PATHWAYS,
        "links.csv": SMALL["links.csv"] + "C-3,C-4,same_country,,2024-06-01,2024-06-02,office\n",
        **more,
    }

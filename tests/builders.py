"""Builders for tests: a small valid register as files, and easy ways to change one file, row, cell or key of it."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from resettle import files
from resettle.engine.placement.check import check
from resettle.engine.placement.recommend import plan
from resettle.engine.registry.register import Register
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.screen import screen

ON = date(2026, 3, 2)

REGISTER = """\
name = "Small"
about = "Four cases, nine people, two arrangements."
synthetic = true
on = 2026-03-02

[sources.office]
title = "The office's own records"

[sources.treaty]
title = "Agreement of 5 January 2026"
url = "https://example.org/treaty"
"""

NORWAY = """\
id = "nor-2026"
name = "Norway's programme of 2026"
solution = "resettlement"
country = "NOR"
promises = "places"
parties = ["NOR", "KEN"]
referrers = ["UNHCR"]
needs_consent_of = ["KEN"]
source = "treaty"

[[status]]
effective = 2026-01-05
known = 2026-01-05
status = "in_force"
source = "treaty"

[[consent]]
party = "KEN"
effective = 2026-01-05
known = 2026-01-05
consent = "given"
source = "treaty"

[[offer]]
id = "2026"
from = 2026-01-01
until = 2026-12-31
unit = "persons"
counts_at = "arrival"
within = "nor-quota/2026"
[[offer.places]]
effective = 2026-01-05
known = 2026-01-05
places = 10
source = "treaty"

[[criterion]]
id = "recognised"
kind = "eligibility"
sentence = "Each member is a recognised refugee."
test = "refugee_status = 'recognised'"
applies_to = "each_member"
unless = ["derived"]
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "derived"
kind = "exemption"
sentence = "A child of the principal applicant needs no status of their own."
test = "relationship_to_pa = 'child'"
applies_to = "each_member"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "security"
kind = "eligibility"
sentence = "Norway is satisfied on security."
decided_by = "receiving_state"
applies_to = "case"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05
"""

CANADA = """\
id = "can-2026"
name = "Canada's programme of 2026"
solution = "resettlement"
country = "CAN"
promises = "consideration"
parties = ["CAN"]
needs_consent_of = []
source = "treaty"

[[status]]
effective = 2026-01-05
known = 2026-01-05
status = "in_force"
source = "treaty"

[[offer]]
id = "2026"
from = 2026-01-01
counts_at = "decision"
[[offer.places]]
effective = 2026-01-05
known = 2026-01-05
places = "unknown"
source = "treaty"

[[criterion]]
id = "recognised"
kind = "eligibility"
sentence = "Each member is a recognised refugee."
test = "refugee_status = 'recognised'"
applies_to = "each_member"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05
"""

QUOTA = """\
id = "nor-quota"
name = "Norway's refugee quota"
country = "NOR"
source = "treaty"

[[period]]
id = "2026"
from = 2026-01-01
until = 2026-12-31
unit = "persons"
[[period.places]]
effective = 2026-01-05
known = 2026-01-05
places = 20
source = "treaty"
[[period.claim]]
id = "others"
name = "Everyone else inside the quota"
[[period.claim.places]]
effective = 2026-01-05
known = 2026-01-05
places = 5
source = "treaty"
"""

BAR = """\
id = "no-entry"
name = "A bill on entry"
country = "CAN"
source = "treaty"

[[status]]
effective = 2026-02-01
known = 2026-02-01
status = "proposed"
source = "treaty"

[[criterion]]
id = "came-late"
kind = "bar"
sentence = "Whoever came after 2025 is barred."
test = "arrived_on > DATE '2025-12-31'"
applies_to = "each_member"
source = "treaty"
effective = 2026-02-01
known = 2026-02-01
"""

WHAT_IF = """\
name = "Canada says how many"
about = "Ten places, and no consent of Kenya."

[[places]]
of = "can-2026/2026"
effective = 2026-03-01
places = 10

[[consent]]
arrangement = "nor-2026"
party = "KEN"
effective = 2026-03-01
consent = "withheld"
"""

PEOPLE = """\
person,sex,date_of_birth,nationality,refugee_status,location,arrived_on,effective,known,source
P-1,F,1990-05-01,SOM,recognised,KEN,2015,2024-06-01,2024-06-02,office
P-2,M,1988,SOM,recognised,KEN,2015,2024-06-01,2024-06-02,office
P-3,F,2012-03,SOM,recognised,KEN,none,2024-06-01,2024-06-02,office
P-4,M,2024-01-09,,unknown,KEN,none,2024-06-01,2024-06-02,office
P-5,M,1979-11-30,SSD;unknown,recognised,KEN,2016-02,2024-06-01,2024-06-02,office
P-6,F,1981,SSD,recognised,KEN,2016-02,2024-06-01,2024-06-02,office
P-7,M,2001-07-07,ERI,recognised,KEN,2019-08-15,2024-06-01,2024-06-02,office
P-8,F,1985-01-20,COD,recognised,KEN,2018,2024-06-01,2024-06-02,office
P-9,M,2010-12-24,COD,recognised,KEN,2018,2024-06-01,2024-06-02,office
P-7,,,,,KEN,,2025-02-01,2025-02-10,office
"""

CASES = """\
case,category_primary,category_secondary,priority,waiting_since,effective,known,source
C-1,LPPN,MED,urgent,2015,2024-06-01,2024-06-02,office
C-2,SVT,,normal,2016-02,2024-06-01,2024-06-02,office
C-3,LPPN,,emergency,2019-08-15,2024-06-01,2024-06-02,office
C-4,WGR,,normal,2018,2024-06-01,2024-06-02,office
"""

MEMBERS = """\
case,person,relationship_to_pa,state,effective,known,source
C-1,P-1,PA,,2024-06-01,2024-06-02,office
C-1,P-2,spouse,,2024-06-01,2024-06-02,office
C-1,P-3,child,,2024-06-01,2024-06-02,office
C-1,P-4,child,,2024-06-01,2024-06-02,office
C-2,P-5,PA,,2024-06-01,2024-06-02,office
C-2,P-6,spouse,,2024-06-01,2024-06-02,office
C-3,P-7,PA,,2024-06-01,2024-06-02,office
C-4,P-8,PA,,2024-06-01,2024-06-02,office
C-4,P-9,child,,2024-06-01,2024-06-02,office
"""

LINKS = """\
case,other_case,link,state,effective,known,source
C-2,C-3,travel_together,,2024-06-01,2024-06-02,office
C-1,C-4,keep_apart,,2024-06-01,2024-06-02,office
"""

RELATIVES = """\
person,relative,relationship,country,relative_person,state,effective,known,source
P-7,R-1,sibling,NOR,,,2024-06-01,2024-06-02,office
P-5,R-2,parent,SSD,,,2024-06-01,2024-06-02,office
"""

WILLINGNESS = "person,arrangement,willing,effective,known,source\n" + "".join(
    f"P-{number},{arrangement},yes,2026-02-01,2026-02-02,office\n"
    for arrangement in ("nor-2026", "can-2026")
    for number in range(1, 10)
)

SCORES = """\
case,arrangement,score,effective,known,source
C-1,nor-2026,0.75,2026-02-01,2026-02-02,office
"""

ACTS = """\
act_id,act,case,arrangement,offer,by,reason,persons,effective,known,source
A-1,propose,C-4,nor-2026,2026,officer-1,,,2026-02-10,2026-02-10,office
A-2,submit,C-4,nor-2026,,officer-1,,P-8;P-9,2026-02-12,2026-02-13,office
"""

SMALL: Mapping[str, str] = {
    "register.toml": REGISTER,
    "arrangements/nor-2026.toml": NORWAY,
    "arrangements/can-2026.toml": CANADA,
    "quotas/nor-quota.toml": QUOTA,
    "bars/no-entry.toml": BAR,
    "what-ifs/canada-offers.toml": WHAT_IF,
    "people.csv": PEOPLE,
    "cases.csv": CASES,
    "members.csv": MEMBERS,
    "links.csv": LINKS,
    "relatives.csv": RELATIVES,
    "willingness.csv": WILLINGNESS,
    "scores.csv": SCORES,
    "acts.csv": ACTS,
}
"""The small register: path inside the folder → text. C-4 is submitted to Norway; C-2 and C-3 travel together."""


def a_register_folder(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """
    The small register written into a folder, with some files otherwise: their text, their bytes, or None for absent.

        a_register_folder(tmp_path, {"people.csv": cell("people.csv", 2, "sex", "Q"), "links.csv": None})
    """
    for path, content in {**SMALL, **(changes or {})}.items():
        if content is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def a_register(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Register:
    """The small register, read. Raises RegisterRefused if the changes broke it."""
    return files.read(a_register_folder(folder, changes))[0]


def a_situation(
    folder: Path,
    changes: Mapping[str, str | bytes | None] | None = None,
    on: date = ON,
    assumptions: Mapping[str, int] | None = None,
) -> Situation:
    """The small register as of a day."""
    return Situation(a_register(folder, changes), on, None, assumptions)


def cell(path: str, row: int, column: str, value: str) -> str:
    """A table of the small register with one cell otherwise; rows count as in a spreadsheet, the header is row 1."""
    lines = list(csv.reader(io.StringIO(SMALL[path], newline="")))
    lines[row - 1][lines[0].index(column)] = value
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(lines)
    return written.getvalue()


def row(path: str, line: str) -> str:
    """A table of the small register with one more row at its end."""
    return f"{SMALL[path]}{line}\n"


def without_row(path: str, number: int) -> str:
    """A table of the small register less one row."""
    lines = SMALL[path].splitlines(keepends=True)
    del lines[number - 1]
    return "".join(lines)


def declared(people, day="2024-06-01"):
    """A table of people, each of whom signed the declaration of the RRF on a day."""
    header, *rows = people.splitlines()
    return "\n".join([f"{header},declaration_signed_on", *(f"{row},{day}" for row in rows), ""])


def swapped(path: str, old: str, new: str) -> str:
    """A file of the small register with the first ``old`` replaced; it must be there."""
    assert old in SMALL[path], f"{path} does not hold {old!r}"
    return SMALL[path].replace(old, new, 1)


def more(path: str, text: str) -> str:
    """A file of the small register with text added at its end."""
    return f"{SMALL[path]}\n{text}\n"


def planned(situation, **options):
    """The plan of a situation; it has passed its check."""
    screening = screen(situation)
    proposed = plan(situation, screening, **options)
    assert check(situation, proposed) == []
    return proposed


def offers(proposed):
    """case → the offer it is proposed for."""
    return {placing.case: placing.offer for placing in proposed.placings}


def why(proposed, case, arrangement):
    """Codes of what stood in the way of a case that was left."""
    [left] = [one for one in proposed.left if one.case == case]
    return [one.code for one in left.why[arrangement]]

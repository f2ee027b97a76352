"""A register for the tests of records: one arrangement with places for a year around today, and as many cases as asked."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from resettle.engine.registry.roles import Role
from resettle.service import registers

TODAY = datetime.now(UTC).date()
DESK = (Role.COORDINATOR, Role.MOVEMENT)
"""Whoever sits at it records every act on submissions, one that a State or a carrier told of included."""
founded_at_a_desk = partial(registers.founded, holds=DESK)
BEGINS = TODAY - timedelta(200)
ENDS = TODAY + timedelta(100)
LEARNED = TODAY - timedelta(150)
"""Everything of the register itself was known long before today."""

REGISTER = f"""\
name = "Race"
about = "Many cases and few places."
synthetic = true
cases_begin = "ready"
on = {TODAY}

[sources.office]
title = "The office's own records"
"""

ARRANGEMENT = f"""\
id = "nor"
name = "Norway's programme"
solution = "resettlement"
country = "NOR"
promises = "places"
parties = ["NOR"]
referrers = ["UNHCR"]
needs_consent_of = []
source = "office"

[[status]]
effective = {BEGINS}
known = {LEARNED}
status = "in_force"
source = "office"

[[offer]]
id = "year"
from = {BEGINS}
until = {ENDS}
unit = "persons"
counts_at = "arrival"
[[offer.places]]
effective = {BEGINS}
known = {LEARNED}
places = PLACES
source = "office"
"""


def office(folder: Path, sizes, places=150, willing=True):
    """A register in files: cases C-1, C-2 … of so many people each, P-1, P-2 …"""
    folder.mkdir(parents=True)
    (folder / "arrangements").mkdir()
    (folder / "register.toml").write_text(REGISTER)
    (folder / "arrangements" / "nor.toml").write_text(ARRANGEMENT.replace("PLACES", str(places)))
    dated = f"{LEARNED},{LEARNED},office"
    people, cases, members, will = [], [], [], []
    for case, size in enumerate(sizes, 1):
        cases.append(f"C-{case},{dated},normal")
        for at in range(size):
            person = f"P-{len(people) + 1}"
            people.append(f"{person},{dated},F,1990-05-0{at + 1},{LEARNED}")
            members.append(f"C-{case},{person},{dated},{'PA' if at == 0 else 'child'}")
            will.append(f"{person},nor,{dated},yes")
    _table(folder, "people", "person,effective,known,source,sex,date_of_birth,declaration_signed_on", people)
    _table(folder, "cases", "case,effective,known,source,priority", cases)
    _table(folder, "members", "case,person,effective,known,source,relationship_to_pa", members)
    if willing:
        _table(folder, "willingness", "person,arrangement,effective,known,source,willing", will)
    return folder


def _table(folder, name, header, rows):
    (folder / f"{name}.csv").write_text("\n".join([header, *rows, ""]))

"""The register that is played against: three small offers of Norway, one of Canada of unknown size, few people who want them."""

from datetime import UTC, datetime, timedelta

BEGAN = datetime.now(UTC).date() - timedelta(60)
"""The day on which the register is founded and play begins: the database lets nobody learn anything in the future."""
SOON = [BEGAN + timedelta(n) for n in range(8)]

CASES = {"C-1": ("P-1",), "C-2": ("P-2", "P-3"), "C-3": ("P-4", "P-5", "P-6"), "C-4": ("P-7", "P-8")}
BORN = {"C-2": ("B-1",), "C-3": ("B-2", "B-3")}
"""Children of the cases, who are in them from the third day on; they come into an arrangement by joining."""

HEAD = f"""\
name = "Play"
about = "Few places, wanted by many."
synthetic = true
cases_begin = "ready"
on = {BEGAN}

[sources.office]
title = "The office's own records"
"""

_DATED = f'effective = {BEGAN}\nknown = {BEGAN}\nsource = "office"\n'

ARRANGEMENT = """\
id = "{id}"
name = "{id}"
solution = "resettlement"
country = "{country}"
promises = "places"
needs_consent_of = []
source = "office"
[[status]]
status = "in_force"
{dated}
{offers}
"""

OFFER = """\
[[offer]]
id = "{id}"
from = {began}
unit = "{unit}"
counts_at = "{counts_at}"
{more}
[[offer.places]]
places = {places}
{dated}
"""

QUOTA = f"""\
id = "quota"
name = "The quota"
country = "NOR"
source = "office"
[[period]]
id = "year"
from = {BEGAN}
unit = "persons"
[[period.places]]
places = 6
{_DATED}
[[period.claim]]
id = "others"
name = "Others"
[[period.claim.places]]
places = 1
{_DATED}
"""


def an_offer(id, unit, counts_at, places, more=""):
    return OFFER.format(
        id=id, unit=unit, counts_at=counts_at, places=places, more=more, began=BEGAN, dated=_DATED
    )


def the_folder(folder):
    """Two offers of Norway inside one quota and one of cases beside it; and one of Canada of unknown size."""
    (folder / "arrangements").mkdir(parents=True)
    (folder / "quotas").mkdir()
    (folder / "register.toml").write_text(HEAD)
    over = f"[[offer.over_submission]]\nplaces = 1\n{_DATED}"
    norway = an_offer("persons", "persons", "arrival", 3, 'within = "quota/year"') + over
    norway += an_offer("later", "persons", "decision", 2, 'within = "quota/year"')
    norway += an_offer("cases", "cases", "departure", 2)
    canada = an_offer("open", "persons", "submission", '"unknown"')
    for id, country, offers in (("nor", "NOR", norway), ("can", "CAN", canada)):
        text = ARRANGEMENT.format(id=id, country=country, offers=offers, dated=_DATED)
        (folder / "arrangements" / f"{id}.toml").write_text(text)
    (folder / "quotas" / "quota.toml").write_text(QUOTA)
    dated = f"{BEGAN},{BEGAN},office"
    rows = {"people": [], "cases": [], "members": [], "willingness": []}
    for case, people in CASES.items():
        rows["cases"].append(f"{case},{dated}")
        for person in (*people, *BORN.get(case, ())):
            since = f"{SOON[2]},{BEGAN},office" if person in BORN.get(case, ()) else dated
            born = (
                BEGAN
                if person in BORN.get(case, ())
                else "1970-05-01"
                if person == people[0]
                else "2010-05-01"
            )
            rows["people"].append(f"{person},{since},{BEGAN},{born}")
            rows["members"].append(f"{case},{person},{since},{'PA' if person == people[0] else 'child'}")
            rows["willingness"] += [f"{person},{offers},{dated},yes" for offers in ("nor", "can")]
    keys = {
        "people": "person",
        "cases": "case",
        "members": "case,person",
        "willingness": "person,arrangement",
    }
    last = {
        "people": ",declaration_signed_on,date_of_birth",
        "members": ",relationship_to_pa",
        "willingness": ",willing",
    }
    for table, lines in rows.items():
        header = f"{keys[table]},effective,known,source{last.get(table, '')}"
        (folder / f"{table}.csv").write_text("\n".join([header, *lines, ""]))
    return folder


def members(case, on):
    """Who is in a case on a day, as everybody knows."""
    return tuple(sorted([*CASES[case], *(BORN.get(case, ()) if on >= SOON[2] else ())]))

"""Ways to break the small register in one place: a criterion, a test, a workbook, a table that is not there otherwise."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import xlsxwriter
from builders import swapped

NOR, CAN = "arrangements/nor-2026.toml", "arrangements/can-2026.toml"
QUOTA, BAR, WHAT_IF = "quotas/nor-quota.toml", "bars/no-entry.toml", "what-ifs/canada-offers.toml"


@dataclass(frozen=True)
class Broken:
    """How a register is broken, the code that is found, and what its words hold."""

    how: str
    changes: Mapping[str, str | bytes | None]
    code: str
    told: tuple[str, ...]
    warning: bool = False


def a_criterion(**keys: str) -> str:
    """One more criterion, valid unless told otherwise; values as they are written in TOML."""
    written = {
        "id": '"extra"', "kind": '"eligibility"', "sentence": '"Something."', "test": "\"location = 'KEN'\"",
        "applies_to": '"each_member"', "source": '"treaty"', "effective": "2026-01-05", "known": "2026-01-05", **keys,
    }  # fmt: skip
    return "[[criterion]]\n" + "\n".join(f"{key} = {value}" for key, value in written.items() if value)


def a_test(text: str) -> dict[str, str]:
    """The test of Norway's first criterion otherwise."""
    return {NOR: swapped(NOR, "refugee_status = 'recognised'", text)}


def a_workbook_with_a_cell_nowhere() -> bytes:
    """Whose second cell stands where no spreadsheet has one."""
    good, broken = zipfile.ZipFile(io.BytesIO(a_workbook(["person", "sex"]))), io.BytesIO()
    with zipfile.ZipFile(broken, "w") as written:
        for part in good.namelist():
            written.writestr(part, good.read(part).replace(b'r="B1"', b'r="ZZZZZZ99999999999"'))
    return broken.getvalue()


def a_workbook(*lines: list[object]) -> bytes:
    """An XLSX workbook with one sheet."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    return written.getvalue()


def a_parquet(**columns: list[object]) -> bytes:
    """A Parquet file."""
    written = io.BytesIO()
    pl.DataFrame(columns).write_parquet(written)
    return written.getvalue()


PATHWAYS = """\
person,pathway,pathway_kind,pathway_country,pathway_stage,pathway_since,effective,known,source
P-1,W-1,work,NZL,open,2026-01-10,2026-01-10,2026-01-11,office
"""

RULINGS = """\
subject,arrangement,criterion,ruling,by,effective,known,source
C-1,nor-2026,security,satisfied,NOR,2026-02-01,2026-02-02,office
P-1,no-entry,came-late,waived,CAN,2026-02-01,2026-02-02,office
"""

GROUPS = """\
group,person,state,effective,known,source
G-1,P-1,,2024-06-01,2024-06-02,office
G-1,P-2,,2024-06-01,2024-06-02,office
G-1,P-2,ended,2025-01-01,2025-01-02,office
"""

DOCUMENTS = """\
person,document,document_kind,number,issued_by,issued_on,valid_until,effective,known,source
P-1,D-1,identity_document,K 123/45,KEN,2019-03,none,2024-06-01,2024-06-02,office
P-2,D-1,unknown,,unknown,unknown,2030-12-31,2024-06-01,2024-06-02,office
"""

STATEMENTS = """\
subject,statement,on,text,confidential_from,change,effective,known,source
P-1,T-1,refugee_claim,She was warned twice.,P-2,,2026-01-10,2026-01-11,office
C-1,T-2,need,Nobody protects her there.,,minor,2026-01-10,2026-01-11,office
"""
INTERVIEWS = """\
person,interview,held_on,interviewer,interpreter,language,effective,known,source
P-1,I-1,2026-01-08,eva,none,som,2026-01-08,2026-01-11,office
"""
REQUESTS = """\
request,person,asks,language,text,safe_contact,effective,known,source
Q-1,P-1,standing,som,Where is my case?,by a neighbour,2026-01-10,2026-01-11,office
"""
ANSWERS = """\
request,person,text,by,effective,known,source
Q-1,P-1,It is under review.,eva,2026-01-20,2026-01-20,office
"""
TRANSLATIONS = """\
request,person,language,text,translated_by,checked_by,effective,known,source
Q-1,P-1,som,Waa la eegayaa.,ayaan,hodan,2026-01-22,2026-01-22,office
"""
SERVED = """\
request,person,service,way,by,effective,known,source
Q-1,P-1,S-1,handed_over,eva,2026-01-25,2026-01-25,office
"""
LETTERS = {
    "requests.csv": REQUESTS, "answers.csv": ANSWERS, "translations.csv": TRANSLATIONS, "served.csv": SERVED,
}  # fmt: skip
CONSENTS = """\
person,consent,consent_for,given,to,effective,known,source
P-1,N-1,share_with_state,yes,NOR,2026-01-10,2026-01-11,office
P-1,N-1,share_with_state,withdrawn,NOR,2026-02-10,2026-02-11,office
P-1,N-2,family_tracing,unknown,,2026-01-10,2026-01-11,office
"""

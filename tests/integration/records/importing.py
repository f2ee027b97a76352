"""What tests of imports need: spreadsheets and folders to bring, and what came of it."""

from datetime import date
from pathlib import Path

from integration.records.offices import LEARNED, TODAY, office

from resettle.engine.registry.stages import CaseStage
from resettle.records import counts, database
from resettle.render import words
from resettle.service import imports, registers
from resettle.service.imports import Wanted

EXAMPLES = Path(__file__).parents[3] / "examples"
HEAD = registers.Head("Office", synthetic=True, cases_begin=CaseStage.READY)
ARR = "arrangements/nor.toml"


def come(address, *sources, **wanted):
    return imports.imported(address, Wanted(tuple(sources), **wanted), "eva")


def codes(preview, errors=True):
    return [one.code for one in preview.faults if one.is_error or not errors]


def said(preview):
    return [words.fault(one) for one in preview.faults]


def everything(address):
    """Every row of every table, in order."""
    found = database.connect(address)
    names = [name for name in sorted(database.tables_of(found)) if name.startswith("records_")]
    return {name: sorted(map(str, found.rows(f"SELECT * FROM {name}"))) for name in names}


NEW_PEOPLE = ("person,effective,source,sex,date_of_birth", f"P-9,{LEARNED},office,F,1990-01-02")
NEW_CASES = ("case,effective,source,priority", f"C-9,{LEARNED},office,urgent")
NEW_MEMBERS = ("case,person,effective,source,relationship_to_pa", f"C-9,P-9,{LEARNED},office,PA")


def a_family(sheet):
    return (
        sheet("people.csv", *NEW_PEOPLE),
        sheet("cases.csv", *NEW_CASES),
        sheet("members.csv", *NEW_MEMBERS),
    )


def submitted(tmp_path):
    folder = office(tmp_path / "office", [1, 2])
    acts_ = ["act_id,effective,known,source,act,case,arrangement,by"]
    acts_ += [
        f"A-{at},{LEARNED},{LEARNED},office,{act},C-2,nor,eva" for at, act in enumerate(("propose", "submit"))
    ]
    (folder / "acts.csv").write_text("\n".join([*acts_, ""]))
    return folder


def proposed(address):
    counted = counts.Counted(database.connect(address), latest=True).claims("nor/year", TODAY, date.max)
    return counted.proposed + counted.held


def changed(folder, *swaps):
    path = folder / ARR
    text = path.read_text()
    for before, after in swaps:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text)
    return folder

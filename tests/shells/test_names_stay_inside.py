"""Names and numbers of people are kept in the register: no answer, file, message or refusal shows one."""

import csv
import io
import json

import pytest
from builders import SMALL, a_register_folder
from spec.screening.voiced_register import voiced

from resettle import files
from resettle.files.columns import NAMES, ORIGINS, PRIVATE
from resettle.render import words

SECRET = "Zaytuna"
DOCUMENTS = f"""\
person,document,document_kind,number,issued_by,issued_on,valid_until,effective,known,source
P-8,{SECRET}-document,identity_document,{SECRET}-number,KEN,2019-03,none,2024-06-01,2024-06-02,office
"""
CONSENTS = """\
person,consent,consent_for,given,to,effective,known,source
P-8,N-1,share_with_state,yes,NOR,2026-01-10,2026-01-11,office
"""
STATEMENTS = f"""\
subject,statement,on,text,confidential_from,effective,known,source
P-8,T-1,refugee_claim,{SECRET} was warned twice.,P-9,2026-01-10,2026-01-11,office
C-4,T-2,need,{SECRET} has nobody to turn to.,,2026-01-10,2026-01-11,office
"""
RELATIVES = f"""\
person,relative,relationship,country,relative_name,relative_person,state,effective,known,source
P-8,R-9,sibling,KEN,{SECRET} relative,,,2024-06-01,2024-06-02,office
"""
DATED = "effective,known,source"
LETTERS = {
    "requests.csv": f"request,person,asks,language,text,safe_contact,{DATED}\n"
    f"Q-1,P-8,standing,som,{SECRET} asks.,by {SECRET},2026-01-10,2026-01-11,office\n",
    "answers.csv": f"request,person,text,by,{DATED}\nQ-1,P-8,{SECRET} is told.,eva,2026-01-20,2026-01-20,office\n",
    "translations.csv": f"request,person,language,text,translated_by,checked_by,{DATED}\n"
    f"Q-1,P-8,som,{SECRET} la sheegay.,ayaan,hodan,2026-01-22,2026-01-22,office\n",
}


def named(people):
    """A table of people in which everybody has all names and numbers."""
    rows = list(csv.DictReader(io.StringIO(people)))
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, [*rows[0], *NAMES, *ORIGINS], lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, **{name: f"{SECRET} {name}" for name in (*NAMES, *ORIGINS)}} for row in rows)
    return written.getvalue()


@pytest.fixture
def folder(tmp_path):
    """The register of which not everybody may hear all, with names and numbers."""
    changes = voiced()
    people = named(changes.get("people.csv", SMALL["people.csv"]))
    more = {
        "people.csv": people, "documents.csv": DOCUMENTS, "consents.csv": CONSENTS, "statements.csv": STATEMENTS,
        "relatives.csv": RELATIVES,
    }  # fmt: skip
    return a_register_folder(tmp_path / "register", {**changes, **more, **LETTERS})


EVERY = [
    ["check", "FOLDER"],
    ["check", "FOLDER", "--json"],
    ["screen", "FOLDER", "--json", "--out", "OUT"],
    ["screen", "FOLDER"],
    ["plan", "FOLDER", "--out", "OUT", "--assume", "can-2026/2026=3"],
    ["plan", "FOLDER", "--json", "--assume", "can-2026/2026=3"],
    ["explain", "FOLDER", "C-4"],
    ["explain", "FOLDER", "C-4", "--json"],
    ["explain", "FOLDER", "C-4", "--voice", "officer", "--steps", "--by", "me", "--json", "--out", "OUT"],
    ["explain", "FOLDER", "C-4", "--voice", "state", "--json", "--out", "OUT"],
    ["explain", "FOLDER", "P-8", "--voice", "person", "--json", "--out", "OUT"],
    ["rules", "list", "FOLDER"],
    ["as-of", "FOLDER"],
    ["as-of", "FOLDER", "P-8"],
    ["as-of", "FOLDER", "P-8", "--json"],
    ["ledger", "FOLDER"],
    ["ledger", "FOLDER", "--json"],
    ["history", "DATABASE", "P-8"],
    ["history", "DATABASE", "P-8", "--json"],
]


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_no_answer_shows_a_name_or_a_number(run, folder, tmp_path, command):
    places = {"FOLDER": folder, "OUT": tmp_path / "out", "DATABASE": tmp_path / "office.sqlite"}
    if "DATABASE" in command:
        assert run("init", places["DATABASE"], "--from", folder, "--by", "eva")[0] == 0
    code, out, err = run(*(places.get(part, part) for part in command))
    assert code == 0 and len(out) > 50 and SECRET not in out + err
    for path in (tmp_path / "out").rglob("*"):
        assert SECRET.encode() not in path.read_bytes(), path


def test_a_history_says_that_names_and_numbers_are_recorded(run, folder, tmp_path):
    run("init", tmp_path / "office.sqlite", "--from", folder, "--by", "eva")
    _, told, _ = run("history", tmp_path / "office.sqlite", "P-8")
    private = [
        *NAMES,
        *ORIGINS,
        "number",
        "issued_on",
        "valid_until",
        "text",
        "confidential_from",
        "relative_name",
    ]
    assert [name for name in private if f"{name} recorded, not shown" not in told] == []
    assert "documents P-8;recorded, not shown" in told
    assert "issued_by KEN" in told and "date_of_birth" in told
    found = json.loads(run("history", tmp_path / "office.sqlite", "P-8", "--json")[1])["entries"]
    for table, names in PRIVATE.items():
        cells = [one["content"] for one in found if one["table"] == table]
        shown = {cell for content in cells for name, cell in content.items() if name in names}
        assert shown == {"recorded, not shown"}


@pytest.mark.parametrize("name", [*NAMES, "number", "issued_by", "given"])
def test_no_criterion_can_ask_for_one(run, folder, name):
    path = folder / "arrangements/nor-2026.toml"
    path.write_text(path.read_text().replace("refugee_status = 'recognised'", f"{name} = '{SECRET}'", 1))
    told = [words.fault(fault) for fault in files.examine(folder).faults if fault.is_error]
    assert any(f"“{name}”" in message for message in told), told


@pytest.mark.parametrize(("table", "column", "cell", "code"), [
    *(("people", name, f"{SECRET}\x1b[0m", "cell_unreadable") for name in (*NAMES, *ORIGINS)),
    ("statements", "text", f"{SECRET}\x07", "cell_unreadable"),
    ("statements", "confidential_from", f"{SECRET}-9", "statement_hidden_from_stranger"),
    ("documents", "number", f"{SECRET}\x07", "cell_unreadable"),
    ("documents", "document", f"{SECRET} 7", "cell_private"),
    ("documents", "issued_on", SECRET, "cell_private"),
    ("documents", "valid_until", SECRET, "cell_private"),
])  # fmt: skip
def test_what_is_wrong_there_is_told_by_row_and_column(folder, table, column, cell, code):
    rows = list(csv.DictReader(io.StringIO((folder / f"{table}.csv").read_text(), newline="")))
    rows[0][column] = cell
    with (folder / f"{table}.csv").open("w", newline="") as written:
        writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    faults = [fault for fault in files.examine(folder).faults if fault.is_error]
    assert {(fault.code, fault.where.file, fault.where.row, fault.where.key) for fault in faults} == {
        (code, f"{table}.csv", 2, column)
    }
    assert not any(SECRET in str(fault) + words.fault(fault) for fault in faults)


def test_a_document_twice_is_told_by_its_person(folder):
    twice = DOCUMENTS + DOCUMENTS.splitlines(keepends=True)[1]
    (folder / "documents.csv").write_text(twice)
    faults = [fault for fault in files.examine(folder).faults if fault.is_error]
    assert [(fault.code, fault.where.row, fault.params["value"]) for fault in faults] == [
        ("row_twice", 2, "P-8"), ("row_twice", 3, "P-8"),
    ]  # fmt: skip
    assert not any(SECRET in str(fault) for fault in faults)

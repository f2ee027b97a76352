"""A spreadsheet of 20,000 rows with more than 40 kinds of fault: each is told at its row, and nothing is recorded."""

import csv
import hashlib
import re
from dataclasses import dataclass

from integration.records.offices import LEARNED, TODAY, office

from resettle.records import database
from resettle.render import imports as shown
from resettle.render import words
from resettle.service import imports, registers

PEOPLE, PER_CASE = 20_000, 4
SECRET = "ZAYTUNA"
DATED = {"effective": LEARNED, "source": "office"}


@dataclass(frozen=True)
class Kind:
    """What is wrong with one row: the cells that are otherwise, and what is said, in which column."""

    table: str
    cells: dict[str, str]
    column: str
    code: str
    told: str
    is_one_of_many: bool = False


def person(column, cell, code, told=""):
    return Kind("people", {column: cell}, column, code, told or cell, is_one_of_many=True)


def row(table, column, cell, code, told="", **cells):
    return Kind(table, {**cells, column: cell}, column, code, told or cell)


KINDS = [
    # people: each of these is one of the 20,000 rows with one cell that is wrong
    person("person", "", "cell_missing"),
    person("person", "P 7", "id_wrong"),
    person("person", "C-17", "id_shared"),
    person("effective", "2016-13-01", "day_wrong"),
    person("effective", "", "cell_missing"),
    person("source", "", "cell_missing"),
    person("source", "hearsay", "source_unknown"),
    person("family_name", "a\u202eb", "cell_unreadable", "control"),
    person("sex", "female", "code_unknown"),
    person("date_of_birth", "12/03/1990", "value_wrong"),
    person("date_of_birth", "none", "none_impossible"),
    person("date_of_birth", "2062-03-01", "date_after_known", "known"),
    person("birth_country", "Utopia", "code_unknown"),
    person("nationality", "XXQ", "code_unknown"),
    person("refugee_status", "refugee", "code_unknown"),
    person("marital_status", "happy", "code_unknown"),
    person("specific_needs", "many", "code_unknown"),
    person("location", "camp", "code_unknown"),
    person("dependent", "perhaps", "code_unknown"),
    person("arrived_on", "1901-01-01", "dates_out_of_order", "date_of_birth"),
    person("status_date", "yesterday", "value_wrong"),
    # rows of their own
    row("people", "person", "P-21", "row_twice"),
    row("people", "", "too long", "row_too_long", "cells", person="P-999991"),
    row("cases", "case", "", "cell_missing"),
    row("cases", "priority", "soon", "code_unknown", case="C-900001"),
    row("cases", "category_primary", "needy", "code_unknown", case="C-900002"),
    row("cases", "waiting_since", "long", "value_wrong", case="C-900003"),
    row("members", "person", "P-404404", "name_unknown", case="C-30"),
    row("members", "case", "C-404404", "name_unknown", person="P-22"),
    row("members", "state", "gone", "code_unknown", case="C-31", person="P-124"),
    row("members", "relationship_to_pa", "friend", "code_unknown", case="C-32", person="P-130"),
    row("members", "relationship_to_pa", "PA", "case_two_applicants", "C-40", case="C-40", person="P-23"),
    row("members", "person", "P-500", "person_in_two_cases", case="C-41"),
    row("links", "link", "friends", "code_unknown", case="C-50", other_case="C-51"),
    row("links", "other_case", "C-52", "link_with_itself", case="C-52", link="same_town"),
    row("links", "link", "same_town", "link_contradicts", "keep apart", case="C-53", other_case="C-54"),
    row("relatives", "relationship", "", "cell_missing", person="P-600", relative="R-1"),
    row("relatives", "relative_person", "P-505505", "name_unknown", person="P-601", relative="R-2", relationship="sibling"),
    row("pathways", "pathway_stage", "waiting", "code_unknown", person="P-602", pathway="W-1"),
    row("pathways", "state", "over", "code_unknown", person="P-603", pathway="W-2"),
    row("willingness", "arrangement", "atlantis", "name_unknown", person="P-604", willing="yes"),
    row("willingness", "willing", "gladly", "code_unknown", person="P-605", arrangement="nor"),
    row("scores", "score", "-3", "value_wrong", case="C-55", arrangement="nor"),
    row("rulings", "ruling", "fine", "code_unknown", subject="C-56", arrangement="nor", criterion="any", by="eva"),
    row("registration_groups", "person", "P-606606", "name_unknown", group="G-1"),
    row("documents", "document_kind", "paper", "code_unknown", person="P-607", document="D-1", number=f"{SECRET}-1"),
    row("documents", "issued_on", f"{SECRET}-day", "cell_private", "date", person="P-608", document="D-2"),
    row("documents", "document", f"{SECRET} 2", "cell_private", "id", person="P-609"),
    row("consents", "consent_for", "everything", "code_unknown", person="P-610", consent="N-1", given="yes"),
    row("consents", "known", "2016-01-01", "import_known", "1 January 2016", person="P-611", consent="N-2", consent_for="share_with_state", given="yes"),
]  # fmt: skip
NOT_MEMBERS = 25
"""The first people have faults of their own, or are spoken of by rows that have; in no case, nothing follows from that."""


def name(at):
    """A name like no other."""
    return "".join(
        chr(ord("a") + int(sign, 16)) for sign in hashlib.sha256(str(at).encode()).hexdigest()[:12]
    )


def born(at):
    return f"{1940 + at % 70}-{1 + at % 12:02}-{1 + at % 28:02}"


def sheets(folder):
    """Writes the spreadsheets; answers where each kind of fault is: the file, its row, its column, its code."""
    rows = {kind.table: [] for kind in KINDS}
    rows["people"] = [
        {"person": f"P-{at}", **DATED, "family_name": name(at), "individual_no": f"{SECRET}{at}", "date_of_birth": born(at)}
        for at in range(PEOPLE)
    ]  # fmt: skip
    cases = range(PEOPLE // PER_CASE)
    rows["cases"] = [{"case": f"C-{at}", **DATED, "priority": "normal"} for at in cases]
    rows["members"] = [
        {"case": f"C-{at // PER_CASE}", "person": f"P-{at}", **DATED, "relationship_to_pa": "sibling" if at % PER_CASE else "PA"}
        for at in range(NOT_MEMBERS, PEOPLE)
    ]  # fmt: skip
    rows["links"] = [{"case": "C-54", "other_case": "C-53", "link": "keep_apart", **DATED}]
    wanted, at = set(), 0
    for kind in KINDS:
        if kind.is_one_of_many:
            rows["people"][at].update(kind.cells)
            at += 1
        else:
            rows[kind.table].append({**DATED, **kind.cells})
        place = at if kind.is_one_of_many else len(rows[kind.table])
        wanted.add((f"{kind.table}.csv", place + 1, kind.column, kind.code))
    wanted.add(("people.csv", 23, "person", "row_twice"))  # the other of the two rows
    for table, listed in rows.items():
        _write(folder / f"{table}.csv", listed)
    return wanted


def _write(path, rows):
    columns = list(dict.fromkeys(column for row in rows for column in row if column))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for one in rows:
            cells = [one.get(column, str(TODAY) if column == "known" else "") for column in columns]
            writer.writerow([*cells, *([one[""]] if "" in one else [])])


def contents(address):
    """Every row of every table, as the database has it."""
    found = database.connect(address)
    names = [table for table in sorted(database.tables_of(found)) if table.startswith("records_")]
    return {table: sorted(map(str, found.rows(f"SELECT * FROM {table}"))) for table in names}


def test_each_of_more_than_40_kinds_of_fault_is_told_at_its_row_and_nothing_changes(address, tmp_path):
    folder = tmp_path / "sheets"
    folder.mkdir()
    wanted = sheets(folder)
    registers.founded(address, "eva", tmp_path / "k", folder=office(tmp_path / "office", [1]))
    before = contents(address)
    done = imports.imported(address, imports.Wanted(tuple(sorted(folder.iterdir()))), "eva", "key-1")
    errors = [one for one in done.preview.faults if one.is_error]
    assert len(KINDS) == len(wanted) - 1 >= 40
    assert {(one.where.file, one.where.row, one.where.key, one.code) for one in errors} == wanted
    assert len(errors) == len(wanted)
    assert contents(address) == before
    told = {(one.where.file, one.where.row): words.fault(one) for one in errors}
    assert len(set(told.values())) == len(wanted)
    for file, at, column, _ in wanted:
        assert told[file, at].startswith(f"{file}, row {at}{f', {column}' if column else ''}: ")
    for kind in KINDS:
        assert any(kind.told in message for message in told.values()), kind
    nobody_is_named(f"{shown.data(done.preview)} {' '.join(told.values())}")


def nobody_is_named(text):
    assert SECRET not in text
    assert not {name(at) for at in range(PEOPLE)} & set(re.findall(r"\w+", text))

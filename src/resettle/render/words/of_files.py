"""Words for faults of files: what cannot be read, and what does not belong where it stands."""

from collections.abc import Mapping

from resettle.engine.errors import Where
from resettle.render.words.template import Words

FILES: Mapping[str, Words] = {
    "folder_missing": Words(
        "The folder of the register is not there, or is not a folder.",
        "there is no folder {folder:q}.",
        "Give the path of the folder that holds register.toml.",
        Where(),
        {"folder": "registers/2026"},
    ),
    "file_missing": Words(
        "A register needs a file that is not there.",
        "the folder {folder:q} has no such file.",
        "Write it, with the register's name, its day and its sources; or give another folder.",
        Where("register.toml"),
        {"folder": "2026"},
    ),
    "file_unknown": Words(
        "A file or folder looks like a part of the register and is none, so that nothing of it would be read.",
        "no part of a register has this name.",
        "Rename it, or move it out of the folder.[ What can be here: {allowed:long}.]",
        Where("peple.csv"),
        {"allowed": ["register.toml", "people.csv", "cases.csv", "arrangements/"], "near": "people.csv"},
    ),
    "file_twice": Words(
        "A table stands in two files; nobody could say which holds.",
        "the table {table} stands in {table}.csv and in {table}.xlsx.",
        "Keep one of the two files.",
        Where("people.csv"),
        {"table": "people"},
    ),
    "file_unreadable": Words(
        "The operating system does not let the file be read, or it is a folder.",
        "it cannot be read ({detail}).",
        "See that it is a file, and that you may read it.",
        Where("people.csv"),
        {"detail": "it is a folder"},
    ),
    "file_not_utf8": Words(
        "A file has bytes that are not text in UTF-8.",
        "it is not text in UTF-8.",
        "Save it again and choose the encoding UTF-8 (in a spreadsheet: “CSV UTF-8”).",
        Where("people.csv"),
        {},
    ),
    "file_not_toml": Words(
        "A file is not TOML.",
        "it is not TOML: {detail}.",
        "Mend it at that line; strings need quotation marks, dates none.",
        Where("register.toml"),
        {"detail": "Invalid value (at line 4, column 6)"},
    ),
    "file_not_csv": Words(
        "A file is not CSV from some row on.",
        "it is not CSV: {detail}.",
        "Save the table again as CSV in UTF-8; a cell that holds a comma, a quotation mark or a new line needs "
        "quotation marks around it.",
        Where("people.csv", 12),
        {"detail": "unexpected end of data"},
    ),
    "file_not_xlsx": Words(
        "A file is not an XLSX workbook with a sheet.",
        "it is not a workbook that can be read ({detail}).",
        "Save it again as XLSX without a password, or as CSV in UTF-8.",
        Where("people.xlsx"),
        {"detail": "invalid Zip archive"},
    ),
    "id_not_file": Words(
        "The id in a file is not the name of the file.",
        "the id {id:q} is not the name of the file, {file}.",
        "Give both the same name.",
        Where("arrangements/nz-150.toml", 0, "id"),
        {"id": "nz-151", "file": "nz-150.toml"},
    ),
}

TABLES: Mapping[str, Words] = {
    "column_unknown": Words(
        "A table has a column that it may not have.",
        "this table has no column {column:q}.",
        "Rename it or take it out. Its columns: {allowed:long}.",
        Where("people.csv", 1, "refuge_status"),
        {
            "column": "refuge_status",
            "allowed": ["person", "effective", "refugee_status"],
            "near": "refugee_status",
        },
    ),
    "column_twice": Words(
        "A table has a column twice.",
        "the column {column:q} stands there more than once.",
        "Keep one of them.",
        Where("people.csv", 1, "sex"),
        {"column": "sex"},
    ),
    "column_missing": Words(
        "A table lacks a column that it must have.",
        "the column {column:q} is missing.",
        "Add it to the first row, and fill it in each row.",
        Where("people.csv", 1, "known"),
        {"column": "known"},
    ),
    "row_too_long": Words(
        "A row has more cells than the table has columns.",
        "the row has {cells:cell|cells}; the table has {columns:column|columns}.",
        "Take out what is over; a cell that holds a comma needs quotation marks around it.",
        Where("people.csv", 12),
        {"cells": 8, "columns": 7},
    ),
    "cell_missing": Words(
        "A cell that must be filled is blank.",
        "the cell is blank; every row needs its {column}.",
        "Fill it in.",
        Where("people.csv", 12, "known"),
        {"column": "known"},
    ),
    "cell_unreadable": Words(
        "A cell holds signs that are not text, or is far too long.",
        "the cell holds control characters, or more than {limit:character|characters}.",
        "Write it again by hand.",
        Where("acts.csv", 3, "reason"),
        {"limit": 10000},
    ),
    "id_wrong": Words(
        "An id holds a blank, a comma, a semicolon or a slash, or is longer than 100 characters.",
        "{value:q} cannot be an id.",
        "Write it without blanks, commas, semicolons and slashes, in at most 100 characters.",
        Where("people.csv", 12, "person"),
        {"value": "P 12"},
    ),
    "day_wrong": Words(
        "A day on which something is effective or known is not a full date.",
        "{value:q} is not a full date.",
        "Write year, month and day, such as 2016-11-14.",
        Where("people.csv", 12, "known"),
        {"value": "14.11.2016"},
    ),
    "none_impossible": Words(
        "A cell says that there is none of what everyone has, such as a date of birth.",
        "there is always a {label}; it may be unknown, never none.",
        "Write unknown, or leave the cell blank.",
        Where("people.csv", 12, "date_of_birth"),
        {"label": "date of birth"},
    ),
    "row_twice": Words(
        "Two rows say something of the same thing with both dates the same; nobody could say which holds.",
        "more than one row is about {value:q}, effective {effective} and known {known}.",
        "Put them into one row, or give the one that corrects the other the day on which it was learned.",
        Where("people.csv", 12, "person"),
        {"value": "P-0412", "effective": "2 March 2026", "known": "3 March 2026"},
    ),
}

KEYS: Mapping[str, Words] = {
    "key_unknown": Words(
        "A TOML file has a key or table that it may not have there.",
        "there is no key {key:q} here.",
        "Rename it or take it out.[ The keys here: {allowed:long}.]",
        Where("arrangements/nz-150.toml", 0, "offer[1].form"),
        {"key": "form", "allowed": ["id", "from", "until", "unit"], "near": "from"},
    ),
    "key_missing": Words(
        "A TOML file lacks a key that it must have.",
        "the key {key:q} is missing.",
        "Write it; the reference of register files says what it holds.",
        Where("arrangements/nz-150.toml", 0, "country"),
        {"key": "country"},
    ),
    "value_wrong": Words(
        "A value is not of the kind that belongs there.",
        "{value:q} does not belong here.",
        "Write {expected:long}.",
        Where("register.toml", 0, "on"),
        {"value": "14 November", "expected": "a date such as 2016-11-14, without quotes"},
    ),
    "code_unknown": Words(
        "A code is not one of its list.",
        "{value:q} is not one of the codes for this.",
        "[Write one of these: {allowed:long}.]",
        Where("people.csv", 12, "refugee_status"),
        {"value": "recognized", "allowed": "recognised, refused, pending", "near": "recognised"},
    ),
    "status_both": Words(
        "A status entry has both a status of its own and readings of others.",
        "a status has either status and source, or readings and adopted; this one has of both.",
        "Keep one of the two ways.",
        Where("arrangements/nz-150.toml", 0, "status[2]"),
        {},
    ),
    "status_one_reading": Words(
        "A disputed status has fewer than two readings.",
        "a disputed status needs two or more readings.",
        "Add the other reading with its source, or write status and source alone.",
        Where("arrangements/nz-150.toml", 0, "status[2]"),
        {},
    ),
    "status_not_adopted": Words(
        "A disputed status does not say which of its readings is adopted.",
        "adopted does not name one of the readings.",
        "Write in adopted the reading to go by.",
        Where("arrangements/nz-150.toml", 0, "status[2]"),
        {},
    ),
    "status_missing": Words(
        "A status entry lacks its status, or its source.",
        "the entry lacks its status or its source.",
        "Write both; if sources differ, write readings and adopted instead.",
        Where("arrangements/nz-150.toml", 0, "status[2]"),
        {},
    ),
    "consent_event": Words(
        "A consent on an event does not name it, or another consent names one.",
        "an event belongs to given_if and given_after, and to these only.",
        'Write event = { of = "…", status = "…" } with given_if or given_after, or take it out.',
        Where("arrangements/nz-150.toml", 0, "consent[2]"),
        {},
    ),
    "places_one_number": Words(
        "An entry of places has no number, or two.",
        "exactly one of places and up_to belongs here.",
        'Write places = a number, "none" or "unknown"; or up_to = a number.',
        Where("arrangements/nz-150.toml", 0, "offer[1].places[1]"),
        {},
    ),
    "id_reserved": Words(
        "A criterion has an id that means something else.",
        "a criterion cannot be called case.",
        "Give it another id; the sentences stay as they are.",
        Where("arrangements/nz-150.toml", 0, "criterion[1].id"),
        {},
    ),
    "text_unprintable": Words(
        "A text holds a control sign, or one that turns the direction of writing.",
        "the text holds a sign that cannot be shown.",
        "Write it again without it; it may have come with a copied text.",
        Where("arrangements/nz-150.toml", 0, "name"),
        {},
    ),
    "criterion_test_or_decider": Words(
        "A criterion has neither a test nor someone who decides it, or both.",
        "exactly one of test and decided_by belongs here.",
        "Write the test; or, for a point of judgement, decided_by.",
        Where("arrangements/nz-150.toml", 0, "criterion[1]"),
        {},
    ),
}

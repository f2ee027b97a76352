"""Words for worked tables that do not hold, and for questions about rules that cannot be answered."""

from collections.abc import Mapping
from datetime import date

from resettle.engine.errors import Where
from resettle.render.words.template import Words

_TABLE = Where("tests/nz-150/recognised.csv", 4, "finding")

WORKED: Mapping[str, Words] = {
    "worked_table_differs": Words(
        "A worked table expects one finding, and another is found: the rule is not what the table's author took it for.",
        "of {criterion:q} in {of} {expected:q} is expected, and {found:q} is found[, for case {case:q}][ ({about})].",
        "Mend the expectation or the facts of the row; or the criterion, if the table is right.",
        _TABLE,
        {"of": "nz-150", "criterion": "recognised", "expected": "met", "found": "unknown", "fast": "unknown",
         "case": "row 4", "about": "Two adults, one of them refused"},
    ),
    "worked_evaluators_differ": Words(
        "The two evaluators of Resettle disagree on a row of a worked table.",
        "of {criterion:q} in {of}[, for case {case:q},] one evaluator finds {found:q} and the other {fast:q}.",
        "This is a defect of Resettle: please report it, with the table.",
        _TABLE,
        {"of": "nz-150", "criterion": "recognised", "expected": "met", "found": "met", "fast": "unknown",
         "case": "row 4", "about": "Two adults, one of them refused"},
    ),
    "worked_table_of_nothing": Words(
        "A worked table lies in a folder, or has the name of a criterion, that the register does not have.",
        "there is no {value:q} to try.",
        "Name the folder after an arrangement or a bar, and the file after one of its criteria or sub-quotas, or "
        "outcome[; there are {allowed}].",
        Where("tests/nz-150/recognized.csv"),
        {"value": "recognized", "allowed": ["recognised", "security"]},
    ),
    "worked_table_expects_nothing": Words(
        "No row of a worked table says what is to be found.",
        "no row says what is expected.",
        "Fill the column {column:q} on one row of each case.",
        Where("tests/nz-150/recognised.csv"),
        {"column": "finding"},
    ),
    "worked_row_expects_nothing": Words(
        "No row of a case in a worked table says what is to be found, so that nothing comes of it.",
        "nothing is expected[ of case {case:q}], so that it is not tried.",
        "Say what is expected in the column {column:q}; or, if the row is about somebody in the case of another row, write "
        "the same id under case in both, and under person too if it is the same person.",
        _TABLE,
        {"case": "", "column": "finding"},
    ),
    "worked_ruling_on_nothing": Words(
        "A column of rulings in a worked table names no criterion that the table asks.",
        "no criterion that is tried here is named.",
        "Call the column ruling:CRITERION[, of one of {allowed:or}].",
        Where("tests/nz-150/outcome.csv", 1, "ruling:secuirty"),
        {"allowed": ["recognised", "security"], "near": "security"},
    ),
    "worked_rows_contradict": Words(
        "Two rows of a worked table say different things of one person, of one case, or of the day on which cases that "
        "travel together are tried.",
        "for case {case:q}[, person {person:q}][, in group {group:q}], {value:q} is said here, and {other:q} in row {row}.",
        "Mend one of the two, or leave one blank: what one row says holds for the others. If they are not the same, "
        "give them different ids.",
        Where("tests/nz-150/recognised.csv", 4, "date_of_birth"),
        {"value": "1990", "other": "1991", "row": 3, "case": "A", "person": "1", "group": ""},
    ),
}  # fmt: skip

RULES: Mapping[str, Words] = {
    "rules_of_nothing": Words(
        "Rules are asked for of an arrangement or bar of which nothing was known on that day.",
        "there is no arrangement or bar {name:q} by then.",
        "Check the id[; there are {known}], or ask as known on another day.",
        Where(),
        {"name": "nz-15", "known": ["nz-150", "us-2016"]},
    ),
    "bar_by_itself": Words(
        "The effect of a bar, or how it changed, is asked for; a bar acts through the arrangements of its country.",
        "{name:q} is a bar; while it is in force it acts in the arrangements of its country, and nowhere else.",
        "See it with `resettle rules show`[, or ask of {arrangements:or}].",
        Where(),
        {"name": "us-entry-ban", "arrangements": ["us-2016"]},
    ),
    "nothing_to_compare": Words(
        "The difference of rules is asked for, of one day and without a what-if.",
        "there is nothing to compare.",
        "Name two days, or a what-if: --from 2016-11-14 --to 2017-12-31.",
        Where(),
        {},
    ),
    "days_reversed": Words(
        "The difference of rules is asked for from a day to an earlier one.",
        "{first} is later than {last}.",
        "Name the earlier day in --from.",
        Where(),
        {"first": date(2017, 12, 31), "last": date(2016, 11, 14)},
    ),
    "criterion_not_there": Words(
        "A criterion is asked for that the arrangement does not have in force, or that excludes nobody.",
        "no criterion {name:q} of {of} can exclude anybody on {on}.",
        "Check the id[; there are {known}], or ask as of another day.",
        Where(),
        {"of": "nz-150", "name": "recognized", "known": ["recognised", "security"], "on": date(2016, 11, 14)},
    ),
    "no_worked_tables": Words(
        "Worked tables are to be tried, and there are none.",
        "there is no worked table[ of {of:q}][, {criterion:q}].",
        "Write one: tests/ARRANGEMENT/CRITERION.csv in the register's folder.",
        Where(),
        {"of": "nz-150", "criterion": "recognised"},
    ),
    "voice_needs_a_person": Words(
        "A case is to be told in the person's voice, and no person is named.",
        "case {case} is told to its members one by one.",
        "Name one of them: {members:or}.",
        Where(),
        {"case": "C-0001", "members": ["P-0001", "P-0002"]},
    ),
    "not_submitted": Words(
        "A case is to be told in a State's voice, and it was not submitted to it.",
        "nobody of case {case} was submitted to a State[ called {state:q}] by {on}; a State sees only what was submitted to it.",
        "Ask as of a later day, for another State, or in another voice.",
        Where(),
        {"case": "C-0001", "state": "NZL", "on": date(2016, 11, 14)},
    ),
}

"""Words for results that could not be written, and for a view that could not be recorded."""

from collections.abc import Mapping
from datetime import date

from resettle.engine.errors import Where
from resettle.render.words.template import Words

RESULTS: Mapping[str, Words] = {
    "counts_not_of_acts": Words(
        "The counts that are kept in a database are not what its acts come to.",
        "on {day}[, as known on {known},] what is kept is {kept}; the acts come to {told}.",
        "Somebody altered the counts past the register's own door, or the software is wrong: run resettle verify, then"
        " resettle rebuild, which makes them anew.",
        Where("", 0, "nz-150/2016-17"),
        {
            "day": date(2026, 3, 2),
            "known": date(2026, 3, 5),
            "told": {"proposed": 0, "held": 8, "used": 140, "accepted": 148},
            "kept": {"proposed": 0, "held": 0, "used": 140, "accepted": 140},
        },
    ),
    "ledger_unbalanced": Words(
        "On some day what is offered is not others, proposed, held, used, free, reallocated and lapsed together.",
        "the ledger does not add up on {day}: {left} of what is offered is not accounted for.",
        "See what else is wrong with its counts. If nothing is, the software is wrong: report it.",
        Where("", 0, "nz-150/2016-17"),
        {"day": date(2026, 3, 2), "left": 8},
    ),
    "results_not_written": Words(
        "The files asked for cannot be written to the folder that is named for them; none of them was.",
        "nothing was written to {folder:long}[: {why}].",
        "Name another --out folder.",
        Where(),
        {"folder": "out", "why": "Permission denied"},
    ),
    "folder_not_empty": Words(
        "A register is written into a folder of its own, and there is something in the folder that is named for it.",
        "nothing was written to {folder:long}: it is a file, or a folder that holds something.",
        "Name a folder that is empty or not there yet.",
        Where(),
        {"folder": "registers/2026"},
    ),
    "report_not_written": Words(
        "An HTML report needs more than is installed; the other files are written.",
        "no report was written: it needs the extra {extra:q}.",
        "Nothing stops; to have one, install it in Resettle's folder: {install}.",
        Where(),
        {"extra": "report", "install": "pip install '.[report]'"},
    ),
    "view_not_recorded": Words(
        "The lawful steps for a case are told only once it is on record who asked, and that record cannot be written.",
        "nothing is shown, because the view could not be recorded in views.csv[: {why}].",
        "See that views.csv in the register's folder can be written to and that there is room on its disk, then ask "
        "again; without --steps nothing needs to be recorded.",
        Where(),
        {"why": "Permission denied"},
    ),
}

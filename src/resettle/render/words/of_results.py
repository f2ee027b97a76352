"""Words for results that could not be written, and for a view that could not be recorded."""

from collections.abc import Mapping

from resettle.engine.errors import Where
from resettle.render.words.template import Words

RESULTS: Mapping[str, Words] = {
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
        "Nothing stops; to have one, install it: {install}.",
        Where(),
        {"extra": "report", "install": "pip install 'resettle[report]'"},
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

"""What is recorded of somebody, as people read it and as data."""

import io
import json
from datetime import UTC, date, datetime

from rich.console import Console

from resettle.render import record as shown
from resettle.service.record import Erasure, History, Said

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def said(id, table, key, content):
    return Said(id, table, key, DAY, DAY, "office", content, AT, "ana", "import")


def lines(found):
    out = io.StringIO()
    Console(file=out, width=200).print(shown.history(found))
    return [line.strip() for line in out.getvalue().splitlines()]


def test_what_was_erased_says_on_which_day_by_whom_and_under_what():
    """What is gone and was erased by nobody does not look as if it had been."""
    gone = [said(7, "people", "P-1", None), said(8, "people", "P-1", None)]
    by = Erasure(9, date(2031, 5, 4), "eva", "retention 4.2")
    found = History("P-1", (*gone, said(10, "people", "P-1", {"sex": "F"})), {7: by})
    told = lines(found)
    assert told[2] == "erased on 4 May 2031, by eva, under retention 4.2"
    assert told[5] == "taken away, and by no erasure: resettle verify says more"
    assert told[8] == "sex F"
    data = json.loads(json.dumps(shown.history_data(found)))["entries"]
    assert [one["erased"] for one in data] == [
        {"entry": 9, "day": "2031-05-04", "by": "eva", "under": "retention 4.2"}, None, None,
    ]  # fmt: skip

"""What was published is told beside what the register comes to; what is wrong in the words of its error."""

from datetime import date

import pytest
from rich.console import Console

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.courses import Claims
from resettle.engine.reports.reconciliation import Compared, Miscounted, Published, Reconciled
from resettle.render import ledgers, words
from resettle.service import Reconciliation

ON = date(2026, 3, 2)
MISSING = Fault("guard_missing", Where(), {"guard": "guard_entry_never_changed"}, "warning")


def report(figures=(), miscounted=(), warnings=()):
    limit = Reconciled("nor-2026/2026", tuple(miscounted), (), None, tuple(figures))
    return Reconciliation("Small", True, ON, ON, (limit,), tuple(warnings))


def figure(number, ours):
    one = Published("nor-2026/2026", "accepted", date(2026, 2, 20), date(2026, 2, 25), number, "treaty")
    return Compared(one, ours)


def text(answer):
    console = Console(width=600)
    with console.capture() as captured:
        console.print(ledgers.reconciled(answer))
    return captured.get()


@pytest.mark.parametrize(
    ("published", "ours", "told", "by", "verdict"),
    [
        (3, 3, "accepted 3; the register comes to 3: they agree.", 0, "equal"),
        (3, 1, "accepted 3; the register comes to 1: 2 more published than recorded.", 2, "differs"),
        (1, 1300, "accepted 1; the register comes to 1,300: 1,299 fewer published", -1299, "differs"),
        (None, 1, "accepted unknown; the register comes to 1: whether they agree is unknown", None, "unknown"),
        (3, None, "accepted 3; the register comes to unknown: whether they agree is unknown", None, "unknown"),
    ],
)  # fmt: skip
def test_a_published_figure_is_told_beside_ours(published, ours, told, by, verdict):
    answer = report([figure(published, ours)])
    assert f"Published of 20 February 2026 (treaty, known on 25 February 2026): {told}" in text(answer)
    [one] = ledgers.reconciled_data(answer)["limits"][0]["published"]
    assert (one["figure"], one["ours"], one["by"], one["verdict"]) == (published, ours, by, verdict)
    assert (one["on"], one["known"], one["source"]) == ("2026-02-20", "2026-02-25", "treaty")
    assert ledgers.reconciled_data(answer)["agrees"] is True


def test_what_is_wrong_is_told_by_its_error_with_how_to_mend_it():
    answer = report(miscounted=[Miscounted(ON, ON, 1, Claims(1, 2, 3, 4), Claims(2, 1, 3, 4))])
    [fault] = answer.limits[0].faults
    kept = "what is kept is proposed (2), held (1), used (3) and accepted (4); the acts come to proposed (1), held (2)"
    assert words.fault(fault) in text(answer)
    assert kept in words.fault(fault) and "resettle rebuild" in words.fault(fault)
    [error] = ledgers.reconciled_data(answer)["errors"]
    assert (error["code"], error["where"]["key"]) == ("counts_not_of_acts", "nor-2026/2026")
    assert error["params"]["kept"] == {"proposed": 2, "held": 1, "used": 3, "accepted": 4}


def test_data_have_the_registers_warnings():
    told = ledgers.reconciled_data(report(warnings=[MISSING]))
    assert (told["errors"], [one["code"] for one in told["warnings"]]) == ([], ["guard_missing"])

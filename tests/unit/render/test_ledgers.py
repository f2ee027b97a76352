"""What is wrong with a limit is told in the words of its error."""

from datetime import date

from rich.console import Console

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.courses import Claims
from resettle.engine.reports.reconciliation import Miscounted, Reconciled
from resettle.render import ledgers, words
from resettle.service import Reconciliation

ON = date(2026, 3, 2)
MISSING = Fault("guard_missing", Where(), {"guard": "guard_entry_never_changed"}, "warning")


def report(miscounted=(), warnings=()):
    limit = Reconciled("nor-2026/2026", tuple(miscounted), (), None)
    return Reconciliation("Small", True, ON, ON, (limit,), tuple(warnings))


def text(answer):
    console = Console(width=600)
    with console.capture() as captured:
        console.print(ledgers.reconciled(answer))
    return captured.get()


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

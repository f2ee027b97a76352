"""What may not be asked of a register: each refusal with its code, and the words that say what does not fit."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from builders import a_register

from resettle import service
from resettle.engine.errors import RequestRefused
from resettle.engine.registry.register import Register
from resettle.engine.screening.screen import screen
from resettle.render import words
from resettle.service import Asked
from resettle.service.rules import effects


@dataclass(frozen=True)
class Refused:
    """What is asked, the code with which it is refused, and what its words hold."""

    how: str
    ask: Callable[[Register], object]
    code: str
    told: tuple[str, ...]


def a_plan(**asked: object) -> Callable[[Register], object]:
    return lambda register: service.planned(register, Asked(**asked))


def an_outcome(case: str, arrangement: str) -> Callable[[Register], object]:
    return lambda register: screen(service.situation(register, Asked())).outcome(case, arrangement)


REFUSED = [
    Refused("a what-if that is not there", a_plan(what_ifs=("canada-ofers",)), "what_if_unknown", ("canada-ofers", "canada-offers")),
    Refused("an objective twice", a_plan(tiers=("people", "waiting", "people")), "objective_twice", ("people",)),
    Refused("an objective that is none", a_plan(tiers=("people", "luck")), "objective_unknown", ("luck", "families_rejoined")),
    Refused("scores that nobody gave", a_plan(tiers=("score",)), "no_scores", ("scores.csv",)),
    Refused("places below none", a_plan(assume={"can-2026": -1}), "assumption_below_zero", ("can-2026", "-1")),
    Refused("places that are known", a_plan(assume={"nor-2026": 9}), "assumption_not_needed", ("nor-2026/2026", "10")),
    Refused("a criterion that is not there", lambda register: effects(register, Asked(), "nor-2026", "recognized"),
            "criterion_not_there", ("nor-2026", "recognized", "recognised")),
    Refused("the outcome of a case that is not there", an_outcome("C-9", "nor-2026"), "not_screened", ("C-9", "nor-2026")),
    Refused("the outcome in an arrangement that is not there", an_outcome("C-1", "nor-2025"), "not_screened", ("C-1", "nor-2025")),
]  # fmt: skip


@pytest.mark.parametrize("refused", REFUSED, ids=lambda one: one.how.replace(" ", "-"))
def test_what_may_not_be_asked_is_refused_in_words(refused, tmp_path):
    register = a_register(tmp_path, {"scores.csv": None})
    with pytest.raises(RequestRefused) as found:
        refused.ask(register)
    [fault] = found.value.faults
    assert fault.code == refused.code
    assert all(part in words.fault(fault) for part in refused.told), words.fault(fault)

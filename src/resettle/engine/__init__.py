"""
The rules of resettlement, pure: no clock, no dice, no database. The main flow, in its order:

    situation = Situation(register, on, known, assumptions)
    screening = screen(situation)
    proposed = plan(situation, screening)
    faults = check(situation, proposed)
    reasons = explain(situation, screening, proposed, case)
"""

from resettle.engine.placement.check import check
from resettle.engine.placement.compare import compare
from resettle.engine.placement.explain import explain
from resettle.engine.placement.recommend import plan
from resettle.engine.registry.register import Register
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.screen import screen

__all__ = ["Register", "Situation", "check", "compare", "explain", "plan", "screen"]

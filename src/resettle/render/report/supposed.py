"""What a figure is as of, as known on, and under which what-ifs and assumptions: said beside each of them."""

from resettle.engine.registry.situation import Situation
from resettle.engine.registry.whatif import WhatIf
from resettle.render.words.names import day, listed, number


def seen(situation: Situation) -> str:
    """What every figure says of itself: the day, as known on which, what is supposed."""
    as_of = f"As of {day(situation.on)}, as known on {day(situation.known)}."
    named = [one.id for one in what_ifs(situation)]
    supposed = f" What if: {listed(named)}." if named else ""
    assumed = [f"{name} = {number(places)}" for name, places in situation.assumptions.items()]
    return f"{as_of}{supposed} {f'Assumed: {listed(assumed)}.' if assumed else 'Nothing assumed.'}"


def what_ifs(situation: Situation) -> list[WhatIf]:
    """The what-ifs laid over a register, as they were named."""
    return [situation.register.what_ifs[name] for name in situation.register.supposed]

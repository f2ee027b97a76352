"""What a form lacks, for people at a terminal and as data; no name and no statement is in either."""

from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from resettle.engine.referrals.rrf import Rrf
from resettle.render import results, terminal
from resettle.service import Formed


def shown(form: Rrf) -> RenderableType:
    """Whether it is complete, and everything that it lacks."""
    head = f"Case {form.case}, {form.kind.value} form: {'complete' if form.complete else 'not complete'}."
    told = Text(head, style="bold")
    return Group(told, terminal.faults(form.faults)) if form.faults else told


def data(answer: Formed) -> dict[str, Any]:
    """The same as data."""
    form = answer.form
    return {
        "asked": results.asked(answer.situation),
        "form": {
            "case": form.case,
            "kind": form.kind.value,
            "complete": form.complete,
            "members": [*form.members],
        },
        **results.checked(form.faults),
    }

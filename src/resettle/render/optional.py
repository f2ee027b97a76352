"""What needs the extra ``report``: there if it is installed, left out if not."""

import importlib
import importlib.util
from collections.abc import Sequence

from resettle.engine.errors import Fault, Where
from resettle.service import PlanAnswer

REPORT = "report.html"
EXTRA = "report"
INSTALL = f"pip install '.[{EXTRA}]'"


def report(answer: PlanAnswer, warnings: Sequence[Fault], *, cases: bool, digest: str) -> dict[str, str]:
    """File name → the HTML report; empty without jinja2 and vl-convert."""
    if not (importlib.util.find_spec("jinja2") and importlib.util.find_spec("vl_convert")):
        return {}
    module = importlib.import_module("resettle.render.report.page")
    return {REPORT: module.report(answer, tuple(warnings), names=cases, digest=digest)}


def not_installed() -> Fault:
    """Why there is no report, and how to have one."""
    return Fault("report_not_written", Where(), {"extra": EXTRA, "install": INSTALL}, "warning")

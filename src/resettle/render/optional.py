"""What needs the extra ``report``: there if it is installed, left out if not."""

import importlib
import importlib.util
from collections.abc import Sequence

from resettle.engine.errors import Fault, Where, refuse
from resettle.engine.referrals.requests import Letter
from resettle.engine.referrals.rrf import Rrf
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


def form_page(form: Rrf, *, synthetic: bool, draft: bool) -> str:
    """A form as an HTML page. Raises RequestRefused without jinja2."""
    _need("jinja2")
    page: str = importlib.import_module("resettle.render.report.rrf").html(
        form, synthetic=synthetic, draft=draft
    )
    return page


def letter_page(letter: Letter) -> str:
    """A person's letter as an HTML page. Raises RequestRefused without jinja2."""
    _need("jinja2")
    page: str = importlib.import_module("resettle.render.report.letter").html(letter)
    return page


def form_pdf(page: str) -> bytes:
    """A page as PDF. Raises RequestRefused without WeasyPrint, or what it sets text with."""
    _need("weasyprint")
    try:
        module = importlib.import_module("resettle.render.report.pdf")
    except OSError as error:
        raise refuse("form_library_missing", why=str(error).splitlines()[0].rstrip(".")) from None
    made: bytes = module.pdf(page)
    return made


def _need(package: str) -> None:
    if not importlib.util.find_spec(package):
        raise refuse("form_extra_not_installed", extra=EXTRA, install=INSTALL)


def not_installed() -> Fault:
    """Why there is no report, and how to have one."""
    return Fault("report_not_written", Where(), {"extra": EXTRA, "install": INSTALL}, "warning")

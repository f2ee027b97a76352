"""The report of the worked example, opened in a real browser."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from resettle import service
from resettle.render.report.page import report
from resettle.service import Asked

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
EXAMPLE = Path(__file__).parents[2] / "examples" / "nauru-manus-2016"
OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    opened = service.opened(EXAMPLE)
    answer = service.planned(opened.register, Asked(what_ifs=("nz-consent",), assume={"nz-750.others": 600}))
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report(answer, opened.warnings), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser():
    """Chromium, driven; without either the tests are left out and say so, as README promises (never in CI)."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    driver = [sys.executable, "-m", "playwright", "--version"]  # a program of its own, which needs libraries
    started = subprocess.run(driver, capture_output=True, text=True, check=False)
    if started.returncode:
        pytest.skip(
            f"what drives the browser does not start (Debian: apt install libatomic1): {started.stderr}"
        )
    running = playwright.sync_playwright().start()
    opened = running.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
    yield opened
    opened.close()
    running.stop()


@pytest.fixture
def page(browser, address):
    """The report opened at 1280 pixels; what it asked of the network, and what the console said, stand beside it."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.asked, opened.said = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.goto(address)
    yield opened
    opened.close()


def too_wide(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def open_all(page):
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def test_nothing_is_asked_of_the_network_and_the_console_is_silent(page, address):
    open_all(page)
    page.wait_for_timeout(200)
    assert page.asked == [address]
    assert page.said == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [320, 360, 390, 768, 1280, 1920])
def test_no_page_scrolls_sideways(page, width, direction):
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("direction => document.documentElement.dir = direction", direction)
    open_all(page)
    assert too_wide(page) <= 0
    beyond = page.evaluate(
        "[...document.querySelectorAll('main p, main h2, figure svg, .headlines')]"
        ".filter(one => one.getClientRects().length).map(one => one.getBoundingClientRect())"
        ".filter(box => box.left < -1 || box.right > innerWidth + 1).length"
    )
    assert beyond == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_all(page)
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_text_of_a_chart_is_cut(page, direction):
    page.evaluate("direction => document.documentElement.dir = direction", direction)
    cut = page.evaluate(
        "[...document.querySelectorAll('figure .wide svg')].flatMap(svg => { const box = svg.closest('figure')"
        ".getBoundingClientRect(); return [...svg.querySelectorAll('text')].filter(one => { const text ="
        " one.getBoundingClientRect(); return text.left < box.left || text.right > box.right }) })"
        ".map(one => one.textContent)"
    )
    assert cut == []


def test_each_width_has_one_drawing_of_each_chart(page):
    shown = "[...document.querySelectorAll('figure > div')].filter(one => one.offsetParent).map(one => one.className)"
    assert set(page.evaluate(shown)) == {"wide"}
    page.set_viewport_size({"width": 390, "height": 900})
    assert set(page.evaluate(shown)) == {"narrow"}


def test_the_contents_lead_to_every_section(page):
    for link in page.locator("nav a").all():
        link.click()
        assert page.evaluate("document.querySelector(location.hash).getBoundingClientRect().top") < 900


def test_paper_shows_the_tables_and_no_contents(page):
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert page.locator("figure details table").first.is_visible()
    assert len(page.pdf(format="A4")) > 20_000

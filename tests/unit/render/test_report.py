"""The report: one file that needs nothing else, names nobody unless asked, and says what is unknown and invented."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from builders import a_register, swapped

from resettle import service
from resettle.engine.errors import Fault, Where
from resettle.render.report.counts import MAIN
from resettle.render.report.page import report
from resettle.render.report.waiting import REASONS as CHARTED
from resettle.render.words.names import REASONS, SYNTHETIC
from resettle.render.words.obstacles import OBSTACLES
from resettle.service import Asked

IDS = re.compile(r"\b[CPRA]-\d+\b")
VOID = frozenset("meta br hr img input link col source path rect line".split())


class Page(HTMLParser):
    """What a test asks of a page: its tags, its figures, its text, and whether every tag is closed."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.open, self.text, self.figures = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "figure":
            self.figures.append({"attrs": dict(attrs), "text": ""})

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)
        if "figure" in self.open:
            self.figures[-1]["text"] += data


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    return a_register(tmp_path_factory.mktemp("register"))


@pytest.fixture(scope="module")
def answer(register):
    return service.planned(register, Asked(what_ifs=("canada-offers",)))


@pytest.fixture(scope="module")
def page(answer):
    return report(answer, ())


def text_of(page):
    return " ".join(" ".join(Page(page).text).split())


def test_no_id_of_a_case_or_person_leaves_the_house(page):
    assert not IDS.findall(page)


def test_cases_are_named_if_asked_for(answer):
    named = report(answer, (), names=True)
    assert {placing.case for placing in answer.shown.plan.placings} <= set(IDS.findall(named))


def test_warnings_about_people_are_told_by_their_kind_only(answer):
    warning = Fault(
        "limit_exceeded", Where(key="nor-2026/2026"), {"limit": "nor-2026/2026", "case": "C-4"}, "warning"
    )
    warning = replace(warning, code="name_unknown", where=Where("members.csv", 3, "person"),
                      params={"value": "P-77", "allowed": [], "near": "P-7"})  # fmt: skip
    assert not IDS.findall(report(answer, (warning, warning)))
    assert "2 warnings" in text_of(report(answer, (warning, warning)))
    assert "P-77" in report(answer, (warning,), names=True)


def test_the_page_needs_nothing_else(page):
    tags = Page(page).tags
    assert not {"script", "link", "img", "iframe", "object", "embed", "image", "use"} & {
        tag for tag, _ in tags
    }
    for tag, attrs in tags:
        assert not [name for name in attrs if name.startswith("on") or name in ("src", "srcset", "style")], (
            tag,
            attrs,
        )
        if tag != "a":
            assert all(value.startswith("#") for name, value in attrs.items() if name.endswith("href"))
    assert "@import" not in page and "url(http" not in page


def test_every_tag_is_closed_and_every_id_stands_once(page):
    parsed = Page(page)
    assert parsed.open == []
    ids = [attrs["id"] for _, attrs in parsed.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    assert {attrs["href"][1:] for tag, attrs in parsed.tags if tag == "a" and attrs["href"][0] == "#"} <= set(
        ids
    )


def test_headings_go_down_one_level_at_a_time(page):
    levels = [int(tag[1]) for tag, _ in Page(page).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_every_figure_says_that_the_people_are_invented_and_what_it_is_as_of(page):
    figures = Page(page).figures
    assert len(figures) == 6
    for figure in figures:
        assert figure["attrs"]["dir"] == "ltr"
        assert SYNTHETIC in figure["text"]
        seen = "As of 2 March 2026, as known on 2 March 2026. What if: canada-offers. Nothing assumed."
        assert seen in " ".join(figure["text"].split())


def test_a_register_of_real_people_does_not_say_that_they_are_invented(tmp_path):
    register = a_register(
        tmp_path, {"register.toml": swapped("register.toml", "synthetic = true", "synthetic = false")}
    )
    assert "Synthetic" not in report(service.planned(register, Asked()), ())


def test_every_chart_says_in_words_what_it_shows(page):
    images = [attrs for tag, attrs in Page(page).tags if tag == "svg" and attrs.get("role") == "img"]
    assert len(images) == 12 and all(len(one["aria-label"]) > 20 for one in images)


def test_unknown_places_are_a_word_and_never_0(register):
    text = text_of(report(service.planned(register, Asked()), ()))
    row = text[text.index("can-2026/2026 unknown") :][:60]
    assert row.startswith("can-2026/2026 unknown – 0 0 0 0 unknown")  # offered … free after


def test_an_assumption_is_printed_beside_what_is_unknown(register):
    text = text_of(report(service.planned(register, Asked(assume={"can-2026": 4})), ()))
    assert "can-2026/2026: 4; the register says that it is unknown" in text
    assert "Assumed: can-2026/2026 = 4." in text


def test_few_people_are_told_as_under_5(page):
    text = text_of(page)
    assert "under 5" in text
    of_people = [table for table in page.split("<table>")[1:] if "<caption><span>People" in table]
    assert len(of_people) >= 5
    for table in of_people:
        told = re.findall(r'<bdi dir="ltr">(.*?)</bdi>', table.partition("</table>")[0])
        assert told and not [one for one in told if re.match(r"[1-4]\b", one)]


def test_base_and_scenario_stand_side_by_side(answer, page):
    text = text_of(page)
    assert "As the register stands on 2 March 2026" in text
    assert "With the what-if “Canada says how many” (canada-offers)" in text
    assert "Base beside scenario" in text
    assert "Base beside scenario" not in report(replace(answer, scenario=None, difference=None), ())


def test_what_a_register_says_is_text_and_never_markup(tmp_path):
    attack = '<script>alert(1)</script><b onclick=\\"x\\">'
    register = a_register(tmp_path, {
        "register.toml": swapped("register.toml", 'name = "Small"', f'name = "{attack}"').replace(
            "https://example.org/treaty", "javascript:alert(1)"
        ),
        "arrangements/nor-2026.toml": swapped("arrangements/nor-2026.toml", "Norway's programme of 2026", attack),
    })  # fmt: skip
    page = report(service.planned(register, Asked()), ())
    assert "<script>" not in page and "<b onclick" not in page
    assert "javascript:" not in [attrs.get("href", "")[:11] for _, attrs in Page(page).tags]


def test_the_same_question_gives_the_same_page(answer, page):
    assert report(answer, ()) == page


def test_how_it_was_made_is_told(answer):
    text = text_of(report(answer, (), digest="sha256:0123"))
    assert "sha256:0123" in text and "Resettle " in text


def test_every_reason_of_the_engine_is_in_every_table_of_reasons():
    codes = set(OBSTACLES)
    assert set(REASONS) == codes
    assert set(MAIN) == codes
    assert set(CHARTED) == codes

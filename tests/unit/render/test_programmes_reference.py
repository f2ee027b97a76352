"""The reference of programmes is what the register says, and every published rule is on it."""

import re
import shutil
from os.path import relpath
from pathlib import Path

import pytest

from resettle.render.words.programmes_reference import INDEX, RULES, RulesAstray, reference, write

ROOT = Path(__file__).parents[3]
FOLDER, PAGES = ROOT / "examples" / "programmes", ROOT / "docs" / "reference" / "programmes"
COMMAND = "python -m resettle.render.words.programmes_reference examples/programmes docs/reference/programmes"
NUMBERS = [*range(1, 32), *range(35, 44), *range(46, 51), 52, 58]
"""Of the published rules that the programmes are made from."""


@pytest.fixture(scope="module")
def pages():
    return reference(FOLDER, PAGES)


def test_the_pages_are_current(pages):
    written = {path.name: path.read_text() for path in PAGES.glob("*.md")}
    assert written == pages, COMMAND


def test_every_published_rule_is_in_the_index_with_a_place(pages):
    rows = re.findall(r'<a id="rule-(\d+)"></a>(\d+) \| ([^|]+) \| ([^|]+) \|', pages[INDEX])
    assert sorted(int(number) for number, *_ in rows) == NUMBERS
    assert all(one == other and summary and ".md" in where for one, other, summary, where in rows)


def test_every_worked_table_is_on_a_page(pages):
    shown = "".join(pages.values())
    tables = [path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("tests/*/*")]
    assert tables
    assert [one for one in tables if f"/{one})" not in shown] == []


def test_every_page_says_that_its_people_are_invented(pages):
    assert all("synthetic: invented, not real" in text for text in pages.values())


def test_every_link_within_leads_somewhere(pages):
    astray = []
    for name, text in pages.items():
        for target in re.findall(r"\]\((?!http)([^)]+)\)", text):
            file, _, anchor = target.partition("#")
            there = pages.get(file or name)
            if there is None:
                found = not anchor and (PAGES / file).exists()
            else:
                found = not anchor or anchor in _anchors(there)
            astray += [] if found else [(name, target)]
    assert astray == []


def test_no_two_headings_of_a_page_lead_to_one_place(pages):
    found = {name: _headings(text) for name, text in pages.items()}
    assert [name for name, heads in found.items() if len(set(heads)) < len(heads)] == []


def _anchors(text):
    return {*_headings(text), *re.findall(r'<a id="([^"]+)">', text)}


def _headings(text):
    heads = re.findall(r"^#+ `?([^`\n]+)`?$", text, re.MULTILINE)
    return [head.lower().replace(" ", "-") for head in heads]


def test_a_rule_that_no_file_carries_is_refused(tmp_path):
    _listing(tmp_path, '[[rule]]\nnumber = "51"\ncountry = "NOR"\nsummary = "Nowhere to be found."\n')
    with pytest.raises(RulesAstray, match="no file of the register carries: 51"):
        reference(FOLDER, tmp_path)


def test_a_number_that_is_not_in_the_list_is_refused(tmp_path):
    listed = (PAGES / RULES).read_text()
    (tmp_path / RULES).write_text(listed.replace('number = "58"', 'number = "1"', 1))
    with pytest.raises(RulesAstray, match="does not have: 58"):
        reference(FOLDER, tmp_path)


def _listing(folder, more):
    (folder / RULES).write_text(more + (PAGES / RULES).read_text())


def test_writing_again_takes_old_pages_away(tmp_path):
    shutil.copy(PAGES / RULES, tmp_path / RULES)
    (tmp_path / "gone.md").write_text("An arrangement that is no longer kept.")
    write(FOLDER, tmp_path)
    assert not (tmp_path / "gone.md").exists()
    assert f"({relpath(FOLDER, tmp_path)}/README.md)" in (tmp_path / INDEX).read_text()

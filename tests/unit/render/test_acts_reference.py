"""The reference of acts is made from the tables, and says a word for everything in them."""

from pathlib import Path

from resettle.engine.registry.permissions import Use
from resettle.engine.registry.stages import CASEWORK, TRANSITIONS, Guard
from resettle.render.words.acts_reference import GUARDS, USES, reference

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "acts.md"


def test_the_reference_of_acts_is_current():
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "run: python -m resettle.render.words.acts_reference > docs/reference/acts.md"
    )


def test_everything_in_the_tables_has_a_word():
    assert set(Guard) - {Guard.ANOTHER_PERSON} == GUARDS.keys()
    assert set(Use) == USES.keys()
    page = reference()
    assert all(f"| `{kind}` |" in page for kind in (*CASEWORK, *TRANSITIONS))


def test_what_stands_on_the_page_is_what_is_asked():
    [approve] = [line for line in reference().splitlines() if line.startswith("| `approve`")]
    assert approve == (
        "| `approve` | `recommended` | `ready` | Reviewing Officer | two categories, and not one twice; a submission priority | "
        "`no_show`, `recommend`, `submit` |"
    )

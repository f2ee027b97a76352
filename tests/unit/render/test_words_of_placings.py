"""Where a case would go, on what condition, with whom and away from whom: in a sentence."""

from pathlib import Path

from builders import a_situation

from resettle.engine.placement.plan import CloseRelative, Placing
from resettle.engine.placement.recommend import plan
from resettle.engine.screening.screen import screen
from resettle.render import words


def test_a_placing_says_where_on_what_condition_and_whom_it_rejoins(tmp_path: Path) -> None:
    situation = a_situation(tmp_path)
    placed = plan(situation, screen(situation)).placing("C-3")
    assert placed is not None
    assert words.placing(placed, situation) == (
        "C-3 (1 person) is proposed for Norway's programme of 2026 (nor-2026/2026), in Norway, together with C-2. "
        "It is conditional on what Norway judges: “Norway is satisfied on security”. "
        "There sibling R-1 of P-7 lives, or is proposed for it too."
    )


def test_a_permanent_parting_is_flagged(tmp_path: Path) -> None:
    partings = (CloseRelative("P-5", "R-2", "parent", "SSD"), CloseRelative("P-6", "R-9", "child", None))
    placing = Placing("C-2", 2, "can-2026", "can-2026/2026", "CAN", (), (), (), partings)
    said = words.placing(placing, a_situation(tmp_path))
    assert "The arrangement promises consideration, not a place." in said
    assert said.endswith(
        "It would part the case, perhaps for good, from parent R-2 of P-5, in South Sudan and child R-9 of P-6, "
        "whose country is not known: ask first, and say so to those concerned."
    )

"""Over-submission is shown where an offer plans it, and nowhere else."""

from builders import SMALL, a_register
from rich.console import Console

from resettle import service
from resettle.render import results, terminal
from resettle.service import Asked

NOR = "arrangements/nor-2026.toml"
PLANNED = """\
[[offer.over_submission]]
effective = 2026-01-05
known = 2026-01-05
places = 3
source = "office"

"""
TWO_PLACES = SMALL[NOR].replace("places = 10", "places = 1", 1)


def shown(folder, programme):
    answer = service.planned(a_register(folder, {NOR: programme}), Asked())
    console = Console(width=200)
    with console.capture() as captured:
        console.print(terminal.planned(answer, cases=False))
    names, rows = results.places(answer.shown)
    return captured.get(), [dict(zip(names, row, strict=True)) for row in rows]


def test_what_an_offer_plans_is_told_beside_its_places_and_those_above(tmp_path):
    text, limits = shown(tmp_path, TWO_PLACES.replace("[[criterion]]", PLANNED + "[[criterion]]", 1))
    offer = next(one for one in limits if one["limit"] == "nor-2026/2026")
    assert (offer["free_after"], offer["over_submission"], offer["over_submitted"]) == (-1, 3, 1)
    assert "over-submitted" in text and "1 of 3" in text


def test_where_none_plans_it_nothing_is_said_of_it(tmp_path):
    text, limits = shown(tmp_path, SMALL[NOR])
    assert "over-submitted" not in text
    assert "over_submission" not in limits[0]

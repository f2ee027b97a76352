"""Acts kept as a table are the same acts, whenever they become objects."""

from datetime import date

import polars as pl

from resettle.engine.registry.acts import Act, Acts, known_by
from resettle.engine.registry.stages import ActKind

FIRST, NEXT = date(2026, 1, 1), date(2026, 1, 2)
SUBMITTED = Act(
    "A-1", ActKind.SUBMIT, "C-1", "nor/year", ("P-1", "P-2"), FIRST, FIRST, "eva", "office", order=2
)
DENIED = Act("A-2", ActKind.DENY, "C-1", "nor/year", ("P-1",), FIRST, NEXT, "nor", "letter", "no place", 3)
UNNAMED = Act("A-3", ActKind.SUBMIT, "C-2", "nor", (), NEXT, NEXT, "eva", "office", order=4)


def table(*acts):
    rows = [
        {
            "act_id": act.id, "act": act.kind.value, "case": act.case, "arrangement": act.arrangement,
            "offer": act.offer.partition("/")[2] or None, "persons": " ; ".join(act.persons) or None,
            "effective": act.effective, "known": act.known, "by": act.by, "source": act.source,
            "reason": act.reason or None, "row": act.order, "ground": act.ground or None, "review_on": None,
        }
        for act in acts
    ]  # fmt: skip
    return Acts(
        pl.DataFrame(
            rows,
            schema_overrides=dict.fromkeys(("offer", "persons", "reason", "ground", "review_on"), pl.String),
        )
    )


def test_acts_of_a_table_are_those_that_are_written_there():
    acts = table(SUBMITTED, DENIED, UNNAMED)
    assert list(acts) == [SUBMITTED, DENIED, UNNAMED]
    assert len(acts) == 3
    assert acts[1] == DENIED
    assert acts[1:] == (DENIED, UNNAMED)


def test_they_equal_the_same_acts_however_kept():
    acts = table(SUBMITTED, DENIED)
    assert acts == (SUBMITTED, DENIED)
    assert (SUBMITTED, DENIED) == acts
    assert acts == table(SUBMITTED, DENIED)
    assert acts != (SUBMITTED,)
    assert acts != table(DENIED, SUBMITTED)


def test_known_by_a_day_are_the_same_of_either_kind():
    acts = (SUBMITTED, DENIED, UNNAMED)
    for day in (date(2025, 12, 31), FIRST, NEXT):
        assert known_by(table(*acts), day) == known_by(acts, day)


def test_acts_are_complete_if_each_names_its_offer_and_its_people():
    assert table(SUBMITTED, DENIED).complete
    assert not table(SUBMITTED, UNNAMED).complete
    assert Acts(table(SUBMITTED).frame.clear()).complete

"""What is wrong with a set of criteria taken together; every fault at once."""

from dataclasses import replace
from datetime import date

import pytest
from spec.screening.small_situation import a_criterion

from resettle.engine.registry.criteria import AppliesTo, in_force, out_of_force
from resettle.engine.registry.faults_among_criteria import faults

SOUND = a_criterion("recognised", "refugee_status = 'recognised'", unless=("derived",))
DERIVED = a_criterion("derived", "relationship_to_pa = 'child'", kind="exemption")


@pytest.mark.parametrize(
    "criteria, codes",
    [
        ([SOUND, DERIVED], []),
        ([SOUND], ["unless_is_unknown"]),
        ([replace(SOUND, unless=("recognised",))], ["unless_is_not_an_exemption"]),
        ([DERIVED], ["exemption_is_not_used"]),
        (
            [a_criterion("first", "sex = 'F'", kind="priority", unless=("derived",)), DERIVED],
            ["priority_has_unless"],
        ),
        ([SOUND, replace(DERIVED, unless=("derived",))], ["exemption_has_unless"]),
        (
            [SOUND, a_criterion("derived", None, kind="exemption", decided_by="office")],
            ["exemption_is_judged"],
        ),
        ([SOUND, SOUND, DERIVED], ["criterion_repeated"]),
        ([replace(SOUND, until=date(2016, 1, 1)), replace(SOUND, effective=date(2016, 1, 1)), DERIVED], []),
        ([a_criterion("neither")], ["criterion_needs_test_or_decided_by"]),
        ([a_criterion("both", "sex = 'F'", decided_by="office")], ["criterion_needs_test_or_decided_by"]),
        ([a_criterion("ends", "sex = 'F'", until=date(2000, 1, 1))], ["criterion_ends_before_it_begins"]),
        (
            [a_criterion("first", "sex = 'F'", kind="priority", waivable_by="NZL")],
            ["criterion_has_nothing_to_waive"],
        ),
        (
            [replace(a_criterion("c", "sex = 'F'"), applies_to=AppliesTo.CASE)],
            ["criterion_asks_the_wrong_one"],
        ),
        (
            [replace(SOUND, unless=("derivd", "gone"), until=date(1999, 1, 1)), DERIVED],
            [
                "criterion_ends_before_it_begins",
                "unless_is_unknown",
                "unless_is_unknown",
                "exemption_is_not_used",
            ],
        ),
    ],
)
def test_what_is_wrong_with_criteria(criteria, codes):
    assert [fault.code for fault in faults("nz-150", criteria)] == codes


def test_a_misspelt_exemption_is_suggested():
    [fault, _] = faults("nz-150", [replace(SOUND, unless=("derivd",)), DERIVED])
    assert (fault.params["unless"], fault.params["suggestion"]) == ("derivd", "derived")


def test_an_exemption_nobody_uses_is_only_a_warning():
    assert not faults("nz-150", [DERIVED])[0].is_error


def test_a_criterion_is_in_force_from_its_first_day_until_the_day_it_ends():
    family = a_criterion("family", "sex = 'F'", until=date(2019, 10, 4))
    assert in_force([family], date(2019, 10, 3), date(2019, 10, 3)) == [family]
    assert in_force([family], date(2019, 10, 4), date(2019, 10, 4)) == []
    assert in_force([family], date(1999, 12, 31), date(2019, 1, 1)) == []
    later = replace(family, known=date(2016, 1, 1))
    assert in_force([later], date(2015, 1, 1), date(2015, 12, 31)) == []


def test_an_amendment_stands_from_its_day_once_it_is_known():
    first = a_criterion("family", "sex = 'F'")
    amended = replace(first, effective=date(2019, 10, 4), known=date(2019, 11, 1), amends=True)
    repealed = replace(first, effective=date(2021, 1, 1), known=date(2020, 6, 1), amends=True, repealed=True)
    every = [first, amended, repealed]
    assert in_force(every, date(2019, 10, 3), date(2026, 1, 1)) == [first]
    assert in_force(every, date(2019, 10, 4), date(2026, 1, 1)) == [amended]
    assert in_force(every, date(2019, 10, 4), date(2019, 10, 4)) == [first]
    assert in_force(every, date(2021, 1, 1), date(2026, 1, 1)) == []
    assert out_of_force(every, date(2021, 1, 1), date(2026, 1, 1)) == [repealed]
    assert out_of_force(every, date(2020, 1, 1), date(2026, 1, 1)) == []


def test_of_a_criterion_to_come_the_first_version_is_told_as_it_will_be_then():
    first = a_criterion("family", "sex = 'F'")
    amended = replace(first, effective=date(2019, 10, 4), known=date(2019, 11, 1), amends=True)
    corrected = replace(first, known=date(2019, 11, 1), amends=True)
    for last in (amended, replace(amended, repealed=True)):
        assert out_of_force([first, last], date(1999, 1, 1), date(2026, 1, 1)) == [first]
    assert out_of_force([first, corrected, amended], date(1999, 1, 1), date(2026, 1, 1)) == [corrected]
    assert out_of_force([first], date(1999, 1, 1), date(1999, 1, 1)) == []  # nobody knew of it

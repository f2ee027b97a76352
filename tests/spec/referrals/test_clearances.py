"""Clearances: valid, run out, missing, unknown, or worth nothing without another; and what that does to a departure."""

from dataclasses import replace
from datetime import date

import pytest
from builders import SMALL
from papers import papers
from spec.referrals.cases import ACCEPTED, CASE, MEMBERS, ON, asked, asked_for, caseload, done, in_order

from resettle.engine.errors import RegisterRefused
from resettle.engine.referrals import workflow
from resettle.engine.referrals.clearances import Clears, clearances
from resettle.engine.referrals.deadlines import Due, alerts
from resettle.engine.referrals.papers import Papers
from resettle.engine.registry.roles import Role
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import ActKind

A = ActKind
ASKED_FOR = """
[[clearance]]
id = "medical"
kind = "medical_clearance"
effective = 2026-01-05
known = 2026-01-05
source = "treaty"

[[clearance]]
id = "visa"
kind = "entry_visa"
rests_on = ["medical"]
effective = 2026-01-05
known = 2026-01-05
source = "treaty"
"""
HEADER = "person,document,document_kind,valid_until,effective,known,source\n"


def register_of(folder, *documents, terms=ASKED_FOR):
    """The register, in which Norway asks for a medical clearance and a visa; (person, kind, until) of documents."""
    rows = [
        f"{person},D-{at},{kind},{until},2026-01-20,2026-01-20,office\n"
        for at, (person, kind, until) in enumerate(documents, 9)
    ]
    own = papers(CASE, MEMBERS[:2], MEMBERS, "2026-02-14")["documents.csv"]
    return in_order(
        folder,
        {
            "arrangements/nor-2026.toml": SMALL["arrangements/nor-2026.toml"] + terms,
            "documents.csv": own + "".join(rows),
        },
    )


def everybody(kind, until):
    return [(person, kind, until) for person in MEMBERS]


def standing(register, on=ON, person="P-1"):
    seen = Situation(register, on)
    found = clearances(Papers(seen, CASE), register.arrangements["nor-2026"], [person])
    return {one.clearance: (one.stands, one.because_of) for one in found}


V, R, M, U, K = Clears.VALID, Clears.RAN_OUT, Clears.MISSING, Clears.UNKNOWN, Clears.RESTS_ON_ANOTHER


@pytest.mark.parametrize(
    ("medical", "visa", "expected"),
    [
        (
            "2026-03-02",
            "2026-12-31",
            {"medical": (V, ""), "visa": (V, "")},
        ),  # the last day is a day on which it is valid
        ("2026-03-01", "2026-12-31", {"medical": (R, ""), "visa": (K, "medical")}),
        ("2026-03", "2026-12-31", {"medical": (U, ""), "visa": (K, "medical")}),
        ("none", "none", {"medical": (V, ""), "visa": (V, "")}),
        ("unknown", "none", {"medical": (U, ""), "visa": (K, "medical")}),
        (None, "none", {"medical": (M, ""), "visa": (K, "medical")}),
        ("none", "2026-02-28", {"medical": (V, ""), "visa": (R, "")}),
        ("2026-02-01", None, {"medical": (R, ""), "visa": (M, "")}),
    ],
)
def test_how_clearances_stand(tmp_path, medical, visa, expected):
    said = (("medical_clearance", medical), ("entry_visa", visa))
    register = register_of(tmp_path, *(("P-1", kind, until) for kind, until in said if until))
    assert standing(register) == expected


def test_one_that_was_renewed_counts_as_long_as_the_later(tmp_path):
    kinds = [
        ("P-1", "medical_clearance", "2026-02-01"),
        ("P-1", "medical_clearance", "2026-08-01"),
        ("P-1", "entry_visa", "none"),
    ]
    assert standing(register_of(tmp_path, *kinds)) == {"medical": (V, ""), "visa": (V, "")}


def test_what_was_not_asked_for_yet_stops_nobody(tmp_path):
    later = ASKED_FOR.replace("effective = 2026-01-05", "effective = 2026-06-01")
    assert standing(register_of(tmp_path, terms=later)) == {}
    over = ASKED_FOR.replace("source =", "until = 2026-02-01\nsource =")
    assert standing(register_of(tmp_path / "over", terms=over)) == {}


def test_those_that_rest_on_each_other_are_asked_once(tmp_path):
    round_about = ASKED_FOR.replace(
        'kind = "medical_clearance"', 'kind = "medical_clearance"\nrests_on = ["visa"]'
    )
    kinds = [("P-1", "medical_clearance", "none"), ("P-1", "entry_visa", "2026-02-01")]
    assert standing(register_of(tmp_path, *kinds, terms=round_about)) == {
        "medical": (K, "visa"),
        "visa": (R, ""),
    }


def test_a_clearance_rests_on_one_that_is_there(tmp_path):
    with pytest.raises(RegisterRefused) as error:
        register_of(tmp_path, terms=ASKED_FOR.replace('["medical"]', '["medcal"]'))
    [fault] = error.value.faults
    assert (fault.code, fault.params["value"], fault.params["allowed"]) == (
        "clearance_unknown",
        "medcal",
        ["medical", "visa"],
    )


def told(register, act):
    faults = workflow.faults(asked(register, done((*ACCEPTED, A.PREPARE)), act), {Role.MOVEMENT})
    return [(one.code, one.params.get("person"), one.params.get("clearance"), one.is_error) for one in faults]


def test_nobody_departs_whose_clearances_ran_out_until_they_are_renewed(tmp_path):
    valid = [*everybody("medical_clearance", "none"), *everybody("entry_visa", "2026-03-02")]
    departs = replace(asked_for(A.DEPART), ground="")
    assert told(register_of(tmp_path / "a", *valid), departs) == []
    ran_out = [*everybody("medical_clearance", "none"), *everybody("entry_visa", "2026-03-01")]
    register = register_of(tmp_path / "b", *ran_out)
    assert told(register, departs) == [("not_cleared", person, "visa", True) for person in MEMBERS]
    happened = replace(departs, ground="happened")
    assert told(register, happened) == [("not_cleared", person, "visa", False) for person in MEMBERS]
    assert told(register_of(tmp_path / "c", *ran_out, *everybody("entry_visa", "2027-01-01")), departs) == []


def test_an_arrangement_that_asks_for_none_stops_nobody(tmp_path):
    assert told(register_of(tmp_path, terms=""), replace(asked_for(A.DEPART), ground="")) == []


def test_what_ran_out_and_what_soon_will_is_told_of_those_who_wait_to_leave(tmp_path):
    kinds = [("P-1", "medical_clearance", "2026-03-20"), ("P-1", "entry_visa", "none"), ("P-2", "medical_clearance", "2026-02-20"),
             ("P-2", "entry_visa", "none"), ("P-3", "medical_clearance", "2026-12-31"), ("P-3", "entry_visa", "none")]  # fmt: skip
    register = register_of(tmp_path, *kinds)
    waiting = caseload(register, done(ACCEPTED)).situation
    found = {
        (one.kind, one.persons, one.said["clearance"]): one.due
        for one in alerts(waiting)
        if "clearance" in one.said
    }
    assert found[Due.NOT_CLEARED, ("P-2",), "medical"] == date(2026, 2, 20)
    assert found[Due.CLEARANCE_ENDS, ("P-1",), "medical"] == date(2026, 3, 20)
    assert not [one for one in found if one[1] == ("P-3",)]
    submitted = caseload(register, done(ACCEPTED[:-1])).situation
    assert not [one for one in alerts(submitted) if "clearance" in one.said], "nobody has been accepted"

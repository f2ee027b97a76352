"""People who may be recorded twice are settled by a person before anything is recorded."""

import pytest
from integration.records.importing import codes, come, everything, said
from integration.records.offices import LEARNED

from resettle.engine.errors import RequestRefused
from resettle.records import database
from resettle.render import imports as shown
from resettle.service import imports, record, registers

TWINS = "person,effective,source,family_name,given_names,individual_no,date_of_birth"


def twins(sheet, name="people.csv"):
    return sheet(
        name,
        TWINS,
        f"P-71,{LEARNED},office,Rahimi,Zahra,IND-1,1990-01-02",
        f"P-72,{LEARNED},office,Raheemi,Zahra,IND-1,1990-01-02",
    )


def test_who_may_be_recorded_twice_is_settled_first(register, sheet, tmp_path):
    before = everything(register)
    done = come(register, twins(sheet))
    assert codes(done.preview) == ["duplicates_to_settle"]
    assert [(one.person, one.other) for one in done.preview.candidates] == [("P-71", "P-72")]
    assert everything(register) == before
    told = str(shown.data(done.preview)) + " ".join(said(done.preview)) + shown.pairs(done.preview)
    assert "ahimi" not in told and "aheemi" not in told and "IND-1" not in told
    pairs = sheet("pairs.csv", *shown.pairs(done.preview).splitlines())
    settled = come(register, twins(sheet), not_one=imports.settled(pairs, ()))
    assert (settled.entries, settled.preview.settled) == (3, (("P-71", "P-72"),))
    found = database.connect(register)
    assert found.rows("SELECT key FROM records_entry WHERE \"table\" = 'settlements'") == [("P-71;P-72",)]


def test_that_two_are_not_one_is_in_the_history_of_both_and_outlasts_an_erasure(register, sheet, tmp_path):
    come(register, twins(sheet), not_one=imports.settled(None, ["P-71=P-72"]))

    def told(person):
        return [
            (one.key, one.content["decided"], one.by)
            for one in record.history(register, person).said
            if one.table == "settlements"
        ]

    assert told("P-71") == told("P-72") == [("P-71;P-72", "not_one", "eva")]
    registers.rebuilt(register)
    assert told("P-71") == told("P-72") != []
    assert record.erased(register, "P-71", "retention 4.2", "eva", tmp_path / "k").entries == 1
    assert told("P-71") == told("P-72") == [("P-71;P-72", "not_one", "eva")]
    wrong = [one.code for one in record.verified(register, projections=True).faults if one.is_error]
    assert wrong == []
    assert come(register, twins(sheet)).preview.candidates == ()


def test_a_new_person_may_be_one_who_is_recorded(register, sheet):
    one, other = twins(sheet).read_text().splitlines()[1:]
    assert come(register, sheet("people.csv", TWINS, one)).entries == 1
    second = sheet("people.csv", TWINS, other)
    assert codes(come(register, second).preview) == ["duplicates_to_settle"]
    assert come(register, second, not_one=imports.settled(None, ["P-72=P-71"])).entries == 2
    assert come(register, second).entries == 0


@pytest.mark.parametrize("text", ["P-1", "P-1=", "P-1=P-1"])
def test_a_pair_is_two_people(text):
    with pytest.raises(RequestRefused) as refused:
        imports.settled(None, [text])
    assert [one.code for one in refused.value.faults] == ["pair_unclear"]


def test_pairs_that_cannot_be_read(tmp_path):
    with pytest.raises(RequestRefused) as refused:
        imports.settled(tmp_path / "gone.csv", ())
    assert [one.code for one in refused.value.faults] == ["pairs_unreadable"]

"""A decision as it was made: by what was recorded before it, whatever is recorded later, even of the same day."""

import io

import pytest
from integration.records.importing import ARR, come
from integration.records.offices import BEGINS, LEARNED, TODAY, founded_at_a_desk, office
from rich.console import Console

from resettle.engine.errors import RequestRefused
from resettle.engine.registry.stages import ActKind, CaseStage, Stage
from resettle.engine.screening.screen import Outcome
from resettle.render import decisions as rendered
from resettle.service import Asked, acts, casefiles, decisions, record
from resettle.service.acts import Requested

RULE = f"""
[[criterion]]
id = "women"
kind = "eligibility"
sentence = "Each member is a woman or a girl."
test = "sex = 'F'"
applies_to = "each_member"
source = "office"
effective = {BEGINS}
known = {LEARNED}
"""
NO_MEN = ("sex = 'F'", "sex = 'M'")


@pytest.fixture
def denied(address, tmp_path):
    """A case that was denied today; then, on the same day, a fact and a rule are recorded that say otherwise."""
    folder = office(tmp_path / "office", [2, 1])
    file = folder / ARR
    file.write_text(file.read_text() + RULE)
    founded_at_a_desk(address, "eva", tmp_path / "key", folder=folder)
    acts.act(address, Requested(ActKind.SUBMIT, "C-1", "nor", "office"), "eva")
    denial = acts.act(address, Requested(ActKind.DENY, "C-1", "nor", "office", reason="no ties there"), "eva")
    people = tmp_path / "people.csv"
    people.write_text(f"person,effective,known,source,sex\nP-1,{LEARNED},{TODAY},office,M\n")
    rule = RULE.replace("woman or a girl", "man or a boy").replace(*NO_MEN)
    rule = rule.replace(f"known = {LEARNED}", f"known = {TODAY}")
    file.write_text(file.read_text() + rule)
    assert come(address, people, source="office").entries
    assert come(address, folder).entries
    return address, denial.act


def outcomes(heard):
    return {one.arrangement: one.outcome for one in heard.heard}


def sexes(answer):
    return {fact.cell for fact in answer.facts["P-1"] if fact.fact == "sex"}


def test_what_was_recorded_later_of_the_same_day_is_not_seen(denied):
    address, denial = denied
    found = decisions.decided(address, denial.id)
    assert found.recorded.act.reason == "no ties there"
    assert sexes(found.then) == {"F"}
    assert outcomes(found.heard) == {"nor": Outcome.ELIGIBLE}
    assert found.standing.stage is CaseStage.READY
    assert {at.stage for stands in found.then.stands.values() for at in stands.values()} == {Stage.SUBMITTED}
    now = casefiles.as_of(address, Asked(TODAY), "C-1")
    assert sexes(now) == {"M"}, "the record as it is now says otherwise"
    assert ("people", "P-1") in {(one.table, one.key) for one in found.since}
    assert all(one.id > found.entry for one in found.since)


def test_an_appeal_hangs_on_the_decision_that_it_is_against(denied):
    address, denial = denied
    asked = Requested(ActKind.REQUEST_REVIEW, "C-1", "nor", "office", reason="P-1 has a brother there")
    lodged = acts.act(address, asked, "eva").act
    [one] = decisions.decided(address, denial.id).appeals
    assert (one.lodged.id, one.waiting) == (lodged.id, ("P-1", "P-2"))
    with pytest.raises(RequestRefused) as refused:
        acts.act(address, asked, "eva")
    assert [fault.code for fault in refused.value.faults] == ["appeal_already_lodged"]
    again = Requested(ActKind.RECONSIDER, "C-1", "nor", "office", persons=("P-1",), reason="the brother")
    acts.act(address, again, "eva")
    [one] = decisions.decided(address, denial.id).appeals
    assert ([act.kind for act in one.answers], one.waiting) == ([ActKind.RECONSIDER], ("P-2",))
    assert not decisions.decided(address, lodged.id).appeals


def test_what_is_erased_is_not_seen_in_an_old_decision_either(denied, tmp_path):
    address, denial = denied
    record.erased(address, "P-1", "six years", "eva", tmp_path / "key")
    found = decisions.decided(address, denial.id)
    assert not sexes(found.then)
    assert found.recorded.act.reason == ""


def test_it_is_told_to_people_and_as_data(denied):
    address, denial = denied
    record.sealed(address)
    found = decisions.decided(address, denial.id, "eva")
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(rendered.shown(found))
    told = console.export_text()
    assert f"as entry {found.entry}, sealed at position" in told
    assert "no ties there" in told
    data = rendered.data(found)
    assert data["sealed"]["position"] == found.sealed.position
    assert data["recorded"].endswith("+00:00")
    assert data["stage"] == "ready"


def test_there_is_no_decision_without_an_act(denied):
    with pytest.raises(RequestRefused) as refused:
        decisions.decided(denied[0], "A-999")
    assert [fault.code for fault in refused.value.faults] == ["nothing_recorded"]

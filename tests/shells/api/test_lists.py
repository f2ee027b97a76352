"""Lists over HTTP: a page at a time, each case or act once, whatever is recorded meanwhile."""

from datetime import timedelta
from unittest import mock

import pytest
from integration.records.offices import TODAY
from shells.api.conftest import Served

from resettle.engine.registry import admission
from resettle.engine.registry.stages import ActKind
from resettle.records.database import connect
from resettle.service import acts, lists, record, registers
from resettle.service.acts import Requested


def whole(served: Served, path, meanwhile=lambda: None):
    """Every item, page by page."""
    found = []
    at = path
    while at:
        page = served.as_().get(at if at.startswith("/api") else f"/api/v1{at}").json()
        found += page["items"]
        at = page["next"]
        meanwhile()
    return found


@pytest.fixture(params=[100, 2], ids=["enough", "little"])
def looked_at(request, monkeypatch):
    """However little is looked at for one page, the pages together hold everything."""
    monkeypatch.setattr(lists, "LOOKED_AT", dict.fromkeys(lists.LOOKED_AT, request.param))


def recorded(served):
    for kind, case, more in (
        ("propose", "C-1", {}), ("submit", "C-1", {}), ("propose", "C-2", {}), ("withdraw", "C-1", {"ground": "asked"}),
    ):  # fmt: skip
        assert served.act(kind, case, **more).status_code == 201


def test_cases_come_by_id_and_by_where_they_stand(served, looked_at):
    recorded(served)
    assert [one["case"] for one in whole(served, "/cases?limit=1")] == ["C-1", "C-2", "C-3"]
    assert [one["case"] for one in whole(served, "/cases?arrangement=nor&limit=1")] == ["C-1", "C-2"]
    assert [one["case"] for one in whole(served, "/cases?stage=ready&limit=2")] == ["C-1", "C-2", "C-3"]
    assert whole(served, "/cases?stage=denied") == []
    assert whole(served, "/cases?arrangement=nor&limit=1")[1]["on_the_way"] == {
        "nor/year": {"P-5": "proposed", "P-6": "proposed"}
    }


def test_acts_come_last_first_and_by_what_they_are_about(served, looked_at):
    recorded(served)

    def kinds(asked):
        return [one["kind"] for one in whole(served, f"/acts?{asked}&limit=1")]

    assert kinds("") == ["withdraw", "propose", "submit", "propose"]
    assert kinds("case=C-1") == ["withdraw", "submit", "propose"]
    assert kinds("arrangement=nor&kind=propose") == ["propose", "propose"]
    assert kinds("arrangement=swe") == []
    assert len(kinds(f"from={TODAY}&until={TODAY}")) == 4
    assert kinds("until=2020-01-01") == []
    assert kinds("from=2090-01-01") == []


def test_what_is_recorded_meanwhile_moves_no_page(served):
    recorded(served)
    cases = iter(["C-3"])

    def meanwhile():
        for case in cases:
            assert served.act("propose", case).status_code == 201

    assert [one["case"] for one in whole(served, "/acts?limit=1", meanwhile)] == ["C-1", "C-2", "C-1", "C-1"]


def test_a_list_says_of_each_case_what_the_case_says(served):
    recorded(served)
    for one in whole(served, "/cases?limit=2"):
        assert served.get(f"/cases/{one['case']}").json() == one


def test_a_case_turns_on_the_day_of_an_act_that_an_older_register_recorded_before_it(served):
    """Where cases stand is kept as of the day of recording; what is dated after it counts from its own day on."""
    today, tomorrow = (TODAY + timedelta(days) for days in (0, 1))

    def acted(kind, case, on, clock):
        acts.act(
            served.address,
            Requested(kind, case, "nor", "office", effective=on),
            "ion",
            clock=lambda *_: clock,
        )

    def stages():
        return {one["case"]: one["on_the_way"] for one in whole(served, "/cases")}

    def at(stage):
        return [one["case"] for one in whole(served, f"/cases?stage={stage}&limit=1")]

    acted(ActKind.SUBMIT, "C-1", today, today)
    with mock.patch.object(admission, "_misplaced", lambda *_: iter(())):  # as older registers hold them
        acted(ActKind.DENY, "C-1", tomorrow, today)
    assert stages()["C-1"]
    assert "C-1" in at("ready") and at("denied") == []
    registers.rebuilt(served.address)
    assert "C-1" in at("ready") and at("denied") == []
    acted(ActKind.PROPOSE, "C-2", tomorrow, tomorrow)
    assert stages()["C-1"] == {}
    assert at("denied") == ["C-1"] and "C-1" not in at("ready")
    assert not [one for one in record.verified(served.address, projections=True).faults if one.is_error]
    for one in whole(served, "/cases"):
        assert served.get(f"/cases/{one['case']}").json() == one


def test_an_upgrade_makes_anew_where_cases_stand(served):
    recorded(served)
    before = whole(served, "/cases")
    found = connect(served.address)
    found.run("DROP TABLE records_standing")
    found.run("DELETE FROM django_migrations WHERE name LIKE '0002%%'")
    registers.upgraded(served.address)
    assert whole(served, "/cases") == before

"""Lists over HTTP: a page at a time, each case or act once, whatever is recorded meanwhile."""

import pytest
from integration.records.offices import TODAY
from shells.api.conftest import Served

from resettle.service import lists


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

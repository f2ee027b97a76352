"""Questions of the whole register over HTTP: who qualifies, plans, what rules do; and a case's form."""

from shells.api.conftest import LEARNED, codes

from resettle.service import readers


def test_who_qualifies_is_told_in_counts_and_case_by_case_if_asked(served):
    told = served.get("/screening").json()
    assert told["base"]["asked"]["synthetic"] is True
    assert told["base"]["outcomes"] and "cases" not in told["base"]
    cases = served.get("/screening?cases=true").json()["base"]["cases"]
    assert {one["case"] for one in cases} == {"C-1", "C-2", "C-3"}
    assert codes(served.get("/screening?what_if=nothing")) == ["what_if_unknown"]
    assert "register" in {one.what for one in readers.readings(served.address, None).items}


def test_a_plan_is_made_and_kept_if_asked(served):
    made = served.post("/plans", {"cases": True})
    assert (made.status_code, made.json()["run"]) == (200, None)
    assert (
        sum(one["people"] for one in made.json()["base"]["placings"])
        == made.json()["base"]["people_proposed"]
        == 6
    )
    kept = served.post("/plans", {"keep": True})
    assert kept.status_code == 201
    run = served.get(f"/runs/{kept.json()['run']}").json()
    assert len(run["result"]["base"]["placings"]) == kept.json()["base"]["cases_proposed"]
    assert codes(served.post("/plans", {"keep": True}, "mara")) == ["use_not_of_role"]
    assert codes(served.post("/plans", {"tiers": ["luck"]})) == ["objective_unknown"]
    assert served.post("/plans", {"assume": {"nor": -1}}).status_code == 422


def test_what_rules_do_and_what_changed_in_them_is_told(served):
    told = served.get("/arrangements/nor/effects").json()
    assert told["effects"] == []  # it has no criteria
    changed = served.get(f"/arrangements/nor/changes?from={LEARNED}&to={LEARNED}").json()
    assert (changed["arrangement"], changed["changes"]) == ("nor", [])
    assert codes(served.get("/arrangements/nowhere/effects")) == ["rules_of_nothing"]


def test_a_form_is_checked_and_made_once_it_is_complete(served):
    lacks = served.get("/cases/C-1/form", "mara").json()
    assert lacks["form"]["complete"] is False and lacks["errors"]
    assert codes(served.post("/cases/C-1/form", {}, "mara")) == ["form_not_complete"]
    draft = served.post("/cases/C-1/form", {"draft": True}, "mara")
    assert (draft.status_code, draft["Content-Type"], draft.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert codes(served.post("/cases/C-1/form", {"reader": "P-99"}, "mara")) == ["form_reader_unknown"]
    whats = [one.what for one in readers.readings(served.address, None, case="C-1").items]
    assert "rrf full for office" in whats and "rrf check" in whats

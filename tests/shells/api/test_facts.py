"""What is learned of people and cases, recorded over HTTP."""

ROW = {"person": "P-1", "arrangement": "nor", "willing": "yes"}


def test_rows_are_recorded_once_or_refused_with_all_that_is_wrong(served):
    rows = {"rows": {"willingness": [ROW]}}
    done = served.post("/facts", rows, Idempotency_Key="f-1")
    assert (done.status_code, done.json()["recorded"]) == (201, 1)
    assert served.post("/facts", rows, Idempotency_Key="f-1").json()["again"] is True
    assert served.post("/facts", rows).status_code == 200
    wrong = {"rows": {"willingness": [{**ROW, "willing": "perhaps"}, {"person": "P-1"}]}}
    refused = served.post("/facts", wrong)
    assert refused.status_code == 422
    assert {one["code"] for one in refused.json()["errors"]} >= {"code_unknown", "cell_missing"}
    assert (
        served.post("/facts", {"rows": {"weather": [{"day": "fair"}]}}).json()["errors"][0]["code"]
        == "table_not_recorded"
    )
    assert served.post("/facts", {"rows": {}, "more": 1}).status_code == 422

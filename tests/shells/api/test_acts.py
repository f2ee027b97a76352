"""Acts over HTTP: recorded once, refused with every reason, and never on what is so no more."""

from shells.api.conftest import codes


def test_an_act_is_recorded_and_can_be_asked_for(served):
    done = served.act(reason="first in the queue")
    assert done.status_code == 201
    act = done.json()["act"]
    assert (act["kind"], act["offer"], act["persons"]) == (
        "propose",
        "nor/year",
        ["P-1", "P-2", "P-3", "P-4"],
    )
    shown = served.as_().get(done["Location"]).json()
    assert shown["act"] == act
    assert shown["act"]["reason"] == "first in the queue"
    assert [one["id"] for one in served.get("/acts?case=C-1").json()["items"]] == [act["id"]]
    assert served.get("/cases/C-1").json()["on_the_way"] == {
        "nor/year": dict.fromkeys(act["persons"], "proposed")
    }


def test_what_is_sent_again_under_its_key_is_not_recorded_again(served):
    first = served.act(Idempotency_Key="today-7")
    again = served.act(Idempotency_Key="today-7")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["again"]
    assert again.json()["act"]["id"] == first.json()["act"]["id"]
    other = served.act(case="C-2", Idempotency_Key="today-7")
    assert (other.status_code, codes(other)) == (409, ["key_used_otherwise"])


def test_a_refusal_tells_every_reason_and_its_place(served):
    refused = served.act(case="C-9", source="ofice", arrangement="nro")
    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"
    places = {(one["code"], one.get("pointer")) for one in refused.json()["errors"]}
    assert places == {
        ("name_unknown", "/case"), ("name_unknown", "/arrangement"), ("source_unknown", "/source"),
    }  # fmt: skip
    assert all(one["mend"] for one in refused.json()["errors"])


def test_places_that_are_not_there_are_given_to_nobody(served):
    assert served.act(case="C-1").status_code == 201
    assert served.act(case="C-2").status_code == 201
    refused = served.act(case="C-3")
    assert (refused.status_code, codes(refused)) == (422, ["act_exceeds_limit"])


def test_whoever_lacks_the_role_is_refused(served):
    refused = served.act(who="mara")
    assert (refused.status_code, codes(refused)) == (403, ["act_not_of_role"])


def test_nobody_acts_on_what_is_so_no_more(served):
    seen = served.get("/cases/C-1")["ETag"]
    assert served.act(If_Match=seen).status_code == 201
    lost = served.act("withdraw", ground="asked", If_Match=seen)
    assert (lost.status_code, codes(lost)) == (409, ["case_changed"])
    told = lost.json()
    assert [one["content"]["act"] for one in told["seen"]["since"]] == ["propose"]
    assert told["now"]["standing"]["on_the_way"]["nor/year"]["P-1"] == "proposed"
    assert len(served.get("/acts?case=C-1").json()["items"]) == 1
    assert served.act("withdraw", ground="asked", If_Match=told["now"]["etag"]).status_code == 201


def test_the_same_request_again_is_answered_though_the_case_moved_on(served):
    seen = served.get("/cases/C-1")["ETag"]
    first = served.act(If_Match=seen, Idempotency_Key="k")
    again = served.act(If_Match=seen, Idempotency_Key="k")
    assert (first.status_code, again.status_code) == (201, 200)


def test_a_version_that_no_answer_gave_is_refused(served):
    refused = served.act(If_Match='"yesterday"')
    assert (refused.status_code, codes(refused)) == (400, ["version_wrong"])
    assert refused.json()["errors"][0]["parameter"] == "If-Match"


def test_an_answer_that_did_not_change_is_not_sent_again(served):
    for path in ("/cases/C-1", "/cases/C-1/next"):
        first = served.get(path)
        assert served.get(path, If_None_Match=first["ETag"]).status_code == 304
        assert served.get(path, If_None_Match='"1.1"').status_code == 200
    before = served.get("/cases/C-1")["ETag"]
    served.act(case="C-2")
    assert served.get("/cases/C-1", If_None_Match=before).status_code == 304  # it has nothing to do with C-2
    served.act(case="C-1")
    assert served.get("/cases/C-1", If_None_Match=before).status_code == 200


def test_an_act_is_sealed_once_it_is_answered(served):
    served.act()
    assert served.get("/verification", "eva").json()["unsealed"] == 0

"""Imports, exports, erasures and steps over HTTP; and names, which no answer shows."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from integration.records.offices import LEARNED
from shells.api.conftest import ROOT, codes
from shells.api.test_queries import QUERIES

from resettle.api.shapes import Heard
from resettle.records import entries
from resettle.records.database import connect
from resettle.service import archives
from resettle.service.readers import readings

SECRET = "Zaytuna"
PEOPLE = f"person,effective,sex,date_of_birth,given_names,family_name\nP-90,{LEARNED},F,1990-05-01,{SECRET},{SECRET}son\n"


def sent(served, path, text, who="ion", name="people.csv", **more):
    headers = {"Idempotency-Key": more.pop("key")} if "key" in more else {}
    file = SimpleUploadedFile(name, text.encode())
    return served.as_(who).post(f"{ROOT}{path}", {"files": file, **more}, headers=headers)


def test_an_import_is_previewed_and_then_recorded_once(served):
    preview = sent(served, "/imports/preview", PEOPLE, source="office")
    assert preview.status_code == 200
    assert preview.json()["tables"]["people"] == {"new": 1, "there": 0, "refused": 0}
    assert not preview.json()["errors"]
    assert codes(served.get("/people/P-90/history")) == ["nothing_recorded"]
    done = sent(served, "/imports", PEOPLE, source="office", key="k")
    again = sent(served, "/imports", PEOPLE, source="office", key="k")
    assert (done.status_code, again.status_code) == (201, 200)
    assert done.json()["recorded"] >= 1
    assert served.get("/people/P-90/history").status_code == 200


def test_an_import_that_is_refused_says_why_and_where(served):
    wrong = PEOPLE.replace("1990-05-01", "yesterday")
    refused = sent(served, "/imports", wrong, source="office")
    assert (refused.status_code, codes(refused)) == (422, ["value_wrong"])
    [fault] = refused.json()["preview"]["errors"]
    assert fault["where"] == {"file": "people.csv", "row": 2, "key": "date_of_birth"}
    assert served.get("/people/P-90/history").status_code == 404


@pytest.mark.parametrize("name", ["../../people.csv", "people.exe", "", "\x00.csv"])
def test_a_file_of_another_name_reaches_nothing(served, name):
    answer = sent(served, "/imports/preview", PEOPLE, source="office", name=name or "x")
    assert answer.status_code in (200, 422)
    assert "/tmp" not in answer.content.decode()


def test_an_export_opens_with_its_passphrase_alone_and_is_on_record(served, tmp_path):
    answer = served.post("/exports", {"passphrase": "four words of a kind"})
    assert answer.status_code == 200
    archive = tmp_path / "register.age"
    archive.write_bytes(answer.content)
    archives.opened(archive, "four words of a kind", tmp_path / "out")
    assert (tmp_path / "out" / "register.toml").exists()
    assert [one.by for one in entries.of(connect(served.address), ["exports"])] == ["ion"]
    assert codes(served.post("/exports", {"passphrase": "short"})) == ["passphrase_short"]


def test_a_person_is_erased_where_the_server_holds_the_key(served, tmp_path):
    asked = {"person": "P-1", "under": "schedule 4.2"}
    assert codes(served.post("/erasures", asked)) == ["not_offered_here"]
    with override_settings(RESETTLE_KEY_FILE=str(tmp_path / "register.key")):
        done = served.post("/erasures", asked)
        assert done.status_code == 201
        assert done.json()["entries"] > 0
        again = served.post("/erasures", asked)
    assert (again.status_code, codes(again)) == (404, ["nothing_to_erase"])
    assert served.get("/verification", "eva").json()["whole"]


def test_who_looked_at_steps_is_on_record(served):
    before = served.get("/cases/C-1")["ETag"]
    answer = served.post("/cases/C-1/steps", {})
    assert answer.status_code == 200
    assert "lifts" in answer.json()["arrangements"][0]
    said = readings(served.address, None, "C-1").items
    assert [(one.by, one.what) for one in said] == [("ion", "steps")]
    assert served.get("/cases/C-1")["ETag"] == before  # that somebody looked changes nothing


def test_no_answer_shows_a_name(served, caplog):
    assert sent(served, "/imports", PEOPLE, source="office").status_code == 201
    members = f"case,person,effective,relationship_to_pa\nC-1,P-90,{LEARNED},child\n"
    assert sent(served, "/imports", members, source="office", name="members.csv").status_code == 201
    before = served.get("/cases/C-1")["ETag"]
    act = served.act(case="C-2").json()["act"]["id"]
    paths = [*QUERIES, "/people/P-90/history", "/people/P-90/as-of", "/people/P-90/explanation", "/alerts"]
    told = [served.get(path.format(act=act)).content.decode() for path in paths]
    changed = sent(served, "/imports", PEOPLE.replace(",F,", ",M,").replace("P-90", "P-3"), source="office")
    assert changed.status_code == 201
    told.append(served.act("propose", "C-1", If_Match=before).content.decode())  # with the entries since
    assert "P-90" in "".join(told)
    assert not [one[:300] for one in told if SECRET in one]
    assert SECRET not in caplog.text


def test_the_preview_of_an_import_shows_who_may_be_recorded_twice_by_their_ids(served):
    assert sent(served, "/imports", PEOPLE, source="office").status_code == 201
    twice = sent(served, "/imports/preview", PEOPLE.replace("P-90", "P-91"), source="office").json()
    assert [(one["person"], one["other"]) for one in twice["candidates"]] == [("P-91", "P-90")]
    assert SECRET not in json.dumps(twice)
    settled = sent(
        served, "/imports", PEOPLE.replace("P-90", "P-91"), source="office", not_duplicate="P-90=P-91"
    )
    assert settled.status_code == 201


def test_a_case_is_explained_in_the_arrangements_that_are_named_and_as_the_schema_says(served):
    every = served.get("/cases/C-1/explanation").json()
    assert Heard.model_validate(every).model_dump(mode="json") == every
    named = served.get("/cases/C-1/explanation?arrangement=nor").json()
    assert named == every
    assert [one["arrangement"] for one in named["arrangements"]] == ["nor"]


def test_what_comes_is_gone_once_it_is_read(served, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sent(served, "/imports/preview", PEOPLE, source="office")
    assert not list(Path(tmp_path).glob("resettle-*"))

"""Refusals are problems: declared statuses, every fault at once, each with its place; no names, no machine's paths."""

import logging

import pytest
from django.db.utils import OperationalError
from django.test import Client, override_settings
from shells.api.conftest import ROOT, codes

from resettle.api import problems
from resettle.engine.errors import Fault, RegisterRefused, Where, refuse
from resettle.render import words
from resettle.service import lists


@pytest.mark.parametrize(
    "method, path, body, kind, status, code",
    [
        ("get", "/nothing", None, None, 404, "page_unknown"),
        ("get", "/cases/C-9", None, None, 404, "nothing_recorded"),
        ("get", "/cases/C-9/next", None, None, 404, "nothing_recorded"),
        ("get", "/acts/A-999", None, None, 404, "nothing_recorded"),
        ("get", "/runs/R-9", None, None, 404, "run_unknown"),
        ("get", "/arrangements/nro", None, None, 404, "not_known_then"),
        ("get", "/arrangements/nro/rules", None, None, 404, "rules_of_nothing"),
        ("get", "/arrangements/nro/ledgers", None, None, 404, "limit_unknown"),
        ("get", "/cases?cursor=%25", None, None, 400, "cursor_wrong"),
        ("get", "/acts?cursor=eA==", None, None, 400, "cursor_wrong"),
        ("get", "/cases?limit=101", None, None, 422, "field_wrong"),
        ("get", "/cases?stage=nowhere", None, None, 422, "field_wrong"),
        ("get", "/cases/C-1/explanation?voice=person", None, None, 422, "voice_needs_a_person"),
        ("get", "/cases/C-1/explanation?arrangement=nor&arrangement=nro", None, None, 422, "name_unknown"),
        ("patch", "/acts", "{}", "application/json", 405, "method_wrong"),
        ("post", "/acts", "{", "application/json", 400, "body_unreadable"),
        ("post", "/acts", "[]", "application/json", 422, "field_wrong"),
        ("post", "/acts", "{}", "text/plain", 415, "content_type_wrong"),
        ("post", "/acts", b'{"kind": "\xff"}', "application/json", 400, "body_unreadable"),
        ("post", "/acts", "x" * (2 << 20), "application/json", 413, "body_too_large"),
        ("post", "/imports", "{}", "application/json", 415, "content_type_wrong"),
        ("post", "/erasures", '{"person": "P-1", "under": "4.2"}', "application/json", 403, "not_offered_here"),
    ],
)  # fmt: skip
def test_a_refusal_is_a_problem(served_once, method, path, body, kind, status, code):
    given = {} if body is None else {"data": body, "content_type": kind}
    answer = getattr(served_once.as_(), method)(f"{ROOT}{path}", **given)
    assert answer.status_code == status
    assert code in codes(answer)
    assert answer["Content-Type"] == problems.MEDIA_TYPE
    told = answer.json()
    assert told["status"] == status
    assert told["type"] == f"docs/reference/errors.md#{codes(answer)[0]}"
    assert told["title"] == words.FAULTS[codes(answer)[0]].cause


def test_every_field_that_is_wrong_is_named(served_once):
    asked = {"kind": "nope", "case": 7, "persons": ["P-1", 2], "effective": "soon", "colour": "red"}
    found = served_once.post("/acts", asked).json()["errors"]
    assert {one["pointer"] for one in found} == {
        "/kind", "/case", "/persons/1", "/effective", "/colour", "/source",
    }  # fmt: skip
    conflict = served_once.post("/conflicts", {"about": "C-1", "nature": "nope"}).json()["errors"]
    assert {one["pointer"] for one in conflict} == {"/nature"}
    assert "soon" not in str(found)  # what was sent may be anybody's name
    asked = served_once.get("/cases?limit=0&stage=x").json()["errors"]
    assert {one["parameter"] for one in asked} == {"limit", "stage"}


def test_steps_are_for_officers():
    assert problems.status_of([Fault("steps_for_officers")]) == 422


@pytest.mark.parametrize(
    "error, status, code",
    [
        (refuse("database_busy", seconds=60), 503, "database_busy"),
        (RegisterRefused([Fault("database_missing", Where(), {"database": "/srv/office.sqlite"})]), 503, "database_missing"),
        (OperationalError("FATAL: Hussein"), 503, "database_lost"),
        (ZeroDivisionError("Hussein"), 500, "defect"),
    ],
)  # fmt: skip
def test_what_goes_wrong_behind_is_told_without_names_or_paths(
    served_once, monkeypatch, caplog, error, status, code
):
    def fails(*_):
        raise error

    monkeypatch.setattr(lists, "cases", fails)
    with caplog.at_level(logging.DEBUG):
        answer = served_once.get("/cases")
    assert (answer.status_code, codes(answer)) == (status, [code])
    said = answer.content.decode() + caplog.text
    assert "Hussein" not in said and "/srv" not in said
    if status == 503:
        assert int(answer["Retry-After"]) > 0


def test_a_defect_is_logged_by_its_kind_and_place(served_once, monkeypatch, capsys, caplog):
    def fails(*_):
        raise KeyError("Hussein")

    monkeypatch.setattr(lists, "cases", fails)
    monkeypatch.setattr(logging.getLogger("resettle"), "propagate", True)
    served_once.get("/cases")
    assert "KeyError in fails" in caplog.text
    assert "Hussein" not in caplog.text + capsys.readouterr().err


def test_several_faults_are_answered_with_the_status_that_comes_first():
    of = [Fault("source_unknown"), Fault("act_not_of_role"), Fault("nothing_recorded")]
    assert problems.status_of(of) == 403
    assert problems.status_of(of[:1]) == 422


def test_every_code_with_a_status_is_one_that_is_told():
    assert not {code for codes in problems.STATUSES.values() for code in codes.split()} - words.FAULTS.keys()


def test_another_host_is_refused(served_once):
    with override_settings(ALLOWED_HOSTS=["office.example"]):
        answer = Client().get(f"{ROOT}/session")
    assert (answer.status_code, answer["Content-Type"]) == (400, problems.MEDIA_TYPE)

"""Who may ask: tokens that an administrator makes, and sessions that are begun with one."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from integration.records.offices import TODAY
from shells.api.conftest import ROOT, codes

from resettle.engine.errors import RequestRefused
from resettle.engine.registry.stages import ActKind
from resettle.records import entries
from resettle.records.database import connect
from resettle.service import accounts, acts, lists, tokens


def refused(work):
    with pytest.raises(RequestRefused) as error:
        work()
    return [fault.code for fault in error.value.faults]


def asked_with(secret):
    return Client().get(f"{ROOT}/session", headers={"authorization": f"Bearer {secret}"})


def test_nobody_asks_without_a_token(served):
    answer = Client().get(f"{ROOT}/cases")
    assert (answer.status_code, codes(answer)) == (401, ["token_missing"])
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("wrong", ["", "T-1", "T-4.x", "nonsense", "T-4." + "x" * 300, "ä.ö"])
def test_a_token_that_nobody_gave_is_refused(served, wrong):
    answer = asked_with(wrong)
    assert (answer.status_code, codes(answer)[0]) in ((401, "token_unknown"), (401, "token_missing"))


def test_the_record_keeps_no_token(served):
    found = connect(served.address)
    said = [str(one.content) for one in entries.of(found, [tokens.TOKENS])]
    assert len(said) == 3
    assert not any(secret.partition(".")[2] in text for secret in served.secrets.values() for text in said)


def test_a_token_is_given_by_an_administrator_for_an_open_account(served):
    assert refused(lambda: tokens.issued(served.address, "mara", "ion")) == ["use_not_of_role"]
    assert refused(lambda: tokens.issued(served.address, "nobody", "eva")) == ["account_not_open"]
    given = served.post("/tokens", {"account": "mara"}, "eva")
    assert given.status_code == 201
    assert asked_with(given.json()["secret"]).json()["account"] == "mara"
    denied = served.post("/tokens", {"account": "mara"}, "ion")
    assert (denied.status_code, codes(denied)) == (403, ["use_not_of_role"])


def test_a_closed_token_is_of_no_use(served):
    mine = served.get("/session").json()["token"]
    others = served.get("/session", "mara").json()["token"]
    path = f"{ROOT}/tokens/{others}"
    assert codes(served.as_("ion").delete(path)) == ["use_not_of_role"]
    assert served.as_("ion").delete(f"{ROOT}/tokens/{mine}").json()["is_open"] is False
    assert codes(served.get("/session")) == ["token_unknown"]
    assert served.as_("eva").delete(path).status_code == 200
    again = served.as_("eva").delete(path)
    assert (again.status_code, codes(again)) == (404, ["token_not_open"])
    assert [one.is_open for one in tokens.tokens(served.address)] == [True, False, False]


def test_a_token_ends_with_its_day(served):
    last = tokens.issued(served.address, "ion", "eva", TODAY)
    over = tokens.issued(served.address, "ion", "eva", TODAY - timedelta(2))
    assert asked_with(last.secret).status_code == 200
    assert codes(asked_with(over.secret)) == ["token_unknown"]


def test_the_token_of_an_account_that_is_closed_or_over_is_of_no_use(served):
    rights = accounts.NewRights(until=TODAY - timedelta(2))
    accounts.changed(served.address, "mara", "eva", rights)
    assert codes(served.get("/session", "mara")) == ["token_unknown"]
    accounts.closed(served.address, "ion", "eva")
    assert codes(served.get("/cases")) == ["token_unknown"]


def test_a_session_is_begun_with_a_token_and_changes_nothing_without_showing_that_it_is_one(served):
    browser = Client(enforce_csrf_checks=True)
    assert codes(browser.post(f"{ROOT}/session", {"token": "T-1.x"}, content_type="application/json")) == [
        "token_unknown"
    ]
    begun = browser.post(f"{ROOT}/session", {"token": served.secrets["ion"]}, content_type="application/json")
    cookie = begun.cookies["resettle_session"]
    assert begun.status_code == 201
    assert cookie["httponly"] and cookie["secure"]
    assert cookie["samesite"] == "Strict"
    assert served.secrets["ion"] not in cookie.value
    assert browser.get(f"{ROOT}/cases", secure=True).status_code == 200
    body = {"kind": "propose", "case": "C-1", "arrangement": "nor", "source": "office"}
    without = browser.post(f"{ROOT}/acts", body, content_type="application/json", secure=True)
    assert (without.status_code, codes(without)) == (403, ["csrf_wrong"])
    shown = {"X-CSRFToken": begun.json()["csrf_token"], "Referer": "https://testserver/"}
    done = browser.post(f"{ROOT}/acts", body, content_type="application/json", headers=shown, secure=True)
    assert done.status_code == 201
    assert browser.delete(f"{ROOT}/session", headers=shown, secure=True).status_code == 204
    assert codes(browser.get(f"{ROOT}/cases", secure=True)) == ["token_missing"]


def test_a_session_ends_with_its_token(served):
    browser = Client()
    begun = browser.post(f"{ROOT}/session", {"token": served.secrets["ion"]}, content_type="application/json")
    tokens.closed(served.address, begun.json()["token"], "eva")
    assert codes(browser.get(f"{ROOT}/cases")) == ["token_unknown"]
    browser.cookies["resettle_session"] = "forged"
    assert codes(browser.get(f"{ROOT}/cases")) == ["token_unknown"]


@pytest.mark.parametrize("kind", ["token", "address"])
def test_more_than_may_be_asked_in_a_minute_is_refused(served, kind):
    rates = {"token": 1_000, "address": 1_000, kind: 3}
    with override_settings(RESETTLE_RATES=rates):
        answers = [served.get("/session") for _ in range(9)]
    assert {answer.status_code for answer in answers[:3]} == {200}
    late = [answer for answer in answers if answer.status_code == 429]
    assert late  # a minute may have ended in between
    assert codes(late[0]) == ["too_many_requests"]
    assert 0 < int(late[0]["Retry-After"]) <= 60


def test_accounts_are_opened_changed_and_closed(served):
    opened = served.post("/accounts", {"id": "ruth", "roles": ["reviewing_officer"]}, "eva")
    assert (opened.status_code, opened.json()["roles"]) == (201, ["reviewing_officer"])
    assert codes(served.post("/accounts", {"id": "ruth"}, "eva")) == ["account_open"]
    path = f"{ROOT}/accounts/ruth"
    changed = served.as_("eva").put(path, {"arrangements": ["nor"]}, content_type="application/json")
    assert (changed.status_code, changed.json()["arrangements"]) == (200, ["nor"])
    assert served.as_("eva").delete(path).json()["is_open"] is False
    assert [one["id"] for one in served.get("/accounts", "eva").json()["accounts"]] == [
        "eva",
        "ion",
        "mara",
        "ruth",
    ]
    assert codes(served.as_("eva").delete(f"{ROOT}/accounts/eva")) == ["account_own"]


def test_whoever_was_let_in_and_is_closed_since_records_nothing(served):
    """A question is answered by what stood of the account when it was let in; an act looks again, under its locks."""
    asker = tokens.holder(served.address, served.secrets["ion"]).account
    accounts.closed(served.address, "ion", "eva")
    assert lists.cases(served.address, lists.CasesAsked(), asker).items
    asked = acts.Requested(ActKind.PROPOSE, "C-1", "nor", "office")
    assert refused(lambda: acts.act(served.address, asked, asker)) == ["account_unknown"]
    assert refused(lambda: tokens.issued(served.address, "mara", asker)) == ["account_unknown"]
    assert entries.of(connect(served.address), ["acts"]) == []
    assert refused(lambda: tokens.holder(served.address, served.secrets["ion"])) == ["token_unknown"]

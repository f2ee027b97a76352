"""How often each operation asks the database: as often for many cases as for one."""

from django.test.utils import CaptureQueriesContext

from resettle.records.database import connect

QUERIES = {
    "/session": (2, 2),
    "/cases/C-1": (8, 8),
    "/cases/C-1/next": (10, 10),
    "/cases/C-1/history": (15, 12),
    "/cases/C-1/as-of": (15, 12),
    "/cases/C-1/alerts": (15, 12),
    "/cases/C-1/explanation": (15, 12),
    "/cases?limit=1": (12, 10),
    "/cases?limit=100": (12, 10),
    "/cases?stage=ready&arrangement=nor": (12, 10),
    "/acts?limit=1": (11, 9),
    "/acts?limit=100": (12, 10),
    "/acts?case=C-1": (11, 8),
    "/acts/{act}": (11, 8),
    "/people/P-1/history": (12, 9),
    "/people/P-1/as-of": (16, 13),
    "/people/P-1/explanation": (16, 13),
    "/arrangements": (11, 17),
    "/arrangements/nor": (11, 17),
    "/arrangements/nor/rules": (10, 16),
    "/arrangements/nor/ledgers": (11, 17),
    "/ledgers": (11, 17),
    "/course?limit=nor/year&from=2020-01-01&until=2030-01-01": (11, 17),
    "/accounts": (4, 4),
    "/tokens": (4, 4),
    "/runs": (10, 8),
}
"""Of each operation that reads, on SQLite and on PostgreSQL, once the process is warm; two of them say who asks."""
UNCHANGED, ACT = (5, 5), (22, 22)
"""An answer that did not change; an act by whoever saw the case, and its seal."""


def number(served, ask):
    with CaptureQueriesContext(connect(served.address).connection) as found:
        answer = ask()
    assert answer.status_code < 400, answer.content
    return len([one for one in found if not one["sql"].startswith(("BEGIN", "COMMIT", "SET "))])


def on(served):
    return int(served.address.startswith("postgresql"))


def test_every_operation_asks_the_database_as_often_as_it_is_known_to(served):
    act = served.act().json()["act"]["id"]
    found = {}
    for path in QUERIES:
        where = path.format(act=act)
        who = "eva" if path in ("/accounts", "/tokens") else "ion"
        served.get(where, who)
        found[path] = number(served, lambda where=where, who=who: served.get(where, who))
    assert found == {path: both[on(served)] for path, both in QUERIES.items()}


def test_what_did_not_change_asks_for_its_version_alone(served):
    mark = served.get("/cases/C-1")["ETag"]
    assert number(served, lambda: served.get("/cases/C-1", If_None_Match=mark)) == UNCHANGED[on(served)]


def test_an_act_asks_as_often_whatever_is_on_record(served):
    served.act(case="C-1")
    seen = served.get("/cases/C-2")["ETag"]
    assert number(served, lambda: served.act(case="C-2", If_Match=seen)) == ACT[on(served)]

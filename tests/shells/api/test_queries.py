"""How often each operation asks the database: as often for many cases as for one."""

from django.test.utils import CaptureQueriesContext

from resettle.records.database import connect

QUERIES = {
    "/session": (1, 1),
    "/cases/C-1": (4, 4),
    "/cases/C-1/next": (6, 6),
    "/cases/C-1/history": (10, 7),
    "/cases/C-1/as-of": (12, 9),
    "/cases/C-1/alerts": (13, 10),
    "/cases/C-1/explanation": (12, 9),
    "/cases?limit=1": (9, 7),
    "/cases?limit=100": (10, 8),
    "/cases?stage=ready&arrangement=nor": (10, 8),
    "/acts?limit=1": (9, 7),
    "/acts?limit=100": (10, 8),
    "/acts?case=C-1": (9, 6),
    "/acts/{act}": (9, 6),
    "/people/P-1/history": (10, 7),
    "/people/P-1/as-of": (13, 10),
    "/people/P-1/explanation": (13, 10),
    "/arrangements": (7, 8),
    "/arrangements/nor": (7, 8),
    "/arrangements/nor/rules": (6, 7),
    "/arrangements/nor/ledgers": (7, 8),
    "/ledgers": (7, 8),
    "/course?limit=nor/year&from=2020-01-01&until=2030-01-01": (7, 8),
    "/accounts": (2, 2),
    "/tokens": (2, 2),
    "/runs": (8, 6),
}
"""Of each operation that reads, on SQLite and on PostgreSQL, once the process is warm; two of them say who asks."""
UNCHANGED, ACT = (2, 2), (21, 20)
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

"""How often each operation asks the database: as often for many cases as for one."""

from django.test.utils import CaptureQueriesContext

from resettle.records.database import connect

QUERIES = {
    "/session": (2, 2),
    "/cases/C-1": (6, 6),
    "/cases/C-1/next": (8, 8),
    "/cases/C-1/history": (6, 6),
    "/cases/C-1/as-of": (7, 7),
    "/cases/C-1/alerts": (7, 7),
    "/cases/C-1/explanation": (7, 7),
    "/cases?limit=1": (5, 5),
    "/cases?limit=100": (5, 5),
    "/cases?stage=ready&arrangement=nor": (5, 5),
    "/acts?limit=1": (4, 4),
    "/acts?limit=100": (5, 5),
    "/acts?case=C-1": (3, 3),
    "/acts/{act}": (3, 3),
    "/people/P-1/history": (4, 4),
    "/people/P-1/as-of": (8, 8),
    "/people/P-1/explanation": (8, 8),
    "/arrangements": (10, 16),
    "/arrangements/nor": (10, 16),
    "/arrangements/nor/rules": (9, 15),
    "/arrangements/nor/ledgers": (10, 16),
    "/ledgers": (10, 16),
    "/course?limit=nor/year&from=2020-01-01&until=2030-01-01": (10, 16),
    "/accounts": (3, 3),
    "/tokens": (3, 3),
    "/runs": (3, 3),
}
"""Of each operation that reads, on SQLite and on PostgreSQL, once the process is warm; two of them say who asks."""
UNCHANGED, ACT = (4, 4), (22, 22)
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
        served.get(where)
        found[path] = number(served, lambda where=where: served.get(where))
    assert found == {path: both[on(served)] for path, both in QUERIES.items()}


def test_what_did_not_change_asks_for_its_version_alone(served):
    mark = served.get("/cases/C-1")["ETag"]
    assert number(served, lambda: served.get("/cases/C-1", If_None_Match=mark)) == UNCHANGED[on(served)]


def test_an_act_asks_as_often_whatever_is_on_record(served):
    served.act(case="C-1")
    seen = served.get("/cases/C-2")["ETag"]
    assert number(served, lambda: served.act(case="C-2", If_Match=seen)) == ACT[on(served)]

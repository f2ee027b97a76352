"""A server outlives its database: who asks meanwhile is told to wait, and the next is answered."""

import pytest
from django.db import close_old_connections
from shells.api.conftest import codes


@pytest.fixture
def address(server):
    server.run("CREATE DATABASE lost")
    yield server.address("lost")
    server.run("DROP DATABASE lost WITH (FORCE)")


def each(ask):
    """Three answers; before each Django does what it does before each request but those of its test client."""
    for _ in range(3):
        close_old_connections()
        yield ask()


def test_a_connection_that_broke_is_made_again(served, server):
    assert served.get("/cases/C-1").status_code == 200
    server.killed_and_started()
    lost, *rest = each(lambda: served.get("/cases/C-1"))
    assert (lost.status_code, codes(lost)) == (503, ["database_lost"])
    assert lost["Retry-After"]
    assert [answer.status_code for answer in rest] == [200, 200]
    server.killed_and_started()
    done = [one.status_code for one in each(lambda: served.act(Idempotency_Key="k"))]
    assert done == [503, 201, 200]

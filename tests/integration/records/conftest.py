"""Registers in a database for the tests: each on SQLite, and on a PostgreSQL server of the tests' own."""

import itertools

import pytest
from postgresql import Server, programs

from resettle.records.database import connect

numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server():
    """One PostgreSQL server for each process of the tests."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
    one = Server()
    yield one
    one.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    """Where a register may be founded: nothing is there yet."""
    if request.param == "sqlite":
        where = str(tmp_path / "register.sqlite")
        yield where
        connect(where).close()
        return
    server = request.getfixturevalue("server")
    name = f"register_{next(numbers)}"
    server.run(f"CREATE DATABASE {name}")
    yield server.address(name)
    connect(server.address(name)).close()
    server.run(f"DROP DATABASE {name} WITH (FORCE)")

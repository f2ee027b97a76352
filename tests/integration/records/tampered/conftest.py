"""Registers that were founded and sealed, to be tampered with: on both databases, by the owner himself."""

import shutil
from pathlib import Path

import pytest
from integration.records.tampering import founded, proposed

from resettle.records.database import connect


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A register on SQLite, sealed but for its last entries, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    address = str(folder / "register.sqlite")
    key = founded(address, folder)
    proposed(address, "C-3")
    connect(address).close()
    return Path(address), key


@pytest.fixture(scope="module")
def emptied(request, tmp_path_factory):
    """The same on PostgreSQL: the name of a database that is the template of others."""
    server = request.getfixturevalue("server")
    server.run("CREATE DATABASE untampered")
    key = founded(server.address("untampered"), tmp_path_factory.mktemp("untampered"))
    proposed(server.address("untampered"), "C-3")
    connect(server.address("untampered")).close()
    yield "untampered", key
    server.run("DROP DATABASE untampered WITH (FORCE)")


@pytest.fixture
def register(address, request, tmp_path):
    """A register to tamper with, and its key: three cases, two acts that are sealed and one that waits, one person erased."""
    if address.startswith("postgresql:"):
        name, key = request.getfixturevalue("emptied")
        server = request.getfixturevalue("server")
        mine = address.partition("?")[0].rpartition("/")[2]
        server.run(f"DROP DATABASE {mine}")
        server.run(f"CREATE DATABASE {mine} TEMPLATE {name}")
    else:
        path, key = request.getfixturevalue("template")
        shutil.copy(path, address)
    yield address, key
    connect(address).close()

"""Registers founded once and copied for each example of a property: cheap on both databases."""

import itertools
import shutil
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
from integration.records.offices import founded_at_a_desk

from resettle.records import database, entries
from resettle.service import registers

numbers = itertools.count(1)


def founded_on(day, address, key, folder):
    """A register founded as if a day in the past were today, so that what is learned day by day since can be recorded."""
    with mock.patch.object(registers.Founding, "day", lambda self, moment: day):
        return founded_at_a_desk(address, "eva", key, folder=folder)


class Template:
    """A register; ``copy`` makes a database like it, which ``Copy.drop`` throws away."""

    def __init__(self, address: str, day: date, key: Path, folder: Path, server=None):
        self.address, self.server = address, server
        found = founded_on(day, address, key, folder)
        found.close()

    def copy(self):
        number = next(numbers)
        if self.server is None:
            path = Path(self.address).with_name(f"copy-{number}.sqlite")
            shutil.copyfile(self.address, path)
            return Copy(str(path), lambda: path.unlink())
        name, of = f"copy_{number}", self.address.partition("@/")[2].partition("?")[0]
        self.server.run(f"CREATE DATABASE {name} TEMPLATE {of}")
        return Copy(self.server.address(name), lambda: self.server.run(f"DROP DATABASE {name}"))


def a_template(name, day, write):
    """A fixture of a module: a register as ``write`` puts it into a folder, founded on a day, on both databases."""

    @pytest.fixture(scope="module", params=["sqlite", "postgresql"])
    def template(request, tmp_path_factory):
        folder = tmp_path_factory.mktemp(name)
        write(folder / "register")
        if request.param == "sqlite":
            yield Template(str(folder / f"{name}.sqlite"), day, folder / "key", folder / "register")
            return
        server = request.getfixturevalue("server")
        server.run(f"CREATE DATABASE {name}")
        yield Template(server.address(name), day, folder / "key", folder / "register", server)
        server.run(f"DROP DATABASE {name} WITH (FORCE)")

    return template


class Copy:
    """A copy of a register in a database of its own."""

    def __init__(self, address, away):
        self.address, self._away = address, away

    @property
    def database(self):
        return database.connect(self.address)

    def drop(self):
        """It is gone, and nothing is kept of it."""
        found = self.database
        found.close()
        registers._founded.pop(found.alias, None)
        registers._terms.pop(found.alias, None)
        self._away()


def said(found, kind, new, by="eva"):
    """Records entries as whoever brings in what others have written does: whole, and alone."""
    with found.writing():
        recording = entries.begin(found, by, kind, None, {"of": [one.key for one in new]})
        found.lock([registers.EVERYTHING])
        return entries.append(found, recording, new)

"""A register with two cases, and spreadsheets to bring into it."""

import pytest
from integration.records.offices import office

from resettle.service import registers


@pytest.fixture
def register(address, tmp_path):
    """A register with two cases, of one and of two people, in a database; its folder is beside it."""
    registers.founded(address, "eva", tmp_path / "k", folder=office(tmp_path / "office", [1, 2]))
    return address


@pytest.fixture
def sheet(tmp_path):
    """Writes a spreadsheet; answers its path."""

    def write(name, *rows):
        path = tmp_path / name
        path.write_text("\n".join([*rows, ""]), encoding="utf-8")
        return path

    return write

"""A register in files goes into a database and comes out again equal, on both databases."""

from dataclasses import fields
from pathlib import Path

import pytest
import ten_cases
from integration.records.offices import founded_at_a_desk

from resettle import files, service
from resettle.records import chain
from resettle.service import exports

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.mark.parametrize("example", ["nauru-manus-2016", "programmes"])
def test_an_example_loads_and_comes_back_equal(address, tmp_path, example):
    database = founded_at_a_desk(address, "eva", tmp_path / "office.key", folder=EXAMPLES / example)
    written = files.read(EXAMPLES / example)[0]
    same(written, service.opened(address).register)
    exports.exported(address, "eva", tmp_path / "out")
    same(written, files.read(tmp_path / "out")[0])
    assert chain.verify(database, set(), {}).faults == ()


def same(one, other):
    for field in fields(one):
        if field.name == "tables":
            for table in fields(one.tables):
                before, after = getattr(one.tables, table.name), getattr(other.tables, table.name)
                assert before.equals(after), table.name
        else:
            assert getattr(one, field.name) == getattr(other, field.name), field.name


def test_statements_interviews_and_signatures_come_back_as_they_were(address, tmp_path):
    folder = ten_cases.write(tmp_path / "ten")
    founded_at_a_desk(address, "eva", tmp_path / "office.key", folder=folder)
    same(files.read(folder)[0], service.opened(address).register)
    exports.exported(address, "eva", tmp_path / "out")
    same(files.read(folder)[0], files.read(tmp_path / "out")[0])

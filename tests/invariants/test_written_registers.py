"""What is written is what is read: a register, its files anew, and the register again."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from alike import assert_alike
from builders import a_register_folder
from hypothesis import given, settings
from invariants.register_strategies import registers

from resettle import files
from resettle.engine.registry.register import Register
from resettle.files import Written

EXAMPLES = Path(__file__).parents[2] / "examples"


def assert_comes_back(folder: Path, new: Path) -> None:
    """Read, written and read again, and assembled without being looked at: each time the same register."""
    reading = files.examine(folder)
    assert reading.register is not None, reading.faults
    assert reading.written is not None
    files.write(new, reading.written)
    again = files.examine(new)
    assert again.register is not None, again.faults
    assert again.written is not None
    assert_alike(numbered(again.register), numbered(reading.register))
    assert_alike(files.assembled(again.written), again.register)
    assert dict(again.written.worked) == dict(reading.written.worked)
    assert same_documents(again.written, reading.written)


def numbered(register: Register) -> Register:
    """
    The register with the rows of each table numbered one after the other: a blank line is not written again, so that
    the rows after one have other numbers, in the same order.
    """
    frames = vars(register.tables)
    frames = {name: frame.with_columns(pl.col("row").rank("ordinal")) for name, frame in frames.items()
              if isinstance(frame, pl.DataFrame)}  # fmt: skip
    places = {act.order: place for place, act in enumerate(sorted(register.acts, key=lambda act: act.order))}
    acts = tuple(replace(act, order=places[act.order]) for act in register.acts)
    return replace(register, tables=replace(register.tables, **frames), acts=acts)


def same_documents(one: Written, other: Written) -> bool:
    return one.head == other.head and {kind: dict(of) for kind, of in one.documents.items()} == {
        kind: dict(of) for kind, of in other.documents.items()
    }


@pytest.mark.parametrize("example", ["nauru-manus-2016", "programmes"])
def test_an_example_comes_back_as_it_was(example: str, tmp_path: Path) -> None:
    assert_comes_back(EXAMPLES / example, tmp_path / "new")


def test_the_small_register_comes_back_with_its_rows_numbers(tmp_path: Path) -> None:
    folder = a_register_folder(tmp_path / "old")
    assert_comes_back(folder, tmp_path / "new")
    assert_alike(files.read(tmp_path / "new")[0], files.read(folder)[0])


@given(registers())
@settings(max_examples=30)
def test_a_made_up_register_comes_back_as_it_was(changes: Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert_comes_back(a_register_folder(Path(folder) / "old", changes), Path(folder) / "new")

"""TOML files against their shapes: each misfit once, by the place that its writer knows."""

import tomllib
from pathlib import Path

import pytest

from resettle.engine.errors import Fault
from resettle.files import shapes, toml
from resettle.render import words

WHAT_IF = 'name = "x"\n'
PLACES = '[[places]]\nof = "a/b"\neffective = 2026-01-01\n'


def misfits(text: str) -> list[Fault]:
    """What is wrong with a what-if."""
    found: list[Fault] = []
    toml.fit(tomllib.loads(text), shapes.WhatIfShape, "what-ifs/x.toml", found)
    return found


def test_what_fits_is_given_back_in_its_shape() -> None:
    found: list[Fault] = []
    shape = toml.fit(tomllib.loads(WHAT_IF), shapes.WhatIfShape, "what-ifs/x.toml", found)
    assert shape == shapes.WhatIfShape(name="x")
    assert found == []


def test_entries_are_counted_from_one() -> None:
    (fault,) = misfits(f"{WHAT_IF}{PLACES}places = 1\n{PLACES}places = 'many'\n")
    assert fault.where.key == "places[2].places"


def test_an_entry_is_named_by_its_id_unless_another_has_it_or_it_is_none() -> None:
    criterion = '[[criterion]]\narrangement = "a"\nid = {}\n'
    named = "".join(criterion.format(id) for id in ('"size"', '"twice"', '"twice"', '"Not an id"', "3"))
    assert {fault.where.key for fault in misfits(WHAT_IF + named) if fault.params.get("key") == "kind"} == {
        "criterion.size.kind", "criterion[2].kind", "criterion[3].kind", "criterion[4].kind", "criterion[5].kind",
    }  # fmt: skip


def test_a_value_that_fits_none_of_several_kinds_is_told_once_with_all_of_them() -> None:
    (fault,) = misfits(f"{WHAT_IF}{PLACES}places = 'many'\n")
    assert fault.code == "value_wrong"
    assert fault.params == {"value": "many", "expected": "a whole number, or one of: none, unknown"}


@pytest.mark.parametrize("places", ["-1", "0x" + "f" * 5000, "1.5", "true", "[]", "{}", "2026-01-01"])
def test_places_that_are_no_number_of_places_are_refused(places: str) -> None:
    (fault,) = misfits(f"{WHAT_IF}{PLACES}places = {places}\n")
    assert fault.code == "value_wrong"
    assert len(str(fault.params["value"])) <= 100


def test_an_unknown_key_names_the_nearest_of_its_own_table() -> None:
    (fault,) = misfits(f"{WHAT_IF}{PLACES}places = 1\nnoet = 'x'\n")
    assert (fault.code, fault.where.key, fault.params["near"]) == ("key_unknown", "places[1].noet", "note")


@pytest.mark.parametrize("key", ["int", "constrained-int", "function-x", "'literal[a]'", "'[key]'"])
def test_a_key_that_looks_like_a_name_of_ours_is_told_as_it_was_written(key: str) -> None:
    (fault,) = misfits(f"{key} = 1\n{WHAT_IF}")
    assert (fault.code, fault.where.key) == ("key_unknown", key.strip("'"))


def test_every_misfit_of_a_file_is_told() -> None:
    found = misfits("nam = 'x'\nincludes = 'y'\n[[status]]\nof = 3\nstatus = 'gone'\n")
    assert {(fault.code, fault.where.key) for fault in found} == {
        ("key_unknown", "nam"),
        ("key_missing", "name"),
        ("value_wrong", "includes"),
        ("value_wrong", "status[1].of"),
        ("key_missing", "status[1].effective"),
        ("code_unknown", "status[1].status"),
    }


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"name = ", "file_not_toml"),
        (b"name = \xff", "file_not_utf8"),
        (b"name = " + b"1" * 5000, "file_not_toml"),
        (b"name = " + b"[" * 9999, "file_not_toml"),
        (b"\x00", "file_not_toml"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(content: bytes, code: str, tmp_path: Path) -> None:
    found: list[Fault] = []
    (tmp_path / "x.toml").write_bytes(content)
    assert toml.load(tmp_path / "x.toml", shapes.WhatIfShape, "x.toml", found) is None
    assert [fault.code for fault in found] == [code]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("id = “recognised”\n", "“"),
        ("a = 1\r\nid = ‘recognised’\r\n", "‘"),
        ('id = "x"\n“name” = "x"\n', "“"),
        ('id = "recognised”\nname = "x"\n', "”"),
        ("rules = [„3“]", "„"),
        ('name = "the “first”"\nid = recognised', ""),
        ('name = "the “first”" x\n', ""),
    ],
)
def test_a_quotation_mark_of_a_text_program_is_named(content: str, told: str, tmp_path: Path) -> None:
    found: list[Fault] = []
    (tmp_path / "x.toml").write_bytes(content.encode())
    toml.load(tmp_path / "x.toml", shapes.WhatIfShape, "x.toml", found)
    [fault] = found
    assert (fault.code, fault.params["sign"]) == ("file_not_toml", told)
    assert (f'Type " in place of {told}' in words.fault(fault)) is bool(told)


def test_a_file_that_is_gone_or_a_folder_is_one_fault(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.toml"):
        found: list[Fault] = []
        assert toml.load(path, shapes.WhatIfShape, "x.toml", found) is None
        assert [fault.code for fault in found] == ["file_unreadable"]


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"\xef\xbb\xbf" + WHAT_IF.encode())
    found: list[Fault] = []
    assert toml.load(tmp_path / "x.toml", shapes.WhatIfShape, "x.toml", found) is not None
    assert found == []

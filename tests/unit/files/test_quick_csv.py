"""Quick CSV: what is read at once is what is read line by line; where it could differ, it is left alone."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resettle.files import quick_csv

PIECES = ["a", "P-1", "é", " ", "\t", ",", ",,", "\n", "\r\n", "\r", '"', '""', '"a"', '"a,b"', '"a\nb"', "\x1c", "\u2028", "none"]  # fmt: skip


def line_by_line(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_what_is_read_at_once_is_what_is_read_line_by_line(text: str) -> None:
    at_once = quick_csv.read(text.encode())
    if at_once is not None:
        lines = line_by_line(text)
        expected = [[*line, *[""] * (at_once.width - len(line))] for line in lines]
        assert [[cell or "" for cell in row] for row in at_once.iter_rows()] == expected


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\n1,2", "\ufeffa,b\n1,2\n", "a,b\n\n1,2\n\n", '"a","b"\n"1,2",""\n',
        '"a","b"\r\n"1","2"\r\n', "a,b\n1\n", "a,b,\n1,2,\n",
    ],
)  # fmt: skip
def test_what_programs_write_is_read_at_once(text: str) -> None:
    at_once = quick_csv.read(text.encode())
    assert at_once is not None and at_once.height == len(line_by_line(text))


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "a,b\r1,2\r", 'a,b\n"1\n2",3\n', 'a,b\n1"2,3\n', 'a,b\n"1""2",3\n', 'a,b\n"1"2,3\n', 'a,b\n"1,2\n',
        "a,b\n1,2,3\n", f"a,b\n{'x' * 200_000},2\n", '"a\nb",c\n1,2\n',
    ],
)  # fmt: skip
def test_what_needs_a_closer_look_is_left_to_be_read_line_by_line(text: str) -> None:
    assert quick_csv.read(text.encode()) is None


@pytest.mark.parametrize(
    ("text", "blanks"), [("a,b\r\n1,2\n", False), ("a, b", True), ("\u2003a", True), ("é", True)]
)
def test_it_is_told_whether_there_may_be_anything_to_strip(text: str, blanks: bool) -> None:
    assert quick_csv.may_have_blanks(text.encode()) is blanks

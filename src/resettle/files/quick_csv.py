"""CSV read at once by polars, where that cannot differ from reading it line by line."""

import csv
import io

import numpy as np
import polars as pl

LONGEST = 100_000
"""Bytes of a cell; at 131,072 characters the csv module gives up."""
BLANKS = [bytes([sign]) for sign in b" \t\x0b\x0c\x1c\x1d\x1e\x1f"]
COMMA, QUOTE, RETURN, NEWLINE = (ord(sign) for sign in ',"\r\n')


def read(content: bytes) -> pl.DataFrame | None:
    """
    Every line as a row of text, the first included; None where it has to be done line by line.

    That is so where lines end in other ways than usual, a cell runs over several, a quotation mark stands inside a
    cell, a row is longer than the first, or a cell is very long.
    """
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    width = _width(content)
    alone = b"\r" in content and content.count(b"\r") != content.count(b"\r\n")
    if not width or alone or not _quoted_whole(content) or content.endswith(b","):
        return None  # of a last comma at the very end polars may not tell whether a cell follows it
    try:
        schema = {str(at): pl.String for at in range(width)}
        frame = pl.read_csv(io.BytesIO(content), has_header=False, schema=schema)
    except pl.exceptions.PolarsError:
        return None
    too_long = frame.select((pl.all().str.len_bytes() > LONGEST).any())
    return frame if frame.height == lines and not any(too_long.row(0)) else None


def may_have_blanks(content: bytes) -> bool:
    """Whether there is anything that ``str.strip`` would take off a cell; lines' ends are no part of one."""
    return not content.isascii() or any(sign in content for sign in BLANKS)


def _width(content: bytes) -> int:
    """How many cells the first line has; 0 if it cannot be told."""
    first = io.BytesIO(content).readline().decode("utf-8-sig")
    try:
        return len(next(csv.reader([first], strict=True), []))
    except csv.Error:
        return 0


def _quoted_whole(content: bytes) -> bool:
    """Whether quotation marks, if there are any, stand only around whole cells, and in none."""
    if b'"' not in content:
        return True
    signs = np.frombuffer(b"\n" + content.removeprefix(b"\xef\xbb\xbf") + b"\n", np.uint8)
    marks = np.flatnonzero(signs == QUOTE)
    before, after = signs[marks[0::2] - 1], signs[marks[1::2] + 1]
    return (
        len(before) == len(after)
        and bool(((before == COMMA) | (before == NEWLINE)).all())
        and bool(((after == COMMA) | (after == NEWLINE) | (after == RETURN)).all())
    )

"""Whatever is done to the files of a register, reading it ends in a register or in faults that have words."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from builders import SMALL, a_register_folder
from hypothesis import given, settings
from hypothesis import strategies as st

from resettle import files
from resettle.engine.errors import RegisterRefused
from resettle.render import words

EXAMPLE = Path(__file__).parents[2] / "examples" / "nauru-manus-2016"
PIECES = [
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b'"', b"'", b",", b";", b"[[", b"]", b"=", b"unknown", b"none",
    b"-1", b"99999999999999999999", b"9999-12-31", b"0001-01-01", b"2016", b"nan", b"1e999", b"C-1", b"P-1", b"../",
    b"\x1b[31m", "ß\u202e\U0001f600".encode(), b"PA", b"keep_apart", b"arrive", b"nor-quota", b"true", b"{}",
]  # fmt: skip
"""What slips into files, and what a reader may stumble over."""


@st.composite
def mutated(draw: st.DrawFn, text: bytes) -> bytes:
    """The content of a file with something done to it."""
    how = draw(
        st.sampled_from(
            ["flip", "cut", "insert", "drop", "double", "swap lines", "swap cells", "move", "text"]
        )
    )
    lines = text.splitlines(keepends=True) or [b""]
    at, to = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    place = draw(st.integers(0, len(text)))
    match how:
        case "flip":
            return text[:place] + bytes([draw(st.integers(0, 255))]) + text[place + 1 :]
        case "cut":
            return text[:place]
        case "insert":
            return text[:place] + draw(st.sampled_from(PIECES)) + text[place:]
        case "text":
            return text[:place] + draw(st.text(max_size=20)).encode("utf-8", "surrogatepass") + text[place:]
        case "drop":
            del lines[at]
        case "double":
            lines.insert(to, lines[at])
        case "swap lines":
            lines[at], lines[to] = lines[to], lines[at]
        case "swap cells":
            cells, others = lines[at].rstrip(b"\n").split(b","), lines[to].rstrip(b"\n").split(b",")
            one, other = draw(st.integers(0, len(cells) - 1)), draw(st.integers(0, len(others) - 1))
            if at == to:
                cells[one], cells[other] = cells[other], cells[one]
            else:
                cells[one], others[other] = others[other], cells[one]
                lines[to] = b",".join(others) + b"\n"
            lines[at] = b",".join(cells) + b"\n"
        case "move":
            lines.insert(to, lines.pop(at))
    return b"".join(lines)


@st.composite
def changes(draw: st.DrawFn) -> dict[str, str | bytes | None]:
    """One to three files of the small register mutated, once or more, gone, or in place of one another."""
    found: dict[str, str | bytes | None] = {}
    for path in draw(st.lists(st.sampled_from(sorted(SMALL)), min_size=1, max_size=3, unique=True)):
        content = SMALL[path].encode()
        for _ in range(draw(st.integers(1, 3))):
            content = draw(mutated(content))
        other = draw(st.sampled_from(sorted(SMALL)))
        found[path] = draw(st.sampled_from([content, content, content, content, SMALL[other], None]))
    return found


@given(changes())
def test_reading_a_mutated_register_ends_in_a_register_or_in_words(
    changed: Mapping[str, str | bytes | None],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert_read_or_told(a_register_folder(Path(folder), changed))


@given(st.data())
@settings(max_examples=5)
def test_reading_the_mutated_example_ends_in_a_register_or_in_words(data: st.DataObject) -> None:
    paths = sorted(
        str(path.relative_to(EXAMPLE)) for path in EXAMPLE.rglob("*") if path.suffix in (".csv", ".toml")
    )
    with tempfile.TemporaryDirectory() as folder:
        copied = shutil.copytree(EXAMPLE, Path(folder) / "register")
        path = copied / data.draw(st.sampled_from(paths))
        path.write_bytes(data.draw(mutated(path.read_bytes())))
        assert_read_or_told(copied)


def assert_read_or_told(folder: Path) -> None:
    """No error but the one for registers; a sentence for every fault; no register that has an error."""
    try:
        reading = files.examine(folder)
    except RegisterRefused as refused:
        reading = files.Reading(None, refused.faults)
    for fault in reading.faults:
        message = words.fault(fault)
        assert message.isprintable() and message.endswith((".", "?", "…", ")")), message
        message.encode()
    assert (reading.register is None) is any(fault.is_error for fault in reading.faults)

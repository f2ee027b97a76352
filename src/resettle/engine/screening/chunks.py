"""Work on many rows in two threads and in pieces: numpy lets go of the interpreter where it works."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

CHUNK = 1 << 13
"""Rows at once: what is made of them on the way stays in the cache."""
_THREADS = 2
"""As many as the cores of the machine that README's figures are claimed for."""

Part = TypeVar("Part")
Done = TypeVar("Done")


def in_threads(work: Callable[[Part], Done], parts: Iterable[Part], rows: int) -> list[Done]:
    """What comes of each part, in their order; in this thread alone where there are few rows."""
    if rows <= CHUNK:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(work, parts))


def in_chunks(work: Callable[[slice], object], rows: int) -> None:
    """Work on every row, some at a time."""
    in_threads(work, spans(rows), rows)


def spans(rows: int) -> Iterator[slice]:
    """Rows in pieces."""
    return (slice(first, min(first + CHUNK, rows)) for first in range(0, rows, CHUNK))

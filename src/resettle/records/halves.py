"""The second half of a long chain is looked through by a process of its own (``__main__``), while the first is here."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager

Whole = tuple[int, bytes, int, int]
"""A half in which nothing is wrong: its last place and hash, how many entries are there, how many were erased."""


@contextmanager
def second(address: str, after: int | None, erased: AbstractSet[int]) -> Iterator[Callable[[], Whole | None]]:
    """
    Begins, unless there is no half to begin after; what is yielded waits for it. None if anything is wrong with it.

    The address, which may hold a password, goes by a pipe: other users see a command, not what it is told.
    """
    if after is None:
        yield lambda: None
        return
    asked = {"address": address, "after": after, "erased": sorted(erased)}
    command = [sys.executable, "-m", "resettle.records"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        try:
            assert child.stdin
            child.stdin.write(json.dumps(asked).encode())
            child.stdin.close()
            yield lambda: _answer(child)
        finally:
            child.kill()


def _answer(child: subprocess.Popen[bytes]) -> Whole | None:
    assert child.stdout
    text = child.stdout.read()
    if child.wait() or not text:
        return None
    position, hashed, there, gone = json.loads(text)
    return position, bytes.fromhex(hashed), there, gone

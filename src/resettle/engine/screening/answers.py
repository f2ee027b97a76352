"""Many tests answered for every row at once: tables of answers, indexed by the codes of a few facts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, reduce
from itertools import chain
from math import prod
from typing import Any

import numpy as np
import polars as pl

from resettle.engine.registry import facts
from resettle.engine.registry.language import And, AtLeast, Atom, Not, Or, Test, atoms
from resettle.engine.screening.coded import CHUNK, Coded, Ints, fact_coded, together
from resettle.engine.screening.compiled import columns, expression

Truths = np.ndarray[Any, np.dtype[np.int8]]
"""Yes 1, no -1, unknown 0: And is the least, Or the greatest, Not the negative."""
Words = np.ndarray[Any, np.dtype[np.uint64]]

_THREADS = 2
_TABLE, _LARGEST_TABLE = 1 << 14, 1 << 18
"""Rows of a table up to which tests share one, and above which a test is worked out row by row instead."""


# The rows: which of them the atoms tell apart


@dataclass(frozen=True, slots=True)
class _Source:
    """
    What some atoms need to know of each row.

    classes  [row]    rows of one class have the same answers
    answers  {atom: [class]}
    """

    classes: Ints
    answers: Mapping[Atom, Truths]
    count: int


@dataclass(frozen=True, slots=True)
class Classified:
    """Rows of which tests can be asked."""

    height: int
    sources: tuple[_Source, ...]


def classified(
    rows: pl.DataFrame,
    tests: Iterable[Test],
    on: date,
    people: pl.DataFrame | None = None,
    at: Ints | None = None,
    known: dict[str, Coded] | None = None,
) -> Classified:
    """
    Rows made ready to be asked some tests.

    The columns are those of ``people.typed``; what ``rows`` lacks is in row ``at [row]`` of ``people``. ``known`` keeps
    the codes of facts from one call to the next: half of the work, while rows and people are the same.
    """
    codes = {} if known is None else known
    wanted = dict.fromkeys(chain.from_iterable(_atoms(test) for test in tests))
    groups: dict[frozenset[str], list[Atom]] = {}
    for atom in wanted:
        groups.setdefault(_columns(atom, on), []).append(atom)

    def sources(group: tuple[frozenset[str], list[Atom]]) -> list[_Source]:
        columns, asked = group
        fact = _only_fact(columns)
        if people is None or at is None or columns <= set(rows.columns):
            frame, of_rows = _of_columns(rows, columns), None
        elif columns.isdisjoint(rows.columns):
            frame, of_rows = _of_columns(people, columns), at
        else:
            elsewhere = [people.get_column(name)[at] for name in sorted(columns - set(rows.columns))]
            frame, of_rows = _of_columns(rows.with_columns(elsewhere), columns), None
        if fact is None:
            return _sources_of_rows(frame, of_rows, asked, on)
        if fact not in codes:
            codes[fact] = fact_coded(frame, fact).of_rows(of_rows)
        return [_source_of_fact(frame, codes[fact], asked, on)]

    found = _each(sources, groups.items(), rows.height)
    return Classified(rows.height, tuple(chain.from_iterable(found)))


def _of_columns(frame: pl.DataFrame, columns: frozenset[str]) -> pl.DataFrame:
    """Column by column: to select from a frame in pieces would first put every column together."""
    used = [frame.get_column(name).rechunk() for name in frame.columns if name in columns]
    return pl.DataFrame(used) if used else frame


@lru_cache(maxsize=4096)
def _atoms(test: Test) -> tuple[Atom, ...]:
    return tuple(dict.fromkeys(atoms(test)))


@lru_cache(maxsize=4096)
def _asked(atom: Atom, on: date) -> pl.Expr:
    return expression(atom, on)


@lru_cache(maxsize=4096)
def _columns(atom: Atom, on: date) -> frozenset[str]:
    """All columns of the facts whose columns an atom's answer follows from, and any others that it follows from."""
    used = frozenset(_asked(atom, on).meta.root_names())
    known = frozenset(name.split("__")[0] for name in used) & facts.dictionary().keys()
    return used | frozenset(columns(known))


def _only_fact(used: frozenset[str]) -> str | None:
    of = {name.split("__")[0] for name in used}
    return of.pop() if len(of) == 1 and of <= facts.dictionary().keys() else None


def _source_of_fact(frame: pl.DataFrame, coded: Coded, asked: list[Atom], on: date) -> _Source:
    """Each distinct value is asked once, and values that no atom tells apart are one class."""
    answers = _answers(frame[coded.sample], asked, on)
    classes = together([answer.view(np.uint8) + np.uint8(1) for answer in answers.values()])
    kept = {atom: answer[classes.sample] for atom, answer in answers.items()}
    return _Source(classes.codes[coded.codes], kept, len(classes.sample))


def _sources_of_rows(frame: pl.DataFrame, of_rows: Ints | None, asked: list[Atom], on: date) -> list[_Source]:
    """An atom of several facts has three classes: its answers."""
    found = []
    for atom, answer in _answers(frame, asked, on).items():
        classes = (answer + np.int8(1)).view(np.uint8)
        found.append(_Source(classes if of_rows is None else classes[of_rows], {atom: _SAID}, 3))
    return found


_SAID = np.array([-1, 0, 1], np.int8)


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Codes as text, which ``expression`` asks of."""
    return frame.cast({pl.Categorical: pl.String, pl.List(pl.Categorical): pl.List(pl.String)})


def _answers(frame: pl.DataFrame, asked: list[Atom], on: date) -> dict[Atom, Truths]:
    said = (
        _as_text(frame)
        .lazy()
        .select(_asked(atom, on).cast(pl.Int8).alias(str(place)) for place, atom in enumerate(asked))
    )
    columns = said.select((pl.all() * 2 - 1).fill_null(0)).collect()
    return {
        atom: np.broadcast_to(columns[str(place)].to_numpy(), frame.height)
        for place, atom in enumerate(asked)
    }


def _truth(test: Test, answer: Callable[[Atom], Truths]) -> Truths:
    match test:
        case And(parts):
            return reduce(np.minimum, [_truth(part, answer) for part in parts])
        case Or(parts):
            return reduce(np.maximum, [_truth(part, answer) for part in parts])
        case Not(part):
            return -_truth(part, answer)
        case AtLeast(least, parts):
            said = np.broadcast_arrays(*(_truth(part, answer) for part in parts))
            found: Truths = np.sort(np.stack(said), axis=0)[-least]
            return found
        case _:
            return answer(test)


# The answers


@dataclass(frozen=True)
class Answers:
    """
    What is said of each test for each row: two bits.

    blocks  [row, word]  of some tests each: words of bits that say no, then as many that say unknown
    places  [test]       (block, bit): where a test's bit is
    """

    height: int
    blocks: tuple[Words, ...]
    places: tuple[tuple[int, int], ...]

    def of_test(self, test: int) -> Truths:
        """Of one test for each row: yes 1, no -1, unknown 0."""
        block, bit = self.places[test]
        byte, bit = divmod(bit, 8)
        bytes_of = self._bytes[block]
        no, unknown = (
            (bytes_of[at] >> np.uint8(bit)) & np.uint8(1) for at in (byte, len(bytes_of) // 2 + byte)
        )
        said: Truths = np.int8(1) - (no + no + unknown).view(np.int8)
        return said

    @cached_property
    def _bytes(self) -> list[np.ndarray[Any, np.dtype[np.uint8]]]:
        """[byte, row] of each block: bytes of one place lie side by side, so that a test is read at once."""
        return [np.ascontiguousarray(np.ascontiguousarray(block).view(np.uint8).T) for block in self.blocks]

    def of_rows(self, rows: Ints) -> "Answers":
        """Of some rows only."""
        return Answers(len(rows), tuple(block[rows] for block in self.blocks), self.places)

    def of_each(self, case: Ints, cases: int) -> "Answers":
        """Whether a test holds of every row of a case; ``case [row]`` ascends. Unknown where there is no row."""
        return self._of_cases(case, cases, _each_of)

    def of_any(self, case: Ints, cases: int) -> "Answers":
        """Whether a test holds of a row of a case; ``case [row]`` ascends. Unknown where there is no row."""
        return self._of_cases(case, cases, _any_of)

    def _of_cases(self, case: Ints, cases: int, of: Callable[[Words, Ints], Words]) -> "Answers":
        starts = np.flatnonzero(np.diff(case, prepend=-1))
        bounds = np.append(starts, len(case))
        there = case[starts]

        def reduced(block: Words) -> Words:
            found = np.zeros((cases, block.shape[1]), np.uint64)
            found[:, block.shape[1] // 2 :] = ~np.uint64(0)

            def some(first: int, last: int) -> None:
                rows = block[bounds[first] : bounds[last]]
                found[there[first:last]] = of(rows, starts[first:last] - bounds[first])

            _in_chunks(some, len(starts))
            return found

        return Answers(cases, tuple(reduced(block) for block in self.blocks), self.places)


def _each_of(rows: Words, starts: Ints) -> Words:
    found: Words = np.bitwise_or.reduceat(rows, starts, axis=0)
    half = rows.shape[1] // 2
    found[:, half:] &= ~found[:, :half]
    return found


def _any_of(rows: Words, starts: Ints) -> Words:
    """Any is not each not: what says no and what says yes change places."""
    half = rows.shape[1] // 2
    found = _each_of(np.hstack([~(rows[:, :half] | rows[:, half:]), rows[:, half:]]), starts)
    found[:, :half] = ~(found[:, :half] | found[:, half:])
    return found


def answered(known: Classified, tests: Sequence[Test]) -> Answers:
    """Each test answered for each row; the rows have been classified for these tests, or for more."""
    where = {atom: place for place, source in enumerate(known.sources) for atom in source.answers}
    used = [frozenset(where[atom] for atom in _atoms(test)) for test in tests]
    groups = _grouped(used, [max(source.count, 1) for source in known.sources])

    def block(group: _Group) -> Words:
        return _block(known, [tests[one] for one in group[0]], group[1], where)

    places = {
        test: (block, bit) for block, (members, _) in enumerate(groups) for bit, test in enumerate(members)
    }
    return Answers(
        known.height,
        tuple(_each(block, groups, known.height)),
        tuple(places[one] for one in range(len(tests))),
    )


_Group = tuple[list[int], frozenset[int]]
"""Some tests, and all the sources they use."""


def _grouped(used: list[frozenset[int]], counts: list[int]) -> list[_Group]:
    """Tests together whose table stays small: the widest first, each where the table grows least."""

    def size(sources: frozenset[int]) -> int:
        return prod(counts[source] for source in sources)

    groups: list[_Group] = []
    for sources in sorted(set(used), key=lambda each: (-size(each), sorted(each))):
        tests = [test for test, each in enumerate(used) if each == sources]
        fits = [
            (size(sources | others) / size(others), place)
            for place, (_, others) in enumerate(groups)
            if size(sources | others) <= _TABLE or sources <= others
        ]
        if fits:
            place = min(fits)[1]
            groups[place] = (groups[place][0] + tests, groups[place][1] | sources)
        else:
            groups.append((tests, sources))
    return groups


def _block(known: Classified, tests: list[Test], sources: frozenset[int], where: Mapping[Atom, int]) -> Words:
    order = sorted(sources)
    shape = [known.sources[source].count for source in order]
    rows = np.empty((known.height, 2 * -(-len(tests) // 64)), np.uint64)
    if prod(shape) > _LARGEST_TABLE:

        def fill(first: int, last: int) -> None:
            def said(atom: Atom) -> Truths:
                source = known.sources[where[atom]]
                return source.answers[atom][source.classes[first:last]]

            rows[first:last] = _packed([_truth(test, said) for test in tests])

    else:
        table = _table(known, tests, order, shape, where)

        def fill(first: int, last: int) -> None:
            index = np.zeros(last - first, np.intp)
            for source, count in zip(order, shape, strict=True):
                index *= count
                index += known.sources[source].classes[first:last]
            table.take(index, axis=0, out=rows[first:last], mode="clip")

    _in_chunks(fill, known.height)
    return rows


def _table(
    known: Classified, tests: list[Test], order: list[int], shape: list[int], where: Mapping[Atom, int]
) -> Words:
    """The answers for every combination of classes of some sources, in the order of their product."""

    def said(atom: Atom) -> Truths:
        """Along the axis of its source."""
        source = where[atom]
        lengths = [count if each == source else 1 for each, count in zip(order, shape, strict=True)]
        return known.sources[source].answers[atom].reshape(lengths)

    return _packed([np.broadcast_to(_truth(test, said), shape).reshape(-1) for test in tests])


def _packed(truths: list[Truths]) -> Words:
    """Words of bits that say no, then as many that say unknown, from the answers of each test."""
    half = -(-len(truths) // 64) * 8
    found = np.zeros((len(truths[0]), 2 * half), np.uint8)
    for byte in range(0, len(truths), 8):
        no, unknown = np.zeros((2, len(truths[0])), np.uint8)
        for bit, truth in enumerate(truths[byte : byte + 8]):
            no |= (truth < 0).view(np.uint8) << np.uint8(bit)
            unknown |= (truth == 0).view(np.uint8) << np.uint8(bit)
        found[:, byte // 8], found[:, half + byte // 8] = no, unknown
    return found.view(np.uint64)


# Two threads: numpy lets go of the interpreter where it works


def _each(work: Callable[[Any], Any], parts: Iterable[Any], height: int) -> list[Any]:
    if height <= CHUNK:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(work, parts))


def _in_chunks(work: Callable[[int, int], None], height: int) -> None:
    """Work on ranges of rows, from first to before last."""
    spans = [(first, min(first + CHUNK, height)) for first in range(0, height, CHUNK)]
    _each(lambda span: work(*span), spans, height)

"""Many tests answered for every row at once: tables of answers, indexed by the codes of a few facts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from itertools import chain
from math import prod
from typing import Any

import numpy as np
import polars as pl

from resettle.engine.registry import facts
from resettle.engine.registry.language import And, AtLeast, Atom, Not, Or, Test, atoms
from resettle.engine.screening.chunks import in_chunks, in_threads
from resettle.engine.screening.coded import Ints, Truths, distinct, looked_up, together
from resettle.engine.screening.compiled import expression

Words = np.ndarray[Any, np.dtype[np.uint64]]
Bytes = np.ndarray[Any, np.dtype[np.uint8]]

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
) -> Classified:
    """
    Rows made ready to be asked some tests.

    The columns are those of ``people.typed``; what ``rows`` lacks is in row ``at [row]`` of ``people``.
    """
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
        return [_source_of_fact(frame, frame.get_column(f"{fact}__cell"), of_rows, asked, on)]

    found = in_threads(sources, groups.items(), rows.height)
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
    """The columns that an atom's answer follows from, and those that number the cells of its facts."""
    used = frozenset(_asked(atom, on).meta.root_names())
    known = frozenset(name.split("__")[0] for name in used) & facts.dictionary().keys()
    return used | {f"{name}__cell" for name in known}


def _only_fact(used: frozenset[str]) -> str | None:
    of = {name.split("__")[0] for name in used}
    return of.pop() if len(of) == 1 and of <= facts.dictionary().keys() else None


def _source_of_fact(
    frame: pl.DataFrame, cell: pl.Series, of_rows: Ints | None, asked: list[Atom], on: date
) -> _Source:
    """Each distinct cell is asked once, and cells that no atom tells apart are one class."""
    highest = cell.max()
    unwritten = highest + 1 if isinstance(highest, int) else 0
    many = unwritten + bool(cell.null_count())
    cells = cell.fill_null(unwritten).to_numpy()
    held, sample = distinct(cells, many)
    answers = _answers(frame[sample], asked, on)
    classes = together(len(sample), answers.values())
    table = np.zeros(many, classes.codes.dtype)
    table[held] = classes.codes
    found = looked_up(table, cells)
    kept = {atom: answer[classes.sample] for atom, answer in answers.items()}
    return _Source(found if of_rows is None else found[of_rows], kept, len(classes.sample))


def _sources_of_rows(frame: pl.DataFrame, of_rows: Ints | None, asked: list[Atom], on: date) -> list[_Source]:
    """An atom of several facts has three classes: its answers."""
    found = []
    for atom, answer in _answers(frame, asked, on).items():
        classes = (answer + np.int8(1)).view(np.uint8)
        found.append(_Source(classes if of_rows is None else classes[of_rows], {atom: _SAID}, 3))
    return found


_SAID = np.array([-1, 0, 1], np.int8)


def _answers(frame: pl.DataFrame, asked: list[Atom], on: date) -> dict[Atom, Truths]:
    said = frame.lazy().select(
        _asked(atom, on).cast(pl.Int8).alias(str(place)) for place, atom in enumerate(asked)
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


@dataclass(frozen=True, slots=True)
class Answers:
    """
    What is said of each test for each row: two bits.

    blocks  [byte, row]  of some tests each: bytes of bits that say no, then as many that say unknown
    places  [test]       (block, bit): where a test's bit is
    """

    height: int
    blocks: tuple[Bytes, ...]
    places: tuple[tuple[int, int], ...]

    def of_test(self, test: int) -> Truths:
        """Of one test for each row: yes 1, no -1, unknown 0."""
        place, bit = self.places[test]
        block = self.blocks[place]
        byte, bit = divmod(bit, 8)
        said = block[len(block) // 2 + byte] >> np.uint8(bit)
        said &= np.uint8(1)
        no = block[byte] >> np.uint8(bit)
        no &= np.uint8(1)
        said += no
        said += no
        found: Truths = said.view(np.int8)
        return np.subtract(np.int8(1), found, out=found)


def answered(known: Classified, tests: Sequence[Test]) -> Answers:
    """Each test answered for each row; the rows have been classified for these tests, or for more."""
    blocks, places = _blocks(known, tests)
    found = tuple(np.empty((block.bytes, known.height), np.uint8) for block in blocks)

    def some(span: slice) -> None:
        for block, bytes_of in zip(blocks, found, strict=True):
            bytes_of[:, span] = block.words(span).view(np.uint8).T

    in_chunks(some, known.height)
    return Answers(known.height, found, places)


def answered_of_cases(
    known: Classified,
    tests: Sequence[Test],
    case: Ints,
    cases: int,
    *,
    any_of: bool = False,
    among: Ints | None = None,
) -> Answers:
    """
    Whether each test holds of every row of a case, or of any; unknown where there is no row.

    ``case [row]`` ascends. Only rows ``among`` are asked, in their order, if these are given.
    """
    rows = case if among is None else case[among]
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    bounds, there = np.append(starts, len(rows)), rows[starts]
    blocks, places = _blocks(known, tests)
    found = tuple(np.zeros((block.bytes, cases), np.uint8) for block in blocks)
    for bytes_of in found:
        bytes_of[len(bytes_of) // 2 :] = ~np.uint8(0)

    def some(span: slice) -> None:
        of = slice(bounds[span.start], bounds[span.stop])
        begins = starts[span] - bounds[span.start]
        for block, bytes_of in zip(blocks, found, strict=True):
            words = block.words(of if among is None else among[of])
            said = _any_of(words, begins) if any_of else _each_of(words, begins)
            bytes_of[:, _run(there[span])] = said.view(np.uint8).T

    in_chunks(some, len(starts))
    return Answers(cases, found, places)


def _run(places: Ints) -> Ints | slice:
    """Rising places as a slice if none is left out, which is quicker to write to."""
    whole = places[-1] - places[0] == len(places) - 1
    return slice(places[0], places[-1] + 1) if whole else places


def _each_of(words: Words, starts: Ints) -> Words:
    found: Words = np.bitwise_or.reduceat(words, starts, axis=0)
    half = words.shape[1] // 2
    found[:, half:] &= ~found[:, :half]
    return found


def _any_of(words: Words, starts: Ints) -> Words:
    """Any is not each not: what says no and what says yes change places."""
    half = words.shape[1] // 2
    found = _each_of(np.hstack([~(words[:, :half] | words[:, half:]), words[:, half:]]), starts)
    found[:, :half] = ~(found[:, :half] | found[:, half:])
    return found


@dataclass(frozen=True, slots=True)
class _Block:
    """Some tests answered together: words of bits that say no, then as many that say unknown, of the rows asked for."""

    bytes: int
    words: Callable[[Ints | slice], Words]


def _blocks(known: Classified, tests: Sequence[Test]) -> tuple[list[_Block], tuple[tuple[int, int], ...]]:
    """The tests in blocks, and for each test its block and bit."""
    where = {atom: place for place, source in enumerate(known.sources) for atom in source.answers}
    used = [frozenset(where[atom] for atom in _atoms(test)) for test in tests]
    groups = _grouped(used, [max(source.count, 1) for source in known.sources])
    blocks = [_block(known, [tests[one] for one in some], sources, where) for some, sources in groups]
    places = {test: (block, bit) for block, (some, _) in enumerate(groups) for bit, test in enumerate(some)}
    return blocks, tuple(places[one] for one in range(len(tests)))


_Group = tuple[list[int], frozenset[int]]
"""Some tests, and all the sources they use."""


def _grouped(used: list[frozenset[int]], counts: list[int]) -> list[_Group]:
    """
    Tests together whose table stays small: the widest first, each where the table grows least.

    Between ``_TABLE`` and ``_LARGEST_TABLE`` a test has a table of its own, which those of fewer facts may share.
    """

    def size(sources: frozenset[int]) -> int:
        return prod(counts[source] for source in sources)

    groups: list[_Group] = []
    for sources in sorted(set(used), key=lambda each: (-size(each), sorted(each))):
        tests = [test for test, each in enumerate(used) if each == sources]
        fits = [
            (size(sources | others) / size(others), place)
            for place, (_, others) in enumerate(groups)
            if size(sources | others) <= _TABLE or (sources <= others and size(others) <= _LARGEST_TABLE)
        ]
        if fits:
            place = min(fits)[1]
            groups[place] = (groups[place][0] + tests, groups[place][1] | sources)
        else:
            groups.append((tests, sources))
    return groups


def _block(
    known: Classified, tests: list[Test], sources: frozenset[int], where: Mapping[Atom, int]
) -> _Block:
    order = sorted(sources)
    shape = [known.sources[source].count for source in order]
    size = 2 * -(-len(tests) // 64) * 8
    if prod(shape) > _LARGEST_TABLE:

        def worked_out(rows: Ints | slice) -> Words:
            def said(atom: Atom) -> Truths:
                source = known.sources[where[atom]]
                return source.answers[atom][source.classes[rows]]

            return _packed([_truth(test, said) for test in tests])

        return _Block(size, worked_out)
    table = _table(known, tests, order, shape, where)

    def in_table(rows: Ints | slice) -> Words:
        first, *others = order
        index = known.sources[first].classes[rows].astype(np.intp)
        for source in others:
            index *= known.sources[source].count
            index += known.sources[source].classes[rows]
        return table.take(
            index, axis=0, mode="clip"
        )  # quicker: every index is in the table, as it is made of classes

    return _Block(size, in_table)


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

"""Faults at a key of one of the register's files, and the files in which criteria are written."""

from collections.abc import Iterable, Iterator, Sequence

from resettle.engine.errors import Fault, Where, nearest_name
from resettle.engine.registry.criteria import Criterion
from resettle.engine.registry.register import Register


def fault_at(code: str, file: str, key: str, **params: object) -> Fault:
    return Fault(code, Where(file, 0, key), params)


def warning_at(code: str, file: str, key: str, **params: object) -> Fault:
    return Fault(code, Where(file, 0, key), params, "warning")


def unknown_name(file: str, key: str, value: str, allowed: Iterable[str]) -> Fault:
    """A name of nothing, with those that are there and the one that may be meant."""
    known = list(allowed)
    return fault_at("name_unknown", file, key, value=value, allowed=known, near=nearest_name(value, known))


def unknown_sources(register: Register, file: str, named: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """Of keys and the sources named there, those that are not in register.toml."""
    for key, source in dict.fromkeys(named):
        if not register.may_cite(source):
            near = nearest_name(source, list(register.sources))
            yield fault_at("source_unknown", file, key, value=source, near=near)


def criteria_by_file(register: Register) -> Iterator[tuple[str, Sequence[Criterion]]]:
    """The criteria of each arrangement and bar, with its file."""
    for one in register.arrangements.values():
        yield f"arrangements/{one.id}", one.criteria
    for bar in register.bars.values():
        yield f"bars/{bar.id}", bar.criteria

"""What is wrong, and where: faults leave the engine as code, parameters and place; ``render`` words them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in what the user gave: a file, a row of it (counted as a spreadsheet does, header = 1), a key."""

    file: str = ""
    row: int = 0
    key: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing wrong. ``code`` has its line in the error reference; ``params`` fill the sentence.

    A ``warning`` lets work go on and is listed in every output; an ``error`` stops it.
    """

    code: str
    where: Where = Where()
    params: Mapping[str, object] = field(default_factory=dict)
    severity: Literal["error", "warning"] = "error"

    @property
    def is_error(self) -> bool:
        return self.severity == "error"


def nearest_name(name: str, known: Iterable[str]) -> str:
    """What somebody may have meant who wrote a name that is not known, for the fault to say; else nothing."""
    return next(iter(get_close_matches(name, list(known), 1, 0.75)), "")


class ResettleError(Exception):
    """An error of the user's, shown without a traceback; holds every fault found, not the first only."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(sorted({fault.code for fault in self.faults})))


class RegisterRefused(ResettleError):
    """The register has errors; nothing runs on it."""


class RequestRefused(ResettleError):
    """What was asked does not fit the register: an unknown case, arrangement, what-if, or assumption."""


def refuse(code: str, /, **params: object) -> RequestRefused:
    """A request refused for one reason."""
    return RequestRefused([Fault(code, Where(), params)])

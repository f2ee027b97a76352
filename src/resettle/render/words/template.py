"""One entry of the error reference, from which messages are made too."""

from collections.abc import Mapping
from dataclasses import dataclass

from resettle.engine.errors import Where


@dataclass(frozen=True, slots=True)
class Words:
    """
    What is said of a fault: its ``cause`` in general, the ``sentence`` for one, how to ``mend`` it.

    ``where`` and ``example`` are the place and the parameters of the example in the reference.
    """

    cause: str
    sentence: str
    mend: str
    where: Where
    example: Mapping[str, object]

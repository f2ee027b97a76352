"""A register that a server process serves for long, to many who ask at the same time."""

from collections.abc import Iterator

from django.conf import settings

from resettle.engine.errors import Fault, RequestRefused, Where
from resettle.records import database
from resettle.service import registers


def check() -> None:
    """
    Reaches the register and reads its terms, so that the first who asks does not wait.

    Raises RequestRefused with all that the server was not told, RegisterRefused if the register does not answer.
    """
    database.set_up()
    if wrong := list(_untold()):
        raise RequestRefused(wrong)
    registers.read_ahead(registers.reached(settings.RESETTLE_DATABASE))


def _untold() -> Iterator[Fault]:
    wanted = {
        "which register to serve": ("RESETTLE_DATABASE", settings.RESETTLE_DATABASE),
        "what to sign sessions with": ("RESETTLE_SECRET_KEY_FILE", settings.RESETTLE_SECRET),
    }
    for what, (setting, value) in wanted.items():
        if not value:
            yield Fault("server_not_told", Where(), {"what": what, "setting": setting})

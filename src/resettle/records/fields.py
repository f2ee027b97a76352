"""Keys that are the row's own number on SQLite, which then finds a row without an index: only ``integer`` is such a key."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:  # the stubs are generic, and Django is not
    _Number = models.BigIntegerField[int, int]
    _OneToOne = models.OneToOneField[Any, Any]
else:
    _Number, _OneToOne = models.BigIntegerField, models.OneToOneField


class NumberKey(_Number):
    """A whole number that is the key."""

    def db_type(self, connection: Any) -> str | None:
        return _own_number(super().db_type(connection), connection)


class EntryKey(_OneToOne):
    """The key of a row that an entry has at most one of."""

    def db_type(self, connection: Any) -> str | None:
        return _own_number(super().db_type(connection), connection)


def _own_number(given: str | None, connection: Any) -> str | None:
    return "integer" if connection.vendor == "sqlite" else given

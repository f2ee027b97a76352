"""Whether two registers say the same: field by field, the tables cell by cell."""

from dataclasses import fields

from polars.testing import assert_frame_equal

from resettle.engine.registry.register import Register


def assert_alike(one: Register, other: Register) -> None:
    """They are the same, rows' numbers included."""
    for field in fields(Register):
        if field.name != "tables":
            assert getattr(one, field.name) == getattr(other, field.name), field.name
    for field in fields(one.tables):
        assert_frame_equal(getattr(one.tables, field.name), getattr(other.tables, field.name))

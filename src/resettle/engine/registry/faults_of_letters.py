"""What is wrong with answers to people's own requests: to what nobody asked, checked by nobody else, served before there is one."""

from collections.abc import Callable, Iterable, Iterator

import polars as pl

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.register import Register

_EACH = ["request", "person"]


def to_what_nobody_asked(register: Register) -> Iterator[Fault]:
    """Answers, translations and proofs of service to somebody who is not among those who made the request."""
    tables = register.tables
    for name in ("answers", "translations", "served"):
        frame: pl.DataFrame = getattr(tables, name)
        strangers = frame.join(tables.requests, on=_EACH, how="anti")
        for request, person, row in strangers.select(*_EACH, "row").iter_rows():
            yield Fault(
                "answer_without_request", Where(name, row, "request"), {"request": request, "person": person}
            )


def without_an_answer(register: Register) -> Iterator[Fault]:
    """What was translated or served though no answer is recorded by that day."""
    answers = register.tables.answers.select(*_EACH, pl.col("effective").alias("answered"))
    for name in ("translations", "served"):
        frame: pl.DataFrame = getattr(register.tables, name)
        first = answers.group_by(_EACH).agg(pl.col("answered").min())
        early = frame.join(first, on=_EACH, how="left").filter(
            pl.col("answered").is_null() | (pl.col("answered") > pl.col("effective"))
        )
        for request, person, row in early.select(*_EACH, "row").iter_rows():
            yield Fault(
                "served_without_answer", Where(name, row, "effective"), {"request": request, "person": person}
            )


def checked_by_the_translator(register: Register) -> Iterator[Fault]:
    """Translations that were checked by whoever made them."""
    own = register.tables.translations.filter(pl.col("checked_by") == pl.col("translated_by"))
    for person, row in own.select("translated_by", "row").iter_rows():
        yield Fault(
            "translation_checked_by_translator", Where("translations", row, "checked_by"), {"value": person}
        )


CHECKS: tuple[Callable[[Register], Iterable[Fault]], ...] = (
    to_what_nobody_asked,
    without_an_answer,
    checked_by_the_translator,
)

"""What is wrong with answers to people's own requests: to what nobody asked, checked by nobody else, served before there is one."""

from collections.abc import Callable, Iterable, Iterator

import polars as pl

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.letters import is_named
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
    rows = register.tables.translations.select("translated_by", "checked_by", "row")
    for by, checked_by, row in rows.iter_rows():
        if is_named(checked_by, [by]):
            yield Fault(
                "translation_checked_by_translator", Where("translations", row, "checked_by"), {"value": by}
            )


def interpreted_by_whoever_answered(register: Register) -> Iterator[Fault]:
    """Answers that were put into another language, in writing or aloud, by whoever gave them: nobody would notice a mistake."""
    answers = register.tables.answers.select(*_EACH, "by", pl.col("effective").alias("answered"))
    for name, column in (("translations", "translated_by"), ("served", "read_by")):
        frame: pl.DataFrame = getattr(register.tables, name)
        told = frame.select(*_EACH, column, "effective", "row").drop_nulls(column).with_row_index("told")
        before = told.join(answers, on=_EACH).filter(pl.col("answered") <= pl.col("effective"))
        last = before.sort("answered").group_by("told", maintain_order=True).last().sort("row")
        for request, person, value, by, row in last.select(*_EACH, column, "by", "row").iter_rows():
            if is_named(value, [by]):
                params = {"request": request, "person": person, "value": value}
                yield Fault("interpreted_by_whoever_answered", Where(name, row, column), params)


CHECKS: tuple[Callable[[Register], Iterable[Fault]], ...] = (
    to_what_nobody_asked,
    without_an_answer,
    checked_by_the_translator,
    interpreted_by_whoever_answered,
)

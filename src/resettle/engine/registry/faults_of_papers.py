"""What is wrong with documents and statements: an id that shows a number, a statement on what its subject cannot state."""

from collections.abc import Callable, Iterable, Iterator

import polars as pl

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.acts import people_of
from resettle.engine.registry.papers import OF_CASES, OF_PERSONS
from resettle.engine.registry.register import Register

SHORTEST_NUMBER = 5
"""Characters; a shorter number may stand in an id by chance."""


def documents_named_by_numbers(register: Register) -> Iterator[Fault]:
    """Documents whose id shows a number of a document of the same person: an id stays when the number is erased."""
    documents = register.tables.documents
    id, number = (
        pl.col(name).str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")
        for name in ("document", "number")
    )
    numbers = documents.select("person", number).filter(pl.col("number").str.len_chars() > 0).unique()
    named = documents.select("person", "row", id).join(numbers, on="person")
    id, number = pl.col("document"), pl.col("number")
    shown = (id == number) | (
        id.str.contains(number, literal=True) & (number.str.len_chars() >= SHORTEST_NUMBER)
    )
    for row in named.filter(shown).get_column("row").unique().sort():
        yield Fault("document_named_by_number", Where("documents", row, "document"))


def statements_misplaced(register: Register) -> Iterator[Fault]:
    """Statements of a person on what is stated of a case, or the other way round; no part of a form would show them."""
    people, cases = register.tables.people.get_column("person"), register.tables.cases.get_column("case")
    on, subject = pl.col("on"), pl.col("subject")
    of_a_case = subject.is_in(cases.implode()) & on.is_in(sorted(OF_PERSONS))
    of_a_person = subject.is_in(people.implode()) & on.is_in(sorted(OF_CASES))
    wrong = register.tables.statements.filter(of_a_case | of_a_person)
    for value, row in wrong.select("on", "row").iter_rows():
        yield Fault("statement_misplaced", Where("statements", row, "on"), {"value": value})


def statements_hidden_from_strangers(register: Register) -> Iterator[Fault]:
    """Statements to be kept from somebody who is not in the register. Who that is, no message says."""
    people = set(register.tables.people.get_column("person"))
    hidden = register.tables.statements.select("confidential_from", "row").drop_nulls()
    for cell, row in hidden.iter_rows():
        if not people.issuperset(people_of(cell)):
            yield Fault("statement_hidden_from_stranger", Where("statements", row, "confidential_from"))


CHECKS: tuple[Callable[[Register], Iterable[Fault]], ...] = (
    documents_named_by_numbers,
    statements_misplaced,
    statements_hidden_from_strangers,
)

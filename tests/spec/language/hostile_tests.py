"""More than a thousand texts that no test should be: attacks, traps, other dialects, and things simply too large."""

from spec.language import hostile_nonsense as nonsense
from spec.language import hostile_signs as signs
from spec.language import hostile_sizes as sizes
from spec.language import hostile_sql as sql

FAMILIES = {
    make.__name__.replace("_", " "): list(dict.fromkeys(make()))
    for make in (
        sql.injections, sql.subqueries, sql.statements, sql.comments, sql.casts, sql.patterns,
        sizes.literals, sizes.long_lists, sizes.multiplied, sizes.deep, nonsense.numbers, nonsense.dates,
        sql.nulls, nonsense.nested, sql.dialects, sql.functions, signs.characters, signs.payloads,
        nonsense.wrong_types, nonsense.contradictions,
    )
}  # fmt: skip
CORPUS = list(dict.fromkeys(text for texts in FAMILIES.values() for text in texts))

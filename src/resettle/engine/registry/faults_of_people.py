"""What is wrong with people, cases and what ties them: ids, rows twice, dates out of order, families that cannot be."""

import difflib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache

import polars as pl

from resettle.engine.errors import Fault, Where
from resettle.engine.registry import codes, facts
from resettle.engine.registry.facts import Kind
from resettle.engine.registry.history import as_of
from resettle.engine.registry.people import typed
from resettle.engine.registry.register import KEYS, Register

SUGGESTED = 10
"""Names of one column that get a nearest name suggested: a search is slow, and more than a few are one mistake."""
OLDEST = 110
YOUNGEST_PARENT = 14
"""Years; a smaller gap between parent and child is checked, never refused (field practice, unconfirmed)."""

ORDERED = (
    ("date_of_birth", "arrived_on"),
    ("date_of_birth", "transferred_on"),
    ("arrived_on", "transferred_on"),
    ("transferred_on", "brought_for_treatment_on"),
)
"""The second cannot be before the first."""


def names_unknown(register: Register) -> Iterator[Fault]:
    """Rows about people, cases or arrangements that are not in the register."""
    tables = register.tables
    people, cases = set(tables.people.get_column("person")), set(tables.cases.get_column("case"))
    arrangements = set(register.arrangements)
    for table, column, known in (
        ("members", "person", people),
        ("members", "case", cases),
        ("links", "case", cases),
        ("links", "other_case", cases),
        ("relatives", "person", people),
        ("relatives", "relative_person", people),
        ("willingness", "person", people),
        ("willingness", "arrangement", arrangements),
        ("scores", "case", cases),
        ("scores", "arrangement", arrangements),
    ):
        frame: pl.DataFrame = getattr(tables, table)
        strangers = frame.filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(list(known)))
        candidates = sorted(known)[:5000]
        for place, (value, row) in enumerate(strangers.select(column, "row").iter_rows()):
            near = (
                next(iter(difflib.get_close_matches(value, candidates, 1)), "") if place < SUGGESTED else ""
            )
            yield _fault(table, row, column, "name_unknown", value=value, allowed=_home(column), near=near)


def sources_unknown(register: Register) -> Iterator[Fault]:
    """Rows whose source is not in register.toml."""
    nearest = cache(
        lambda source: next(iter(difflib.get_close_matches(source, list(register.sources), 1)), "")
    )
    for table in (*KEYS, "acts"):
        if table == "acts":
            named: Iterable[tuple[str, int]] = ((act.source, act.order) for act in register.acts)
        else:
            named = getattr(register.tables, table).select("source", "row").iter_rows()
        for source, row in named:
            if source not in register.sources:
                yield _fault(table, row, "source", "source_unknown", value=source, near=nearest(source))


def rows_twice(register: Register) -> Iterator[Fault]:
    """Two rows for one thing with both dates the same: nobody could say which stands."""
    for table, keys in KEYS.items():
        frame: pl.DataFrame = getattr(register.tables, table)
        same = [*keys, "effective", "known"]
        for row in frame.filter(pl.struct(same).is_duplicated()).iter_rows(named=True):
            yield _fault(table, row["row"], keys[0], "row_twice", value=" / ".join(row[key] for key in keys),
                         effective=row["effective"], known=row["known"])  # fmt: skip


def families(register: Register) -> Iterator[Fault]:
    """Two principal applicants, none, people in two cases at once, cases with nobody in them."""
    told: set[str] = set()
    for on in _days_of_change(register):
        members = as_of(register.tables.members, KEYS["members"], on, date.max)
        members = members.filter(pl.col("state").fill_null("holds") == "holds")
        for person, found, rows in (
            members.group_by("person")
            .agg("case", "row")
            .filter(pl.col("case").list.len() > 1)
            .sort("person")
            .iter_rows()
        ):
            if person not in told:  # on the first of the days
                told.add(person)
                params = {"value": person, "cases": sorted(found), "day": on}
                yield Fault("person_in_two_cases", Where("members", max(rows), "person"), params)
        roles = members.group_by("case").agg(
            (pl.col("relationship_to_pa") == "PA").sum().alias("applicants"),
            (pl.col("relationship_to_pa").fill_null("unknown") == "unknown").sum().alias("unsaid"),
            pl.col("row").max(),
        )
        for case, applicants, unsaid, row in roles.sort("case").iter_rows():
            if applicants > 1:
                yield _fault(
                    "members", row, "relationship_to_pa", "case_two_applicants", case=case, number=applicants
                )
            elif not applicants and not unsaid:
                yield _fault("members", row, "relationship_to_pa", "case_no_applicant", case=case)
            elif not applicants:
                yield _warning("members", row, "relationship_to_pa", "case_applicant_unknown", case=case)
    manned = set(register.tables.members.get_column("case"))
    for case, row in (
        register.tables.cases.select("case", "row")
        .unique("case", keep="first", maintain_order=True)
        .iter_rows()
    ):
        if case not in manned:
            yield _warning("cases", row, "case", "case_without_members", case=case)


def ties(register: Register) -> Iterator[Fault]:
    """Links of a case with itself, and pairs told both to keep apart and, by whatever links, to stay together."""
    for on in sorted({register.on, *register.tables.links.get_column("effective")}):
        held = as_of(register.tables.links, KEYS["links"], on, date.max).filter(pl.col("state") == "holds")
        yield from _torn(held.sort("row").select("case", "other_case", "link", "row").rows())


def _torn(held: list[tuple[str, str, str, int]]) -> Iterator[Fault]:
    """Pairs to be kept apart that other links, one after the other, tie together."""
    head: dict[str, str] = {}

    def find(case: str) -> str:
        while head.get(case, case) != case:
            case = head[case]
        return case

    for one, other, link, row in held:
        if one == other:
            yield _fault("links", row, "other_case", "link_with_itself", case=one)
        elif link != "keep_apart":
            head[find(one)] = find(other)
    for one, other, link, row in held:
        if link == "keep_apart" and one != other and find(one) == find(other):
            tying = [number for a, _, kind, number in held if kind != "keep_apart" and find(a) == find(one)]
            first, last = sorted((row, max(tying)))
            yield _fault(
                "links", last, "link", "link_contradicts", cases=sorted((one, other)), other_row=first
            )


def outside(register: Register) -> Iterator[Fault]:
    """People in no case, whom no plan and no list would show; and ids that stand for a person and a case."""
    members = set(register.tables.members.get_column("person"))
    cases = set(register.tables.cases.get_column("case"))
    named = register.tables.people.select("person", "row").unique("person", keep="first", maintain_order=True)
    for person, row in named.iter_rows():
        if person not in members:
            yield _warning("people", row, "person", "person_in_no_case", person=person)
        if person in cases:
            yield _fault("people", row, "person", "id_shared", id=person)


def dates_out_of_order(register: Register) -> Iterator[Fault]:
    """Facts dated before what they must follow, or after the day on which they were learned."""
    dates = [
        fact
        for fact in facts.dictionary().values()
        if fact.kind is Kind.DATE and fact.recorded_in == "people"
    ]
    history = register.tables.people
    stated = history.select("person", "row", "known", *typed(dates, history))
    for fact in dates:
        early = stated.filter(pl.col(f"{fact.name}__lo") > pl.col("known"))
        for person, row, known in early.select("person", "row", "known").iter_rows():
            yield _fault("people", row, fact.name, "date_after_known", person=person, known=known)
    last = as_of(history, KEYS["people"], date.max, date.max)
    told = last.select("person", "row", *typed(dates, last))
    for first, second in ORDERED:
        wrong = told.filter(pl.col(f"{second}__hi") < pl.col(f"{first}__lo"))
        for person, row in wrong.select("person", "row").iter_rows():
            yield _fault(
                "people", row, second, "dates_out_of_order", person=person, first=first, second=second
            )


def implausible(register: Register) -> Iterator[Fault]:
    """Ages that call for a second look: very old people, and parents hardly older than their children."""
    history = as_of(register.tables.people, KEYS["people"], register.on, date.max)
    births = history.select("person", "row", *typed([facts.dictionary()["date_of_birth"]], history))
    old = births.filter(pl.col("date_of_birth__hi").dt.offset_by(f"{OLDEST}y") < register.on)
    for person, row in old.select("person", "row").iter_rows():
        yield _warning("people", row, "date_of_birth", "age_implausible", person=person, years=OLDEST)
    members = as_of(register.tables.members, KEYS["members"], register.on, date.max).join(births, on="person")
    applicants = members.filter(pl.col("relationship_to_pa") == "PA").select(
        "case", pl.col("date_of_birth__lo").alias("pa")
    )
    children = members.filter(pl.col("relationship_to_pa") == "child").join(applicants, on="case")
    close = children.filter(pl.col("pa").dt.offset_by(f"{YOUNGEST_PARENT}y") > pl.col("date_of_birth__hi"))
    for person, case, row in close.select("person", "case", "row_right").iter_rows():
        yield _warning(
            "people",
            row,
            "date_of_birth",
            "parent_implausible",
            person=person,
            case=case,
            years=YOUNGEST_PARENT,
        )


def categories(register: Register) -> Iterator[Fault]:
    """Primary and secondary the same; LFADS as primary (UNHCR Resettlement Handbook 3.2: mainly a secondary
    category, so a warning and no error)."""
    for row in register.tables.cases.iter_rows(named=True):
        primary, secondary = row["category_primary"], row["category_secondary"]
        if primary and primary == secondary and primary in codes.CATEGORY:
            yield _warning(
                "cases", row["row"], "category_secondary", "categories_same", case=row["case"], value=primary
            )
        if primary == "LFADS":
            yield _warning("cases", row["row"], "category_primary", "lfads_primary", case=row["case"])


CHECKS: tuple[Callable[[Register], Iterable[Fault]], ...] = (
    names_unknown,
    sources_unknown,
    rows_twice,
    families,
    ties,
    outside,
    dates_out_of_order,
    implausible,
    categories,
)


def _days_of_change(register: Register) -> list[date]:
    """The register's day, the last one, and every day on which somebody who was ever in two cases joins or leaves."""
    members = register.tables.members
    moved = (
        members.group_by("person")
        .agg(pl.col("case").n_unique())
        .filter(pl.col("case") > 1)
        .get_column("person")
    )
    days = members.filter(pl.col("person").is_in(moved.implode())).get_column("effective")
    return sorted({register.on, _last_day(register), *days})


def _last_day(register: Register) -> date:
    """A day on which everything recorded so far holds."""
    return max(
        [register.on, *register.tables.members.get_column("effective").drop_nulls()], default=register.on
    )


def _home(column: str) -> str:
    if column == "arrangement":
        return "arrangements/"
    return "people" if "person" in column else "cases"


def _fault(table: str, row: int, column: str, code: str, **params: object) -> Fault:
    return Fault(code, Where(table, row, column), params)


def _warning(table: str, row: int, column: str, code: str, **params: object) -> Fault:
    return Fault(code, Where(table, row, column), params, "warning")

"""What is wrong with people, cases and what ties them: ids, rows twice, dates out of order, families that cannot be."""

import difflib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache

import polars as pl

from resettle.engine.errors import Fault, Where
from resettle.engine.registry import codes, facts
from resettle.engine.registry.facts import Kind
from resettle.engine.registry.history import as_of, rising
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
    people, cases = tables.people.get_column("person"), tables.cases.get_column("case")
    arrangements = pl.Series(list(register.arrangements), dtype=pl.String)
    bars = pl.Series(list(register.bars), dtype=pl.String)
    for table, column, known in (
        ("members", "person", people),
        ("members", "case", cases),
        ("links", "case", cases),
        ("links", "other_case", cases),
        ("relatives", "person", people),
        ("relatives", "relative_person", people),
        ("pathways", "person", people),
        ("willingness", "person", people),
        ("willingness", "arrangement", arrangements),
        ("scores", "case", cases),
        ("scores", "arrangement", arrangements),
        ("rulings", "subject", pl.concat([people, cases.rename("person")])),
        ("rulings", "arrangement", pl.concat([arrangements, bars])),
    ):
        frame: pl.DataFrame = getattr(tables, table).filter(pl.col(column).is_not_null())
        if frame.is_empty():
            continue
        strangers = frame.filter(~pl.col(column).is_in(known.implode()))
        candidates = known.unique().sort().head(5000).to_list() if strangers.height else []
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
            frame: pl.DataFrame = getattr(register.tables, table).select("source", "row")
            named = frame.filter(~pl.col("source").is_in(list(register.sources))).iter_rows()
        for source, row in named:
            if source not in register.sources:
                yield _fault(table, row, "source", "source_unknown", value=source, near=nearest(source))


def rows_twice(register: Register) -> Iterator[Fault]:
    """Two rows for one thing with both dates the same: nobody could say which stands."""
    for table, keys in KEYS.items():
        frame: pl.DataFrame = getattr(register.tables, table)
        same = [*keys, "effective", "known"]
        if rising(frame, same):
            continue
        for row in frame.filter(frame.select(same).is_duplicated()).iter_rows(named=True):
            yield _fault(table, row["row"], keys[0], "row_twice", value=" / ".join(row[key] for key in keys),
                         effective=row["effective"], known=row["known"])  # fmt: skip


def families(register: Register) -> Iterator[Fault]:
    """Two principal applicants, none, people in two cases at once, cases with nobody in them."""
    told: set[str] = set()
    for on in _days_of_change(register):
        members = as_of(register.tables.members, KEYS["members"], on, date.max)
        members = members.filter(pl.col("state").fill_null("holds") == "holds")
        several = members.filter(members.select("person").is_duplicated())
        for person, found, rows in several.group_by("person").agg("case", "row").sort("person").iter_rows():
            if person not in told:  # on the first of the days
                told.add(person)
                params = {"value": person, "cases": sorted(found), "day": on}
                yield Fault("person_in_two_cases", Where("members", max(rows), "person"), params)
        roles = members.group_by("case").agg(
            (pl.col("relationship_to_pa") == "PA").sum().alias("applicants"),
            (pl.col("relationship_to_pa").fill_null("unknown") == "unknown").sum().alias("unsaid"),
            pl.col("row").max(),
        )
        for case, applicants, unsaid, row in roles.filter(pl.col("applicants") != 1).sort("case").iter_rows():
            if applicants > 1:
                yield _fault(
                    "members", row, "relationship_to_pa", "case_two_applicants", case=case, number=applicants
                )
            elif not applicants and not unsaid:
                yield _fault("members", row, "relationship_to_pa", "case_no_applicant", case=case)
            elif not applicants:
                yield _warning("members", row, "relationship_to_pa", "case_applicant_unknown", case=case)
    manned = register.tables.members.get_column("case").implode()
    unmanned = register.tables.cases.filter(~pl.col("case").is_in(manned)).select("case", "row")
    for case, row in unmanned.unique("case", keep="first", maintain_order=True).iter_rows():
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
    people = register.tables.people.select("person", "row")
    alone = ~pl.col("person").is_in(register.tables.members.get_column("person").implode())
    shared = pl.col("person").is_in(register.tables.cases.get_column("case").implode())
    for person, row in people.filter(alone).unique("person", keep="first", maintain_order=True).iter_rows():
        yield _warning("people", row, "person", "person_in_no_case", person=person)
    for person, row in people.filter(shared).unique("person", keep="first", maintain_order=True).iter_rows():
        yield _fault("people", row, "person", "id_shared", id=person)


def dates_out_of_order(register: Register) -> Iterator[Fault]:
    """Facts dated before what they must follow, or after the day on which they were learned."""
    people = register.tables.people
    dates = [fact for fact in facts.recorded_in("people") if fact.kind is Kind.DATE]
    dates = [fact for fact in dates if people.get_column(fact.name).count()]  # typing them takes its time
    names = [fact.name for fact in dates]
    history = people.select("person", "effective", "known", "row", *names)
    stated = history.select("person", "row", "known", *typed(dates, history))
    for fact in dates:
        early = stated.filter(pl.col(f"{fact.name}__lo") > pl.col("known"))
        for person, row, known in early.select("person", "row", "known").iter_rows():
            yield _fault("people", row, fact.name, "date_after_known", person=person, known=known)
    last = as_of(history, KEYS["people"], date.max, date.max)
    told = stated if last.height == history.height else last.select("person", "row", *typed(dates, last))
    for first, second in [pair for pair in ORDERED if {*pair} <= {*names}]:
        wrong = told.filter(pl.col(f"{second}__hi") < pl.col(f"{first}__lo"))
        for person, row in wrong.select("person", "row").iter_rows():
            yield _fault(
                "people", row, second, "dates_out_of_order", person=person, first=first, second=second
            )


def implausible(register: Register) -> Iterator[Fault]:
    """Ages that call for a second look: very old people, and parents hardly older than their children."""
    people = register.tables.people.select("person", "effective", "known", "row", "date_of_birth")
    history = as_of(people, KEYS["people"], register.on, date.max)
    year = pl.col("date_of_birth").str.head(4).cast(pl.Int32, strict=False)
    history = history.select(
        "person", "row", "date_of_birth", year.alias("year")
    )  # whom to look at more closely
    old = _births(history.filter(pl.col("year") <= register.on.year - OLDEST))
    old = old.filter(pl.col("date_of_birth__hi").dt.offset_by(f"{OLDEST}y") < register.on)
    for person, row in old.select("person", "row").iter_rows():
        yield _warning("people", row, "date_of_birth", "age_implausible", person=person, years=OLDEST)
    members = as_of(register.tables.members, KEYS["members"], register.on, date.max)
    members = members.select("case", "person", "relationship_to_pa").join(history, on="person")
    applicants = members.filter(pl.col("relationship_to_pa") == "PA")
    children = members.filter(pl.col("relationship_to_pa") == "child").join(
        applicants, on="case", suffix="_pa"
    )
    children = children.filter(pl.col("year") <= pl.col("year_pa") + YOUNGEST_PARENT)
    parents = _births(children.select("case", pl.col("date_of_birth_pa").alias("date_of_birth")))
    pa = parents.get_column("date_of_birth__lo").dt.offset_by(f"{YOUNGEST_PARENT}y")
    close = _births(children).filter(pa > pl.col("date_of_birth__hi"))
    for person, case, row in close.select("person", "case", "row").iter_rows():
        yield _warning(
            "people",
            row,
            "date_of_birth",
            "parent_implausible",
            person=person,
            case=case,
            years=YOUNGEST_PARENT,
        )


def _births(people: pl.DataFrame) -> pl.DataFrame:
    """People with the first and the last day on which they may have been born."""
    return people.with_columns(typed([facts.dictionary()["date_of_birth"]], people))


def categories(register: Register) -> Iterator[Fault]:
    """Primary and secondary the same; LFADS as primary (UNHCR Resettlement Handbook 3.2: mainly a secondary
    category, so a warning and no error)."""
    same = pl.col("category_primary") == pl.col("category_secondary")
    doubtful = register.tables.cases.filter(same | (pl.col("category_primary") == "LFADS"))
    for row in doubtful.iter_rows(named=True):
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
    again = members.filter(members.select("person").is_duplicated())
    moved = again.filter(pl.col("case").n_unique().over("person") > 1)
    days = moved.get_column("effective")
    return sorted({register.on, _last_day(register), *days})


def _last_day(register: Register) -> date:
    """A day on which everything recorded so far holds."""
    last = register.tables.members.get_column("effective").max()
    return max(register.on, last) if isinstance(last, date) else register.on


def _home(column: str) -> str:
    if column == "arrangement":
        return "arrangements/"
    if column == "subject":
        return "people or cases"
    return "people" if "person" in column else "cases"


def _fault(table: str, row: int, column: str, code: str, **params: object) -> Fault:
    return Fault(code, Where(table, row, column), params)


def _warning(table: str, row: int, column: str, code: str, **params: object) -> Fault:
    return Fault(code, Where(table, row, column), params, "warning")

"""What is wrong with people, cases and what ties them: ids, rows twice, dates out of order, families that cannot be."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache

import numpy as np
import polars as pl

from resettle.engine.errors import Fault, Where, nearest_name
from resettle.engine.registry import codes, facts
from resettle.engine.registry.facts import Kind
from resettle.engine.registry.history import as_of, places, rising
from resettle.engine.registry.links import groups
from resettle.engine.registry.people import typed
from resettle.engine.registry.register import KEYS, OFFICE, Register

SUGGESTED = 10
"""Names of one column that get a nearest name suggested: a search is slow, and more than a few are one mistake."""
NOT_TOLD = {
    ("documents", "document"),
    ("statements", "statement"),
    ("interviews", "interview"),
    ("appointments", "appointment"),
    ("served", "service"),
}
"""Keys that no message says: somebody may have written a document's number there."""
OLDEST = 110
YOUNGEST_PARENT = 14
"""Years; a smaller gap between parent and child is checked, never refused (field practice, unconfirmed)."""

ORDERED = (
    ("date_of_birth", "asylum_since"),
    ("date_of_birth", "registered_on"),
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
    ruled = tables.rulings.height or tables.statements.height
    subjects = pl.concat([people, cases.rename("person")]).unique().sort() if ruled else people
    arrangements = pl.Series(sorted(register.arrangements), dtype=pl.String)
    limits = pl.Series(sorted(register.limits().by_id), dtype=pl.String)
    missions = tables.missions.get_column("mission").unique().sort()
    bars = pl.Series(sorted({*register.arrangements, *register.bars}), dtype=pl.String)
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
        ("rulings", "subject", subjects),
        ("rulings", "arrangement", bars),
        ("registration_groups", "person", people),
        ("documents", "person", people),
        ("consents", "person", people),
        ("statements", "subject", subjects),
        ("interviews", "person", people),
        ("missions", "arrangement", arrangements),
        ("appointments", "person", people),
        ("appointments", "mission", missions),
        ("requests", "person", people),
        ("requests", "arrangement", arrangements),
        ("answers", "person", people),
        ("translations", "person", people),
        ("served", "person", people),
        ("published", "limit", limits),
    ):
        frame: pl.DataFrame = getattr(tables, table)
        if frame.is_empty():
            continue
        found = tables.persons if (table, column) == ("members", "person") else places(frame[column], known)
        strangers = frame.filter(found.is_null() & frame[column].is_not_null())
        candidates = known.unique().sort().head(5000).to_list() if strangers.height else []
        for rank, (value, row) in enumerate(strangers.select(column, "row").iter_rows()):
            near = nearest_name(value, candidates) if rank < SUGGESTED else ""
            yield _fault(table, row, column, "name_unknown", value=value, allowed=_home(column), near=near)


def sources_unknown(register: Register) -> Iterator[Fault]:
    """Rows whose source is not in register.toml."""
    nearest = cache(lambda source: nearest_name(source, register.sources))
    for table in (*KEYS, "acts"):
        if table == "acts":
            named: Iterable[tuple[str, int]] = (
                (act.source, act.order) for act in (*register.acts, *register.casework)
            )
        else:
            frame: pl.DataFrame = getattr(register.tables, table).select("source", "row")
            named = frame.filter(~pl.col("source").is_in([OFFICE, *register.sources])).iter_rows()
        for source, row in named:
            if not register.may_cite(source):
                yield _fault(table, row, "source", "source_unknown", value=source, near=nearest(source))


def rows_twice(register: Register) -> Iterator[Fault]:
    """Two rows for one thing with both dates the same: nobody could say which stands."""
    for table, keys in KEYS.items():
        frame: pl.DataFrame = getattr(register.tables, table)
        same = [*keys, "effective", "known"]
        if rising(frame, same):
            continue
        for row in frame.filter(frame.select(same).is_duplicated()).iter_rows(named=True):
            told = " / ".join(row[key] for key in keys if (table, key) not in NOT_TOLD)
            yield _fault(table, row["row"], keys[0], "row_twice", value=told,
                         effective=row["effective"], known=row["known"])  # fmt: skip


def families(register: Register) -> Iterator[Fault]:
    """Two principal applicants, none, people in two cases at once, cases with nobody in them."""
    members = register.tables.members.select(
        "case", "person", "effective", "known", "row", "state", "relationship_to_pa"
    )
    moved = _moved(members)
    days = sorted({register.on, _last_day(register), *moved.get_column("effective")})
    for held in _on_days(moved, "person", days):
        yield from _in_two_cases(held, days)
    for held in _on_days(members, "case", days):
        yield from _roles(held)
    cases = register.tables.cases.select("case", "row")
    unmanned = cases.filter(places(cases["case"], members["case"]).is_null())
    for case, row in unmanned.unique("case", keep="first", maintain_order=True).iter_rows():
        yield _warning("cases", row, "case", "case_without_members", case=case)


def _on_days(members: pl.DataFrame, of: str, days: list[date]) -> Iterator[pl.DataFrame]:
    """
    [day, case, person, …] who is a member of what on some days that rise, each by its place among them.

    A case or a person (``of``) is told of on the first day with entries, and on those by which there are new ones: on
    the others all is as on the day before.
    """
    stated = members.get_column("effective").to_numpy()
    day = np.searchsorted(np.array(days, stated.dtype), stated)
    members = members.with_columns(pl.Series("day", day, pl.UInt32)).filter(pl.col("day") < len(days))
    changing = members.filter(pl.col("day") > 0).get_column(of).unique()
    if len(changing):
        changes = members.get_column(of).is_in(changing.implode())
        entries = members.filter(changes)
        told = entries.select(of, "day").unique()
        entries = entries.rename({"day": "since"}).join(told, on=of).filter(pl.col("since") <= pl.col("day"))
        yield _held(entries.drop("since"))
        members = members.filter(~changes)
    yield _held(members)


def _held(entries: pl.DataFrame) -> pl.DataFrame:
    held = as_of(entries, ("day", "case", "person"), date.max, date.max)
    return held.filter(pl.col("state").fill_null("holds") == "holds")


def _moved(members: pl.DataFrame) -> pl.DataFrame:
    """The entries of people who were ever in two cases."""
    other = pl.any_horizontal(pl.col(key) != pl.col(key).shift() for key in KEYS["members"]).fill_null(True)
    persons = members.filter(other).get_column("person")
    hashes = np.sort(persons.hash().to_numpy())
    if (hashes[1:] != hashes[:-1]).all():  # far quicker than to look for two of the same name
        return members.clear()
    again = persons.filter(persons.is_duplicated())
    return members.filter(pl.col("person").is_in(again.unique().implode()))


def _in_two_cases(members: pl.DataFrame, days: list[date]) -> Iterator[Fault]:
    """People in several cases, on the first of the days."""
    several = members.filter(pl.struct("day", "person").is_duplicated())
    first = several.filter(pl.col("day") == pl.col("day").min().over("person"))
    found = first.group_by("person", "day").agg("case", "row").sort("person")
    for person, day, cases, rows in found.iter_rows():
        params = {"value": person, "cases": sorted(cases), "day": days[day]}
        yield Fault("person_in_two_cases", Where("members", max(rows), "person"), params)


def _roles(members: pl.DataFrame) -> Iterator[Fault]:
    """Cases with two principal applicants, or none; members by day, then case."""
    begins = (pl.col("day") != pl.col("day").shift()) | (pl.col("case") != pl.col("case").shift())
    run = members.select(begins.fill_null(False).cum_sum()).to_series().to_numpy()
    applicants = np.bincount(run, (members["relationship_to_pa"] == "PA").fill_null(False).to_numpy())
    roles = (
        members.filter(applicants[run] != 1)
        .group_by("day", "case")
        .agg(
            (pl.col("relationship_to_pa") == "PA").sum().alias("applicants"),
            (pl.col("relationship_to_pa").fill_null("unknown") == "unknown").sum().alias("unsaid"),
            pl.col("row").max(),
        )
        .sort("day", "case")
    )
    for case, applicants, unsaid, row in roles.drop("day").iter_rows():
        if applicants > 1:
            yield _fault(
                "members", row, "relationship_to_pa", "case_two_applicants", case=case, number=applicants
            )
        elif not applicants and not unsaid:
            yield _fault("members", row, "relationship_to_pa", "case_no_applicant", case=case)
        elif not applicants:
            yield _warning("members", row, "relationship_to_pa", "case_applicant_unknown", case=case)


def ties(register: Register) -> Iterator[Fault]:
    """Links of a case with itself, and pairs told both to keep apart and, by whatever links, to stay together."""
    links = register.tables.links.sort("effective", "known", "row", maintain_order=True)
    group_of = groups(links.select("case", "other_case").iter_rows())
    of_group: dict[str, list[_Link]] = {}
    for link in links.select("case", "other_case", "link", "row", "effective", "state").iter_rows():
        of_group.setdefault(group_of[link[0]], []).append(link)
    for entries in of_group.values():
        if any(link == "keep_apart" or case == other for case, other, link, *_ in entries):
            for on in sorted({effective for *_, effective, _ in entries}):
                yield from _torn(_ties_on(entries, on))


_Link = tuple[str, str, str, int, date, str | None]
"""An entry about a tie: the cases, the kind of link, its row, when it holds, and the state."""


def _ties_on(entries: list[_Link], on: date) -> list[tuple[str, str, str, int]]:
    """The ties that hold on a day, by row."""
    held: dict[tuple[str, str, str], tuple[int, str | None]] = {}
    for case, other, link, row, effective, state in entries:
        if effective <= on:
            _, before = held.get((case, other, link), (0, None))
            held[case, other, link] = (row, state or before)
    found = [(*tie, row) for tie, (row, state) in held.items() if state == "holds"]
    return sorted(found, key=lambda tie: tie[3])


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
    people, cases = register.tables.people.select("person", "row"), register.tables.cases["case"]
    alone = pl.Series(np.ones(people.height, bool))
    alone.scatter(register.tables.persons.drop_nulls(), False)
    first = (pl.col("person") != pl.col("person").shift()).fill_null(True)
    for person, row in people.filter(alone & people.select(first).to_series()).iter_rows():
        yield _warning("people", row, "person", "person_in_no_case", person=person)
    ends = (pl.lit(cases.min(), pl.String), pl.lit(cases.max(), pl.String))
    alike = people.filter(first & pl.col("person").is_between(*ends))
    for person, row in alike.filter(pl.col("person").is_in(cases.implode())).iter_rows():
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
    members = members.select("case", "person", "relationship_to_pa")
    as_ever = (
        members.height == register.tables.members.height and history.height == register.tables.people.height
    )
    at = register.tables.persons if as_ever else places(members["person"], history["person"])
    members = members.with_columns(history["year"].gather(at), at=at)
    is_applicant, is_child = (pl.col("relationship_to_pa") == one for one in ("PA", "child"))
    latest = pl.when(is_applicant).then("year").max().over(pl.col("case").rle_id())
    children = members.filter(is_child & (pl.col("year") <= latest + YOUNGEST_PARENT))
    families = pl.col("case").is_in(children["case"].unique().implode())
    applicants = members.filter(is_applicant & families & pl.col("year").is_not_null())
    born = history.select("row", "date_of_birth")
    children, applicants = (some.hstack(born[some["at"]]) for some in (children, applicants))
    children = children.join(applicants, on="case", suffix="_pa", maintain_order="left")
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


def _last_day(register: Register) -> date:
    """A day on which everything recorded so far holds."""
    last = register.tables.members.get_column("effective").max()
    return max(register.on, last) if isinstance(last, date) else register.on


def _home(column: str) -> str:
    homes = {
        "arrangement": "arrangements/",
        "subject": "people or cases",
        "limit": "arrangements/ or quotas/",
    }
    if column in homes:
        return homes[column]
    return "people" if "person" in column else "cases"


def _fault(table: str, row: int, column: str, code: str, **params: object) -> Fault:
    return Fault(code, Where(table, row, column), params)


def _warning(table: str, row: int, column: str, code: str, **params: object) -> Fault:
    return Fault(code, Where(table, row, column), params, "warning")

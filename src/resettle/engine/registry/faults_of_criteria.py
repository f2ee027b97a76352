"""What is wrong with criteria beyond one file: lists they name, who may waive, groups, rulings on them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache

import polars as pl

from resettle.engine.errors import Fault, Where, nearest_name
from resettle.engine.registry import codes, facts
from resettle.engine.registry.arrangements import Arrangement, Bar, NamedList
from resettle.engine.registry.codes import CodeList
from resettle.engine.registry.criteria import (
    NOBODY,
    AppliesTo,
    Criterion,
    CriterionKind,
    DecidedBy,
    in_force,
    versions,
)
from resettle.engine.registry.language import Test, lists_named
from resettle.engine.registry.language.contradictions import never_false
from resettle.engine.registry.placed_faults import (
    criteria_by_file,
    fault_at,
    unknown_name,
    unknown_sources,
    warning_at,
)
from resettle.engine.registry.register import Register
from resettle.engine.registry.rulings import RulingKind

NEEDS = "specific needs"
"""What a list of specific needs is of; they have no code list of their own."""
OFFICE = "office"


# Tests


def tests_never_false(register: Register) -> Iterator[Fault]:
    """Tests that are true of everybody of whom they are known: a bar that always bites, a rule that excludes nobody."""
    for where, key, one, test in _tests(register):
        if never_false(test):
            yield warning_at("test_never_false", where, key, criterion=one.id, part=one.text or "")


# What was learned later


def criteria_known_later(register: Register) -> Iterator[Fault]:
    """Criteria that hold on the register's day and were learned only later: who asks on that day is not asked them."""
    written = list(criteria_by_file(register))
    written += [
        (f"arrangements/{one.id}", [each.whom for each in one.sub_quotas])
        for one in register.arrangements.values()
    ]
    late: dict[tuple[str, str, date], Criterion] = {}
    for where, criteria in written:
        for one in criteria:
            if one.effective <= register.on < one.known:
                late.setdefault((where, one.id, one.known), one)
    for (where, _, known), one in late.items():
        days = {"effective": one.effective, "known": known, "on": register.on}
        yield warning_at("criterion_known_later", where, one.written_at, criterion=one.id, **days)


# Lists


def lists_misused(register: Register) -> Iterator[Fault]:
    """Lists that a test names and that are not there, or that are of other codes than the fact has."""
    for where, key, one, test in _tests(register):
        for question in lists_named(test):
            named = register.lists.get(question.list)
            fact = facts.dictionary()[question.fact]
            if named is None:
                yield unknown_name(where, key, question.list, sorted(register.lists))
            elif named.of in _code_lists() and not _fits(named.of, fact):
                expected = fact.codes.name if fact.codes else NEEDS
                yield fault_at("list_of_another", where, key, criterion=one.id, list=named.id, of=named.of,
                               fact=fact.name, expected=expected)  # fmt: skip


def lists_wrong(register: Register) -> Iterator[Fault]:
    """Lists of no known codes, codes that are not among them, and editions of which nobody could say which holds."""
    for one in register.lists.values():
        where = f"lists/{one.id}"
        named = [("source", one.source)]
        named += [(f"edition[{number}].source", each.source) for number, each in enumerate(one.editions, 1)]
        yield from unknown_sources(register, where, named)
        if one.of not in _code_lists():
            near = nearest_name(one.of, list(_code_lists()))
            yield fault_at(
                "code_unknown", where, "of", value=one.of, allowed=", ".join(_code_lists()), near=near
            )
            continue
        yield from _codes_unknown(where, one)
        days = [(each.effective, each.known) for each in one.editions]
        for number, day in enumerate(days, 1):
            if day in days[: number - 1]:
                yield fault_at(
                    "edition_twice", where, f"edition[{number}]", list=one.id, effective=day[0], known=day[1]
                )


def _codes_unknown(where: str, one: NamedList) -> Iterator[Fault]:
    fact, known = _code_lists()[one.of]
    for number, edition in enumerate(one.editions, 1):
        for code in dict.fromkeys(edition.codes):
            if not facts.known_code(fact, code) or (known and code in known.undetermined):
                yield fault_at("list_code_unknown", where, f"edition[{number}].codes", value=code, of=one.of,
                               near=codes.nearest(code, known) if known else "")  # fmt: skip


@cache
def _code_lists() -> dict[str, tuple[facts.Fact, CodeList | None]]:
    """What a list may be of → a fact that has such codes, and their code list."""
    coded = [fact for fact in facts.dictionary().values() if fact.kind in (facts.Kind.CODE, facts.Kind.CODES)]
    return {fact.codes.name if fact.codes else NEEDS: (fact, fact.codes) for fact in reversed(coded)}


def _fits(of: str, fact: facts.Fact) -> bool:
    """Whether all such codes are codes of the fact too: a nationality may be asked of a list of countries."""
    known = _code_lists()[of][1]
    if known is None or fact.codes is None:
        return known is fact.codes
    return known.meaning.keys() <= fact.codes.meaning.keys()


# Who may waive, what is amended, what groups are made of


def waivers_and_amendments(register: Register) -> Iterator[Fault]:
    """Waivers by nobody we know, and amendments from a day before the criterion's own."""
    for where, one in _first_to_say(register, lambda one: one.waivable_by):
        who = one.waivable_by
        if who and not _may_rule(who):
            allowed = f"a country (ISO 3166-1 alpha-3), {OFFICE}, {NOBODY}"
            near = codes.nearest(who, codes.countries()) or nearest_name(who, [OFFICE, NOBODY])
            yield fault_at(
                "code_unknown", where, f"{one.written_at}.waivable_by", value=who, allowed=allowed, near=near
            )
    for where, criteria in criteria_by_file(register):
        first: dict[str, date] = {}
        for one in criteria:
            if not one.amends:
                first[one.id] = one.effective
            elif one.effective < first[one.id]:
                yield fault_at("amended_before_it_begins", where, one.written_at, criterion=one.id,
                               effective=one.effective, begins=first[one.id])  # fmt: skip


def groups_that_lack_parts(register: Register) -> Iterator[Fault]:
    """Groups that stay in force when so many of their parts have ended, or not begun, that nobody can meet them."""
    for where, criteria in criteria_by_file(register):
        if not any(one.group for one in criteria):
            continue
        told, ids = set[str](), {one.id for one in criteria}
        days = {one.effective for one in criteria} | {one.until for one in criteria if one.until}
        for day in sorted(days):
            there = in_force(criteria, day, date.max)
            names = {one.id for one in there}
            for one in there:
                if one.group is None or one.id in told or not ids.issuperset(one.group.of):
                    continue
                left = sum(name in names for name in one.group.of)
                if left < one.group.least <= len(one.group.of):
                    told.add(one.id)
                    yield fault_at("group_lacks_parts", where, f"criterion.{one.id}", criterion=one.id, day=day,
                                   least=one.group.least, number=left)  # fmt: skip


# Rulings


def judged_of_persons(register: Register) -> Iterator[Fault]:
    """Judgements that are not of the case as a whole, as every ruling on one is; of bars and exemptions there are none."""
    for where, one in _asked(register):
        exempt = one.kind is CriterionKind.EXEMPTION or where.startswith("bars/")
        if one.decided_by and one.applies_to is not AppliesTo.CASE and not exempt:
            yield fault_at("judgement_is_of_the_case", where, f"{one.written_at}.applies_to", criterion=one.id,
                           value=one.applies_to.value)  # fmt: skip


def rulings_out_of_place(register: Register) -> Iterator[Fault]:
    """Rulings on criteria that are not there, that nobody has to judge or may waive, or by somebody else."""
    rulings, people = register.tables.rulings, register.tables.people.get_column("person").implode()
    alike = ["arrangement", "criterion", "ruling", "by", "alone"]
    several = rulings.with_columns(pl.col("subject").is_in(people).alias("alone"))
    several = several.group_by(alike, maintain_order=True).agg("row")
    for of, criterion, ruling, by, alone, rows in several.iter_rows():
        named = register.arrangements.get(of) or register.bars.get(of)
        if named is None or ruling not in {one.value for one in RulingKind}:
            continue  # told as a name, or a code, that is unknown
        there = versions(named.criteria).get(criterion)
        for row in rows:
            if there is None:
                ids = list(dict.fromkeys(one.id for one in named.criteria))
                yield _of_row(row, "criterion", "ruling_criterion_unknown", of=of, value=criterion, allowed=ids,
                              near=nearest_name(criterion, ids))  # fmt: skip
            elif ruling in (RulingKind.WAIVED, RulingKind.NOT_WAIVED):
                yield from _waiver_faults(row, of, there, ruling, by, alone)
            else:
                yield from _judgement_faults(row, named, there, by, alone)


def _waiver_faults(
    row: int, of: str, there: Sequence[Criterion], ruling: str, by: str, alone: bool
) -> Iterator[Fault]:
    name = there[0].id
    may = _may_waive(there)
    if excludes_nobody(ruling, there):
        kind = there[0].kind.value
        yield _of_row(row, "ruling", "ruling_on_what_excludes_nobody", of=of, criterion=name, kind=kind)
    elif absolute(ruling, there):
        yield _of_row(row, "ruling", "ruling_nothing_to_waive", of=of, criterion=name)
    elif ruling == RulingKind.WAIVED and by not in may and all(map(_may_rule, may)):
        allowed = [one for one in may if one != NOBODY]
        yield _of_row(row, "by", "ruling_by_another", of=of, criterion=name, value=by, allowed=allowed)
    if alone and not any(one.asks_persons for one in there):
        yield _of_row(row, "subject", "ruling_on_one_person", of=of, criterion=name)


def _judgement_faults(
    row: int, named: Arrangement | Bar, there: Sequence[Criterion], by: str, alone: bool
) -> Iterator[Fault]:
    deciders = {one.decided_by for one in there if one.decided_by}
    name = there[0].id
    if not deciders:
        yield _of_row(row, "ruling", "ruling_on_what_is_tested", of=named.id, criterion=name)
        return
    allowed = {OFFICE if one is DecidedBy.OFFICE else named.country for one in deciders}
    if by not in allowed and all(map(_may_rule, allowed)):
        yield _of_row(
            row, "by", "ruling_by_another", of=named.id, criterion=name, value=by, allowed=sorted(allowed)
        )
    if alone:
        yield _of_row(row, "subject", "ruling_on_one_person", of=named.id, criterion=name)


def _may_rule(who: str) -> bool:
    """Whether that is somebody who can be held against a ruling; not if it is left out, or told as unknown itself."""
    return who in (OFFICE, NOBODY) or who in codes.countries()


def excludes_nobody(ruling: str, there: Sequence[Criterion]) -> bool:
    """Whether a ruling is on a waiver of what, in every version, excludes nobody."""
    return ruling in (RulingKind.WAIVED, RulingKind.NOT_WAIVED) and not _may_waive(there)


def absolute(ruling: str, there: Sequence[Criterion]) -> bool:
    """Whether a ruling waives what, in every version, nobody may waive."""
    return ruling == RulingKind.WAIVED and set(_may_waive(there)) == {NOBODY}


def _may_waive(there: Sequence[Criterion]) -> list[str]:
    """Who may waive some version; empty text where that is not known."""
    return list(dict.fromkeys(one.waivable_by or "" for one in there if _may_be_waived(one)))


def _may_be_waived(one: Criterion) -> bool:
    return one.excludes or one.kind is CriterionKind.PART


CHECKS: tuple[Callable[[Register], Iterable[Fault]], ...] = (
    tests_never_false,
    criteria_known_later,
    lists_misused,
    lists_wrong,
    waivers_and_amendments,
    groups_that_lack_parts,
    judged_of_persons,
    rulings_out_of_place,
)


def _asked(register: Register) -> Iterator[tuple[str, Criterion]]:
    """Every version of every criterion, of every sub-quota's and of what-ifs' too, with its file."""
    for where, criteria in criteria_by_file(register):
        yield from ((where, one) for one in criteria)
    for arrangement in register.arrangements.values():
        yield from ((f"arrangements/{arrangement.id}", each.whom) for each in arrangement.sub_quotas)
    for name, what_if in register.what_ifs.items():
        yield from ((f"what-ifs/{name}", one) for _, one in what_if.criteria)


def _tests(register: Register) -> Iterator[tuple[str, str, Criterion, Test]]:
    """Every test, with its file and key."""
    for where, one in _first_to_say(register, lambda one: one.text):
        if one.test:
            yield where, f"{one.written_at}.test", one, one.test


def _first_to_say(register: Register, what: Callable[[Criterion], object]) -> Iterator[tuple[str, Criterion]]:
    """Of the versions of a criterion that say the same, the first: those after it only leave it as it was."""
    said: dict[tuple[str, str, object], Criterion] = {}
    for where, one in _asked(register):
        said.setdefault((where, one.written_at.partition(".amended")[0], what(one)), one)
    yield from ((where, one) for (where, *_), one in said.items())


def _of_row(row: int, column: str, code: str, **params: object) -> Fault:
    return Fault(code, Where("rulings", row, column), params)

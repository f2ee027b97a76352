"""Questions about rules: what they say on a day, what they do, what changed, whether their worked tables hold."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from resettle.engine.errors import RegisterRefused, refuse
from resettle.engine.registry.agreed import Agreed
from resettle.engine.registry.arrangements import Arrangement, Bar, Edition, NamedList, SubQuota
from resettle.engine.registry.criteria import Criterion, in_force, out_of_force, versions
from resettle.engine.registry.language import lists_named
from resettle.engine.registry.register import Register
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.amended import Moved, RuleChange, changed_outcomes, moved, rule_changes
from resettle.engine.screening.effect import Effect
from resettle.engine.screening.effect import effects as effects_in
from resettle.engine.screening.screen import Screening, screen
from resettle.engine.screening.worked import Worked, misplaced, worked
from resettle.service.questions import Asked, situation


@dataclass(frozen=True)
class Rules:
    """
    The rules of one arrangement or bar on a day.

    ``criteria`` in force, ``gone`` those that were or are to be; ``history`` every version of each by its id, in order;
    ``lists`` those that they name, each in its edition of the day, if there was one by then.
    """

    of: Arrangement | Bar
    agreed: Agreed
    criteria: tuple[Criterion, ...]
    gone: tuple[Criterion, ...]
    history: dict[str, list[Criterion]]
    sub_quotas: tuple[SubQuota, ...]
    lists: tuple[tuple[NamedList, Edition | None], ...]
    worked: int


@dataclass(frozen=True)
class Compared:
    """The rules of an arrangement on two days, or without and with what-ifs, asked of the same people."""

    arrangement: Arrangement
    before: Agreed
    after: Agreed
    changes: tuple[RuleChange, ...]
    moved: tuple[Moved, ...]
    people: Situation


def rules(register: Register, asked: Asked, of: str | None = None) -> tuple[tuple[Rules, ...], Situation]:
    """The rules of every arrangement and bar of which anything was known, or of one. Raises RequestRefused."""
    agreed = situation(register, asked)
    everything: dict[str, Arrangement | Bar] = {**agreed.arrangements, **agreed.bars}
    if of is not None and of not in everything:
        raise refuse("rules_of_nothing", name=of, known=sorted(everything))
    return tuple(_rules(agreed, one) for name, one in everything.items() if of in (None, name)), agreed


def _rules(agreed: Situation, one: Arrangement | Bar) -> Rules:
    if isinstance(one, Bar):
        standing = tuple(
            agreed.bound(each, one.id) for each in in_force(one.criteria, agreed.on, agreed.known)
        )
        gone = tuple(out_of_force(one.criteria, agreed.on, agreed.known))
        sub_quotas: tuple[SubQuota, ...] = ()
    else:
        standing, gone, sub_quotas = (
            agreed.criteria(one.id),
            agreed.criteria_out_of_force(one.id),
            agreed.sub_quotas(one.id),
        )
    known = [each for each in one.criteria if each.known <= agreed.known]
    counts = sum(table.of == one.id for table in agreed.register.worked)
    history = {
        name: sorted(each, key=lambda version: (version.effective, version.known))
        for name, each in versions(known).items()
    }
    lists = _lists_named(agreed, [*known, *(each.whom for each in sub_quotas)])
    return Rules(one, agreed, standing, gone, history, sub_quotas, lists, counts)


def _lists_named(
    agreed: Situation, criteria: Iterable[Criterion]
) -> tuple[tuple[NamedList, Edition | None], ...]:
    names = {each.list for one in criteria if one.test for each in lists_named(one.test)}
    return tuple((agreed.register.lists[name], agreed.edition_of(name)) for name in sorted(names))


def effects(
    register: Register, asked: Asked, arrangement: str | None = None, criterion: str | None = None
) -> tuple[tuple[Effect, ...], Situation]:
    """What each criterion that can exclude does to the cases of a day. Raises RequestRefused for names that do not fit."""
    seen = situation(register, asked)
    _known(seen, arrangement, criterion)
    screening = screen(seen)
    found = tuple(
        one
        for name in seen.screened_arrangements
        if arrangement in (None, name)
        for one in effects_in(seen, screening, name)
        if criterion in (None, one.criterion.id)
    )
    return found, seen


def _known(seen: Situation, arrangement: str | None, criterion: str | None) -> None:
    if arrangement is not None:
        _known_arrangement(seen, arrangement)
    ids = [one.id for one in seen.criteria(arrangement) if one.excludes] if arrangement else []
    if criterion is not None and criterion not in ids:
        raise refuse("criterion_not_there", of=arrangement, name=criterion, known=ids, on=seen.on)


def _known_arrangement(seen: Agreed, name: str) -> None:
    """Raises RequestRefused for a bar, which acts through arrangements, and for what was not known."""
    if name in seen.bars:
        country = seen.bars[name].country
        there = [one.id for one in seen.arrangements.values() if one.country == country]
        raise refuse("bar_by_itself", name=name, arrangements=there)
    if name not in seen.arrangements:
        raise refuse("rules_of_nothing", name=name, known=sorted(seen.arrangements))


def compared(
    register: Register, asked: Asked, arrangement: str, first: date | None = None, last: date | None = None
) -> Compared:
    """
    What changed in the rules of an arrangement from one day to another, or by the what-ifs asked for.

    A day left out is the one asked for; with what-ifs a first day alone is both. Both as known on the day asked for,
    or else on the later of the two. The people are those of the day asked for.
    Raises RequestRefused if the arrangement is not known, and for days that leave nothing to compare.
    """
    first, last = _two_days(register, asked, first, last)
    known = asked.known or last
    people = situation(register, replace(asked, what_ifs=()))
    before = Agreed(register, first, known)
    after = Agreed(register.supposing(asked.what_ifs), last, known)
    _known_arrangement(after, arrangement)
    return Compared(
        after.arrangements[arrangement],
        before,
        after,
        rule_changes(
            before.criteria(arrangement),
            after.criteria(arrangement),
            after.criteria_out_of_force(arrangement),
        ),
        moved(changed_outcomes(*(_screened(people, one, arrangement) for one in (before, after)))),
        people,
    )


def _two_days(register: Register, asked: Asked, first: date | None, last: date | None) -> tuple[date, date]:
    if first is None and last is None and not asked.what_ifs:
        raise refuse("nothing_to_compare")
    on = asked.on or register.on
    begins = first or on
    ends = last or (begins if asked.what_ifs else on)
    if begins > ends:
        raise refuse("days_reversed", first=begins, last=ends)
    return begins, ends


def _screened(people: Situation, rules: Agreed, arrangement: str) -> Screening:
    """The people of one day under the rules of another."""
    asked = Situation(people.register, people.on, people.known, people.assumptions, rules)
    return screen(asked, [arrangement])


def tried(register: Register, of: str | None = None, criterion: str | None = None) -> tuple[Worked, ...]:
    """
    Every expectation of the worked tables, or of those of one arrangement, bar or criterion, and what came of it.

    Raises RequestRefused where there are none to try, RegisterRefused if one of them cannot be tried.
    """
    names = {*register.arrangements, *register.bars}
    if of is not None and of not in names:
        raise refuse("rules_of_nothing", name=of, known=sorted(names))
    tables = [one for one in register.worked if of in (None, one.of) and criterion in (None, one.criterion)]
    if not tables:
        raise refuse("no_worked_tables", of=of or "", criterion=criterion or "")
    chosen = replace(register, worked=tuple(tables))
    if wrong := misplaced(chosen):
        raise RegisterRefused(wrong)
    return tuple(worked(chosen))

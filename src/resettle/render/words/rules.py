"""What is said of rules: each in a few lines, what became of it, what could lift it, until when an answer holds."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from resettle.engine.dates import PartialDate
from resettle.engine.registry.arrangements import Edition, NamedList, SubQuota, SubQuotaKind
from resettle.engine.registry.criteria import NOBODY, AppliesTo, Criterion, CriterionKind, Group
from resettle.engine.registry.facts import Codes, dictionary
from resettle.engine.registry.language import Has, OneOf, atoms, quantified
from resettle.engine.registry.people import KnownFact
from resettle.engine.screening.ageing import Turn
from resettle.engine.screening.amended import ChangeKind, Moved, RuleChange, rule_changes
from resettle.engine.screening.reference import Answer
from resettle.engine.screening.steps import Lift, Step, StepKind
from resettle.engine.screening.worked import Worked
from resettle.render.words.fill import Worded, fill
from resettle.render.words.names import APPLIES_TO, code, country, day, listed, number

TITLE = "{name} ({id}): {state}"
UNDATED = "Condition, undated:"
HEAD = "{id} ({kind}[, {applies_to}])"
TEST = "asks: {test}"
GROUP_ALL = "all of: {parts}"
GROUP_SOME = "at least {least} of: {parts}"
JUDGED = "judged by {who}"
UNLESS = "unless: {unless}"
WAIVABLE = "may be waived by {who}[, for {grounds}]"
ABSOLUTE = "may be waived by nobody"
IN_FORCE = "in force since {effective}[, until {until}] ({source})"
REPEALED = "ended on {effective} ({source})[: {note}]"
TO_COME = "to be in force from {effective} ({source})"
ENDED = "in force until {until} ({source})"
RULES = "published rules encoded: {rules}"

PERCENT = "{percent} percent"
UNKNOWN_NUMBER = "an unknown number"
SUB_QUOTA: Mapping[SubQuotaKind, str] = {
    SubQuotaKind.FLOOR: "at least {amount}",
    SubQuotaKind.CAP: "at most {amount}",
    SubQuotaKind.EXACT: "exactly {amount}",
    SubQuotaKind.SHARE: "{amount}",
    SubQuotaKind.RESERVE: "{amount} kept",
}
OF_OFFER = (
    "{id}: {how} of the offer {offer}[, give or take {tolerance} percent][; counts {counts}]"
    "[; free for others from {released}]"
)
COUNTS: Mapping[str, str] = {
    "matching": "",
    "nuclear": "principal applicant, spouse and children with whoever matches",
    "whole_case": "the whole case of whoever matches",
}

WAS_AMENDED = "amended on {effective} ({source}): {changes}"
WILL_BE_AMENDED = "to be amended on {effective} ({source}): {changes}"
WILL_END = "to end on {effective} ({source})[: {note}]"
LIST = "{id} ({name}), edition of {effective} ({source}): {codes}"
NO_EDITION = "{id} ({name}): no edition was known for that day, so whatever asks for it is unknown"

COMPARED = "{name} ({id}): rules of {first}, and of {last}"
SAME_RULES = "The same rules are in force on both days."
NOBODY_MOVED = "Of the people of {on}, as known on {known}, nobody's outcome would differ."
SOME_MOVED = "Of the people of {on}, as known on {known}, {cases:case|cases} would be screened otherwise:"
MOVED = "{cases:case|cases}: {before} → {after}"
ADDED = "New[ sub-quota {id}]: {sentence} (in force since {effective}, {source})"
GONE = "No longer in force[, sub-quota {id}][ since {effective} ({source})]: {sentence}[ {note}]"
AMENDED = "Amended on {effective} ({source}): {id}"
WAS_IS = "{what} was “{before}”; is “{after}”"
LISTS = "Another edition of a list: {id}[; added: {added}][; taken out: {out}]"
WHAT: Mapping[str, str] = {
    "kind": "kind", "sentence": "sentence", "test": "test", "applies_to": "applies to", "unless": "unless",
    "waivable_by": "waivable by", "waivable_for": "waivable for", "group": "parts", "decided_by": "decided by",
    "until": "in force until",
}  # fmt: skip

DIFFERS = "{file}, row {row}[ ({about})]: expected {expected}, found {found}."
TRIED = "{expected:expectation|expectations}, {hold:holds|hold}."

TURNS = "From {on} on, if nothing else changes: {after} (now {before})."
TURNS_AS_AMENDED = "From {on} on, as the rule is known to change that day: {after} (now {before})."
TURNS_AS_ENDED = "From {on} on, as it runs only until then: {after} (now {before})."
TO_BE_RELEASED = "its places are free for others from {day}"
RELEASED = "released: its places have been free for others since {day}"

WAIVER = "a waiver by {who} for {subject}"
JUDGEMENT = "a judgement by {who}, not given yet"
REVIEW = "a new judgement by {who}"
BY_FACT = "{what} ({label} of {subject})"
NO_STEP = "No step of the office or a State is known that could lift it."
NO_STEP_ABSOLUTE = (
    "Nobody may waive it, and no other step of the office or a State is known that could lift it."
)
COULD_LIFT = "What could lift it: {ways}[; and {more}]."
MORE_WAYS = "other ways of the same kinds, too many to tell"


FOUND: Mapping[CriterionKind, Mapping[Answer, str]] = {
    CriterionKind.BAR: {
        Answer.MET: "not barred", Answer.NOT_MET: "barred", Answer.UNKNOWN: "unknown whether barred",
    },
    CriterionKind.EXEMPTION: {
        Answer.MET: "exemption, applies", Answer.NOT_MET: "exemption, does not apply",
        Answer.UNKNOWN: "exemption, unknown whether it applies",
    },
    CriterionKind.PRIORITY: {
        Answer.MET: "priority, comes first", Answer.NOT_MET: "priority, does not come first",
        Answer.UNKNOWN: "priority, unknown whether it comes first",
    },
    CriterionKind.QUOTA: {
        Answer.MET: "sub-quota, counts under it", Answer.NOT_MET: "sub-quota, does not count under it",
        Answer.UNKNOWN: "sub-quota, unknown whether it counts under it",
    },
}  # fmt: skip
"""What an answer is called where *met* would say too little, by the kind of criterion."""


def found(one: Criterion, answer: Answer) -> str:
    """What is found of a criterion: a bar bars or does not, an exemption applies, a priority comes first."""
    return FOUND.get(one.kind, {}).get(answer, code(answer))


def title(name: str, of: str, state: str) -> str:
    """``Norway's programme of 2026 (nor-2026): in force``, or whatever else is said of it as a whole"""
    return fill(TITLE, {"name": Worded(name), "id": Worded(of), "state": Worded(state)})


def head(one: Criterion) -> str:
    """``recognised (eligibility, each member)``"""
    applies_to = "" if one.group else APPLIES_TO[one.applies_to]
    return fill(HEAD, {"id": one.id, "kind": code(one.kind), "applies_to": applies_to})


def lines(one: Criterion, source: str) -> Iterator[str]:
    """What a criterion in force asks, of whom, unless what, who may waive it, and since when."""
    if one.text:
        yield fill(TEST, {"test": Worded(" ".join(one.text.split()))})
    if one.group:
        yield _group(one.group)
    if one.decided_by:
        yield fill(JUDGED, {"who": code(one.decided_by)})
    if one.unless:
        yield fill(UNLESS, {"unless": one.unless})
    if one.waivable_by == NOBODY:
        yield ABSOLUTE
    elif one.waivable_by:
        yield fill(WAIVABLE, {"who": who(one.waivable_by), "grounds": Worded(one.waivable_for)})
    yield fill(IN_FORCE, {"effective": one.effective, "until": one.until, "source": Worded(source)})
    if one.rules:
        yield fill(RULES, {"rules": one.rules})


def gone(one: Criterion, source: str, *, to_come: bool) -> str:
    """Why a criterion is not in force on the day: it ended, or is yet to begin."""
    params = {
        "effective": one.effective,
        "until": one.until,
        "source": Worded(source),
        "note": Worded(one.note),
    }
    if one.repealed:
        return fill(REPEALED, params)
    return fill(TO_COME if to_come else ENDED, params)


def history(every: Sequence[Criterion], on: date, sources: Mapping[str, str]) -> Iterator[str]:
    """What became of a criterion since its first version, and what is known to come, one line a change."""
    for was, now in pairwise(every):
        params = {"effective": now.effective, "source": Worded(sources.get(now.source, now.source))}
        if now.repealed and now.effective > on:
            yield fill(WILL_END, {**params, "note": Worded(now.note)})
        for one in rule_changes([was], [now]) if not now.repealed else ():
            _, *changes = change(one, sources)
            says = WILL_BE_AMENDED if now.effective > on else WAS_AMENDED
            yield fill(says, {**params, "changes": Worded("; ".join(changes))})


def edition(named: NamedList, one: Edition | None, source: str) -> str:
    """A list that criteria name, with its codes that day; ``source`` says so."""
    params: dict[str, object] = {"id": named.id, "name": Worded(named.name)}
    if one is None:
        return fill(NO_EDITION, params)
    codes = [country(each) if named.of == "country" else each for each in one.codes]
    return fill(
        LIST, {**params, "effective": one.effective, "source": Worded(source), "codes": Worded(listed(codes))}
    )


def sub_quota(one: SubQuota) -> str:
    """``women-at-risk: at least 75 of the offer 2017-18``"""
    amount = "" if one.number is None else number(one.number)
    params = {
        "id": one.id, "how": Worded(limit(one, amount)), "offer": one.offer,
        "tolerance": one.tolerance or "", "counts": COUNTS[one.counts], "released": one.released_on,
    }  # fmt: skip
    return fill(OF_OFFER, params)


def limit(one: SubQuota, amount: str) -> str:
    """``at least 75``, ``exactly an unknown number``; ``amount``: its number in words, if it has one."""
    if one.percent is not None:
        amount = fill(PERCENT, {"percent": one.percent})
    return fill(SUB_QUOTA[one.kind], {"amount": amount or UNKNOWN_NUMBER})


def compared(name: str, of: str, first: date, last: date) -> str:
    """The head of a comparison of the rules of two days."""
    return fill(COMPARED, {"name": Worded(name), "id": Worded(of), "first": first, "last": last})


def people_moved(on: date, known: date, cases: int) -> str:
    """How many cases, of the people of a day, a change of rules takes to another outcome."""
    return fill(SOME_MOVED if cases else NOBODY_MOVED, {"on": on, "known": known, "cases": cases})


def moved(one: Moved) -> str:
    """``2 cases: needs a person → ineligible``"""
    params = {"cases": len(one.cases), "before": code(one.before), "after": code(one.after)}
    return fill(MOVED, params)


def differs(one: Worked) -> str:
    """An expectation of a worked table that does not hold, by its file and row."""
    params = {
        "file": Worded(one.table.file), "row": str(one.row.number), "about": Worded(one.row.cells.get("about", "")),
        "expected": code(one.expected), "found": code(one.found),
    }  # fmt: skip
    return fill(DIFFERS, params)


def tried(found: Sequence[Worked]) -> str:
    """``40 expectations, 39 hold.``"""
    return fill(TRIED, {"expected": len(found), "hold": sum(one.holds for one in found)})


def change(one: RuleChange, sources: Mapping[str, str]) -> Iterator[str]:
    """What became of a criterion between two days; first the head, then what is said otherwise."""
    if one.what == ("lists",) and one.before and one.after:
        was, now = _codes(one.before), _codes(one.after)
        yield fill(LISTS, {"id": one.id, "added": _named(now - was), "out": _named(was - now)})
    elif one.kind is ChangeKind.AMENDED and one.before and one.after:
        source = Worded(sources.get(one.after.source, one.after.source))
        yield fill(AMENDED, {"effective": one.after.effective, "source": source, "id": one.id})
        for what in one.what:
            yield from _was_is(what, one.before, one.after)
    elif one.after:
        source = Worded(sources.get(one.after.source, one.after.source))
        yield fill(
            ADDED,
            {
                "sentence": Worded(one.after.sentence),
                "effective": one.after.effective,
                "source": source,
                "id": _id(one),
            },
        )
    elif one.before:
        yield fill(GONE, {"sentence": Worded(one.before.sentence), "id": _id(one), **_end(one, sources)})


def _id(one: RuleChange) -> str:
    """Sub-quotas are told by name: many have one sentence."""
    either = one.after or one.before
    return one.id if either and either.kind is CriterionKind.QUOTA else ""


def _codes(one: Criterion) -> set[str]:
    """Every code that a test asks for, of members and others too."""
    if one.test is None:
        return set()
    tests = (one.test, *(part.test for part in quantified(one.test)))
    asked = [atom for test in tests for atom in atoms(test)]
    return {code for atom in asked if isinstance(atom, OneOf | Has) for code in atom.codes}


def _named(found: set[str]) -> list[str]:
    return [country(each) for each in sorted(found)]


def _end(one: RuleChange, sources: Mapping[str, str]) -> dict[str, object]:
    """When and by what it ended, where that is told: by an amendment, or on a day known from the start."""
    ended = one.ended
    if ended is None:
        return {}
    since = ended.effective if ended.repealed else ended.until
    return {
        "effective": since,
        "source": Worded(sources.get(ended.source, ended.source)),
        "note": Worded(ended.note if ended.repealed else ""),
    }


def _was_is(what: str, before: Criterion, after: Criterion) -> Iterator[str]:
    field = "text" if what == "test" else what
    was, now = (_shown(what, getattr(one, field)) for one in (before, after))
    yield fill(WAS_IS, {"what": WHAT[what], "before": Worded(was), "after": Worded(now)})


def _shown(what: str, value: object) -> str:
    if not value:
        return "–"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return listed([str(one) for one in value])
    if isinstance(value, Group):
        return _group(value)
    if isinstance(value, AppliesTo):
        return APPLIES_TO[value]
    if what == "waivable_by":
        return "nobody" if value == NOBODY else who(str(value))
    return " ".join(code(str(value)).split())


def _group(one: Group) -> str:
    template = GROUP_ALL if one.least == len(one.of) else GROUP_SOME
    return fill(template, {"least": one.least, "parts": Worded(listed(one.of))})


def turn(one: Turn) -> str:
    """Until when an answer holds, if nothing but the date changes."""
    after, before = (found(one.criterion, answer) for answer in (one.after, one.before))
    says = TURNS_AS_AMENDED if one.amended else TURNS_AS_ENDED if one.ends else TURNS
    return fill(says, {"on": one.on, "after": after, "before": before})


def released(since: date, on: date) -> str:
    """From when the places of a reserve are open to others, or since when they have been."""
    return fill(RELEASED if since <= on else TO_BE_RELEASED, {"day": since})


def lift(one: Lift) -> str:
    """The lawful steps that could lift a criterion that is not met."""
    if not one.ways:
        return NO_STEP_ABSOLUTE if one.absolute else NO_STEP
    ways = [listed(step(each) for each in way) for way in one.ways]
    more = MORE_WAYS if one.cut_short else ""
    return fill(COULD_LIFT, {"ways": Worded("; or ".join(ways)), "more": more})


def step(one: Step) -> str:
    """One step of the office or a State."""
    if one.kind is StepKind.WAIVER:
        return fill(WAIVER, {"who": who(one.by), "subject": one.subject})
    if one.kind in (StepKind.REVIEW, StepKind.JUDGEMENT):
        return fill(REVIEW if one.kind is StepKind.REVIEW else JUDGEMENT, {"who": code(one.by)})
    return fill(
        BY_FACT, {"what": Worded(one.what), "label": dictionary()[one.fact].label, "subject": one.subject}
    )


def who(name: str) -> str:
    """A country by its name, or the office."""
    return code(name) if name == "office" else country(name, article=True)


def value(fact: KnownFact) -> str:
    """What is recorded, in the words of its code list."""
    known = dictionary()[fact.fact]
    if fact.cell is None:
        return "never recorded"
    if isinstance(fact.value, Codes):
        meanings = [
            known.codes.meaning.get(one, one) if known.codes else one for one in sorted(fact.value.members)
        ]
        return listed([*meanings, *([] if fact.value.complete else ["perhaps more"])])
    if known.codes is not None and fact.cell in known.codes:
        return country(fact.cell) if known.codes.name == "country" else known.codes.meaning[fact.cell]
    if isinstance(fact.value, PartialDate) and fact.value.exact:
        return day(fact.value.earliest)
    return fact.cell

"""What is said of one case: how an arrangement stands, what would settle it, what is recorded, whom a bar bars."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from resettle.engine.placement.explain import BarEffect
from resettle.engine.registry.arrangements import StatusEntry
from resettle.engine.registry.facts import dictionary
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.rulings import Ruling
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.missing import Consequence, Missing
from resettle.engine.screening.possible import Learnt
from resettle.render import words
from resettle.render.words.fill import Worded, fill
from resettle.render.words.names import UNITS, code, listed
from resettle.render.words.obstacles import source_title

CASE = f"Case {{case}}: {{people:{UNITS['persons']}}}"
MEMBER = "{person}: {recorded}"
NOTHING_RECORDED = "nothing recorded"
NOT_PROPOSED = "It is not proposed anywhere."
PROPOSED_HERE = "Proposed here."

STANDS = "{status} since {since}[, said again on {again}] ({source})."
DISPUTED = "Disputed on {on}: also read as {status} ({source})."

NEEDS_A_FACT = "Needs a fact: {label} of {subject}. What would settle it: {mend}."
INSTEAD = "Or, instead: {facts}."
FOLLOWS = "If {learnt}: {outcome}."
CUT_SHORT = "The search was cut short; a smaller set of facts may do."
OF = "{label} of {subject}"
IS = "{label} of {subject} is {options}"
THERE_IS = "there is a {label} of {subject}, and {found}"
ANOTHER_NEED = "another need of the group {group}"
ANYTHING_ELSE = "anything else"
THERE_IS_NONE = "there is none"
ONE_FOUND = "one as asked for is found"
NONE_FOUND = "none as asked for is found"
SOME_FOUND = "only some of those asked for are found"
DAYS: Mapping[tuple[bool, bool], str] = {
    (True, True): "from {first} until {last}",
    (True, False): "from {first}",
    (False, True): "until {last}",
    (False, False): "any day",
}
"""By whether they have a first and a last day."""
AND, OR = " and ", " or "
"""Between answers that may themselves be made of several: a comma would part them wrongly."""

RULED = "{ruling} by {by} on {on} (source: {source})"
NEVER_RECORDED = "{label}[ of {of}]: never recorded"
RECORDED = "{label}[ of {of}]: {cell}[, since {since}][ (source: {source})]"

BARS = "{bar} ({status}): bars {who}.[ A fact is missing to say so of {unknown}.]"
WOULD_BAR = "{bar} ({status}): would bar {who}.[ A fact is missing to say so of {unknown}.]"
NOBODY = "nobody in this case"
NOT_YET = "not yet proposed"


def case(name: str, people: int) -> str:
    """``Case C-0412: 4 people``"""
    return fill(CASE, {"case": Worded(name), "people": people})


def member(person: str, recorded: Sequence[KnownFact]) -> str:
    """What is recorded of a member, as it was written."""
    told = ", ".join(f"{dictionary()[one.fact].label} {one.cell}" for one in recorded)
    return fill(MEMBER, {"person": Worded(person), "recorded": Worded(told or NOTHING_RECORDED)})


def status(one: StatusEntry, since: date, situation: Situation) -> Iterator[str]:
    """How an arrangement stands, since when, and by which source; then how else that is read."""
    told_again = one.effective > since and not one.readings
    source = Worded(source_title(situation, one.source))
    state, again = code(one.status).capitalize(), one.effective if told_again else None
    yield fill(STANDS, {"status": state, "since": since, "again": again, "source": source})
    for reading in one.readings:
        if reading.id != one.adopted:
            source = Worded(source_title(situation, reading.source))
            yield fill(DISPUTED, {"on": one.effective, "status": code(reading.status), "source": source})


def missing(one: Missing) -> str:
    """A fact that is missing, and the lawful step that would supply it."""
    label = Worded(dictionary()[one.fact].label)
    return fill(NEEDS_A_FACT, {"label": label, "subject": Worded(one.subject), "mend": Worded(one.mend)})


def instead(others: Sequence[Missing]) -> str:
    """Facts that would settle it too."""
    told = [
        fill(OF, {"label": Worded(dictionary()[one.fact].label), "subject": Worded(one.subject)})
        for one in others
    ]
    return fill(INSTEAD, {"facts": Worded(listed(told))})


def follows(one: Consequence) -> str:
    """What would follow from answers to the missing facts."""
    learnt = AND.join(_learnt(each) for each in one.if_learnt)
    outcome = words.outcome(one.outcome, one.conditional)
    return fill(FOLLOWS, {"learnt": Worded(learnt), "outcome": outcome})


def _learnt(one: Learnt) -> str:
    fact = dictionary()[one.fact]
    params = {"label": Worded(fact.label), "subject": Worded(one.subject)}
    if one.found:
        return fill(THERE_IS, {**params, "found": Worded(OR.join(map(_found, one.found)))})
    meanings = [fact.codes.meaning.get(each, each) if fact.codes else _needs(each) for each in one.codes]
    options = [*meanings, *([ANYTHING_ELSE] if one.other else []), *([THERE_IS_NONE] if one.none else [])]
    for first, last in one.ranges:
        options.append(fill(DAYS[first is not None, last is not None], {"first": first, "last": last}))
    return fill(IS, {**params, "options": Worded(OR.join(options))})


def _needs(codes: str) -> str:
    """Specific needs: each by its code, ``SV-*`` as any of its group that no test names."""
    each = [
        fill(ANOTHER_NEED, {"group": Worded(one[:2])}) if one.endswith("-*") else one
        for one in codes.split(";")
    ]
    return listed(each)


def _found(one: tuple[bool, ...]) -> str:
    """Of each question asked of a list, whether one as asked is on it."""
    if len(set(one)) > 1:
        return SOME_FOUND
    return ONE_FOUND if one[0] else NONE_FOUND


def ruling(one: Ruling) -> str:
    """What was decided, by whom, when, on what source."""
    params = {"ruling": code(one.ruling), "by": Worded(one.by), "on": one.effective}
    return fill(RULED, {**params, "source": Worded(one.source)})


def fact(one: KnownFact, of: str) -> str:
    """What is recorded of a fact, as it was written; ``of``: whose it is, where that must be said."""
    params = {"label": Worded(dictionary()[one.fact].label), "of": Worded(of)}
    if one.cell is None:
        return fill(NEVER_RECORDED, params)
    recorded = {"cell": Worded(one.cell), "since": one.effective, "source": Worded(one.source or "")}
    return fill(RECORDED, {**params, **recorded})


def bar(effect: BarEffect, name: str) -> str:
    """Whom a bar bars, or would."""
    stands = effect.status
    params = {
        "bar": Worded(name),
        "status": code(stands.status) if stands else NOT_YET,
        "who": Worded(", ".join(effect.barred) or NOBODY),
        "unknown": Worded(", ".join(effect.unknown)),
    }
    return fill(BARS if stands and stands.status.open else WOULD_BAR, params)

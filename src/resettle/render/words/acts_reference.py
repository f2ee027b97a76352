"""
The reference of acts, made from the transition table and from the tables of permissions:
``python -m resettle.render.words.acts_reference > docs/reference/acts.md``.
"""

import sys
from collections.abc import Iterable, Iterator

from resettle.engine.registry import separation
from resettle.engine.registry.arrangements import CountsAt
from resettle.engine.registry.grounds import GROUNDS
from resettle.engine.registry.permissions import PERMITTED, RECORDED_BY, Use
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import (
    BEGINNINGS,
    CASEWORK,
    ENDED,
    TRANSITIONS,
    ActKind,
    CaseStage,
    Claim,
    Guard,
    Stage,
    claim,
)
from resettle.render.words.names import ROLES

HEAD = """\
# Acts, roles and permissions

Every act there is: from where it begins and where it leads, which roles may do it, what must be so before it, and who may not do it
because of what they did before. `resettle next` says of one case which of them may come next.

*This page is made from the tables that are asked when an act is recorded, by
`python -m resettle.render.words.acts_reference > docs/reference/acts.md`; a test fails while it is not current.*
"""
GUARDS = {  # that another person does it, the last column says
    Guard.NO_OPEN_CASE: "nobody in it is in another case that is open",
    Guard.WILL_RECORDED: "each member's wish is recorded",
    Guard.EVERYBODY_SEEN: "everybody was seen, or the reason says why not",
    Guard.ATTEMPTS_LOGGED: "two attempts in different ways are on record",
    Guard.PREREQUISITES: "prerequisites of a submission: status, wish, other solutions, two categories",
    Guard.RRF_VALID: "the form has all that it needs before its review",
    Guard.TWO_CATEGORIES: "two categories, and not one twice",
    Guard.PRIORITY_SET: "a submission priority",
    Guard.REASON: "a reason",
    Guard.GROUND: "a ground",
    Guard.REVIEW_DAY: "a day of review",
    Guard.NOBODY_ON_THE_WAY: "nobody in it is on the way",
    Guard.CASE_READY: "the case is ready",
    Guard.EVERYBODY_REVIEWED: "everybody in it was in it when it was last approved or reviewed",
    Guard.OFFER_OPEN: "the arrangement is open, and whoever must consent does",
    Guard.CONSENT_VALID: "each is willing, and allows that the case is shared with that State",
    Guard.DECISION_STANDS: "the decision that it is against stands, and is not under appeal already",
    Guard.APPEAL_LODGED: "it was asked for, and waits for an answer",
    Guard.NOT_WITH_ANOTHER: "no other State is asked to look at its denial again (flagged, refuses nothing)",
    Guard.NOBODY_REFUSES: "nobody of them has said no",
    Guard.NEWCOMERS_COMPLETE: "the form is complete, if anybody came into the case since its last review",
    Guard.NOT_PAUSED: "the case is not on hold (flagged, but of a resumption)",
    Guard.WAS_READY: "the case was approved, or began as ready (flagged, refuses nothing)",
    Guard.CLEARED: "every clearance that the State asks for is valid; else the ground `happened`",
}
USES = {
    Use.NEXT: "see which acts on a case may come next",
    Use.CASES: "screen, explain, plan, compare, alerts: case by case",
    Use.PLACES: "ledgers of places",
    Use.HISTORY: "everything recorded of a person or a case",
    Use.LETTERS: "read people's own requests, and how they may safely be reached",
    Use.RECEIVE: "put them on record, and what is learned of them later",
    Use.ANSWER: "answer them, have answers translated, record that they were served",
    Use.ASSIGN: "assign the work on a case, by lot or for a reason",
    Use.INTEGRITY: "see complaints and conflicts of interest, draw and answer spot checks",
    Use.PLAN: "keep plans, and read those that are kept",
    Use.IMPORT: "bring in people and terms",
    Use.EXPORT: "take the register out",
    Use.ERASE: "erase a person, under a rule of retention",
    Use.ACCOUNTS: "see who has an account",
    Use.GIVE_RIGHTS: "open, change and close accounts",
    Use.VERIFY: "prove that the record is whole",
    Use.SUBMISSIONS: "see what was submitted to one's own arrangements",
    Use.MANIFEST: "see who is to travel, and what clears them",
    Use.READERS: "see who read what of a case",
    Use.ACCESS: "open a case of another office, with a reason, for some hours",
    Use.RECORD: "record what is learned of people and cases, row by row",
}
_OPEN = tuple(stage for stage in CaseStage if stage not in ENDED)


def reference() -> str:
    return "\n".join([HEAD, *_on_cases(), *_on_submissions(), *_grounds(), *_permissions(), ""])


def _on_cases() -> Iterator[str]:
    yield (
        "## On a case\n\n"
        "Each moves the whole case. One of ours that is out of turn, or that a guard stops, is refused with every reason.\n"
    )
    yield "| act | from | to | by | what must be so | not by whoever did |\n|---|---|---|---|---|---|"
    for kind, line in CASEWORK.items():
        ends = _code(line.ends) if line.ends else "as it is" if line.stays else "where it came from"
        yield _row(kind, _begins(line.begins), ends, _roles(line.roles), _guards(line.guards), _apart(kind))
    yield f"\nOpen is every stage but {_codes(ENDED)}. A register may say where its cases begin (`cases_begin`): {_codes(BEGINNINGS)}.\n"


def _on_submissions() -> Iterator[str]:
    yield (
        "## On a submission\n\n"
        "Each moves the persons it names, in one offer. What a State decided, or what happened, is recorded whatever stands against it, "
        "and flagged; but whoever records it needs the role.\n"
    )
    yield "| act | from | to | its place is then | by | what must be so | not by whoever did |\n|---|---|---|---|---|---|---|"
    for kind, line in TRANSITIONS.items():
        ends = _code(line.ends) if line.ends else "beside the others, at most `submitted`"
        place = _place(line.ends) if line.ends else "as theirs, at most held"
        yield _row(
            kind, _begins(line.begins), ends, place, _roles(line.roles), _guards(line.guards), _apart(kind)
        )
    yield ""


def _grounds() -> Iterator[str]:
    yield "## Grounds\n"
    yield "| act | ground | meaning | source |\n|---|---|---|---|"
    for kind, grounds in GROUNDS.items():
        for ground, meaning in grounds.meaning.items():
            yield f"| `{kind}` | `{ground}` | {meaning} | {grounds.source} |"
    yield ""


def _permissions() -> Iterator[str]:
    yield (
        "## What each role may use a register in a database for\n\n"
        "Asked of whoever has an account (`--by`, or a token of the API). Whoever holds the database's file or password needs none to look "
        "into it. An interpreter uses none of these. What each reader is shown of a case: [what is shown to whom](disclosed.md).\n"
    )
    yield "| use | of the register | by |\n|---|---|---|"
    for use, roles in PERMITTED.items():
        yield f"| `{use}` | {USES[use]} | {_roles(roles)} |"
    yield (
        "\n## Who records in which table\n\n"
        "Row by row, with `resettle record`. Acts and people's requests have commands of their own; the rest is imported.\n"
    )
    yield "| table | by |\n|---|---|"
    for table, roles in RECORDED_BY.items():
        yield f"| `{table}` | {_roles(roles)} |"


def _row(kind: ActKind, *cells: str) -> str:
    return f"| `{kind}` | {' | '.join(cells)} |"


def _begins(stages: tuple[CaseStage | Stage | None, ...]) -> str:
    if set(stages) >= set(_OPEN):
        return "any that is open"
    if set(stages) == set(_OPEN) - {CaseStage.ON_HOLD}:
        return "any that is open but `on_hold`"
    return ", ".join(_code(stage) if stage else "nothing" for stage in stages)


def _place(stage: Stage) -> str:
    """What a place is to whoever stands there; where it counts as used sooner, by which counting event."""
    claims = {at: claim(stage, at) for at in CountsAt}
    if len(set(claims.values())) == 1:
        return "free" if claims[CountsAt.ARRIVAL] is Claim.NOTHING else claims[CountsAt.ARRIVAL].value
    used = [at for at in CountsAt if claims[at] is Claim.USED]
    return f"held; used, if the offer counts at {_codes(used)}"


def _roles(roles: Iterable[Role]) -> str:
    named = set(roles)
    return ", ".join(ROLES[role] for role in Role if role in named)


def _guards(guards: Iterable[Guard]) -> str:
    return "; ".join(GUARDS[guard] for guard in guards if guard is not Guard.ANOTHER_PERSON)


def _apart(kind: ActKind) -> str:
    return _codes(separation.apart(kind))


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(_code(code) for code in codes)


def _code(code: str) -> str:
    return f"`{code}`"


if __name__ == "__main__":
    sys.stdout.write(reference())

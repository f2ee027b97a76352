"""Other houses: a State, a placement agency, movement; of which cases each knows, and what it is told of its own acts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from resettle.engine.errors import Fault, RequestRefused, Where, refuse
from resettle.engine.referrals.copies import KNOWS_OF
from resettle.engine.registry.acts import Act, Standing, replay
from resettle.engine.registry.disclosed import INSIDE, SCOPED, Audience, audience
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import CASEWORK, TRANSITIONS, line_of
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import Said
from resettle.records.subjects import ACTS, CASE
from resettle.service import permissions, registers
from resettle.service.caseloads import act_said

Known = Mapping[tuple[str, str], Standing]
"""(person, offer) → where they stand, of those of whom a house knows."""


@dataclass(frozen=True)
class House:
    """
    Somebody of another house who asks: the account, as what they read, on which day.

    arrangements: those whose submissions are theirs; None: every one.
    """

    by: str
    reader: Audience
    arrangements: frozenset[str] | None
    day: date

    def knows(self, acts: Iterable[Act]) -> Known:
        """Who stands where in their arrangements, by the acts on a case, as far as they know of it."""
        theirs = [act for act in acts if act.kind not in CASEWORK and self.has(act.arrangement)]
        stages = KNOWS_OF.get(self.reader, frozenset())
        return {who: at for who, at in replay(theirs, self.day).items() if at.stage in stages}

    def has(self, arrangement: str) -> bool:
        return self.arrangements is None or arrangement in self.arrangements


def house(account: Said, by: str, day: date) -> House | None:
    """The house of an account; None if it is of the office, or watches over it. Who sees no cases knows of none."""
    reader = audience(permissions.roles_of(account))
    if reader in INSIDE:
        return None
    named = (account.content or {}).get("arrangements")
    every = not named and reader not in SCOPED
    return House(by, reader, None if every else frozenset(named or ()), day)


def asking(found: Database, by: str, use: Use) -> House:
    """The house of whoever asks for a use. Raises RequestRefused if they may not. Who watches over the office reads as it does."""
    account = permissions.account_asking(found, by)
    day = registers.today(found)
    permissions.check_permitted(account, by, use, day)
    named = (account.content or {}).get("arrangements")
    return house(account, by, day) or House(by, Audience.MOVEMENT, frozenset(named) if named else None, day)


def known_case(found: Database, asks: House, case: str) -> Known:
    """
    Who of a case stands where in their arrangements.

    Raises RequestRefused if nobody does of whom they know: in the same words, whether there is such a case or not.
    """
    known = asks.knows(map(act_said, entries.told(found, {}, {CASE: [case]}, [ACTS])))
    if not any(at.case == case for at in known.values()):
        raise refuse("nothing_recorded", name=case)
    return {who: at for who, at in known.items() if at.case == case}


def check_act(found: Database, asks: House, roles: frozenset[Role], one: Act) -> Act:
    """
    An act of another house, about those of whom it knows where none are named.

    Raises RequestRefused for an arrangement that is not theirs, and for a case or person of whom they do not know: in the same
    words, whether there is any such or not.
    """
    if one.kind in CASEWORK or not roles & {*line_of(one.kind).roles}:
        raise refuse(
            "act_not_of_role", case=one.case, act=one.kind.value, by=one.by,
            held=_named(roles), roles=_named(line_of(one.kind).roles),
        )  # fmt: skip
    if not asks.has(one.arrangement):
        params = {"value": one.arrangement, "by": one.by, "allowed": sorted(asks.arrangements or ())}
        raise RequestRefused([Fault("act_out_of_scope", Where(key="arrangement"), params)])
    known = asks.knows(map(act_said, entries.told(found, {}, {CASE: [one.case]}, [ACTS])))
    there = {
        person: at.stage
        for (person, offer), at in known.items()
        if at.case == one.case and one.offer in (offer, offer.partition("/")[0])
    }
    if not there or not set(one.persons) <= there.keys():
        raise refuse("submission_unknown", case=one.case, arrangement=one.arrangement)
    begins = TRANSITIONS[one.kind].begins
    moved = [person for person, stage in there.items() if stage in begins] or list(there)
    return replace(one, persons=one.persons or tuple(sorted(moved)))


def _named(roles: Iterable[Role]) -> list[str]:
    return [role.value for role in Role if role in set(roles)]


_TOLD: Mapping[str, Sequence[str]] = {
    "act_known_before_done": ("case", "act", "effective", "known"),
    "reason_missing": ("case", "act"),
    "ground_missing": ("case", "act", "allowed"),
    "ground_unknown": ("case", "act", "value", "allowed"),
    "not_cleared": ("case", "act", "person", "clearance", "stands", "until", "because_of"),
    "offer_unclear": ("value", "allowed"),
    "source_unknown": ("value",),
}
"""Faults that another house is told of an act of its own → what of their parameters: nothing of other cases, States or sources."""


def told(asks: House | None, faults: Iterable[Fault]) -> list[Fault]:
    """
    Faults as whoever asks is told them: to another house those of what it asked alone.

    Where others stop an act, it is told that the office's record stands against it.
    """
    every = list(faults)
    if asks is None:
        return every
    heard = [
        replace(one, params={name: one.params[name] for name in _TOLD[one.code] if name in one.params})
        for one in every
        if one.code in _TOLD
    ]
    stopped = any(one.is_error for one in every) and not any(one.is_error for one in heard)
    return [*heard, Fault("act_against_record")] if stopped else heard

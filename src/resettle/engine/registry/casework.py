"""Casework: where a case stands, replayed from the acts on it and on its submissions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from resettle.engine.registry.acts import Act, Replay, in_order
from resettle.engine.registry.membership import Membership, held
from resettle.engine.registry.stages import (
    CASEWORK,
    LEADS,
    OPEN,
    OURS,
    WITH_A_STATE,
    ActKind,
    CaseStage,
    Stage,
)

_SUBMITTED_FROM = (CaseStage.READY, CaseStage.DENIED)
"""Where a case is that a State may have decided on. One that stands elsewhere is led nowhere by a decision: whoever records
a denial that never was must not be able to take a case past its reviews by it."""
_LOOKED_AT_AGAIN = (ActKind.APPROVE, ActKind.REVIEW)
"""After these nobody has still to look at an earlier denial."""
_WITH_A_STATE_AGAIN = (ActKind.SUBMIT, ActKind.RECONSIDER)
_SETTLES_A_DENIAL = (ActKind.SUBMIT, ActKind.ACCEPT)
"""Whom a State takes up again was denied until it accepts: a withdrawal meanwhile leads to no review that was not made."""


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """
    Where a case stands on a day.

    stage: None if nothing is recorded of it, and nothing is supposed. since: None if no act led there. done: the acts on
    the case that count, in order. on_the_way: (person, offer) → their open stage in that submission. came_from: a
    stage → the one from which the case last came to it.
    """

    stage: CaseStage | None
    since: date | None
    done: tuple[Act, ...]
    on_the_way: Mapping[tuple[str, str], Stage]
    came_from: Mapping[CaseStage, CaseStage]

    def leads(self, kind: ActKind) -> CaseStage | None:
        """Where an act on the case leads from here; None if the table does not list it."""
        line = CASEWORK[kind]
        if self.stage not in line.begins:
            return None
        if line.stays:
            return self.stage
        return line.ends or (self.stage and self.came_from.get(self.stage))

    def last(self, *kinds: ActKind) -> Act | None:
        """The last of these acts that was done on it."""
        return next((act for act in reversed(self.done) if act.kind in kinds), None)

    def by(self, kinds: Iterable[ActKind]) -> frozenset[str]:
        """Whoever did any of these acts on it."""
        wanted = set(kinds)
        return frozenset(act.by for act in self.done if act.kind in wanted)


@dataclass(frozen=True, slots=True)
class OutOfTurn:
    """An act on a case that the transition table does not list from where the case stood."""

    act: Act
    stage: CaseStage | None


@dataclass(frozen=True, slots=True)
class Case:
    """What a case's replay begins from: its id, where its register's cases begin, and who is in it, as far as is known."""

    id: str
    begins: CaseStage | None = None
    members: Membership = ()


class CaseReplay:
    """
    Where one case stands as acts are told, one after another as they happened.

    An act on the case that the table does not list is left out. Its submissions lead it on once nobody in them is with a
    State any more (``LEADS``), if it had come to be ready.
    """

    def __init__(self, case: Case) -> None:
        self.wrong: list[OutOfTurn] = []
        self._case, self._stage = case, case.begins
        self._since: date | None = None
        self._done: list[Act] = []
        self._came_from: dict[CaseStage, CaseStage] = {}
        self._people = Replay()
        self._denied: set[str] = set()

    def tell(self, act: Act) -> None:
        if act.kind not in CASEWORK:
            self._submitted(act)
            return
        ends = self.standing().leads(act.kind)
        if ends is None:
            self.wrong.append(OutOfTurn(act, self._stage))
            return
        self._done.append(act)
        if act.kind in _LOOKED_AT_AGAIN:
            self._denied.clear()
        if CASEWORK[act.kind].ends or ends is self._stage:
            self._leads_to(ends, act.effective)
        else:  # back to where it was: nothing new is learned of how it came there
            self._stage, self._since = ends, act.effective

    def standing(self) -> CaseStanding:
        return CaseStanding(
            self._stage, self._since, tuple(self._done), self._in(OPEN), dict(self._came_from)
        )

    def _in(self, stages: frozenset[Stage]) -> dict[tuple[str, str], Stage]:
        """Those in the case's submissions who stand in one of these stages."""
        every = self._people.standing.items()
        return {at: one.stage for at, one in every if one.case == self._case.id and one.stage in stages}

    def _leads_to(self, stage: CaseStage, day: date) -> None:
        if stage is self._stage:
            return
        if self._stage is not None:
            self._came_from[stage] = self._stage
        self._stage, self._since = stage, day

    def _submitted(self, act: Act) -> None:
        moved = {person for person, *_ in self._people.tell(act)}
        if not moved:
            return
        if act.kind in _SETTLES_A_DENIAL:
            self._denied -= moved
        if act.kind in _WITH_A_STATE_AGAIN:
            if self._stage is CaseStage.DENIED:  # recorded where nobody asked for a review first
                self._leads_to(CaseStage.READY, act.effective)
        elif act.kind is ActKind.DENY:
            self._denied |= moved
        if not self._in(WITH_A_STATE):
            self._decided(act)

    def _decided(self, act: Act) -> None:
        """Nobody is with a State any more, after an act."""
        stands = self._stage
        if stands is CaseStage.ON_HOLD:
            stands = self._came_from.get(CaseStage.ON_HOLD)
        stage = self._led_to(act.effective, act.known)
        if stage is None or stands not in _SUBMITTED_FROM:
            return
        if self._stage is CaseStage.ON_HOLD and stage is not CaseStage.CLOSED:
            self._came_from[CaseStage.ON_HOLD] = stage  # the pause goes on
        else:
            self._leads_to(stage, act.effective)

    def _led_to(self, on: date, known: date) -> CaseStage | None:
        arrived = {person for person, _ in self._in(frozenset({Stage.ARRIVED}))}
        members = set(held(self._case.members, on, known))
        if members and members <= arrived:
            return LEADS[Stage.ARRIVED]
        return LEADS[Stage.DENIED] if self._denied else None


def stands(case: Case, acts: Iterable[Act], on: date) -> CaseStanding:
    """Where a case stands at the end of a day; ``acts``: all that are known of it and of its submissions."""
    return _told(case, (act for act in acts if act.effective <= on)).standing()


def last_after(acts: Iterable[Act], day: date) -> Act | None:
    """The last of some acts that is dated after a day."""
    return next(reversed(in_order(act for act in acts if act.effective > day)), None)


def out_of_turn(case: Case, acts: Iterable[Act]) -> Sequence[OutOfTurn]:
    """Every act on a case that the table does not list, from the first day to the last."""
    return _told(case, acts).wrong


def made_by(wrong: OutOfTurn, case: Case, acts: Iterable[Act]) -> Act:
    """The act at whose recording an act on a case came to be out of turn: itself, or one that was learned later."""
    recorded = sorted(acts, key=lambda act: (act.known, act.order))
    was, found = False, wrong.act
    for number, act in enumerate(recorded, 1):
        now = any(one.act == wrong.act for one in out_of_turn(case, recorded[:number]))
        if now and not was:
            found = act
        was = now
    return found


def is_ours(kind: ActKind) -> bool:
    """Whether the office decides on such an act, so that it can be refused."""
    return kind in CASEWORK or kind in OURS


def _told(case: Case, acts: Iterable[Act]) -> CaseReplay:
    told = CaseReplay(case)
    for act in in_order(acts):
        if act.case == case.id:
            told.tell(act)
    return told

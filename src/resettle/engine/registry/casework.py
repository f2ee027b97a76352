"""Casework: where a case stands, replayed from the acts on it and on its submissions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from resettle.engine.registry.acts import Act, Replay, in_order
from resettle.engine.registry.stages import CASEWORK, LEADS, OPEN, ActKind, CaseStage, Stage

_SUBMITTED_FROM = (CaseStage.READY, CaseStage.DENIED)
"""Where a case is that a State may have decided on. One that stands elsewhere is led nowhere by a decision: whoever records
a denial that never was must not be able to take a case past its reviews by it."""


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """
    Where a case stands on a day.

    stage: None if nothing is recorded of it, and nothing is supposed. since: None if no act led there. done: the acts on
    the case that count, in order. on_the_way: person → offer → their open stage in its submissions.
    """

    stage: CaseStage | None
    since: date | None
    done: tuple[Act, ...]
    on_the_way: dict[tuple[str, str], Stage]

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


class CaseReplay:
    """
    Where one case stands as acts are told, one after another as they happened.

    An act on the case that the table does not list is left out. Its submissions lead it on once nobody in them is on the
    way any more (``LEADS``), if it had come to be ready.
    """

    def __init__(self, case: str, begins: CaseStage | None = None) -> None:
        self.wrong: list[OutOfTurn] = []
        self._case, self._stage = case, begins
        self._since: date | None = None
        self._done: list[Act] = []
        self._came_from: dict[CaseStage, CaseStage] = {}
        self._people = Replay()

    def tell(self, act: Act) -> None:
        if act.kind not in CASEWORK:
            self._submitted(act)
            return
        line = CASEWORK[act.kind]
        ends = line.ends or (self._stage and self._came_from.get(self._stage))
        if self._stage not in line.begins or ends is None:
            self.wrong.append(OutOfTurn(act, self._stage))
            return
        self._done.append(act)
        if line.ends is None:  # back to where it was: nothing new is learned of how it came there
            self._stage, self._since = ends, act.effective
        else:
            self._leads_to(ends, act.effective)

    def standing(self) -> CaseStanding:
        ways = {
            at: one.stage
            for at, one in self._people.standing.items()
            if one.case == self._case and one.stage in OPEN
        }
        return CaseStanding(self._stage, self._since, tuple(self._done), ways)

    def _leads_to(self, stage: CaseStage, day: date) -> None:
        if stage is self._stage:
            return
        if self._stage is not None:
            self._came_from[stage] = self._stage
        self._stage, self._since = stage, day

    def _submitted(self, act: Act) -> None:
        moved = self._people.tell(act)
        if moved and act.kind is ActKind.SUBMIT and self._stage is CaseStage.DENIED:
            self._leads_to(CaseStage.READY, act.effective)  # recorded where nobody asked for a review first
        theirs = {
            one.stage
            for (_, offer), one in self._people.standing.items()
            if offer == act.offer and one.case == self._case and one.stage is not Stage.LEFT
        }
        if not moved or not theirs or theirs & OPEN:
            return
        stage = LEADS[Stage.ARRIVED] if theirs == {Stage.ARRIVED} else None
        if stage is None and Stage.DENIED in theirs:
            stage = LEADS[Stage.DENIED]
        stands = self._stage
        if stands is CaseStage.ON_HOLD:
            stands = self._came_from.get(CaseStage.ON_HOLD)
        if stage is None or stands not in _SUBMITTED_FROM:
            return
        if self._stage is CaseStage.ON_HOLD and stage is not CaseStage.CLOSED:
            self._came_from[CaseStage.ON_HOLD] = stage  # the pause goes on
        else:
            self._leads_to(stage, act.effective)


def stands(case: str, acts: Iterable[Act], on: date, begins: CaseStage | None = None) -> CaseStanding:
    """Where a case stands at the end of a day; ``acts``: all that are known of it and of its submissions."""
    told = _told(case, (act for act in acts if act.effective <= on), begins)
    return told.standing()


def last_after(acts: Iterable[Act], day: date) -> Act | None:
    """The last of some acts that is dated after a day."""
    later = (act for act in acts if act.effective > day)
    return max(later, key=lambda act: (act.effective, act.known, act.order), default=None)


def out_of_turn(case: str, acts: Iterable[Act], begins: CaseStage | None = None) -> Sequence[OutOfTurn]:
    """Every act on a case that the table does not list, from the first day to the last."""
    return _told(case, acts, begins).wrong


def _told(case: str, acts: Iterable[Act], begins: CaseStage | None) -> CaseReplay:
    told = CaseReplay(case, begins)
    for act in in_order(acts):
        if act.case == case:
            told.tell(act)
    return told

"""What guards are asked of: an act, and the caseload of its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from resettle.engine.errors import Fault, Where
from resettle.engine.referrals.caseload import Caseload
from resettle.engine.referrals.papers import Papers
from resettle.engine.registry.acts import Act
from resettle.engine.registry.casework import CaseStanding
from resettle.engine.registry.stages import CaseTransition, Transition, line_of


@dataclass(frozen=True)
class Asked:
    """An act that is asked for, and the caseload of its day, as known when it is recorded, without it."""

    act: Act
    caseload: Caseload

    @cached_property
    def line(self) -> Transition | CaseTransition:
        """Its line of the transition table."""
        return line_of(self.act.kind)

    @cached_property
    def standing(self) -> CaseStanding:
        return self.caseload.standing(self.act.case)

    @cached_property
    def acts(self) -> Sequence[Act]:
        """Every act that is known of the case and of its submissions, on whatever day."""
        return self.caseload.acts_on(self.act.case)

    @cached_property
    def members(self) -> tuple[str, ...]:
        return self.caseload.members(self.act.case)

    @cached_property
    def papers(self) -> Papers:
        return Papers(self.caseload.situation, self.act.case)

    @cached_property
    def recipients(self) -> tuple[str, ...]:
        """Who would be told of the case in its arrangement: its country, and its parties."""
        arrangement = self.caseload.agreed.register.arrangements.get(self.act.arrangement)
        return (arrangement.country, *arrangement.parties) if arrangement else ()

    def fault(self, code: str, /, **params: object) -> Fault:
        where = Where("acts", 0, self.act.id) if self.act.id else Where()
        return Fault(code, where, {"case": self.act.case, "act": self.act.kind.value, **params})

"""Whether a case qualifies where it is proposed or submitted: flagged if not, for a person decides."""

from collections.abc import Iterator

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.acts import Act
from resettle.engine.registry.register import Register
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import ASKS
from resettle.engine.screening.casefile import case_file
from resettle.engine.screening.reference import outcome
from resettle.engine.screening.screen import Outcome
from resettle.records import histories
from resettle.records.database import Database
from resettle.records.subjects import ACTS, CASE
from resettle.service import casefiles

_NO = (Outcome.INELIGIBLE, Outcome.RULES_NOT_IN_FORCE)


def besides(found: Database, terms: Register, one: Act) -> Iterator[Fault]:
    """
    That the case does not qualify there on the day of the act, as known then. An unknown is no *no*, and is not flagged.

    Which criterion stands against it is not said: a flag stays with the act for whoever reads it, a fact may be confidential,
    and an explanation is on record as read.
    """
    if one.kind not in ASKS or not _asks_anything(terms, one.arrangement):
        return
    with histories.legible(found):
        said = casefiles.said_of_all(found, {(CASE, one.case)})
        seen = Situation(casefiles.register(terms, said), one.effective, one.known)
        if one.case not in seen.persons_of:
            return
        answer, _ = outcome(case_file(seen, one.case, one.arrangement))
    if answer in _NO:
        params = {"case": one.case, "arrangement": one.arrangement, "act": one.kind.value}
        yield Fault("act_without_qualifying", Where(ACTS, 0, one.id), params, "warning")


def _asks_anything(terms: Register, arrangement: str) -> bool:
    there = terms.arrangements.get(arrangement)
    return bool(terms.bars) or (there is not None and bool(there.criteria))

"""What is wrong with a register as a whole: all of it at once, errors and warnings."""

from collections.abc import Callable, Iterable

from resettle.engine.errors import Fault
from resettle.engine.registry import (
    faults_of_acts,
    faults_of_casework,
    faults_of_criteria,
    faults_of_letters,
    faults_of_papers,
    faults_of_people,
    faults_of_sub_quotas,
    faults_of_terms,
)
from resettle.engine.registry.register import Register

CHECKS: tuple[Callable[[Register], Iterable[Fault]], ...] = (
    *faults_of_terms.CHECKS,
    *faults_of_criteria.CHECKS,
    *faults_of_sub_quotas.CHECKS,
    *faults_of_people.CHECKS,
    *faults_of_papers.CHECKS,
    *faults_of_letters.CHECKS,
    *faults_of_acts.CHECKS,
    *faults_of_casework.CHECKS,
)


def faults_of(register: Register) -> list[Fault]:
    """Every fault of a register."""
    return [fault for check in CHECKS for fault in check(register)]

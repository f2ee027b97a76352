"""What is wrong with a register as a whole: all of it at once, errors and warnings."""

from collections.abc import Callable, Iterable

from resettle.engine.errors import Fault
from resettle.engine.registry import (
    faults_of_acts,
    faults_of_appointments,
    faults_of_casework,
    faults_of_criteria,
    faults_of_letters,
    faults_of_papers,
    faults_of_people,
    faults_of_sub_quotas,
    faults_of_terms,
)
from resettle.engine.registry.register import Register

_OF_TERMS: tuple[Callable[[Register], Iterable[Fault]], ...] = (
    *faults_of_terms.CHECKS,
    *faults_of_criteria.CHECKS,
    *faults_of_sub_quotas.CHECKS,
)
_OF_PEOPLE: tuple[Callable[[Register], Iterable[Fault]], ...] = (
    *faults_of_people.CHECKS,
    *faults_of_papers.CHECKS,
    *faults_of_letters.CHECKS,
    *faults_of_appointments.CHECKS,
    *faults_of_acts.CHECKS,
    *faults_of_casework.CHECKS,
)


def faults_of(register: Register) -> list[Fault]:
    """Every fault of a register."""
    return [fault for check in (*_OF_TERMS, *_OF_PEOPLE) for fault in check(register)]


def faults_of_people_and_acts(register: Register) -> list[Fault]:
    """Every fault but those of arrangements and their criteria, which what is recorded of people does not change."""
    return [fault for check in _OF_PEOPLE for fault in check(register)]

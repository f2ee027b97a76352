"""What is wrong with recorded acts on cases: names that are not there, grounds, turns, and one person where two are asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

import polars as pl

from resettle.engine.errors import Fault, Where
from resettle.engine.registry import casework, membership, separation
from resettle.engine.registry.acts import Act, in_order
from resettle.engine.registry.casework import Case, OutOfTurn
from resettle.engine.registry.grounds import GROUNDS
from resettle.engine.registry.register import Register
from resettle.engine.registry.stages import CASEWORK, ActKind


def grounds_unknown(register: Register) -> Iterator[Fault]:
    """Grounds that an act cannot have."""
    for act in (*_with_grounds(register), *register.casework):
        allowed = GROUNDS.get(act.kind)
        if act.ground and (allowed is None or act.ground not in allowed):
            codes = list(allowed.meaning) if allowed else []
            yield _fault(act, "ground", "ground_unknown", act=act.kind.value, case=act.case,
                         value=act.ground, allowed=codes)  # fmt: skip


def out_of_turn(register: Register) -> Iterator[Fault]:
    """
    Acts on a case from a stage that the table does not list.

    Wrong if an act of ours made it so; if what a State decided or what happened did, and was learned later, the act was in
    turn when it was done: that is flagged.
    """
    by_case = _by_case(register)
    members = membership.of_cases(register.tables.members, by_case)
    for name, acts in by_case.items():
        case = Case(name, register.begins, members[name])
        for wrong in casework.out_of_turn(case, acts):
            made_by = casework.made_by(wrong, case, acts)
            fault = _fault(wrong.act, "act", "case_act_out_of_turn", **told(wrong))
            yield fault if casework.is_ours(made_by.kind) else replace(fault, severity="warning")


def told(wrong: OutOfTurn) -> Mapping[str, object]:
    """What is said of an act on a case that is out of turn."""
    begins = [stage or "not yet referred" for stage in CASEWORK[wrong.act.kind].begins]
    return {
        "act": wrong.act.kind.value, "case": wrong.act.case, "begins": begins,
        "stage": wrong.stage or "not yet referred",
    }  # fmt: skip


def by_one_person(register: Register) -> Iterator[Fault]:
    """Two acts on a case, by one person, that are kept apart: what was done elsewhere stands, and is flagged."""
    for case, acts in _by_case(register).items():
        done: dict[ActKind, set[str]] = {}
        for act in acts:
            if did := [kind.value for kind in separation.apart(act.kind) if act.by in done.get(kind, ())]:
                params = {"act": act.kind.value, "case": case, "by": act.by, "did": did}
                yield Fault("act_by_same_person", Where("acts", act.order, "by"), params, "warning")
            done.setdefault(act.kind, set()).add(act.by)


def _with_grounds(register: Register) -> Iterable[Act]:
    """Acts on submissions that name a ground."""
    frame = getattr(register.acts, "frame", None)
    if isinstance(frame, pl.DataFrame) and frame.get_column("ground").null_count() == frame.height:
        return ()
    return (act for act in register.acts if act.ground)


def _by_case(register: Register) -> Mapping[str, list[Act]]:
    """The acts of each case on which there is casework, on it and on its submissions, as they happened."""
    found: dict[str, list[Act]] = {act.case: [] for act in register.casework}
    if found:
        for act in in_order((*register.casework, *register.acts)):
            if act.case in found:
                found[act.case].append(act)
    return found


CHECKS: tuple[Callable[[Register], Iterable[Fault]], ...] = (grounds_unknown, out_of_turn, by_one_person)


def _fault(one: Act, key: str, code: str, /, **params: object) -> Fault:
    return Fault(code, Where("acts", one.order, key), params)

"""Runs: plans that were made of a register in a database, kept with what they were asked and made from."""

import importlib.metadata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from resettle.engine.errors import refuse
from resettle.engine.placement.compare import Planned
from resettle.engine.registry.permissions import Use
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import New, Said
from resettle.service import permissions, registers, writing
from resettle.service.questions import Asked

TABLE = "runs"


@dataclass(frozen=True)
class Run:
    """
    A plan as it was made: by whom and when, of which inputs (their digest), asked how, by which version of Resettle.

    ``result``: base, and scenario if one was asked for; each with placings, cases left, and what each tier reached.
    A plan draws no random numbers: ``seed`` is None.
    """

    id: str
    by: str
    recorded: datetime
    known: date
    question: str
    digest: str
    asked: Mapping[str, Any]
    seed: int | None
    version: str
    result: Mapping[str, Any]


def kept(address: str, by: str, asked: Asked, digest: str, base: Planned, scenario: Planned | None) -> Run:
    """Puts a plan on record. Raises RequestRefused if whoever asks has no open account."""
    found = registers.reached(address)
    content = {
        "question": "plan",
        "digest": digest,
        "asked": {
            "on": base.situation.on, "known": base.situation.known, "what_ifs": list(asked.what_ifs),
            "assume": dict(asked.assume), "tiers": list(asked.tiers) if asked.tiers else None,
        },
        "seed": None,
        "version": importlib.metadata.version("resettle"),
        "result": {"base": _result(base), "scenario": _result(scenario) if scenario else None},
    }  # fmt: skip
    day = base.situation.on
    one = writing.note(
        found,
        by,
        Use.PLAN,
        "run",
        content,
        lambda recording, known: New(TABLE, f"R-{recording.id}", day, known, "office", content),
    )
    return run(address, one.key)


def _result(planned: Planned) -> Mapping[str, Any]:
    plan = planned.plan
    return {
        "placings": [{"case": one.case, "offer": one.offer, "people": one.people} for one in plan.placings],
        "left": [{"case": one.case, "people": one.people} for one in plan.left],
        "tiers": [{"name": one.name, "value": one.value, "bound": one.bound} for one in plan.tiers],
    }


def runs(address: str, by: str | None = None) -> list[Run]:
    """Every run that is kept, in order. Raises RequestRefused if ``by`` may not see them."""
    found = registers.reached(address)
    permissions.check(found, by, Use.PLAN)
    _note(found, by, "")
    return [_run(said) for said in entries.of(found, [TABLE])]


def run(address: str, id: str, by: str | None = None) -> Run:
    """One run. Raises RequestRefused if there is none of that id, or ``by`` may not see it."""
    found = registers.reached(address)
    permissions.check(found, by, Use.PLAN)
    said = entries.of(found, [TABLE], id)
    if not said:
        raise refuse("run_unknown", id=id)
    _note(found, by, id)
    return _run(said[0])


def _note(found: Database, by: str | None, id: str) -> None:
    """A plan names cases: that somebody read it is on the record."""
    if by is not None:
        writing.searched(found, by, "runs", {"run": id})


def _run(said: Said) -> Run:
    content = said.content or {}
    return Run(
        said.key, said.by, said.recorded, said.known, content["question"], content["digest"], content["asked"],
        content["seed"], content["version"], content["result"],
    )  # fmt: skip

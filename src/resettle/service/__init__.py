"""The service: questions put to a register. Shells read, call one function here, and show what comes back."""

from resettle.service.as_of import AsOf, as_of
from resettle.service.forms import Formed, formed, made
from resettle.service.ledgers import Ledgers, Reconciliation, course, reconciled
from resettle.service.ledgers import ledgers as ledgers_of
from resettle.service.opening import Opened, databases, databases_are_installed, examined, is_database, opened
from resettle.service.questions import (
    Alerted,
    Asked,
    PlanAnswer,
    PlanRefused,
    Scheduled,
    ScreenAnswer,
    Screened,
    SolverFailed,
    alerted,
    explained,
    plan_kept,
    planned,
    scheduled,
    screened,
    situation,
)
from resettle.service.rules import Compared, Rules, compared, effects, rules, tried
from resettle.service.voices import Heard, HeardCase, heard, recorded

__all__ = [
    "Alerted",
    "AsOf",
    "Asked",
    "Compared",
    "Formed",
    "Heard",
    "HeardCase",
    "Ledgers",
    "Opened",
    "PlanAnswer",
    "PlanRefused",
    "Reconciliation",
    "Rules",
    "Scheduled",
    "ScreenAnswer",
    "Screened",
    "SolverFailed",
    "alerted",
    "as_of",
    "compared",
    "course",
    "databases",
    "databases_are_installed",
    "effects",
    "examined",
    "explained",
    "formed",
    "heard",
    "is_database",
    "ledgers_of",
    "made",
    "opened",
    "plan_kept",
    "planned",
    "reconciled",
    "recorded",
    "rules",
    "scheduled",
    "screened",
    "situation",
    "tried",
]  # fmt: skip

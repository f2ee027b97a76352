"""The service: questions put to a register. Shells read, call one function here, and show what comes back."""

from resettle.service.questions import (
    Asked,
    Opened,
    PlanAnswer,
    PlanRefused,
    ScreenAnswer,
    Screened,
    SolverFailed,
    examined,
    explained,
    open_folder,
    planned,
    screened,
    situation,
)

__all__ = [
    "Asked",
    "Opened",
    "PlanAnswer",
    "PlanRefused",
    "ScreenAnswer",
    "Screened",
    "SolverFailed",
    "examined",
    "explained",
    "open_folder",
    "planned",
    "screened",
    "situation",
]

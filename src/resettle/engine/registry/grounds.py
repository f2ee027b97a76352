"""Grounds: why an act was done, as a code, where the field knows only so many."""

from collections.abc import Mapping
from types import MappingProxyType

from resettle.engine.registry.codes import CodeList
from resettle.engine.registry.stages import ActKind

NONE_GIVEN = "none_given"
RESETTLED = "resettled"
HAPPENED = "happened"

GROUNDS: Mapping[ActKind, CodeList] = MappingProxyType(
    {
        ActKind.WITHDRAW: CodeList(
            "ground for a withdrawal",
            {
                "error": "submitted in error",
                "asked": "the members asked for it",
                "exceptional": "exceptional circumstances",
            },
            "UNHCR Resettlement Handbook 4.10",
        ),
        ActKind.DENY: CodeList(
            "ground for a denial",
            {
                "refused": "refused after full consideration",
                "returned": "returned: the State did not consider it within its programme",
                NONE_GIVEN: "the State gave no reason",
            },
            "UNHCR Resettlement Handbook 4.10",
        ),
        ActKind.CANCEL: CodeList(
            "ground for a cancellation",
            {
                "declined": "the refugee declined",
                "revoked": "the State took its acceptance back",
                "lapsed": "a clearance ran out",
            },
            "Resettle",
        ),
        ActKind.ATTEMPT: CodeList(
            "way of reaching a case",
            {
                "phone": "by telephone",
                "message": "by message",
                "visit": "by a visit",
                "letter": "by letter",
                "partner": "through a partner",
                "community": "through the community",
            },
            "UNHCR Resettlement Handbook 4.4 (several channels); the list is ours",
        ),
        ActKind.DEPART: CodeList(
            "ground for recording a departure",
            {HAPPENED: "they had left, whatever was missing: what happened is recorded"},
            "Resettle",
        ),
        ActKind.CLOSE: CodeList(
            "ground for closing a case",
            {
                RESETTLED: "resettled",
                "other_solution": "another durable solution: return, integration, another pathway",
                "died": "died",
                "no_longer_refugee": "no longer a refugee",
                "excluded": "excluded",
                "fraud": "fraud substantiated",
                "unwilling": "unwilling",
                "not_reached": "cannot be contacted",
                "duplicate": "a duplicate of another case",
                "error": "opened in error",
            },
            "Resettle",
        ),
    }
)
"""act → the grounds it may name."""

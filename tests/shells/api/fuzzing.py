"""Whatever the API's own schema allows, and more, is asked of it; an answer that the schema does not declare is a fault."""

from collections import Counter
from dataclasses import dataclass, field

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = (status_code_conformance, content_type_conformance, response_schema_conformance)
KNOWN = {
    "case": ["C-1", "C-2"],
    "person": ["P-1"],
    "arrangement": ["nor"],
    "account": ["mara"],
    "act": ["A-7"],
}
"""Ids that are there, so that not everything is unknown."""
NOT_ASKED = {"end_session", "close_token", "export"}
"""What would end the asking; and an archive takes a second."""


@dataclass
class Asked:
    """How many were asked, by status; and what is wrong with an answer."""

    statuses: Counter = field(default_factory=Counter)
    wrong: list = field(default_factory=list)


def asked(application, token, calls, number=0, operations=()):
    """So many calls at least, divided among the operations. number: of the seed."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    every = [one.ok() for one in schema.get_all_operations()]
    every = [one for one in every if one.definition.raw["operationId"] not in NOT_ASKED]
    every = [one for one in every if not operations or one.definition.raw["operationId"] in operations]
    found = Asked()
    each = -(-calls // (2 * len(every)))
    for operation in every:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _ask(operation, mode, token, each, number, found)
    return found


def _ask(operation, mode, token, each, number, found):
    @seed(number)
    @settings(max_examples=each, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.data())
    def ask(data):
        case = data.draw(operation.as_strategy(generation_mode=mode))
        for name in case.path_parameters or {}:
            if name in KNOWN and data.draw(st.booleans()):
                case.path_parameters[name] = data.draw(st.sampled_from(KNOWN[name]))
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        found.statuses[response.status_code] += 1
        if response.status_code >= 500:
            found.wrong.append((operation.label, response.status_code, response.text[:300]))
        try:
            case.validate_response(response, checks=CHECKS)
        except BaseExceptionGroup as error:
            found.wrong += [
                (operation.label, response.status_code, str(one)[:600]) for one in error.exceptions
            ]
        except AssertionError as error:
            found.wrong.append((operation.label, response.status_code, str(error)[:600]))

    ask()

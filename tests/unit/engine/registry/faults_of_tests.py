"""What is wrong with a test as it is written."""

import pytest

from resettle.engine.registry.language import ExpressionRefused, parse


def faults_of(text, of=None):
    with pytest.raises(ExpressionRefused) as refused:
        parse(text, of)
    return list(refused.value.faults)


def codes_of(text, of=None):
    return [fault.code for fault in faults_of(text, of)]

"""What every test gets: Hypothesis profiles, and a run in which nothing may be skipped."""

import os

import pytest
from hypothesis import settings

settings.register_profile("dev", max_examples=50, deadline=None, print_blob=True)
settings.register_profile("ci", max_examples=300, deadline=None, print_blob=True, derandomize=True)
settings.load_profile("dev")  # another: pytest --hypothesis-profile=ci

NO_SKIPS = os.environ.get("RESETTLE_NO_SKIPS", "") not in ("", "0")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item, call):
    """Turn a skipped test into a failed one, if this run allows no skips. An expected failure is not a skip."""
    report = yield
    return _failed_if_skipped(report) if not hasattr(report, "wasxfail") else report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(collector):
    """The same for a module that skips itself, or that misses something it would import."""
    report = yield
    return _failed_if_skipped(report)


def _failed_if_skipped(report):
    if NO_SKIPS and report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped, and RESETTLE_NO_SKIPS allows no skips. {reason}"
    return report

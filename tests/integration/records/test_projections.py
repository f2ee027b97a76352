"""Projections can be thrown away: made anew from the entries they change no answer, whatever became of them before."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import hypothesis.strategies as st
import pytest
from builders import SMALL, a_register_folder, declared
from hypothesis import Phase, given, settings
from integration.records.templates import a_template, said

from resettle import service
from resettle.engine.errors import RequestRefused
from resettle.engine.registry.stages import ActKind
from resettle.records import counts, entries
from resettle.records.entries import New
from resettle.service import acts, ledgers, lists, record, registers
from resettle.service.acts import Requested

DAY = date(2026, 3, 2)


def ready(folder):
    """The small register, its cases ready to be submitted."""
    head = f'cases_begin = "ready"\n{SMALL["register.toml"]}'
    return a_register_folder(folder, {"register.toml": head, "people.csv": declared(SMALL["people.csv"])})


template = a_template("thrown", DAY, ready)


STEPS = [
    (ActKind.SUBMIT, "C-1", "nor-2026"),
    (ActKind.SUBMIT, "C-3", "can-2026"),
    (ActKind.PROPOSE, "C-2", "nor-2026"),
    (ActKind.ACCEPT, "C-4", "nor-2026"),
    (ActKind.ARRIVE, "C-4", "nor-2026"),
    (ActKind.WITHDRAW, "C-1", "nor-2026"),
    (ActKind.DENY, "C-3", "can-2026"),
]


def played(place, steps):
    """What was admitted of steps, each learned a day after the last."""
    for number, (step, back) in enumerate(steps):
        known = DAY + timedelta(number)
        kind, case, arrangement = STEPS[step]
        ground = "asked" if kind is ActKind.WITHDRAW else ""
        requested = Requested(
            kind, case, arrangement, "office", effective=known - timedelta(back), ground=ground
        )
        try:
            acts.act(place, requested, "eva", clock=lambda *_, known=known: known)
        except RequestRefused:
            continue


def answers(place):
    """Ledgers on every day as known on every day, histories of everybody, and a screen."""
    found = registers.reached(place)
    courses = {
        (one.limit, known): ledgers.course(
            place, one.limit, date(2026, 1, 1), date(2026, 6, 1), known
        ).ledgers
        for known in (DAY - timedelta(17), *(DAY + timedelta(n) for n in range(8)))
        for one in ledgers.ledgers(place, known=known).ledgers
    }
    latest = {limit: list(_days(counts.Counted(found, latest=True), limit)) for limit, _ in courses}
    names = [f"P-{number}" for number in range(1, 10)] + [f"C-{number}" for number in range(1, 5)]
    register = service.opened(place).register
    screened = service.screened(register, service.Asked(on=DAY, known=DAY + timedelta(8)))
    return (
        courses,
        latest,
        {name: record.history(place, name) for name in names},
        screened.base.screening.outcomes.rows(),
        lists.cases(place, lists.CasesAsked(), "eva"),
    )


def _days(counted, limit):
    for day in counted.days(limit, date.max):
        yield day, counted.claims(limit, day, date.max)


CORRUPTED = [
    "DELETE FROM records_change",
    "DELETE FROM records_count",
    "DELETE FROM records_about",
    "DELETE FROM records_standing",
    "UPDATE records_standing SET stage = 'closed'",
    "UPDATE records_count SET held = held + 3",
    "UPDATE records_change SET known = '2020-01-01'",
    "UPDATE records_about SET name = name || '1' WHERE kind = 'person'",
    """INSERT INTO records_change (entry, "limit", day, known, proposed, held, used, accepted)
    VALUES (0, 'nor-2026/2026', '2026-03-01', '2026-03-01', 5, 0, 0, 0)""",
]


def test_projections_made_anew_change_no_answer(template):
    @settings(
        max_examples=max(5, settings.default.max_examples // 10), phases=[Phase.explicit, Phase.generate]
    )
    @given(
        st.lists(st.tuples(st.integers(0, len(STEPS) - 1), st.integers(0, 10)), min_size=1, max_size=6),
        st.lists(st.sampled_from(CORRUPTED), max_size=2, unique=True),
    )
    def thrown_away(steps, wrong):
        copy = template.copy()
        try:
            played(copy.address, steps)
            before = answers(copy.address)
            assert ledgers.reconciled(copy.address).agrees
            with copy.database.writing():
                for statement in wrong:
                    copy.database.run(statement)
            registers.rebuilt(copy.address)
            assert answers(copy.address) == before
            assert ledgers.reconciled(copy.address).agrees
        finally:
            copy.drop()

    thrown_away()


@pytest.mark.parametrize("wrong", CORRUPTED[:2] + CORRUPTED[5:7] + CORRUPTED[8:])
def test_counts_that_somebody_altered_are_told_apart_from_what_the_acts_come_to(template, wrong):
    copy = template.copy()
    try:
        with copy.database.writing():
            copy.database.run(wrong)
        report = ledgers.reconciled(copy.address, known=DAY)
        assert not report.agrees
        found = {one.limit: one.miscounted for one in report.limits if one.miscounted}
        assert "nor-2026/2026" in found
        assert all(one.told != one.kept for miscounted in found.values() for one in miscounted)
        if "records_count" in wrong:
            [one] = found["nor-2026/2026"]
            assert (one.known, one.day, one.told.proposed) == (None, date(2026, 2, 10), 2) or one.days
        registers.rebuilt(copy.address)
        assert ledgers.reconciled(copy.address).agrees
    finally:
        copy.drop()


def test_counting_anew_and_acts_at_the_same_time_lose_nothing(template):
    """Whoever counts anew waits for those who record, and they for it; what is recorded meanwhile is counted once."""
    copy = template.copy()

    def closing(work, *arguments):
        try:
            work(*arguments)
        finally:
            copy.database.close()

    def record_acts(case):
        for number in range(8):
            kind = ActKind.WITHDRAW if number % 2 else ActKind.SUBMIT
            ground = "asked" if kind is ActKind.WITHDRAW else ""
            requested = Requested(kind, case, "can-2026", "office", effective=DAY, ground=ground)
            acts.act(copy.address, requested, "eva", clock=lambda *_: DAY)

    def count_anew():
        for _ in range(6):
            registers.rebuilt(copy.address)

    def more_said():
        for number in range(6):
            said(
                copy.database,
                "terms",
                [New("cases", "C-1", DAY, DAY, "office", {"priority": "normal"})] * (number % 2 + 1),
            )

    try:
        works = [(record_acts, "C-1"), (record_acts, "C-3"), (count_anew,), (count_anew,), (more_said,)]
        with ThreadPoolExecutor(len(works)) as pool:
            for done in [pool.submit(closing, *work) for work in works]:
                done.result()
        assert len(entries.of(copy.database, ["acts"])) == 2 + 16
        before = answers(copy.address)
        registers.rebuilt(copy.address)
        assert answers(copy.address) == before
    finally:
        copy.drop()

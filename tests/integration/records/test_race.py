"""Sixty-four processes race for 150 places: nobody is given a place that is not there, and everybody is told why."""

import os
import random
import shutil
from datetime import timedelta
from functools import partial
from unittest import mock

import pytest
from integration.records.offices import TODAY, founded_at_a_desk, office
from integration.records.racing import Writers, on_day

from resettle.engine.errors import RequestRefused
from resettle.engine.registry.acts import Act
from resettle.engine.registry.courses import Replayed
from resettle.engine.registry.stages import ActKind
from resettle.records import chain, counts, database, entries
from resettle.records.entries import New
from resettle.render import words
from resettle.service import acts, record, registers
from resettle.service.acts import Recorded, Requested

PLACES, SUBMISSIONS, WRITERS = 150, 1_000, 64
RUNS = int(os.environ.get("RESETTLE_RACES", "20"))
"""Races on each database; fewer with ``RESETTLE_RACES=1``."""
YESTERDAY, LAST_WEEK = TODAY - timedelta(1), TODAY - timedelta(7)
DAYS_AGO = (1, 1, 4, 30)
LIMIT = "nor/year"


@pytest.fixture(scope="module")
def writers():
    some = Writers(WRITERS)
    yield some
    some.stop()


@pytest.fixture
def founded(address, tmp_path):
    """A register founded yesterday, with more people than places."""
    chance = random.Random(1)
    sizes = [1 if chance.random() < 0.6 else chance.randint(2, 5) for _ in range(SUBMISSIONS)]
    with mock.patch.object(registers.Founding, "day", lambda self, moment: YESTERDAY):
        found = founded_at_a_desk(
            address, "eva", tmp_path / "k.key", folder=office(tmp_path / "office", sizes)
        )
    found.close()
    return address


@pytest.fixture
def copies(founded, request):
    """Makes a database like the one founded; takes the address of the copy before away."""
    made = []

    def copied(number):
        if not founded.startswith("postgresql"):
            made.append(f"{founded}-{number}.sqlite")
            shutil.copyfile(founded, made[-1])
            return made[-1]
        server, of = request.getfixturevalue("server"), founded.partition("@/")[2].partition("?")[0]
        made.append(f"{of}_{number}")
        server.run(f"CREATE DATABASE {made[-1]} TEMPLATE {of}")
        return server.address(made[-1])

    yield copied
    if founded.startswith("postgresql"):
        for name in made:
            request.getfixturevalue("server").run(f"DROP DATABASE {name} WITH (FORCE)")


def submissions(seed):
    """Every case to be submitted once, in any order, some of them days or weeks late; each under a key of its own."""
    chance = random.Random(seed)
    asked = [
        (
            f"key-{case}",
            Requested(
                ActKind.SUBMIT,
                f"C-{case}",
                "nor",
                "office",
                effective=TODAY - timedelta(chance.choice(DAYS_AGO)),
            ),
        )
        for case in range(1, SUBMISSIONS + 1)
    ]
    chance.shuffle(asked)
    return asked


def test_64_processes_race_for_150_places_and_twins_are_born(copies, writers):
    for run in range(RUNS):
        address, asked = copies(run), submissions(run)
        answers = writers.race(address, YESTERDAY, asked)
        every_answer_is_an_act_or_explained(asked, answers)
        exactly_so_many_held(address, PLACES)
        the_same_again_changes_nothing(address, asked, answers)
        twins_are_born(address, answers)
        record.sealed(address)
        assert not [fault for fault in record.verified(address).faults if fault.is_error]
        assert chain.seal(database.connect(address)) == 0
        database.connect(address).close()


def every_answer_is_an_act_or_explained(asked, answers):
    assert not (wrong := [one for one in answers.values() if isinstance(one, str)]), wrong
    assert answers.keys() == {key for key, _ in asked}
    for key, request in asked:
        if isinstance(answers[key], Recorded):
            assert (answers[key].act.case, answers[key].flagged) == (request.case, ())
            continue
        (fault,) = answers[key]
        assert fault.code == "act_exceeds_limit"
        assert {"case": request.case, "limit": LIMIT}.items() <= fault.params.items()
        needed, over = fault.params["needed"], fault.params["over"]
        assert 1 <= over <= needed
        said = words.fault(fault)
        assert request.case in said and str(over) in said


def claimed(courses, known):
    """The most places with a claim to them on any day, as known on one."""
    return max(courses.claims(LIMIT, day, known).claimed for day in courses.days(LIMIT, known))


def exactly_so_many_held(address, number, known=TODAY):
    """By the database's sums, and by telling every act again."""
    register = registers.opened(address).register
    replayed = Replayed(register.limits(), register.acts)
    counted = counts.Counted(database.connect(address))
    assert claimed(counted, known) == claimed(replayed, known) == number
    for day in replayed.days(LIMIT, known):
        assert counted.claims(LIMIT, day, known) == replayed.claims(LIMIT, day, known)


def the_same_again_changes_nothing(address, asked, answers):
    before = entries.last(database.connect(address))
    held = [(key, one) for key, one in asked if isinstance(answers[key], Recorded)][:10]
    for key, request in held:
        again = acts.act(address, request, "eva", key, clock=yesterday)
        assert again.again and told(again.act) == told(answers[key].act)
    for key, request in [(key, one) for key, one in asked if not isinstance(answers[key], Recorded)][:10]:
        with pytest.raises(RequestRefused) as refused:
            acts.act(address, request, "eva", key, clock=yesterday)
        assert [fault.code for fault in refused.value.faults] == ["act_exceeds_limit"]
    assert entries.last(database.connect(address)) == before


def told(act: Act):
    return act.id, act.kind, act.case, act.offer, sorted(act.persons), act.effective, act.known, act.by


yesterday = partial(on_day, YESTERDAY)


def twins_are_born(address, answers):
    """To a family that Norway has accepted: effective last week, learned today."""
    family = min(
        one.act.case
        for one in answers.values()
        if isinstance(one, Recorded) and len(one.act.persons) > 1 and one.act.effective < LAST_WEEK
    )
    accepted = Requested(ActKind.ACCEPT, family, "nor", "office", effective=LAST_WEEK - timedelta(1))
    assert not acts.act(address, accepted, "eva", clock=yesterday).flagged
    exactly_so_many_held(address, PLACES)

    born(address, family, "P-twin-1", "P-twin-2")
    joined = Requested(
        ActKind.JOIN, family, "nor", "office", persons=("P-twin-1", "P-twin-2"), effective=LAST_WEEK
    )
    recorded = acts.act(address, joined, "eva")
    (flag,) = recorded.flagged
    assert (flag.code, flag.severity) == ("limit_exceeded_by_act", "warning")
    cause = {"case": family, "act": "join", "limit": LIMIT, "needed": 2, "over": 2}
    assert cause.items() <= flag.params.items()
    assert "2" in words.fault(flag)
    exactly_so_many_held(address, PLACES + 2)
    exactly_so_many_held(address, PLACES, known=YESTERDAY)

    left_over = next(one for one in answers.values() if not isinstance(one, Recorded))[0].params["case"]
    with pytest.raises(RequestRefused) as refused:
        acts.act(address, Requested(ActKind.SUBMIT, left_over, "nor", "office"), "eva")
    assert [fault.code for fault in refused.value.faults] == ["act_exceeds_limit"]
    exactly_so_many_held(address, PLACES + 2)


def born(address, family, *children):
    found = database.connect(address)
    with found.writing():
        recording = entries.begin(found, "eva", "import", None, {})
        entries.append(
            found,
            recording,
            [
                New(table, key, LAST_WEEK, TODAY, "office", content)
                for child in children
                for table, key, content in (
                    ("people", child, {"sex": "F", "date_of_birth": LAST_WEEK.isoformat()}),
                    ("members", f"{family};{child}", {"relationship_to_pa": "child"}),
                )
            ],
        )

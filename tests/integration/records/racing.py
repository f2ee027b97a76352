"""Writers in processes of their own, for tests of many at once: told what to record, they tell what came of it."""

import itertools
import multiprocessing
import os
import random
import sys
from datetime import date
from functools import partial
from multiprocessing import forkserver
from unittest import mock

from django.db import DatabaseError

from resettle.engine.errors import RequestRefused, ResettleError
from resettle.engine.registry.stages import ActKind
from resettle.records import database
from resettle.service import acts
from resettle.service.acts import Requested

CONTEXT = multiprocessing.get_context("forkserver")  # a fork of a process in which polars ran hangs
CONTEXT.set_forkserver_preload(["integration.records.racing"])
database.connect("nowhere.sqlite")  # connects nowhere yet, and sets Django up, once for all processes


def begun(work, *args):
    """A process that does some work, forked from one in which everything is imported already."""
    with mock.patch.dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)):
        forkserver.ensure_running()
    process = CONTEXT.Process(target=work, args=args, daemon=True)
    process.start()
    return process


def requests(seed, cases):
    """Endless: cases are submitted and withdrawn, the one after the other; why is an entry beside the act's."""
    chance = random.Random(seed)
    for number in itertools.count():
        kind = chance.choice([ActKind.SUBMIT, ActKind.WITHDRAW])
        case = f"C-{chance.randint(1, cases)}"
        ground = "asked" if kind is ActKind.WITHDRAW else ""
        reason = f"because of {seed}-{number}"
        yield f"{seed}-{number}", Requested(kind, case, "nor", "office", reason=reason, ground=ground)


def write(address, seed, cases, file):
    """Records one act after another, and writes each down that was acknowledged before it asks for the next."""
    with open(file, "a", buffering=1) as acknowledged:
        for key, request in requests(seed, cases):
            try:
                recorded = acts.act(address, request, "eva", key)
            except RequestRefused as refused:
                assert {fault.code for fault in refused.faults} == {"act_not_listed"}, refused
            else:
                acknowledged.write(f"{key} {recorded.act.id}\n")


class Writers:
    """So many processes, which wait for work until they are stopped."""

    def __init__(self, number: int):
        self.ends = []
        self.processes = []
        for _ in range(number):
            ours, theirs = CONTEXT.Pipe()
            self.processes.append(begun(_work, theirs))
            theirs.close()
            self.ends.append(ours)

    def race(self, address, day, requests):
        """
        Every request, given out among the writers, recorded on a day of the office under the key at its head.

        → key → the act's number of flags, or the faults for which it was refused, or what should not have happened.
        """
        for at, end in enumerate(self.ends):
            end.send((address, day, requests[at :: len(self.ends)]))
        return dict(one for end in self.ends for one in end.recv())

    def stop(self):
        for end in self.ends:
            end.send(None)
        for process in self.processes:
            process.join(10)


def on_day(day: date, *_):
    """A clock of the office that stands."""
    return day


def _work(end):
    while (told := end.recv()) is not None:
        address, day, requests = told
        end.send([(key, _outcome(address, day, key, request)) for key, request in requests])
        database.connect(address).close()


def _outcome(address: str, day: date, key: str, request: Requested):
    try:
        return acts.act(address, request, "eva", key, clock=partial(on_day, day))
    except ResettleError as error:
        return error.faults
    except DatabaseError as error:  # told to the test, which fails by it
        return repr(error)

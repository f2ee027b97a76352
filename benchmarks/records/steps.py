"""One step of the benchmark of registers in databases, in a process of its own: ``python -m records.steps STEP …``."""

import itertools
import sys
import time
from collections.abc import Callable
from datetime import date
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path
from statistics import median

from measured import told
from records import register

from resettle.engine.errors import ResettleError
from resettle.engine.registry.acts import Acts
from resettle.engine.registry.places import ledger
from resettle.engine.registry.roles import Role
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import ActKind
from resettle.records import counts, entries, snapshots
from resettle.service import acts, imports, record, registers
from resettle.service.imports import Wanted
from resettle.service.previews import Pair, pair_of

OFFICER = "caseworker"
CLIENTS = {"sqlite": 1, "postgresql": 16}
ACTS = 1_600
KINDS = ActKind.WITHDRAW, ActKind.SUBMIT
LOOKUPS = 50


def main(step: str, *arguments: str) -> None:
    STEPS[step](*arguments)


def write(folder: str, cases: str) -> None:
    register.write(Path(folder), int(cases))


def write_spreadsheets(folder: str, cases: str, after: str) -> None:
    register.write_spreadsheets(Path(folder), int(cases), int(after))


def found(address: str, folder: str) -> None:
    """The whole way from files: read, checked, recorded, counted, sealed."""
    key = Path(folder).with_name(f"{time.time_ns()}.key")
    seconds, cpu, database = _timed(
        lambda: registers.founded(address, OFFICER, key, folder=Path(folder), holds=[Role.COORDINATOR])
    )
    told(seconds, cpu=cpu, entries=entries.last(database))


def brought(address: str, folder: str) -> None:
    """
    People brought into the register from spreadsheets, once whoever may be recorded twice is settled: everything is
    read, checked, compared with everybody recorded, and recorded.
    """
    sources = tuple(sorted(Path(folder).iterdir()))
    pairs: frozenset[Pair] = frozenset()
    while found := imports.previewed(address, Wanted(sources, not_one=pairs), OFFICER).candidates:
        pairs |= {pair_of(f"{one.person};{one.other}") for one in found}
    seconds, cpu, done = _timed(lambda: imports.imported(address, Wanted(sources, not_one=pairs), OFFICER))
    assert not done.preview.is_refused, done.preview.faults[:3]
    told(seconds, cpu=cpu, people=done.preview.people, entries=done.entries, pairs=len(pairs))


def ledgers(address: str) -> None:
    """The slowest of all arrangements' ledgers, once the process is warm."""
    database = registers.reached(address)

    def one(arrangement: str) -> None:
        limits = registers.terms(database).limits()
        for limit in limits.by_id:
            if limit.startswith(f"{arrangement}/"):
                ledger(limits, limit, counts.Counted(database), register.ON, date.max)

    _told_slowest(one, register.ARRANGEMENTS)


def history(address: str, cases: str) -> None:
    """The slowest of some people's whole histories, once the process is warm."""
    people = int(cases) * register.PEOPLE_PER_CASE
    numbers = [1 + number * (people - 1) // (LOOKUPS - 1) for number in range(LOOKUPS)]
    _told_slowest(lambda person: record.history(address, person), [f"P-{number:07}" for number in numbers])


def cold(address: str) -> None:
    """The whole office as of a day, from every entry."""
    database = registers.reached(address)
    snapshots.drop(database)
    snapshots.OUTDATED = 0  # a small register of a small run has one too
    _told_opened(address)


def warm(address: str) -> None:
    """The same, from the snapshot that ``cold`` left."""
    database = registers.reached(address)
    assert database.one("SELECT 1 FROM records_snapshot"), "no snapshot was made"
    _told_opened(address)


def verify(address: str) -> None:
    """Every entry and the whole chain."""
    seconds, cpu, verified = _timed(lambda: record.verified(address))
    wrong = [fault for fault in verified.faults if fault.is_error]
    assert not wrong, wrong[:3]
    told(seconds, cpu=cpu, rows=verified.head.position)


def act(address: str, kind: str) -> None:
    """
    Acts of many clients at once, each in a process of its own; on the disk before it is acknowledged.

    Every case is withdrawn and submitted again, so that each act gives places back or takes some.
    """
    clients = CLIENTS[kind]
    cases = deferred(address)[: ACTS // len(KINDS) // (1 if clients > 1 else 4)]
    context = get_context("forkserver")
    context.set_forkserver_preload(["resettle.service.acts"])
    answers: Queue[int] = context.Queue()
    ready = context.Barrier(clients + 1)
    workers = [
        context.Process(target=_client, args=(address, cases[at::clients], ready, answers))
        for at in range(clients)
    ]
    for worker in workers:
        worker.start()
    ready.wait()
    begun = time.perf_counter()
    recorded = sum(answers.get() for _ in workers)
    seconds = time.perf_counter() - begun
    for worker in workers:
        worker.join()
    asked = len(cases) * len(KINDS)
    assert recorded == asked, f"{recorded} of {asked} acts were recorded"
    told(seconds, acts=recorded, clients=clients)


def _client(address: str, cases: list[tuple[str, str]], ready, answers) -> None:
    registers.terms(registers.reached(address))
    ready.wait()
    done = 0
    for (case, arrangement), kind in itertools.product(cases, KINDS):
        try:
            ground = "asked" if kind is ActKind.WITHDRAW else ""
            requested = acts.Requested(kind, case, arrangement, "made-up", offer="second", ground=ground)
            acts.act(address, requested, OFFICER)
            done += 1
        except ResettleError as error:
            print(error, file=sys.stderr)
    answers.put(done)


def deferred(address: str) -> list[tuple[str, str]]:
    """Cases whose last act put them off, with their arrangement, in an order that has nothing to do with either."""
    recorded = registers.opened(address).register.acts
    assert isinstance(recorded, Acts)
    last = recorded.frame.unique("case", keep="last", maintain_order=True)
    found = (
        last.filter(last["act"] == "defer").sort("case").sample(fraction=1, shuffle=True, seed=register.SEED)
    )
    return list(found.select("case", "arrangement").iter_rows())


def _told_opened(address: str) -> None:
    def opened() -> Situation:
        seen = Situation(registers.opened(address).register, register.ON)
        for frame in (seen.people, seen.cases, seen.members, seen.willingness):
            assert frame.height
        assert len(seen.acts)
        return seen

    seconds, cpu, seen = _timed(opened)
    told(seconds, cpu=cpu, acts=len(seen.acts), people=seen.people.height)


def _told_slowest(one: Callable[[str], object], names) -> None:
    one(names[0])
    took = [_timed(lambda name=name: one(name))[:2] for name in names]
    told(
        max(wall for wall, _ in took),
        cpu=max(cpu for _, cpu in took),
        median=median(wall for wall, _ in took),
    )


def _timed(work: Callable[[], object]):
    """(seconds, seconds of the processor, what it gave)"""
    wall, cpu = time.perf_counter(), time.process_time()
    given = work()
    return time.perf_counter() - wall, time.process_time() - cpu, given


STEPS = {
    step.__name__: step
    for step in (write, write_spreadsheets, found, brought, ledgers, history, cold, warm, verify, act)
}

if __name__ == "__main__":
    main(*sys.argv[1:])

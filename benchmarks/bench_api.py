"""
The API on a register of 100,000 cases, 300,000 people and 1,000,000 acts on PostgreSQL, asked by 16 clients at once.

Claims, on two cores that the clients and the database share, once the server is warm: 95 of 100 questions about one
case are answered within 100 ms, and acts; 95 of 100 lists of 100 with filters within 150 ms. The server is what
``resettle serve`` starts, with two processes. Prints a table and exits 1 if a claim does not hold. The cases are made up
and seeded. PostgreSQL is started for the purpose, on a socket in a folder that is thrown away.

``--ask N`` asks a small office whatever its schema allows, and more, so many times, and tells every answer that the
schema does not declare; nothing is measured then.
"""

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from statistics import quantiles
from typing import Any, Self

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests"
sys.path.append(str(TESTS))
os.environ["RESETTLE_SECRET_KEY"] = "x" * 32

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from measured import asked
from postgresql import Server, programs
from records import register
from records.steps import deferred
from shells.api import conftest, fuzzing

from resettle.api.pages import cursor_of
from resettle.cli.serving import command
from resettle.engine.registry.roles import Role
from resettle.service import accounts, registers, tokens

CASES, CLIENTS, EACH = 100_000, 16, 40
ENOUGH = 1_000_000_000
"""Of requests a minute: what is measured is the server, not its limits."""
Request = tuple[str, str, dict[str, Any] | None]
"""Method, path, and what is sent."""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--cases", type=int, default=CASES)
    options.add_argument("--clients", type=int, default=CLIENTS)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--threads", type=int, default=4, help="of each process")
    options.add_argument("--ask", type=int, metavar="N", help="ask at random, and measure nothing")
    options.add_argument("--seed", type=int, default=0, help="of what is asked at random")
    chosen = options.parse_args()
    if chosen.ask:
        return asked_at_random(chosen.ask, chosen.seed)
    if programs() is None:
        sys.exit("PostgreSQL is not installed here (apt install postgresql): it is not measured")
    database = Server()
    try:
        database.run("CREATE DATABASE office")
        with tempfile.TemporaryDirectory() as folder:
            return measured(database.address("office"), Path(folder), chosen)
    finally:
        database.stop()


def measured(address: str, folder: Path, chosen: argparse.Namespace) -> int:
    asked("records.steps", "write", folder / "office", chosen.cases)
    token = founded(address, folder)
    cases = [f"C-{number:07}" for number in range(1, chosen.cases + 1)]
    random.Random(7).shuffle(cases)
    print(
        f"{chosen.cases:,} cases, {10 * chosen.cases:,} acts; {chosen.clients} clients, {chosen.workers} processes\n"
    )
    print(f"{'':<46} {'half':>9} {'95 of 100':>10} {'slowest':>9} {'a second':>9} {'processor':>10}")
    holds = True
    with served(address, folder, chosen.workers, chosen.threads) as server:
        for name, most, requests in questions(cases, deferred(address)):
            answered(
                server.port, token, requests[: chosen.clients * 2 if name != "an act" else 0], chosen.clients
            )
            before = server.processor()
            took, seconds = answered(server.port, token, requests, chosen.clients)
            each = (server.processor() - before) / len(took) * 1000
            cuts = quantiles(took, n=100)
            kept = most is None or cuts[94] <= most
            holds &= kept
            line = f"{name:<46} {cuts[49] * 1000:>6.0f} ms {cuts[94] * 1000:>7.0f} ms {max(took) * 1000:>6.0f} ms"
            held = "" if most is None else "yes" if kept else "NO"
            print(f"{line} {len(took) / seconds:>9.0f} {each:>7.1f} ms {held}", flush=True)
    return 0 if holds else 1


def questions(
    cases: list[str], deferred: list[tuple[str, str]]
) -> Iterator[tuple[str, float | None, list[Request]]]:
    """What is asked, within which seconds (None: it is told, and not claimed), and the requests."""
    number = CLIENTS * EACH
    some = (cases * (1 + 4 * number // len(cases)))[: 4 * number]
    one, lists = 0.100, 0.150
    yield "where a case stands", one, [("GET", f"/cases/{case}", None) for case in some[:number]]
    yield (
        "what may come next",
        one,
        [("GET", f"/cases/{case}/next", None) for case in some[number : 2 * number]],
    )
    yield (
        "its history",
        one,
        [("GET", f"/cases/{case}/history", None) for case in some[2 * number : 3 * number]],
    )
    explained = some[3 * number : 3 * number + number // 2]
    places = [name for name in register.ARRANGEMENTS]
    yield (
        "whether it qualifies for one arrangement, and why",
        one,
        [
            ("GET", f"/cases/{case}/explanation?arrangement={places[at % 20]}", None)
            for at, case in enumerate(explained)
        ],
    )
    yield (
        "the same, for each of all 20",
        None,
        [("GET", f"/cases/{case}/explanation", None) for case in explained],
    )
    acts = [(kind, case, to) for case, to in deferred[: number // 2] for kind in ("withdraw", "submit")]
    yield "an act", one, [("POST", "/acts", sent(*act)) for act in acts]
    yield (
        "places of an arrangement",
        one,
        [("GET", f"/arrangements/{places[at % 20]}/ledgers", None) for at in range(number // 2)],
    )
    yield (
        "100 cases",
        lists,
        [("GET", f"/cases?limit=100&cursor={cursor_of(case)}", None) for case in some[: number // 2]],
    )
    filters = ("stage=denied", "stage=ready", *(f"arrangement={place}" for place in places[:6]))
    yield "100 cases at a stage, or in an arrangement", lists, [
        ("GET", f"/cases?limit=100&{filters[at % 8]}&cursor={cursor_of(case)}", None) for at, case in enumerate(some[: number // 2])
    ]  # fmt: skip
    filters = (
        *(f"arrangement={place}" for place in places[:4]),
        "kind=deny",
        "from=2024-06-01&until=2024-06-30",
        "case={}",
    )
    yield "100 acts of an arrangement, a kind, a day, a case", lists, [
        ("GET", f"/acts?limit=100&{filters[at % 7].format(case)}", None) for at, case in enumerate(some[: number // 2])
    ]  # fmt: skip


def sent(kind: str, case: str, arrangement: str) -> dict[str, Any]:
    ground = {"ground": "asked"} if kind == "withdraw" else {}
    return {
        "kind": kind,
        "case": case,
        "arrangement": arrangement,
        "offer": "second",
        "source": "made-up",
        **ground,
    }


def founded(address: str, folder: Path) -> str:
    registers.founded(address, "eva", folder / "key", folder=folder / "office")
    rights = accounts.Rights((Role.COORDINATOR,))
    accounts.opened(address, "caseworker", "Caseworker", "eva", rights)
    return tokens.issued(address, "caseworker", "eva").secret


class served:
    """A server, until it is no longer needed."""

    def __init__(self, address: str, folder: Path, workers: int, threads: int) -> None:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        told = {
            "RESETTLE_DATABASE": address,
            "RESETTLE_RATE_TOKEN": str(ENOUGH),
            "RESETTLE_RATE_ADDRESS": str(ENOUGH),
        }
        given = command(f"127.0.0.1:{self.port}", workers, threads)
        self.process = subprocess.Popen(given, env={**os.environ, **told}, cwd=folder, start_new_session=True)

    def processor(self) -> float:
        """Seconds that the server's processes took of the processor: what others do on the machine is not in it."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12]) if int(fields[2]) == self.process.pid else 0
        return ticks / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> Self:
        for _ in range(300):
            try:
                http.client.HTTPConnection("127.0.0.1", self.port).request("GET", "/api/v1/openapi.json")
                return self
            except OSError:
                time.sleep(0.1)
        sys.exit("the server did not start")

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def answered(port: int, token: str, requests: list[Request], clients: int) -> tuple[list[float], float]:
    """Seconds of each request, and of all; each client asks one after another, the first few of them to warm up."""
    took: list[list[float]] = [[] for _ in range(clients)]
    ready = threading.Barrier(clients + 1)

    def client(mine: list[Request], seconds: list[float]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        _ask(connection, ("GET", "/session", None), headers)
        _ask(connection, ("GET", "/ledgers", None), headers)
        ready.wait()
        for request in mine:
            begun = time.perf_counter()
            _ask(connection, request, headers)
            seconds.append(time.perf_counter() - begun)

    # What belongs together (a withdrawal and a submission of one case) goes to one client.
    pairs = [requests[at : at + 2] for at in range(0, len(requests), 2)]
    each = [[one for pair in pairs[at::clients] for one in pair] for at in range(clients)]
    threads = [
        threading.Thread(target=client, args=(mine, seconds))
        for mine, seconds in zip(each, took, strict=True)
    ]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return [one for seconds in took for one in seconds], time.perf_counter() - begun


def _ask(connection: http.client.HTTPConnection, request: Request, headers: dict[str, str]) -> None:
    method, path, body = request
    sent = None if body is None else json.dumps(body)
    try:
        connection.request(method, f"/api/v1{path}", sent, headers)
        answer = connection.getresponse()
    except (
        http.client.RemoteDisconnected,
        ConnectionError,
    ):  # idle for too long: every client begins anew then
        connection.close()
        connection.request(method, f"/api/v1{path}", sent, headers)
        answer = connection.getresponse()
    said = answer.read()
    if answer.status >= 300:
        print(method, path, answer.status, said[:300].decode(), file=sys.stderr)


def asked_at_random(calls: int, seed: int) -> int:
    """An office in an SQLite file, asked in this process."""
    with tempfile.TemporaryDirectory() as folder:
        office = conftest.found(str(Path(folder) / "office.sqlite"), Path(folder))
        settings.RESETTLE_DATABASE = office.address
        settings.RESETTLE_RATES = dict.fromkeys(settings.RESETTLE_RATES, ENOUGH)
        begun = time.perf_counter()
        found = fuzzing.asked(get_wsgi_application(), office.secrets["ion"], calls, seed)
    told = ", ".join(f"{number:,} × {status}" for status, number in sorted(found.statuses.items()))
    print(f"{found.statuses.total():,} requests in {time.perf_counter() - begun:.0f} s: {told}")
    for wrong in found.wrong:
        print(*wrong)
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""How fast the engine delivers, against a bare loop of ``requests`` that posts the same bytes to the same receiver.

    python -m tests.bench.deliveries [--database-url postgres://SERVER/DATABASE] [--count 2000]

The receiver is a process of its own that answers at once and keeps nothing. The ledger is durable: every commit reaches
the disk as in production. Loop and engine take turns, so that the ratio holds where the machine has other work too.
"""

from __future__ import annotations

import argparse
import http.server
import logging
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Any

from tests.bench.ledger import a_database, copies

ROUNDS = 4
MEMORY_DELIVERIES = 10_000


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes everything, keeps connections open, says where it may be seen."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"id":"1","url":""}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


def serve() -> None:
    """The receiver's process: prints its port and serves until it is ended."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    server.serve_forever()


@contextmanager
def a_receiver() -> Iterator[str]:
    """The address of a running receiver."""
    command = [sys.executable, "-m", "tests.bench.deliveries", "--serve"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.stdout.close()
        process.wait(10)


def rows(count: int) -> dict[str, Any]:
    """Deliveries a second of the bare loop and of the engine by turns, latencies in ms, memory in MB."""
    from bulletin.forwarding.models import Delivery
    from bulletin.forwarding.sending.engine import PARALLEL

    with a_receiver() as address:
        destination = _destination(address)
        row = Delivery.objects.get()
        body, headers = _a_request(row, destination)
        share, made = count // ROUNDS, 0
        bare: dict[int, list[float]] = {destination.max_parallel: [], PARALLEL: []}
        engine: dict[int, list[float]] = {at_once: [] for at_once in bare}
        for at_once in bare:
            destination.max_parallel = at_once
            destination.save(update_fields=["max_parallel"])
            for _each in range(ROUNDS):
                bare[at_once].append(share / _seconds_of_loop(address, body, headers, share))
                _waiting(row, first=made, last=made + share)
                made += share
                engine[at_once].append(share / _seconds_of_drain(destination.pk))
        before = _memory()
        _waiting(row, first=made, last=made + MEMORY_DELIVERIES)
        _seconds_of_drain(destination.pk)
        left = Delivery.objects.exclude(state__in=["delivered", "confirmed"]).count()
        return {
            "bare": bare,
            "engine": engine,
            "waits": _waits(destination.pk),
            "memory": (before, _memory()),
            "left": left,
        }


def _waiting(row: Any, *, first: int, last: int) -> None:
    """Rows that are due, with the statistics that a server would have gathered of a table by the time it has so many."""
    from django.db import connection

    copies(row, first=first, last=last, state="waiting", due="now")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _destination(address: str) -> Any:
    """The receiver as a destination with the usual number of open requests, and no throttle."""
    from django.utils import timezone

    from bulletin.forwarding import actions
    from bulletin.forwarding.actors import COMMAND_LINE
    from cms.core import bell
    from tests import factories
    from tests.bulletin.forwarding.desk import Clock, Desk

    factories.house()
    destination = actions.add_destination(
        kind="sandbox", name="Bench", base_url=address, allow_private=True, actor=COMMAND_LINE
    )
    destination.rate_per_second = 30_000
    destination.save(update_fields=["rate_per_second"])
    with bell.silence():
        Desk(Clock(timezone.now())).publish()
    return destination


def _a_request(row: Any, destination: Any) -> tuple[bytes, dict[str, str]]:
    """The bytes and headers of a delivery, as the engine sends them."""
    from bulletin.forwarding.wire import signing

    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": str(row.pk),
        "X-Article-Version": "1",
    }
    body = bytes(row.body)
    headers |= signing.signature_headers(
        message_id=str(row.pk), timestamp=int(time.time()), body=body, secrets=destination.secrets
    )
    return body, headers


def _seconds_of_loop(address: str, body: bytes, headers: dict[str, str], count: int) -> float:
    import requests

    started = time.perf_counter()
    with requests.Session() as session:
        for number in range(count):
            session.put(f"{address}/articles/{number}", data=body, headers=headers, timeout=30).raise_for_status()
    return time.perf_counter() - started


def _seconds_of_drain(destination_id: int) -> float:
    from bulletin.forwarding.sending.engine import PARALLEL, Engine

    started = time.perf_counter()
    while Engine(parallel=PARALLEL).drain(destination_id=destination_id, seconds=8):
        pass
    return time.perf_counter() - started


def _waits(destination_id: int) -> list[float]:
    """Milliseconds from the commit of a row to its record as delivered, one after the other, without a broker."""
    from django.utils import timezone

    from bulletin.forwarding.models import Delivery
    from bulletin.forwarding.sending.engine import Engine

    spent = []
    row = Delivery.objects.order_by("created_at")[0]
    for number in range(200):
        base = 50_000_000 + number
        copies(row, first=base, last=base + 1, state="waiting", due="now")
        started = time.perf_counter()
        waiting = Delivery.objects.filter(destination=destination_id, state="waiting").values_list("pk", flat=True)[0]
        Engine(clock=timezone.now).deliver(delivery_id=waiting)
        spent.append((time.perf_counter() - started) * 1000)
    return spent


def _memory() -> float:
    """The largest resident size of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def lines(found: dict[str, Any], engine: str) -> str:
    """The rows as a Markdown table."""
    slowest = quantiles(found["waits"], n=100)[98]
    before, after = found["memory"]
    loops = [rate for rates in found["bare"].values() for rate in rates]
    body = [("bare requests.Session, one after the other, a second", f"{median(loops):.0f}")]
    for at_once, rates in found["engine"].items():
        ratio = median(mine / theirs for mine, theirs in zip(rates, found["bare"][at_once], strict=True))
        body += [
            (f"engine, durable ledger, {at_once} open at once, a second", f"{median(rates):.0f}"),
            (f"engine against the loop, {at_once} open at once (aim: 0.7)", f"{ratio:.2f}"),
        ]
    body += [
        ("row → delivered, without a broker, median ms", f"{median(found['waits']):.1f}"),
        ("row → delivered, without a broker, p99 ms", f"{slowest:.1f}"),
        (f"memory before and after {MEMORY_DELIVERIES:,} deliveries, MB", f"{before:.0f} → {after:.0f}"),
        ("not delivered", str(found["left"])),
    ]
    return "\n".join(
        [f"| deliveries on {engine} | |", "|---|---:|", *(f"| {name} | {value} |" for name, value in body)]
    )


def measured(server_url: str, count: int = 2000) -> str:
    """Runs the whole in a process of its own; returns the table."""
    with a_database(server_url) as environment:
        command = [sys.executable, "-m", "tests.bench.deliveries", "--inside", "--count", str(count)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def main(arguments: list[str]) -> None:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.deliveries", description=__doc__)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--inside", action="store_true")
    parser.add_argument("--serve", action="store_true")
    options = parser.parse_args(arguments)
    if options.serve:
        serve()
        return
    if not options.inside:
        print(measured(options.database_url, options.count))
        return
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = os.environ["BENCH_DATABASE"]
    # Here the disk counts, which the settings of tests spare.
    connection.settings_dict["OPTIONS"].pop("options", None)
    engine = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    # Measured without looking at public pages: that is another exchange each, which nobody waits for.
    from cms.core import bell

    logging.disable(logging.INFO)
    with bell.silence():
        print(lines(rows(options.count), engine))


if __name__ == "__main__":
    main(sys.argv[1:])

"""What the ledger costs as it grows: claims, sweeps and questions with ten thousand open rows and up to a million closed.

    python -m tests.bench.ledger [--database-url postgres://SERVER/DATABASE] [--closed 0,100000,1000000] [--explain]

Everything happens in a database that is made for it and dropped. The rows are written by the database itself; what is
measured are the engine's own functions, each in a transaction that is rolled back.
"""

from __future__ import annotations

import argparse
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.forwarding.models import Delivery

OPEN_ROWS = 10_000
TIMES = 40
CLOSED = (0, 100_000, 1_000_000)


def rows(closed: tuple[int, ...], *, explain: bool = False) -> dict[str, list[float]]:
    """Milliseconds of each question by name, one number a size of the closed part; the median of the faster half of several."""
    from django.db import connection

    found: dict[str, list[float]] = {}
    destination, present = _open_rows(), 0
    for size in closed:
        _close(destination, first=present, last=size)
        present = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for name, question in questions(destination).items():
            found.setdefault(name, []).append(_best_half([_timed(question) for _each in range(TIMES)]))
            if explain:
                _explain(name, question)
    return found


def _best_half(spent: list[float]) -> float:
    """The median of the faster half: the slower one tells of the machine's other work."""
    return median(sorted(spent)[: len(spent) // 2])


def questions(destination: int) -> dict[str, Callable[[], object]]:
    """What the engine asks of the ledger all day long."""
    from django.utils import timezone

    from bulletin.forwarding.models import Delivery
    from bulletin.forwarding.proof.confirm import Checker
    from bulletin.forwarding.sending import claims
    from bulletin.forwarding.sending.engine import Engine

    now = timezone.now()
    return {
        "claim of one": lambda: claims.claim_for_sending(destination_id=destination, limit=1, now=now),
        "claim of twenty": lambda: claims.claim_for_sending(destination_id=destination, limit=20, now=now),
        "the choice of twenty, its statement alone": lambda: _choice(destination, now),
        "claim, nothing due": lambda: claims.claim_for_sending(
            destination_id=destination, limit=20, now=now - timedelta(days=1)
        ),
        "sweep": lambda: Engine().sweep(),
        "questions that are due": lambda: list(
            Delivery.objects.due_for_look_up(now=now).filter(destination=destination)[:20]
        ),
        "checks that are due": lambda: Checker().due(),
    }


def _choice(destination: int, now: datetime) -> None:
    from django.db import connection

    from bulletin.forwarding.sending import claims

    with connection.cursor() as cursor:
        cursor.execute(*claims.DUE.statement(destination, now, limit=20))
        cursor.fetchall()


def _timed(question: Callable[[], object]) -> float:
    with _rolled_back():
        started = time.perf_counter()
        question()
        return (time.perf_counter() - started) * 1000


@contextmanager
def _rolled_back() -> Iterator[None]:
    """A transaction of which nothing stays."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _explain(name: str, question: Callable[[], object]) -> None:
    """The plans of a question's statements, on stderr."""
    from django.db import connection, transaction

    seen: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT"):
            seen.append((sql, params))
        return execute(sql, params, many, context)

    with _rolled_back(), connection.execute_wrapper(note):
        question()
    ask = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) "
    for sql, params in seen:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ask + sql, params)
            plan = "\n    ".join(str(line[-1]) for line in cursor.fetchall())
        print(f"{name}: {sql[:60]} ...\n    {plan}", file=sys.stderr)


def _open_rows() -> int:
    """A destination with ten thousand articles that wait, half of them for later; returns its id."""
    from django.conf import settings
    from django.utils import timezone

    from bulletin.forwarding.models import Delivery, Destination
    from cms.core import bell
    from tests import factories
    from tests.bulletin.forwarding.desk import Clock, Desk

    now = timezone.now()
    destination = Destination.objects.create(
        kind="sandbox",
        name="Bench",
        base_url="http://127.0.0.1:1",
        allow_private=True,
        instance_role=settings.FORWARDING_ROLE,
        state_since=now,
        created_at=now,
        max_parallel=32,
        rate_per_second=10_000,
    )
    factories.house()
    with bell.silence():
        Desk(Clock(now - timedelta(hours=1))).publish()
    row = Delivery.objects.get()
    copies(row, first=0, last=OPEN_ROWS, state="retry_wait", due="half")
    return destination.pk


def _close(destination: int, *, first: int, last: int) -> None:
    from bulletin.forwarding.models import Delivery

    row = Delivery.objects.filter(destination=destination).order_by("pk")[0]
    if last > first:
        copies(row, first=OPEN_ROWS + first, last=OPEN_ROWS + last, state="confirmed", due="never")


def copies(row: Delivery, *, first: int, last: int, state: str, due: str) -> None:
    """Rows like the given one for other articles, made by the database: id and article are counted up.

    ``due``: all of them ``now``, ``half`` of them, all of them ``later``, or ``never``.
    """
    from django.db import connection

    from bulletin.forwarding.models import Delivery

    table = connection.ops.quote_name(Delivery._meta.db_table)
    is_postgresql = connection.vendor == "postgresql"
    if is_postgresql:
        counted = "(lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid"
        later, earlier = "now() + interval '20 hours'", "now() - interval '1 hour'"
        numbers = f"generate_series({first + 1}, {last}) AS numbers(n)"
        like = f"'{row.pk}'"
    else:
        counted = "printf('%%08x', n) || '000070008000000000000000'"
        later, earlier = "datetime('now', '+20 hours')", "datetime('now', '-1 hour')"
        steps = f"SELECT {first + 1} UNION ALL SELECT n + 1 FROM c WHERE n < {last}"
        numbers = f"(WITH RECURSIVE c(n) AS ({steps}) SELECT n FROM c)"
        like = f"'{row.pk.hex}'"
    columns = {field.column: field.column for field in Delivery._meta.concrete_fields}
    columns |= {"delivery_id": counted, "article_id": counted, "state": f"'{state}'"}
    columns |= {"lease_until": "NULL", "lease_owner": "''", "check_at": "NULL"}
    if due == "never":
        columns |= {
            "next_attempt_at": "NULL",
            "delivered_at": "created_at",
            "confirmed_at": "created_at",
            "remote_url": "'http://127.0.0.1:1/x'",
            "body": "''",
        }
    else:
        half = f"CASE n %% 2 WHEN 0 THEN {earlier} ELSE {later} END"
        columns["next_attempt_at"] = {"now": earlier, "half": half, "later": later}[due]
        columns |= {"delivered_at": "NULL", "confirmed_at": "NULL"}
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    statement = f"INSERT INTO {table} ({names}) SELECT {', '.join(columns.values())} FROM {table}, {numbers}"
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} WHERE {table}.delivery_id = {like}".replace("%%", "%"))


def lines(found: dict[str, list[float]], closed: tuple[int, ...], engine: str) -> str:
    """The rows as a Markdown table."""
    head = (
        f"| ledger on {engine}, ms, {OPEN_ROWS:,} open | " + " | ".join(f"{size:,} closed" for size in closed) + " |"
    )
    rule = "|---|" + "---:|" * len(closed)
    body = [f"| {name} | " + " | ".join(f"{value:.2f}" for value in values) + " |" for name, values in found.items()]
    return "\n".join([head, rule, *body])


@contextmanager
def a_database(server_url: str) -> Iterator[dict[str, str]]:
    """The environment of an empty, migrated database, which is dropped afterwards."""
    from tests import template

    with tempfile.TemporaryDirectory(prefix="desk-ledger-") as folder:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_RUN_DIR": folder}
        name = f"bench_ledger_{os.getpid()}"
        if not server_url:
            environment.pop("DATABASE_URL", None)
            path = Path(folder) / "ledger.sqlite3"
            path.write_bytes(template.sqlite_template().read_bytes())
            yield environment | {"BENCH_DATABASE": str(path)}
            return
        template.build("postgresql", name, database_url=server_url)
        try:
            yield environment | {"DATABASE_URL": server_url, "BENCH_DATABASE": name}
        finally:
            template.drop_postgresql(server_url, name)


def measured(server_url: str, closed: tuple[int, ...] = CLOSED, *, explain: bool = False) -> str:
    """Runs the whole in a process of its own; returns the table."""
    with a_database(server_url) as environment:
        command = [sys.executable, "-m", "tests.bench.ledger", "--inside", "--closed", ",".join(map(str, closed))]
        command += ["--explain"] if explain else []
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def main(arguments: list[str]) -> None:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ledger", description=__doc__)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--closed", default=",".join(map(str, CLOSED)))
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("--inside", action="store_true")
    options = parser.parse_args(arguments)
    closed = tuple(int(each) for each in options.closed.split(","))
    if not options.inside:
        print(measured(options.database_url, closed, explain=options.explain))
        return
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.db import connection

    connection.settings_dict["NAME"] = os.environ["BENCH_DATABASE"]
    engine = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    print(lines(rows(closed, explain=options.explain), closed, engine))


if __name__ == "__main__":
    main(sys.argv[1:])

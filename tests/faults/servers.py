"""PostgreSQL and Redis for fault tests: a database and a broker of one's own, which are taken away and come back."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote
from uuid import uuid4

import psycopg
import redis
from psycopg import sql

from tests import services, template
from tests.faults.processes import free_ports, until

HELD_UP_SECONDS = 5


@dataclass
class Database:
    """A database on a PostgreSQL server that can be restarted under its users' feet."""

    server: str
    name: str

    @property
    def url(self) -> str:
        """As the product takes it; who is held up in a transaction loses it sooner than in production."""
        options = quote(f"-c idle_in_transaction_session_timeout={HELD_UP_SECONDS}s")
        return f"{self.server.rsplit('/', 1)[0]}/{self.name}?options={options}"

    @contextmanager
    def away(self) -> Iterator[None]:
        """As in a restart: every connection ends at once, and inside nobody gets a new one."""
        self._do(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(self.name)))
        self.hang_up()
        try:
            yield
        finally:
            self._do(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(sql.Identifier(self.name)))

    def hang_up(self) -> None:
        """End every connection."""
        self._do(
            sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}").format(
                sql.Literal(self.name)
            )
        )

    def drop(self) -> None:
        """Away with it, whoever still uses it."""
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name)))

    def _do(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.server.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
            connection.execute(statement)

    @classmethod
    def made(cls, server: str) -> Database:
        """A migrated database: a copy of the run's template, or of one that is made for it."""
        database = cls(server, f"faults_{os.getpid()}_{uuid4().hex[:6]}")
        given = os.environ.get("FAULTS_TEMPLATE", "")
        if not given:
            template.build("postgresql", database.name, database_url=server)
            return database
        database._do(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database.name), sql.Identifier(given))
        )
        return database


def postgresql() -> str:
    """The server for faults; empty where there is none."""
    return os.environ.get("FAULTS_DATABASE_URL") or services.postgresql()


@dataclass
class Broker:
    """A Redis that keeps nothing: killed and started again, it is empty."""

    program: str
    port: int = field(default_factory=lambda: free_ports(1)[0])
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As the product takes it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = subprocess.Popen(
            [self.program, "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
        )
        if not until(self._answers, seconds=10):
            raise AssertionError("redis-server does not answer")

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

"""Whole installations of the product in folders that are thrown away: built, run by their own supervisor, ended."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from cms.core import lifeline
from tests.faults.processes import ROOT, free_ports, until

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 120  # seconds until a started system answers
# What an installation takes from the environment; none of it may come from around us.
FOREIGN = (
    "DATABASE_URL", "BROKER_URL", "CACHE_URL", "STORAGE_URL", "EMAIL_URL", "BASE_URL", "SECRET_KEY", "ALLOWED_HOSTS",
    "FORWARDING_ROLE", "FORWARDING_FENCE",
)  # fmt: skip


class HouseFailed(Exception):
    """A command or the system of an installation failed; the message holds the end of its log."""


@dataclass(kw_only=True)
class House:
    """An installation with an archive of ``articles`` articles, in ``folder``, which must exist.

    ``server_url`` is a PostgreSQL server (``postgres://…``) that lets us create a database; empty for SQLite.
    """

    folder: Path
    articles: int
    server_url: str = ""
    port: int = field(default=0, init=False)
    province_port: int = field(default=0, init=False)
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict, init=False)
    _database: str = field(default="", init=False)

    @property
    def database(self) -> str:
        """The address of its database, for whoever reads it past the product."""
        return self._url(self._database) if self._database else f"sqlite:///{self.folder / 'var' / 'desk.sqlite3'}"

    def build(self) -> None:
        """Makes the database with the demo and the archive.

        Raises:
            HouseFailed: a command failed.
        """
        self.port, self.province_port = free_ports(2)
        if self.server_url:
            self._create_database()
        archive = ("demo", ["--archive", str(self.articles)])
        for name, arguments in (("migrate", ["-v", "0"]), archive, ("index_search", [])):
            self._start(name, [sys.executable, "manage.py", name, *arguments])
            self._wait(name)
        if self._database:
            # A server does this by itself, some minutes after so many rows came in.
            with psycopg.connect(self._libpq_url(self._database), autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")

    def serve(self) -> None:
        """Starts web, worker, beat and province, as `make run` does, and waits until the site answers.

        Raises:
            HouseFailed: it does not answer in time.
        """
        system = self._start("serve", [sys.executable, "manage.py", "serve"])
        until(lambda: self._answers() or system.poll() is not None, seconds=PATIENCE)
        if not self._answers():
            raise HouseFailed(self._words("serve"))

    def begin(self, job: str, **order: Any) -> None:
        """Starts a job of `tests.bench.inside` in this installation; `finish` waits for it."""
        self._start(job, [sys.executable, "-m", "tests.bench.inside", job, json.dumps(order)])

    def finish(self, job: str) -> Any:
        """The answer of a job that was begun.

        Raises:
            HouseFailed: the job failed.
        """
        self._wait(job)
        return json.loads((self.folder / f"{job}.out").read_text(encoding="utf-8"))

    def do(self, job: str, **order: Any) -> Any:
        """Begins a job and waits for its answer. Raises HouseFailed."""
        self.begin(job, **order)
        return self.finish(job)

    def stop(self) -> None:
        """Ends whatever still runs, gently and then for certain, and drops the database on a server."""
        for process in self._processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self._processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._processes.clear()
        if self._database:
            with psycopg.connect(self._libpq_url(), autocommit=True) as connection:
                statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                connection.execute(statement.format(sql.Identifier(self._database)))
            self._database = ""

    def _start(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        """Starts a command with its output in ``<name>.out`` and its log in ``<name>.log``."""
        with (self.folder / f"{name}.out").open("wb") as out, (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=log,
                process_group=0,
                # Nothing may be left behind, even if this process is killed without a word.
                preexec_fn=lifeline.end_with_parent,
            )
        self._processes[name] = process
        return process

    def _wait(self, name: str) -> None:
        if self._processes[name].wait() != 0:
            raise HouseFailed(self._words(name))

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        return kept | {
            "DATA_DIR": str(self.folder / "var"),
            "DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "cms.settings",
            "PORT": str(self.port),
            "PROVINCE_PORT": str(self.province_port),
            **({"DATABASE_URL": self._url(self._database)} if self._database else {}),
        }

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _words(self, name: str) -> str:
        ends = [(self.folder / f"{name}.{kind}").read_text(errors="replace")[-2000:] for kind in ("out", "log")]
        return f"{name}, with {self.articles} articles, failed:\n" + "\n".join(ends)

    def _create_database(self) -> None:
        self._database = f"bench_{os.getpid()}_{self.articles}"
        with psycopg.connect(self._libpq_url(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self._database)))

    def _url(self, database: str) -> str:
        address, _, query = self.server_url.partition("?")
        return f"{address.rsplit('/', 1)[0]}/{database}" + (f"?{query}" if query else "")

    def _libpq_url(self, database: str = "") -> str:
        url = self._url(database) if database else self.server_url
        return url.replace("postgres://", "postgresql://", 1)

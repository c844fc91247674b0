"""A whole running system for fault tests: started by `make run`, looked at through /proc, always cleaned up."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests import template

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 300  # seconds until a started system answers, on a slow machine with a database to make


@dataclass(frozen=True, kw_only=True)
class Process:
    """One running process, as /proc tells it."""

    pid: int
    parent: int
    session: int
    command: str


def until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Waits until the condition holds; False if it doesn't in time."""
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        pause.wait(0.05)
    return True


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [opened.getsockname()[1] for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports


def processes() -> list[Process]:
    """All processes of this machine that are still alive."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # pid (name, which may hold anything) state parent group session ...
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if fields[0] != "Z":
            found.append(Process(pid=int(folder.name), parent=int(fields[1]), session=int(fields[3]), command=command))
    return found


@dataclass(kw_only=True)
class System:
    """`make run` on a data folder, in a session of its own, by which all that it starts is known.

    A ``bare`` one makes its database by itself, as a newcomer's does; the others begin with a copy of the template.
    ``more`` is added to its environment.
    """

    data_dir: Path
    bare: bool = False
    more: dict[str, str] = field(default_factory=dict)
    port: int = 0
    province_port: int = 0
    make: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> subprocess.Popen[bytes]:
        """Starts it, without waiting; its words go to ``start.log`` in the data folder."""
        database = self.data_dir / "desk.sqlite3"
        if not self.bare and not database.exists():
            shutil.copyfile(template.sqlite_template(), database)
        if not self.port:
            # A system that is started again is found where it was.
            self.port, self.province_port = free_ports(2)
        drop = {"DATABASE_URL", "BROKER_URL", "CACHE_URL", "EMAIL_URL", "BASE_URL", "SECRET_KEY", "ALLOWED_HOSTS"}
        environment = {name: value for name, value in os.environ.items() if name not in drop}
        environment |= {
            "DATA_DIR": str(self.data_dir),
            "DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "cms.settings",
            "PORT": str(self.port),
            "PROVINCE_PORT": str(self.province_port),
            **self.more,
        }
        with (self.data_dir / "start.log").open("ab") as log:
            self.make = subprocess.Popen(
                ["make", "run", f"PYTHON={sys.executable}"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self.make

    def start_and_wait(self) -> None:
        """Starts it and waits until the site answers and all programs run."""
        make = self.start()
        ready = until(lambda: self.answers() or make.poll() is not None, seconds=PATIENCE)
        if not ready or make.poll() is not None:
            raise AssertionError(f"the system did not start:\n{self.words()}")
        if not until(lambda: len(self.programs()) == 4, seconds=10):
            raise AssertionError(f"not all programs run: {self.programs()}")

    def words(self) -> str:
        """What was printed to the terminal, the end of it."""
        return (self.data_dir / "start.log").read_text(errors="replace")[-3000:]

    def answers(self, path: str = "/readyz", *, port: int | None = None) -> bool:
        """Whether the site answers 200."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def running(self) -> list[Process]:
        """Every living process of the session: make and all that came of it."""
        return [process for process in processes() if self.make and process.session == self.make.pid]

    def supervisor(self) -> Process:
        """The supervisor."""
        return next(process for process in self.running() if "cms.core.supervision" in process.command)

    def programs(self) -> dict[str, int]:
        """Process ids of the supervised programs by name; empty while there is no supervisor."""
        marks = {"web": "granian", "worker": " worker ", "beat": " beat ", "province": "forwarding.sandbox"}
        running = self.running()
        supervisors = {process.pid for process in running if "cms.core.supervision" in process.command}
        return {
            name: process.pid
            for name, mark in marks.items()
            for process in running
            if process.parent in supervisors and mark in process.command
        }

    def stop(self) -> None:
        """Ends it, gently and then for certain."""
        if self.make is None:
            return
        if self.make.poll() is None:
            self.make.terminate()
            until(lambda: not self.running(), seconds=15)
        for process in self.running():
            os.kill(process.pid, signal.SIGKILL)
        self.make.wait()

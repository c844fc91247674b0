"""``manage.py serve``: prepares the database and becomes the supervisor of web, worker, beat and sandbox province."""

from __future__ import annotations

import fcntl
import logging
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.core import announcement, broker, supervision


class Command(BaseCommand):
    """Everything on one machine, in one foreground process tree."""

    help = "Prepares the database and runs web, worker, beat and, in a demo, the sandbox province under a supervisor."
    # `migrate` checks what matters before it starts; a second round would cost each start a second.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepares, then replaces this process by the supervisor. Returns only by an error."""
        self._prepare()
        self._become_supervisor()

    def _prepare(self) -> None:
        """Brings database and files to the state that the processes expect.

        Raises:
            CommandError: another supervisor uses the data folder, or a port is taken.
        """
        # What is prepared says so below, a line a step; the logs of hundreds of actions would bury that.
        logging.getLogger().setLevel(logging.WARNING)
        environment = settings.ENVIRONMENT
        data_dir = environment.data_dir
        for folder in (data_dir / "run", data_dir / "log", data_dir / "province", settings.STATIC_ROOT):
            folder.mkdir(parents=True, exist_ok=True)
        _hold(data_dir / "run" / "lock")
        for port in (environment.port, environment.province_port) if environment.demo else (environment.port,):
            _require_free(port)
        if broker.is_embedded(environment.broker_url):
            broker.clear(data_dir)
        with self._step("Database"):
            call_command("migrate", interactive=False, verbosity=0)
            call_command("setup_site")
        if environment.demo:
            with self._step("Demo month"):
                call_command("demo")
        else:
            with self._step("Static files"):
                call_command("collectstatic", interactive=False, verbosity=0)

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        """Says what is being done, and how long it took (seconds)."""
        started = time.monotonic()
        self.stdout.write(f"{name} ...", ending=" ")
        self.stdout.flush()
        yield
        self.stdout.write(f"{time.monotonic() - started:.1f} s")

    def _become_supervisor(self) -> None:
        """Writes the supervisor's configuration and execs it, so that signals to this process reach it."""
        environment = settings.ENVIRONMENT
        data_dir = environment.data_dir
        run = data_dir / "run"
        province_port = environment.province_port if environment.demo else None
        wanted = supervision.programs(data_dir=data_dir, port=environment.port, province_port=province_port)
        configuration = run / "supervisord.conf"
        try:
            text = supervision.configuration(wanted, base_dir=settings.BASE_DIR, data_dir=data_dir)
        except ValueError as error:
            raise CommandError(str(error)) from error
        configuration.write_text(text, encoding="utf-8")
        table = run / "announcement.txt"
        table.write_text(
            announcement.announcement(
                base_url=environment.base_url,
                province_url=f"http://127.0.0.1:{province_port}" if province_port else None,
                demo=environment.demo,
                data_dir=data_dir,
            ),
            encoding="utf-8",
        )
        python = sys.executable
        ready = [python, "-m", "cms.core.announcement", str(environment.port)]
        sys.stdout.flush()
        os.chdir(settings.BASE_DIR)
        command = [python, "-m", "cms.core.supervision", str(configuration), *ready, str(table), str(data_dir / "log")]
        os.execv(python, command)


def _hold(lock_file: Path) -> None:
    """Holds the data folder for this process and, across exec, for the supervisor it becomes.

    Raises:
        CommandError: another supervisor holds it.
    """
    descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CommandError(f"{lock_file.parent.parent} is in use by another `serve`. Stop that one first.") from None
    os.set_inheritable(descriptor, True)


def _require_free(port: int) -> None:
    """Checks that nobody listens on the port; two servers could otherwise share it unnoticed (SO_REUSEPORT).

    Raises:
        CommandError: somebody does.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CommandError(f"Port {port} is in use. Stop what uses it, or set PORT and PROVINCE_PORT.") from None

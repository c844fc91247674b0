"""The supervisor of the embedded default: which processes run, and how they are kept and stopped.

``manage.py serve`` writes :func:`configuration` to a file and becomes ``python -m cms.core.supervision FILE``, which is
supervisord (package ``supervisor``, in the foreground) with four changes, each said where it is made. This module
imports neither Django nor Celery, so that the supervisor stays small.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supervisor.medusa import asyncore_25 as asyncore
from supervisor.options import ServerOptions
from supervisor.supervisord import Supervisor

from cms.core import lifeline

LOOP_SECONDS = 0.2
WORKER_STOP_SECONDS = 45
"""An exchange with another site may last 30 s, and what came of it has to be recorded."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """A process to keep alive: its short name, its command line, and the seconds it may take to stop."""

    name: str
    command: list[str]
    stop_seconds: int = 5


def programs(*, data_dir: Path, port: int, province_port: int | None) -> list[Program]:
    """The processes of the embedded default; ``province_port`` is None where no sandbox province is wanted."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A", "cms"]
    # One server process: SQLite has one writer at a time, and the threads share its page cache.
    web = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    web += ["--workers", "1", "--blocking-threads", "4", "--workers-kill-timeout", "3", "cms.wsgi:application"]
    worker = ["worker", "--pool", "threads", "--concurrency", "4", "--queues", "default,convert,forward"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"]
    beat = ["beat", "--schedule", str(data_dir / "run" / "beat-schedule"), "--loglevel", "INFO"]
    wanted = [
        Program(name="web", command=[*python, *web]),
        Program(name="worker", command=[*celery, *worker], stop_seconds=WORKER_STOP_SECONDS),
        Program(name="beat", command=[*celery, *beat]),
    ]
    if province_port is not None:
        sandbox = ["bulletin.forwarding.sandbox", "--port", str(province_port), "--data", str(data_dir / "province")]
        wanted.append(Program(name="province", command=[*python, *sandbox]))
    return wanted


def configuration(wanted: list[Program], *, base_dir: Path, data_dir: Path) -> str:
    """The supervisord configuration that keeps ``wanted`` alive, with pid file and logs below ``data_dir``.

    One group holds all programs, because supervisord stops groups one after the other but a group's programs at once.

    Raises:
        ValueError: a folder's name holds a percent sign.
    """
    log = data_dir / "log"
    sections: list[tuple[str, dict[str, str]]] = [
        (
            "supervisord",
            {
                "nodaemon": "true",
                "silent": "true",
                "logfile": _literal(log / "supervisor.log"),
                "logfile_maxbytes": "5MB",
                "logfile_backups": "1",
                "pidfile": _literal(data_dir / "run" / "supervisor.pid"),
                "childlogdir": _literal(log),
                # The defaults (1024) fail on machines with a low limit for open files; a dozen is needed.
                "minfds": "256",
                # A root shell is a usual place to try a demo; without a user line supervisord complains.
                **({"user": "root"} if os.geteuid() == 0 else {}),
            },
        ),
        ("group:desk", {"programs": ",".join(program.name for program in wanted)}),
    ]
    for program in wanted:
        settings = {
            "command": _literal(shlex.join(program.command)),
            "directory": _literal(base_dir),
            "autorestart": "true",
            "startsecs": "1",
            "startretries": "1000000",
            "stopsignal": "TERM",
            "stopwaitsecs": str(program.stop_seconds),
            "stopasgroup": "true",
            "killasgroup": "true",
            "redirect_stderr": "true",
            "stdout_logfile": _literal(log / f"{program.name}.log"),
            "stdout_logfile_maxbytes": "10MB",
            "stdout_logfile_backups": "2",
        }
        sections.append((f"program:{program.name}", settings))
    return "\n".join(
        f"[{title}]\n" + "".join(f"{key} = {value}\n" for key, value in values.items()) for title, values in sections
    )


def _literal(value: str | Path) -> str:
    """The value, if supervisord reads it back as it is: it expands ``%(name)s`` in every option, in some twice.

    Raises:
        ValueError: it holds a percent sign.
    """
    if "%" in str(value):
        raise ValueError(f"A folder's name can't hold a percent sign here: {value}")
    return str(value)


class _Options(ServerOptions):
    """supervisord's options and system calls, adapted."""

    def __init__(self) -> None:
        super().__init__()
        # supervisord sleeps up to a second in its loop, and a signal does not wake it (PEP 475). A shorter sleep
        # brings a killed process back, and answers Ctrl-C, at once.
        poll = self.poller.poll
        self.poller.poll = lambda timeout: poll(min(timeout, LOOP_SECONDS))

    def setpgrp(self) -> None:
        """Runs in each child before exec: a group of its own, and an end with the supervisor even if that is killed."""
        super().setpgrp()
        lifeline.end_with_parent()

    def get_signal(self) -> int | None:
        """The next signal; a closed terminal (HUP) means the end here, where supervisord would start all anew."""
        received: int | None = super().get_signal()
        return signal.SIGTERM if received == signal.SIGHUP else received


def run(configuration_file: Path, *, announcer: list[str]) -> int:
    """Supervises until a signal ends it; returns the exit code.

    ``announcer`` is a command that tells the people at the terminal when the site answers. It is a plain child with
    the terminal's own output: as a supervised program it would need ``/dev/stdout``, which can't be opened when
    that is a socket, as below systemd.
    """
    options: Any = _Options()
    options.realize(["-n", "-c", str(configuration_file)], doc=__doc__)
    options.first = True
    options.test = False
    voice = subprocess.Popen(announcer) if announcer else None
    try:
        Supervisor(options).main()
    except asyncore.ExitNow:
        return 0
    finally:
        if voice is not None:
            voice.terminate()
        options.close_logger()
    return 0


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), announcer=sys.argv[2:]))

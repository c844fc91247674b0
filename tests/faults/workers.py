"""Real workers on a database of their own, a stage that publishes, and the province that receives."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from cms.core import supervision
from tests import template
from tests.bulletin.forwarding.provinces import RunningProvince
from tests.faults.processes import ROOT, until

PATIENCE = 90  # seconds; machines are shared and slow at times
READY = "ready."  # the worker's own word in its log


def environment(folder: Path) -> dict[str, str]:
    """The environment of a small installation in a folder, apart from everything around it."""
    drop = {"DATABASE_URL", "BROKER_URL", "CACHE_URL", "EMAIL_URL", "BASE_URL", "TEST_RUN_DIR"}
    drop |= {"FORWARDING_ROLE", "FORWARDING_FENCE"}
    kept = {name: value for name, value in os.environ.items() if name not in drop}
    return kept | {
        "DATA_DIR": str(folder),
        "DEMO": "1",
        "SECRET_KEY": "only-for-tests",
        "DJANGO_SETTINGS_MODULE": "cms.settings",
    }


def make_template(folder: Path) -> Path:
    """An installation with an empty, set-up database, to be copied by each test."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template.sqlite_template(), folder / "desk.sqlite3")
    for command in ("migrate", "setup_site"):
        subprocess.run(
            [sys.executable, "manage.py", command, "-v", "0"], cwd=ROOT, env=environment(folder), check=True
        )
    return folder


@dataclass
class Installation:
    """A copy of the template with its processes. Every process that it starts, it ends.

    ``more`` is added to the environment of all of them.
    """

    folder: Path
    more: dict[str, str] = field(default_factory=dict)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    beats: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _stage: subprocess.Popen[str] | None = None

    @classmethod
    def copied(cls, template: Path, folder: Path) -> Installation:
        """A new installation in a folder that does not exist yet."""
        shutil.copytree(template, folder)
        return cls(folder)

    def stage(self, do: str, **order: Any) -> Any:
        """Give the stage an order; the process is started with the first one and after each death."""
        if self._stage is None or self._stage.poll() is not None:
            with (self.folder / "stage.log").open("ab") as log:
                self._stage = subprocess.Popen(
                    [sys.executable, "-m", "tests.faults.stage"],
                    cwd=ROOT, env=self.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=log, text=True,
                )  # fmt: skip
            self._answer()
        assert self._stage.stdin is not None
        self._stage.stdin.write(json.dumps({"do": do, **order}) + "\n")
        self._stage.stdin.flush()
        return self._answer()

    def stage_that_dies(self, do: str) -> None:
        """Give an order on which the stage is killed."""
        self.stage("ledger")
        assert self._stage is not None
        assert self._stage.stdin is not None
        self._stage.stdin.write(json.dumps({"do": do}) + "\n")
        self._stage.stdin.flush()
        assert self._stage.wait(PATIENCE) == -signal.SIGKILL

    def _answer(self) -> Any:
        assert self._stage is not None
        assert self._stage.stdout is not None
        line = self._stage.stdout.readline()
        if not line:
            raise AssertionError((self.folder / "stage.log").read_text(errors="replace")[-3000:])
        return json.loads(line)

    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        return environment(self.folder) | self.more

    def start_worker(self, more: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """A worker with the command line of the supervisor; returns once it takes work."""
        worker = self.begin_worker(more)
        self.await_workers()
        return worker

    def begin_worker(self, more: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a worker without waiting for it; ``more`` is added to its environment."""
        worker = self._begin("worker", f"worker-{len(self.workers)}.log", more or {})
        self.workers.append(worker)
        return worker

    def await_workers(self) -> None:
        """Wait until every worker that lives takes work."""
        for number, worker in enumerate(self.workers):
            path = self.folder / f"worker-{number}.log"
            if worker.poll() is None and not until(partial(_is_ready, path, worker), seconds=PATIENCE):
                raise AssertionError(path.read_text(errors="replace")[-3000:])

    def begin_beat(self) -> subprocess.Popen[bytes]:
        """Start a clock without waiting for it; there may be several."""
        number = len(self.beats)
        beat = self._begin("beat", f"beat-{number}.log", {}, schedule=self.folder / f"schedule-{number}")
        self.beats.append(beat)
        return beat

    def _begin(
        self, name: str, log: str, more: dict[str, str], schedule: Path | None = None
    ) -> subprocess.Popen[bytes]:
        (program,) = (
            each for each in supervision.programs(data_dir=self.folder, port=0, province_port=None)
            if each.name == name
        )  # fmt: skip
        command = list(program.command)
        if schedule is not None:
            command[command.index("--schedule") + 1] = str(schedule)
        with (self.folder / log).open("wb") as output:
            return subprocess.Popen(
                command, cwd=ROOT, env=self.environment() | more, stdout=output, stderr=subprocess.STDOUT
            )

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """kill -9, and wait until it is gone."""
        worker.kill()
        worker.wait(10)

    def after_the_lease(self) -> None:
        """Let the time of a lease pass, as if nobody had come back within it."""
        self.stage("pass_time", seconds=125, leases=True)

    def settle(self, condition: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
        """Let time pass and the clock ring until the ledger is as wanted; returns its rows."""
        rows: list[dict[str, Any]] = []

        def settled() -> bool:
            rows[:] = self.stage("ledger")
            if condition(rows):
                return True
            self.stage("pass_time", seconds=20)
            self.stage("sweep")
            return until(lambda: condition(self.stage("ledger")), seconds=1) and settled()

        if not until(settled, seconds=PATIENCE):
            raise AssertionError(f"{rows}\n{self.words()}")
        return rows

    def words(self) -> str:
        """The ends of the workers' logs."""
        return "\n".join(path.read_text(errors="replace")[-1500:] for path in sorted(self.folder.glob("worker-*.log")))

    def count_of(self, words: str) -> int:
        """How often the workers have said something in their logs."""
        logs = self.folder.glob("worker-*.log")
        return sum(path.read_text(errors="replace").count(words) for path in logs)

    def stop(self) -> None:
        """End whatever still runs."""
        for process in [*self.workers, *self.beats]:
            if process.poll() is None:
                process.kill()
            process.wait(10)
        if self._stage is not None:
            for pipe in (self._stage.stdin, self._stage.stdout):
                if pipe is not None and not pipe.closed:
                    pipe.close()
            self._stage.kill()
            self._stage.wait(10)


def _is_ready(log: Path, worker: subprocess.Popen[bytes]) -> bool:
    if worker.poll() is not None:
        raise AssertionError(f"the worker ended:\n{log.read_text(errors='replace')[-3000:]}")
    return READY in log.read_text(errors="replace")


def all_in(*states: str) -> Callable[[list[dict[str, Any]]], bool]:
    """The condition that there are rows and each is in one of these states."""
    return lambda rows: bool(rows) and all(row["state"] in states for row in rows)


def took(province: RunningProvince, count: int) -> bool:
    """Whether the province has taken at least so many versions."""
    return len(province.applied()) >= count

"""A soak: articles are published, corrected and taken down while faults happen at random; then what must hold is held.

    python -m tests.faults.soak [--seed 1] [--faults 200] [--articles 1000]        (make soak SEED=…)

On PostgreSQL and Redis where they are found, else on the embedded default. The seed decides what happens and in which
order; how far each process had got by then, no seed decides.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests import services
from tests.faults import servers
from tests.faults.house import House, broken, built
from tests.faults.processes import until
from tests.faults.workers import make_template

CORRECTED, WITHDRAWN = 0.25, 0.08
"""Shares of the articles."""
MODES: tuple[tuple[str, dict[str, object]], ...] = (
    ("500", {"times": 3}),
    ("500", {"times": 8}),
    ("429", {"times": 2, "retry_after": 3}),
    ("slow", {"times": 4, "seconds": 0.5}),
    ("accept_then_silence", {"times": 2, "seconds": 0.5}),
    ("drip", {"times": 2, "seconds": 0.01}),
    ("endless", {"times": 1}),
    ("login_page", {"times": 1}),
)
SETTLE_SECONDS = 240


@dataclass
class Soak:
    """One run. ``happened`` counts the faults by name."""

    house: House
    dice: Random
    happened: Counter[str] = field(default_factory=Counter)
    articles: list[str] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)

    def run(self, *, faults: int, articles: int) -> None:
        """Publish everything, with the faults spread over it."""
        at = sorted(self.dice.randrange(articles) for _each in range(faults))
        for number in range(articles):
            self.articles.append(str(self.house.stage("write", action="published")))
            if self.dice.random() < CORRECTED:
                self._again("updated")
            if self.dice.random() < WITHDRAWN:
                self._again("retracted")
            while at and at[0] == number:
                at.pop(0)
                self._fault()

    def _again(self, action: str) -> None:
        article = self.dice.choice(self.articles)
        if article in self.withdrawn:
            return
        if action == "retracted":
            self.withdrawn.add(article)
        self.house.stage("write", action=action, article=article)

    def _fault(self) -> None:
        ways = {
            self._province: 8,
            self._redirect: 1,
            self._kill: 1,
            self._sleep: 2,
            self._database: 2,
            self._broker: 1,
            self._pause: 1,
            self._leases: 2,
            self._stage: 1,
        }
        way = self.dice.choices(list(ways), weights=list(ways.values()))[0]
        self.happened[way.__name__.strip("_")] += 1
        way()
        self.house.stage("sweep")

    def _province(self) -> None:
        mode, options = self.dice.choice(MODES)
        self.house.province.behave(mode, **options)

    def _redirect(self) -> None:
        self.house.province.behave("redirect", times=1, location="http://169.254.169.254/")
        self.house.stage("sweep")
        until(lambda: self.house.stage("destinations")[0]["state"] == "paused", seconds=1)
        self.house.stage("resume_if_paused")

    def _kill(self) -> None:
        worker = self.dice.choice([each for each in self.house.installation.workers if each.poll() is None])
        self.house.installation.kill(worker)
        self.house.installation.begin_worker()

    def _sleep(self) -> None:
        worker = self.dice.choice([each for each in self.house.installation.workers if each.poll() is None])
        self.house.pause_process(worker)
        try:
            self._leases()
            self.house.stage("sweep")
        finally:
            self.house.wake(worker)

    def _database(self) -> None:
        if self.house.database is not None:
            self.house.database.hang_up()

    def _broker(self) -> None:
        if self.house.broker is not None:
            self.house.broker.kill()
            self.house.stage("write_if_any", article=self.dice.choice(self.articles), withdrawn=sorted(self.withdrawn))
            self.house.broker.start()

    def _pause(self) -> None:
        self.house.stage("pause_if_active")
        self.house.stage("resume_if_paused")

    def _leases(self) -> None:
        self.house.stage("pass_time", seconds=125, leases=True)

    def _stage(self) -> None:
        """A publication is committed, and its process dies before the bell."""
        self.house.installation.stage_that_dies("die_after_writing")

    def settle(self, *, seconds: float) -> list[str]:
        """Let the faults end and time pass until nothing is left to do; what does not hold then, in words."""
        self.house.province.behave("ok")
        self.house.stage("resume_if_paused")
        self.house.stage("calm")
        self.house.installation.await_workers()

        def still_open() -> int:
            return sum(self.house.stage("open_rows").values())

        def at_rest() -> bool:
            before = still_open()
            if not before:
                return True
            self.house.stage("pass_time", seconds=60, leases=False)
            self.house.stage("sweep")
            return until(lambda: still_open() < before, seconds=1) and not still_open()

        rested = until(at_rest, seconds=seconds)
        versions = self.house.stage("versions")
        faults = broken(
            versions=versions,
            rows=self.house.stage("ledger"),
            log=self.house.province.log(),
            articles=list(versions),
            twice=self.house.twice,
        )
        return faults if rested else [f"still open: {self.house.stage('open_rows')}", *faults]


def main(arguments: list[str]) -> int:
    """One run; exit code 1 where something does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--articles", type=int, default=1000)
    options = parser.parse_args(arguments)
    server, program = servers.postgresql(), services.redis_program()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="desk-soak-") as folder:
        template = make_template(Path(folder) / "template")
        database = servers.Database.made(server) if server else None
        broker = servers.Broker(program) if program else None
        with built(Path(folder), template, workers=3, beats=2, database=database, broker=broker) as house:
            print(f"ready after {time.monotonic() - started:.0f} s", file=sys.stderr)
            begun = time.monotonic()
            soak = Soak(house, Random(options.seed))
            soak.run(faults=options.faults, articles=options.articles)
            print(f"published after {time.monotonic() - begun:.0f} s", file=sys.stderr)
            faults = soak.settle(seconds=SETTLE_SECONDS)
            spent = time.monotonic() - begun
            requests = len(house.province.log("PUT"))
    where = f"{'PostgreSQL' if server else 'SQLite'}, {'Redis' if program else 'broker in a folder'}"
    print(
        f"seed {options.seed}, {where}: {options.articles} articles, {options.faults} faults {dict(soak.happened)},"
        f" {requests} requests, {spent:.0f} s"
    )
    print("\n".join(faults) if faults else "everything holds")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A whole forwarding house for fault tests: workers, clocks, a stage and a province, and what must hold after each fault."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bulletin.forwarding.provinces import RunningProvince, running_province
from tests.faults.processes import ROOT, until
from tests.faults.servers import Broker, Database
from tests.faults.workers import PATIENCE, Installation, environment

AT_REST = {"confirmed", "superseded", "cancelled"}


@dataclass
class House:
    """One installation that many faults are tried on. Articles are named by their public id."""

    installation: Installation
    province: RunningProvince
    database: Database | None
    broker: Broker | None
    other: Installation
    """A second stage on the same data: another person at another desk."""
    twice: set[str] = field(default_factory=set)
    """Articles that the province was told to forget, so that it takes them again."""

    def stage(self, do: str, **order: Any) -> Any:
        """Give the stage an order."""
        return self.installation.stage(do, **order)

    def publish(self) -> str:
        """Publish an article."""
        return str(self.stage("publish"))

    def rows(self, *articles: str) -> list[dict[str, Any]]:
        """The rows of articles, in the order of their versions."""
        return list(self.stage("ledger", articles=list(articles)))

    def states(self, *articles: str) -> list[str]:
        """The states of the rows of articles."""
        return [row["state"] for row in self.rows(*articles)]

    def until_state(self, article: str, *states: str, seconds: float = PATIENCE) -> str:
        """Wait until the newest row of an article is in one of the states, without letting time pass."""
        found = until(lambda: any(state in states for state in self.states(article)[-1:]), seconds=seconds)
        if not found:
            raise AssertionError(f"{self.rows(article)}\n{self.installation.words()}")
        return self.states(article)[-1]

    def settle(self, *articles: str) -> list[dict[str, Any]]:
        """Let time pass until nothing is left to do for the articles, and hold what must hold; returns their rows."""

        def at_rest() -> bool:
            rows = self.rows(*articles)
            # An older version that was delivered is no longer what a page can show.
            newest = {row["article_id"]: row["version"] for row in rows}
            return bool(rows) and all(
                row["state"] in AT_REST or (row["state"] == "delivered" and row["version"] < newest[row["article_id"]])
                for row in rows
            )

        def pushed() -> bool:
            if at_rest():
                return True
            self.stage("pass_time", seconds=30)
            self.stage("sweep")
            return until(at_rest, seconds=1)

        if not until(pushed, seconds=PATIENCE):
            raise AssertionError(f"{self.rows(*articles)}\n{self.installation.words()}")
        self.holds(*articles)
        return self.rows(*articles)

    def taken(self, article: str) -> list[int]:
        """The versions of an article that the province took, in order."""
        return [version for uid, version in self.province.applied() if uid == article]

    def holds(self, *articles: str) -> None:
        """The contract's invariants, from the province's own log."""
        faults = broken(
            versions=self.stage("versions"),
            rows=self.rows(*articles),
            log=self.province.log(),
            articles=articles,
            twice=self.twice,
        )
        assert not faults, "\n".join(faults)

    def pause_process(self, process: subprocess.Popen[bytes]) -> None:
        """SIGSTOP."""
        process.send_signal(signal.SIGSTOP)

    def wake(self, process: subprocess.Popen[bytes]) -> None:
        """SIGCONT."""
        process.send_signal(signal.SIGCONT)


def broken(
    *,
    versions: dict[str, int],
    rows: list[dict[str, Any]],
    log: list[dict[str, Any]],
    articles: tuple[str, ...] | list[str],
    twice: set[str] | frozenset[str] = frozenset(),
) -> list[str]:
    """What does not hold, in words: one row per version, the newest is there, nothing backwards, nothing twice.

    ``versions`` names the newest version of each article, ``rows`` the ledger at one destination, ``log`` the requests as
    the receiver saw them.
    """
    faults = []
    applied: dict[str, list[int]] = {}
    for entry in log:
        if entry.get("applied"):
            applied.setdefault(entry["article_id"], []).append(entry["version"])
    for article in articles:
        mine = [row for row in rows if row["article_id"] == article]
        if sorted(row["version"] for row in mine) != list(range(1, versions[article] + 1)):
            faults.append(f"{article}: not one row per version: {mine}")
        taken = applied.get(article, [])
        newest = max(mine, key=lambda row: int(row["version"]))
        if newest["state"] == "cancelled":
            if taken:
                faults.append(f"{article}: cancelled, but taken: {taken}")
            continue
        if taken[-1:] != [versions[article]]:
            faults.append(f"{article}: the receiver holds {taken[-1:]}, ours is {versions[article]}")
        if article not in twice and taken != sorted(set(taken)):
            faults.append(f"{article}: twice or backwards: {taken}")
    return faults


@contextmanager
def built(
    folder: Path,
    template: Path,
    *,
    workers: int,
    beats: int,
    database: Database | None = None,
    broker: Broker | None = None,
    more: dict[str, str] | None = None,
) -> Iterator[House]:
    """Start everything; end everything. ``more`` is added to the environment of all processes but the province."""
    with ExitStack() as stack:
        more = dict(more or {})
        if broker is not None:
            broker.start()
            stack.callback(broker.kill)
            more["BROKER_URL"] = broker.url
        if database is not None:
            stack.callback(database.drop)
            # DEMO is given: with a DATABASE_URL it would be off.
            more["DATABASE_URL"] = database.url
        province = stack.enter_context(running_province(folder / "province"))
        installation = Installation.copied(template, folder / "installation")
        installation.more = more
        stack.callback(installation.stop)
        other = Installation(installation.folder, more)
        stack.callback(other.stop)
        if database is not None:
            subprocess.run(
                [sys.executable, "manage.py", "setup_site", "-v", "0"],
                cwd=ROOT, env=environment(installation.folder) | more, check=True,
            )  # fmt: skip
        for _each in range(workers):
            installation.begin_worker()
        for _each in range(beats):
            installation.begin_beat()
        installation.stage("destination", url=province.url)
        installation.await_workers()
        yield House(installation, province, database, broker, other)

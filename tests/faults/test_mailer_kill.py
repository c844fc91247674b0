"""kill -9 in the middle of an edition: everybody gets the bulletin once, nobody twice, and what nobody knows is said."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.bulletin.newsletter.material import a_mail_server
from tests.faults.processes import ROOT, until
from tests.faults.workers import PATIENCE, environment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.faults

READERS, KILLS = 600, 3


def test_six_hundred_readers_get_one_mail_each_while_their_worker_is_killed_three_times(installation):
    with a_mail_server() as sink:
        around = environment(installation.folder) | {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}"}
        run("prepare", str(READERS), around=around)
        for _ in range(KILLS):
            before = len(sink.mails)
            # Two at once, as two workers would be; both are killed.
            mailers = [start(around, installation.folder) for _ in range(2)]
            enough = until(lambda: len(sink.mails) >= before + 60, seconds=PATIENCE)  # noqa: B023
            for mailer in mailers:
                mailer.kill()
                mailer.wait(10)
            assert enough, log(installation.folder)
        run("lapse", around=around)
        run("send", around=around)
        states = json.loads(run("ledger", around=around))

    assert len(sink.recipients()) == len(set(sink.recipients())), "nobody twice"
    assert set(states) <= {"sent", "unknown"}
    assert sum(states.values()) == READERS
    assert states.get("unknown", 0) <= 2 * KILLS, "one mail for each process that died"
    assert states["sent"] <= len(sink.mails) <= READERS


def start(around: dict[str, str], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "mailer.log").open("ab") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.mailer", "send"], cwd=ROOT, env=around, stdout=file, stderr=file
        )


def run(*order: str, around: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.mailer", *order],
        cwd=ROOT, env=around, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def log(folder: Path) -> str:
    return (folder / "mailer.log").read_text(errors="replace")[-3000:]

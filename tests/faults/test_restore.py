"""Our own database out of a backup, with a real worker: nothing is sent, and after a resume nothing is held twice."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator

import pytest

from tests.bulletin.forwarding.provinces import RunningProvince, running_province
from tests.faults.processes import until
from tests.faults.workers import PATIENCE, all_in, took

pytestmark = pytest.mark.faults


@pytest.fixture
def province(tmp_path) -> Iterator[RunningProvince]:
    """The receiving site, which remembers what our database forgets."""
    with running_province(tmp_path / "province") as running:
        yield running


def test_a_database_out_of_a_backup_sends_nothing_until_it_is_resumed_and_then_asks_first(
    installation, province, tmp_path
):
    database, backup = installation.folder / "desk.sqlite3", tmp_path / "backup.sqlite3"
    installation.stage("destination", url=province.url)
    worker = installation.start_worker()
    installation.stage("sweep")
    assert until((installation.folder / "forwarding.fence").exists, seconds=PATIENCE), installation.words()
    (article,) = installation.stage("publish_many", count=1)
    with sqlite3.connect(database) as live, sqlite3.connect(backup) as kept:
        live.backup(kept)
    # In the part of history that will be lost, the token goes on and the article is sent.
    token = (installation.folder / "forwarding.fence").read_text()
    until(lambda: bool(installation.stage("sweep")) or _changed(installation, token), seconds=PATIENCE)
    installation.settle(all_in("confirmed"))
    assert province.applied() == [(article, 1)]
    installation.kill(worker)
    installation.stop()

    for leftover in database.parent.glob("desk.sqlite3-*"):
        leftover.unlink()
    shutil.copyfile(backup, database)
    assert [row["state"] for row in installation.stage("ledger")] == ["waiting"]
    installation.workers.clear()
    installation.start_worker()
    installation.stage("sweep")
    assert until(lambda: installation.stage("destinations")[0]["state"] == "paused", seconds=PATIENCE)
    assert "backup" in installation.stage("destinations")[0]["state_reason"]
    assert len(province.log("PUT")) == 1

    installation.stage("resume")
    installation.settle(all_in("confirmed"))
    assert took(province, 1)
    assert len(province.log("PUT")) == 1, "it was asked about, and found"


def _changed(installation: object, token: str) -> bool:
    folder = getattr(installation, "folder")  # noqa: B009
    return (folder / "forwarding.fence").read_text() != token

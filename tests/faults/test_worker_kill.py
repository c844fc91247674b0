"""kill -9 of a real worker at the worst moments: nothing is lost and nothing is held twice.

The receiver's own log is the witness: each (article, version) is applied exactly once, whatever was killed.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import pytest

from tests.bulletin.forwarding.provinces import RunningProvince, running_province
from tests.faults.processes import free_ports, until
from tests.faults.workers import PATIENCE, all_in, took

pytestmark = pytest.mark.faults


@pytest.fixture
def province(tmp_path) -> Iterator[RunningProvince]:
    """The receiving site, outliving every worker."""
    with running_province(tmp_path / "province") as running:
        yield running


@contextmanager
def a_port_that_does_not_answer(port: int) -> Iterator[None]:
    """A listener whose queue is full: connections to it neither succeed nor fail, so that no byte leaves."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(0)
        for _each in range(4):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        yield


def _was_asked(province: RunningProvince, times: int) -> bool:
    return len(province.log("PUT")) >= times


def test_killed_after_the_receivers_answer_and_before_our_record(installation, province):
    installation.stage("destination", url=province.url)
    province.behave("accept_then_silence", times=1, seconds=60)
    worker = installation.start_worker()
    article = installation.stage("publish")
    assert until(lambda: took(province, 1), seconds=PATIENCE), installation.words()
    assert [row["state"] for row in installation.stage("ledger")] == ["sending"]
    installation.kill(worker)

    installation.after_the_lease()
    installation.start_worker()
    rows = installation.settle(all_in("confirmed"))
    assert rows == [{"article_id": article, "version": 1, "state": "confirmed", "attempts": 1}]
    assert province.applied() == [(article, 1)]
    assert len(province.log("PUT")) == 1, "the look-up found it, so it was not sent again"
    assert installation.stage("facts") == {"published": 1, "confirmed": 1}


def test_killed_before_the_request_leaves(installation, tmp_path):
    (port,) = free_ports(1)
    installation.stage("destination", url=f"http://127.0.0.1:{port}")
    worker = installation.start_worker()
    with a_port_that_does_not_answer(port):
        article = installation.stage("publish")
        assert until(lambda: installation.stage("ledger")[0]["state"] == "sending", seconds=PATIENCE)
        installation.kill(worker)
        assert installation.stage("ledger")[0]["state"] == "sending"

    with running_province(tmp_path / "late", port=port) as province:
        installation.after_the_lease()
        installation.start_worker()
        installation.settle(all_in("confirmed"))
        assert province.applied() == [(article, 1)]
        assert [entry["method"] for entry in province.log("GET", "PUT")][:2] == ["GET", "PUT"], "asked, then sent"


def test_killed_after_the_commit_and_before_the_bell(installation, province):
    installation.stage("destination", url=province.url)
    installation.stage_that_dies("die_after_commit")
    assert [row["state"] for row in installation.stage("ledger")] == ["waiting"]
    installation.start_worker()
    (row,) = installation.settle(all_in("confirmed"))
    assert province.applied() == [(row["article_id"], 1)]
    assert len(province.log("PUT")) == 1


def test_a_correction_published_while_the_killed_version_is_in_doubt_arrives_after_it(installation, province):
    installation.stage("destination", url=province.url)
    province.behave("accept_then_silence", times=1, seconds=60)
    worker = installation.start_worker()
    article = installation.stage("publish")
    assert until(lambda: took(province, 1), seconds=PATIENCE), installation.words()
    installation.kill(worker)
    assert installation.stage("correct", article=article) == 2

    installation.after_the_lease()
    installation.start_worker()
    rows = installation.settle(lambda rows: rows[-1]["version"] == 2 and rows[-1]["state"] == "confirmed")
    assert {row["version"]: row["state"] for row in rows} in (
        {1: "delivered", 2: "confirmed"},
        {1: "confirmed", 2: "confirmed"},
    )
    assert province.applied() == [(article, 1), (article, 2)]


def test_a_takedown_of_an_article_in_doubt_removes_it(installation, province):
    installation.stage("destination", url=province.url)
    province.behave("accept_then_silence", times=1, seconds=60)
    worker = installation.start_worker()
    article = installation.stage("publish")
    assert until(lambda: took(province, 1), seconds=PATIENCE), installation.words()
    installation.kill(worker)
    assert installation.stage("withdraw", article=article) == 2

    installation.after_the_lease()
    installation.start_worker()
    installation.settle(lambda rows: rows[-1]["version"] == 2 and rows[-1]["state"] == "confirmed")
    assert province.applied() == [(article, 1), (article, 2)]
    assert province.ask("GET", f"/bai-viet/{article}")[0] == 410


def test_killed_again_and_again_in_the_middle_of_the_work(installation, province):
    installation.stage("destination", url=province.url)
    province.behave("slow", seconds=0.3)
    articles = [installation.stage("publish") for _each in range(8)]
    for reached in (1, 3, 5):
        worker = installation.start_worker()
        installation.stage("sweep")
        assert until(partial(_was_asked, province, reached), seconds=PATIENCE), installation.words()
        installation.kill(worker)
        installation.after_the_lease()
    province.behave("ok")
    installation.start_worker()
    installation.settle(all_in("confirmed"))
    assert sorted(province.applied()) == sorted((article, 1) for article in articles)
    assert installation.stage("facts") == {"published": 8, "confirmed": 8}


def test_two_workers_at_once_send_everything_once(installation, province):
    installation.stage("destination", url=province.url)
    articles = [installation.stage("publish") for _each in range(6)]
    installation.start_worker()
    installation.start_worker()
    for _each in range(3):
        installation.stage("sweep")
    installation.settle(all_in("confirmed"))
    assert sorted(province.applied()) == sorted((article, 1) for article in articles)
    assert len(province.log("PUT")) == 6


def test_a_worker_that_is_told_to_stop_finishes_what_it_is_sending(installation, province):
    installation.stage("destination", url=province.url)
    province.behave("slow", times=1, seconds=2)
    worker = installation.start_worker()
    article = installation.stage("publish")
    assert until(lambda: took(province, 1), seconds=PATIENCE), installation.words()
    worker.send_signal(signal.SIGTERM)
    worker.wait(30)
    (row,) = installation.stage("ledger")
    assert (row["article_id"], row["state"]) == (article, "delivered")

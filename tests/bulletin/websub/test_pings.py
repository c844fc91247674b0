"""Hubs are told of what changed: after the commit, once, by a row that survives whatever is killed."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from django.db import connection, transaction
from django.utils import timezone

from bulletin.websub import pings
from bulletin.websub.models import Ping
from cms.core.models import Rule
from cms.website import hubs
from cms.website.models import StoryVersion
from submissions.articles.enums import State
from submissions.moderation import actions
from tests import factories
from tests.cms.website.an_issue import a_published_issue
from tests.cms.website.english import an_english_version

pytestmark = pytest.mark.django_db


@contextmanager
def a_hub(status: int = 202):
    """A hub on this machine that answers with ``status`` and remembers what it was told."""
    told: list[dict[str, list[str]]] = []

    class Hub(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Stays silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def house():
    factories.house()
    Rule.objects.filter(code=hubs.CODE).update(value="https://hub.vi-du.vn/")


def _published(**fields):
    return factories.an_article(state=State.PUBLISHED, **fields)


def _ping(hub: str) -> Ping:
    ping = Ping.objects.get()
    Ping.objects.filter(pk=ping.pk).update(hub=hub)
    return Ping.objects.get(pk=ping.pk)


def test_a_house_without_a_hub_promises_nothing():
    _published()
    assert not Ping.objects.exists()


def test_a_publication_promises_each_hub_one_row_with_the_feeds_it_is_in(house):
    Rule.objects.filter(code=hubs.CODE).update(value="https://hub.vi-du.vn/ https://tram.vi-du.vn/ws")
    unit = factories.a_unit(code="BVTHU")
    _published(unit=unit, topic="T08")
    assert sorted(Ping.objects.values_list("hub", flat=True)) == ["https://hub.vi-du.vn/", "https://tram.vi-du.vn/ws"]
    ping = Ping.objects.first()
    paths = {address.partition("/feed/")[2] for address in ping.feeds}
    assert {"rss.xml", "don-vi/BVTHU/atom.xml", "chuyen-muc/chuyen-doi-so/feed.json"} <= paths
    assert ping.state == "waiting"


def test_an_english_version_is_in_the_english_feeds_alone(house):
    version = an_english_version(_published())
    ping = Ping.objects.get(version__story=version.page_id)
    assert all("/en/feed/" in address for address in ping.feeds)
    assert len(ping.feeds) == 3


def test_an_issue_is_in_its_own_feeds(house):
    issue = a_published_issue(unit=factories.a_unit(), articles=1)
    ping = Ping.objects.get(version__story=issue.page_id)
    assert all(f"/feed/ban-tin/{issue.page.year}/{issue.page.slug}/" in address for address in ping.feeds)


def test_a_withdrawal_is_told_too(house):
    submission = _published()
    actions.withdraw(submission_id=submission.pk, actor=factories.a_desk_editor(), reason="Sai.")
    assert Ping.objects.count() == 2


def test_a_publication_that_is_rolled_back_promises_nothing(house):
    submission = factories.an_article(state=State.APPROVED)
    with transaction.atomic():
        actions.publish(submission_id=submission.pk, actor=factories.an_editor())
        transaction.set_rollback(True)
    assert not Ping.objects.exists()


def test_the_same_version_is_promised_once(house):
    _published()
    pings.promise(version=StoryVersion.objects.get())
    assert Ping.objects.count() == 1


def test_the_worker_tells_the_hub_once(house):
    _published()
    with a_hub() as (address, told):
        _ping(address)
        assert pings.send_waiting(allow_private=True) == 1
        assert pings.send_waiting(allow_private=True) == 0
    (body,) = told
    assert body["hub.mode"] == ["publish"]
    assert body["hub.url"] == Ping.objects.get().feeds
    assert Ping.objects.get().state == "sent"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_hub_that_stumbles_is_told_again_later_and_not_for_ever(house, status):
    _published()
    now = timezone.now()
    with a_hub(status) as (address, told):
        _ping(address)
        for attempt in range(10):
            pings.send_waiting(now=now + timedelta(days=attempt), allow_private=True)
    assert len(told) == len(pings.RETRY_MINUTES) + 1
    assert (Ping.objects.get().state, Ping.objects.get().last_error) == ("failed", f"HTTP {status}")


@pytest.mark.parametrize("status", [302, 400, 403, 410])
def test_a_refusal_is_final_and_a_redirect_is_not_followed(house, status):
    _published()
    with a_hub(status) as (address, told):
        _ping(address)
        pings.send_waiting(allow_private=True)
    assert len(told) == 1
    assert Ping.objects.get().state == "failed"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/", "https://127.0.0.1/", "https://169.254.169.254/", "https://[::1]/", "file:///x"]
)
def test_an_address_inside_the_house_is_never_called(house, address):
    _published()
    _ping(address)
    assert pings.send_waiting() == 0
    assert Ping.objects.get().state == "failed"


def test_what_is_claimed_by_a_worker_is_left_to_it_until_its_time_is_over(house):
    _published()
    now = timezone.now()
    with a_hub() as (address, told):
        ping = _ping(address)
        Ping.objects.filter(pk=ping.pk).update(next_attempt_at=now + pings.CLAIM)
        assert pings.send_waiting(now=now, allow_private=True) == 0
        assert pings.send_waiting(now=now + pings.CLAIM, allow_private=True) == 1
    assert len(told) == 1


def test_old_rows_are_let_go_and_waiting_ones_kept(house):
    _published()
    _published()
    first = Ping.objects.first()
    Ping.objects.filter(pk=first.pk).update(state="sent", settled_at=timezone.now() - timedelta(days=31))
    assert pings.thin() == 1
    assert Ping.objects.get().state == "waiting"


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_tells_the_hub(house):
    _published()
    with a_hub() as (address, told):
        _ping(address)
        start = threading.Barrier(2)

        def work() -> None:
            try:
                start.wait()
                pings.send_waiting(allow_private=True)
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert len(told) == 1

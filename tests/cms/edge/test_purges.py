"""What a proxy keeps is forgotten when the page behind it changes: once it is committed, and not before."""

from __future__ import annotations

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from cms.edge import actions
from cms.edge.models import Purge
from submissions.articles.enums import State
from submissions.moderation import actions as moderation
from tests import factories
from tests.faults.processes import free_ports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

pytestmark = pytest.mark.django_db


class Edge:
    """A proxy that writes down what it is told to forget, and answers as it is bid."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, str]] = []
        self.status = 200
        edge = self

        class Handler(BaseHTTPRequestHandler):
            def do_PURGE(self) -> None:
                edge.told.append((self.command, self.headers["Host"], self.path))
                self.send_response(edge.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_arguments: Any) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def edge(settings: Settings) -> Iterator[Edge]:
    proxy = Edge()
    thread = Thread(target=proxy.server.serve_forever, daemon=True)
    thread.start()
    settings.EDGE_CACHE_URLS = [proxy.url]
    yield proxy
    proxy.server.shutdown()
    proxy.server.server_close()
    thread.join(5)


def test_a_publication_makes_home_section_unit_feeds_and_the_page_itself_forgotten(edge: Edge) -> None:
    submission = factories.an_article(state=State.PUBLISHED)
    assert edge.told == [], "nothing is said before the commit"

    actions.purge_due(now=timezone.now() + timedelta(minutes=1))

    own = submission.page.get_url()
    paths = [path for _verb, _host, path in edge.told]
    section = submission.page.specific.section
    assert {own, "/", section.get_url(), "/ban-tin/", "/feed/rss.xml", "/sitemap.xml"} <= set(paths)
    assert len(paths) == len(set(paths)), "each address once"
    assert not Purge.objects.filter(done_at__isnull=True).exists()


def test_a_withdrawal_is_told_too(edge: Edge) -> None:
    submission = factories.an_article(state=State.PUBLISHED)
    actions.purge_due(now=timezone.now() + timedelta(minutes=1))
    edge.told.clear()

    moderation.withdraw(
        submission_id=submission.pk, actor=factories.a_desk_editor(), reason="Sai số liệu.", public_note="Sai."
    )
    actions.purge_due(now=timezone.now() + timedelta(minutes=1))

    assert submission.page.get_url() in {path for _verb, _host, path in edge.told}


def test_a_proxy_that_is_away_is_asked_again_later(edge: Edge) -> None:
    now = timezone.now()
    edge.status = 500
    actions.request_purge(paths=["/a/"], at=now)
    assert actions.purge_due(now=now) == 0
    row = Purge.objects.get()
    assert (row.attempts, row.done_at) == (1, None)
    assert row.due_at > now
    assert "500" in row.error
    assert actions.purge_due(now=now) == 0
    assert len(edge.told) == 1, "not before its time"

    edge.status = 404
    assert actions.purge_due(now=row.due_at) == 1, "a page that it never had is as good as forgotten"


def test_a_proxy_that_does_not_answer_at_all_is_no_error(settings: Settings) -> None:
    settings.EDGE_CACHE_URLS = [f"http://127.0.0.1:{free_ports(1)[0]}"]
    actions.request_purge(paths=["/a/"], at=timezone.now())
    assert actions.purge_due() == 0
    assert Purge.objects.get().error


def test_a_change_while_its_address_is_being_forgotten_is_not_taken_for_the_earlier_one(edge: Edge) -> None:
    now = timezone.now()
    actions.request_purge(paths=["/a/"], at=now)
    actions.request_purge(paths=["/a/"], at=now + timedelta(seconds=1))

    actions.purge_due(now=now)

    assert Purge.objects.filter(done_at__isnull=True).count() == 1


def test_odd_addresses_are_sent_as_addresses(edge: Edge) -> None:
    actions.request_purge(paths=["/don-vi/X/tết đến/", "/a b\r\nX: y/"], at=timezone.now())
    actions.purge_due()
    assert [path for _verb, _host, path in edge.told] == [
        "/don-vi/X/t%E1%BA%BFt%20%C4%91%E1%BA%BFn/",
        "/a%20b%0D%0AX:%20y/",
    ]


def test_without_a_proxy_nothing_is_written() -> None:
    factories.an_article(state=State.PUBLISHED)
    assert not Purge.objects.exists()


def test_rows_that_were_carried_out_go_after_a_week(edge: Edge) -> None:
    now = timezone.now()
    actions.request_purge(paths=["/a/", "/b/"], at=now)
    actions.purge_due(now=now)
    actions.request_purge(paths=["/c/"], at=now)
    assert actions.thin(now=now + timedelta(days=8)) == 2
    assert Purge.objects.get().path == "/c/"

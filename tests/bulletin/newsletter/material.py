"""Subscribers, editions and a mail server for the tests of the bulletin by mail."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone

from bulletin.newsletter import sender
from bulletin.newsletter.models import Dispatch, Edition, Pace, Subscriber
from bulletin.newsletter.states import Standing
from submissions.articles.enums import State as ArticleState
from tests import factories
from tests.bulletin.pdf.issues import a_published_issue
from tests.faults.processes import free_ports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bulletin.issues.models import Issue

_numbers = count(1)


def a_subscriber(standing: Standing = Standing.ACTIVE, **fields: Any) -> Subscriber:
    """Somebody of that standing."""
    now = timezone.now()
    values: dict[str, Any] = {
        "email": f"ban.doc.{next(_numbers)}@vi-du.vn",
        "standing": standing,
        "nonce": uuid4() if standing == Standing.PENDING else None,
        "asked_at": now,
        "asked_on": timezone.localdate(now),
        "confirmed_at": None if standing == Standing.PENDING else now,
        "ended_at": now if standing in {Standing.ENDED, Standing.SUSPENDED} else None,
        **fields,
    }
    return Subscriber.objects.create(**values)


def an_issue(articles: int = 1, **words: Any) -> Issue:
    """A published issue."""
    factories.house()
    return a_published_issue(*(factories.an_article(state=ArticleState.APPROVED) for _ in range(articles)), **words)


def an_edition(readers: int = 2, articles: int = 1, **words: Any) -> Edition:
    """The edition of an issue that was just published, for new readers."""
    for _ in range(readers):
        a_subscriber()
    return Edition.objects.get(issue=an_issue(articles, **words))


def sent(now: Any = None) -> int:
    """Lets the worker run once, with a full bucket."""
    Pace.objects.update(tokens=10_000)
    return sender.send_due(now=now or timezone.now)


def states(edition: Edition) -> dict[str, int]:
    """How many mails are in which state."""
    found: dict[str, int] = {}
    for state in Dispatch.objects.filter(edition=edition).values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def fresh_counts() -> None:
    """Forgets how often anybody asked."""
    cache.clear()


class Sink:
    """What a mail server took: envelope and bytes of every mail; ``say`` decides what it answers at each step."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str, bytes]] = []
        self.sessions = 0
        self.on_recipient: dict[str, str] = {}
        self.on_message = "250 OK"
        self.on_sender = "250 OK"
        self.hang_up_after_body = False
        self._lock = threading.Lock()

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.on_sender.startswith("250"):
            envelope.mail_from = address
        return self.on_sender

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.on_recipient.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.on_message.startswith("250"):
            with self._lock:
                self.mails.append((envelope.mail_from, envelope.rcpt_tos[0], envelope.content))
        if self.hang_up_after_body:
            server.transport.abort()
        return self.on_message

    def recipients(self) -> list[str]:
        """To whom mails went, in their order."""
        return [recipient for _sender, recipient, _data in self.mails]


@contextmanager
def a_mail_server() -> Iterator[Sink]:
    """A real SMTP server on this machine, and settings that lead there."""
    sink = Sink()

    class Server(Controller):
        def factory(self) -> SMTP:
            sink.sessions += 1
            return super().factory()

    port = free_ports(1)[0]
    server = Server(sink, hostname="127.0.0.1", port=port)
    server.start()
    try:
        backend = "django.core.mail.backends.smtp.EmailBackend"
        with override_settings(
            EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_TIMEOUT=5, EMAIL_HOST_USER=""
        ):
            # Opening the server counts one session of its own, to see whether it answers.
            sink.sessions = 0
            yield sink
    finally:
        server.stop()


def link_in(text: str, part: str) -> str:
    """The path of the first link in a mail that contains ``part``."""
    found = re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", text)
    assert found, text
    return found[1]

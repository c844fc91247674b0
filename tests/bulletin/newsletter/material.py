"""Subscribers, editions and a mail server for the tests of the bulletin by mail."""

from __future__ import annotations

import re
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone

from bulletin.newsletter import sender
from bulletin.newsletter.models import Dispatch, Edition, Pace, Subscriber
from bulletin.newsletter.states import Standing
from submissions.articles.enums import State as ArticleState
from tests import factories
from tests.bulletin.newsletter.sink import Sink, a_sink
from tests.bulletin.pdf.issues import a_published_issue

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


@contextmanager
def a_mail_server() -> Iterator[Sink]:
    """A real SMTP server on this machine, and settings that lead there."""
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with (
        a_sink() as sink,
        override_settings(
            EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=sink.port, EMAIL_TIMEOUT=5, EMAIL_HOST_USER=""
        ),
    ):
        yield sink


def link_in(text: str, part: str) -> str:
    """The path of the first link in a mail that contains ``part``."""
    found = re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", text)
    assert found, text
    return found[1]

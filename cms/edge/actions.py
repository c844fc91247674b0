"""The verbs of the edge: asking that addresses be forgotten, and telling the proxies so."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import requests
from django.conf import settings
from django.db.models import F
from django.utils import timezone

from cms.core import bell
from cms.edge.models import Purge

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

logger = logging.getLogger(__name__)

# The proxy's words for "forgotten" and for "I did not have it", which is as good.
FORGOTTEN = frozenset({200, 204, 404, 412})
TIMEOUT = (2.0, 3.0)  # seconds to connect, and to answer
AT_ONCE = 500  # rows of one round
LONGEST_PAUSE = timedelta(minutes=5)
KEPT = timedelta(days=7)
SAFE = "/-._~!$&'()*+,;=:@%"


def has_edge() -> bool:
    """Whether a proxy keeps copies at all (``EDGE_CACHE_URL``)."""
    return bool(settings.EDGE_CACHE_URLS)


def request_purge(*, paths: Iterable[str], at: datetime) -> int:
    """Writes a row for each address and rings once the transaction is committed. Returns how many rows."""
    rows = Purge.objects.bulk_create(Purge(path=path[:1000], created_at=at, due_at=at) for path in paths)
    if rows:
        bell.ring_on_commit("cms.edge.tasks.purge")
    return len(rows)


def purge_due(*, now: datetime | None = None) -> int:
    """Tells every proxy to forget the addresses that are due; returns how many addresses are forgotten.

    A proxy that does not answer is asked again, later each time, up to every five minutes.
    """
    now = now or timezone.now()
    rows = list(Purge.objects.filter(done_at__isnull=True, due_at__lte=now).order_by("due_at", "pk")[:AT_ONCE])
    by_path: dict[str, list[int]] = {}
    for row in rows:
        by_path.setdefault(row.path, []).append(row.pk)
    forgotten = 0
    with requests.Session() as session:
        session.trust_env = False
        for path, keys in by_path.items():
            trouble = _forget(session, path)
            # Only the rows that were read before the proxies were asked: a later one stands for a later change.
            mine = Purge.objects.filter(pk__in=keys)
            if trouble:
                attempts = max(row.attempts for row in rows if row.path == path) + 1
                pause = min(timedelta(seconds=2 ** min(attempts, 10)), LONGEST_PAUSE)
                mine.update(attempts=F("attempts") + 1, due_at=now + pause, error=trouble[:300])
                logger.warning("The proxy did not forget %s: %s", path, trouble)
            else:
                mine.update(attempts=F("attempts") + 1, done_at=now, error="")
                forgotten += 1
    return forgotten


def thin(*, now: datetime | None = None) -> int:
    """Deletes rows that were carried out a week ago; returns how many."""
    oldest = (now or timezone.now()) - KEPT
    return Purge.objects.filter(done_at__lt=oldest).delete()[0]


def _forget(session: requests.Session, path: str) -> str:
    """Asks each proxy to forget an address; what went wrong, in words, or an empty text."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    for edge in settings.EDGE_CACHE_URLS:
        try:
            answer = session.request(
                "PURGE",
                f"{edge}{quote(path, safe=SAFE)}",
                headers={"Host": host},
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return f"{edge}: {type(error).__name__}"
        if answer.status_code not in FORGOTTEN:
            return f"{edge}: {answer.status_code}"
    return ""

"""What a publication, a correction and a withdrawal promise the hubs, and how the worker keeps it."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from bulletin.forwarding.errors import AddressRefused, SendError
from bulletin.forwarding.wire.addresses import parse_target
from bulletin.forwarding.wire.transport import Limits, Route, exchange
from bulletin.websub.feeds import feeds_of
from bulletin.websub.models import Ping
from cms.core.bell import ring_on_commit
from cms.website import hubs
from cms.website.signals import story_corrected, story_published, story_withdrawn

if TYPE_CHECKING:
    from datetime import datetime

    from cms.website.models import StoryVersion

logger = logging.getLogger(__name__)

TASK: Final = "bulletin.websub.tasks.send"
# Minutes to wait after the n-th failed attempt; after the last one the row is marked as failed and stays for its time.
RETRY_MINUTES: Final = (1, 5, 15, 60, 240)
# A claimed row that was not settled in this time belonged to a worker that died. Longer than one exchange.
CLAIM: Final = timedelta(minutes=2)
KEPT: Final = timedelta(days=30)
AT_ONCE: Final = 20
# A hub answers with a status and says nothing that we read.
LIMITS: Final = Limits(connect=5, first_byte=10, whole=15, answer_bytes=2_048)


def connect() -> None:
    """Listens to the reader's side. Called once, when the app is ready."""
    for signal in (story_published, story_corrected, story_withdrawn):
        signal.connect(_on_version, dispatch_uid="bulletin.websub.pings")


def _on_version(sender: type, *, version: StoryVersion, **kwargs: Any) -> None:
    promise(version=version)


@transaction.atomic
def promise(*, version: StoryVersion) -> list[Ping]:
    """One row for each hub, in the caller's transaction; none where the house has no hub. A row that exists stays."""
    known = hubs.known()
    site = Site.objects.filter(is_default_site=True).first() if known else None
    if site is None:
        return []
    feeds = feeds_of(version.story, root=site.root_url)
    pings = [
        Ping.objects.get_or_create(
            hub=hub, version=version, defaults={"feeds": feeds, "next_attempt_at": timezone.now()}
        )[0]
        for hub in known
    ]
    ring_on_commit(TASK)
    return pings


def send_waiting(*, now: datetime | None = None, allow_private: bool = False) -> int:
    """Tells the hubs what is due; returns how many were told. Nothing is held open while a hub is spoken to.

    Each row is claimed by a conditional update first, so that of two workers one sends it. ``allow_private`` lets a
    test have its hub on this machine; the house never does.
    """
    now = now or timezone.now()
    due = Ping.objects.filter(state=Ping.State.WAITING, next_attempt_at__lte=now).order_by("next_attempt_at", "pk")
    told = 0
    for ping in due[:AT_ONCE]:
        claimed = Ping.objects.filter(
            pk=ping.pk, state=Ping.State.WAITING, next_attempt_at=ping.next_attempt_at
        ).update(next_attempt_at=now + CLAIM)
        if claimed:
            told += _send(ping, now=now, allow_private=allow_private)
    return told


def thin(*, now: datetime | None = None) -> int:
    """Deletes what was settled long ago; returns how many rows."""
    gone, _rows = Ping.objects.filter(settled_at__lt=(now or timezone.now()) - KEPT).delete()
    return gone


def _send(ping: Ping, *, now: datetime, allow_private: bool) -> int:
    body = urlencode([("hub.mode", "publish"), *(("hub.url", address) for address in ping.feeds)]).encode("ascii")
    try:
        target = parse_target(ping.hub, allow_private=allow_private)
        route = Route(allowed_hosts=[target.place], allow_private=allow_private, limits=LIMITS)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "bulletin-websub"}
        answer = exchange(method="POST", url=ping.hub, headers=headers, body=body, route=route)
    except AddressRefused as error:
        _note_failure(ping, str(error), over=True, now=now)
        return 0
    except SendError as error:
        _note_failure(ping, error.text, over=False, now=now)
        return 0
    if 200 <= answer.status < 300:
        _settle(ping, Ping.State.SENT, now=now, last_error="")
        return 1
    # What the hub refuses it will refuse again; too many requests and its own faults pass.
    over = 300 <= answer.status < 500 and answer.status not in (408, 429)
    _note_failure(ping, f"HTTP {answer.status}", over=over, now=now)
    return 0


def _note_failure(ping: Ping, cause: str, *, over: bool, now: datetime) -> None:
    attempts = ping.attempts + 1
    logger.warning("The hub %s was not told (attempt %s): %s", ping.hub, attempts, cause)
    if over or attempts > len(RETRY_MINUTES):
        _settle(ping, Ping.State.FAILED, now=now, last_error=cause[:300])
        return
    wait = timedelta(minutes=RETRY_MINUTES[attempts - 1])
    Ping.objects.filter(pk=ping.pk, state=Ping.State.WAITING).update(
        attempts=attempts, last_error=cause[:300], next_attempt_at=now + wait
    )


def _settle(ping: Ping, state: str, *, now: datetime, last_error: str) -> None:
    Ping.objects.filter(pk=ping.pk).update(
        state=state, attempts=ping.attempts + 1, settled_at=now, last_error=last_error
    )

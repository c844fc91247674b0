"""Taking captures: of our own page, as the public gets it at that moment, and of the page at the other end."""

from __future__ import annotations

import hashlib
import io
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from bulletin.evidence.enums import Side
from bulletin.evidence.models import Capture
from bulletin.evidence.renditions import readable
from bulletin.forwarding.errors import AddressRefused, SendError
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.proof import web_pages
from bulletin.forwarding.states import State
from cms.website.models import StoryPage, StoryVersion

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bulletin.forwarding.proof.web_pages import Fetch

logger = logging.getLogger(__name__)

TASK = "bulletin.evidence.tasks.capture"
LOOK_BACK = timedelta(days=2)
"""How long after a confirmation a capture that did not succeed is tried again, once an hour."""
PAUSE = timedelta(hours=1)
AT_ONCE = 20


@dataclass(frozen=True)
class Camera:
    """``clock`` and ``fetch`` are given by tests; the defaults are the real ones."""

    clock: Callable[[], datetime] = timezone.now
    fetch: Fetch = field(default=web_pages.fetch)

    def due(self) -> list[UUID]:
        """Deliveries that were confirmed lately and of which no capture has succeeded, the newest first."""
        now = self.clock()
        taken = Capture.objects.filter(delivery=OuterRef("pk"), side=Side.THEIRS)
        seen = taken.filter(status__isnull=False, taken_for=OuterRef("confirmed_at"))
        rows = Delivery.objects.filter(
            ~Exists(seen),
            ~Exists(taken.filter(at__gt=now - PAUSE)),
            state=State.CONFIRMED,
            confirmed_at__gte=now - LOOK_BACK,
        )
        found = rows.exclude(remote_url="").order_by("-confirmed_at", "pk")
        return list(found.values_list("pk", flat=True)[:AT_ONCE])

    def take(self, *, delivery_id: UUID) -> list[Capture]:
        """Both pages of a confirmed delivery, each once for its confirmation. Nothing is held open meanwhile."""
        row = (
            Delivery.objects.filter(pk=delivery_id, state=State.CONFIRMED)
            .select_related("destination", "story")
            .defer("body")
            .first()
        )
        if row is None or not row.remote_url or not self._is_ours(row.destination):
            return []
        theirs = self._theirs(row)
        kept = [_keep(theirs)]
        if theirs.status is not None:
            kept.append(_keep(self.ours(row.story, version=row.version, delivery=row)))
        return [each for each in kept if each is not None]

    def ours(self, story: StoryPage, *, version: int, delivery: Delivery | None = None) -> Capture:
        """Our page as the public gets it now, not stored yet."""
        address = story.full_url or ""
        capture = Capture(
            story_id=story.pk,
            delivery=delivery,
            side=Side.OURS,
            version=version,
            url=address,
            at=self.clock(),
            taken_for=delivery.confirmed_at if delivery else None,
        )
        if not address:
            capture.fault = "the article has no public address"
            return capture
        try:
            status, body = public_answer(address)
        except Exception as error:
            # Whatever breaks our page is told in the proof, and does not keep the rest of it from being made.
            logger.exception("The page of story %s cannot be captured", story.pk)
            capture.fault = type(error).__name__
            return capture
        return _filled(capture, status=status, body=body, is_whole=True)

    def _theirs(self, row: Delivery) -> Capture:
        capture = Capture(
            story_id=row.story_id,
            delivery=row,
            side=Side.THEIRS,
            version=row.version,
            url=row.remote_url,
            at=self.clock(),
            taken_for=row.confirmed_at,
        )
        try:
            page = self.fetch(row.destination, row.remote_url)
        except (SendError, AddressRefused) as error:
            capture.fault = (str(error) or type(error).__name__)[:300].replace("\x00", "")
            return capture
        return _filled(capture, status=page.status, body=page.body, is_whole=page.complete)

    def _is_ours(self, destination: Destination) -> bool:
        """A copy of the installation fetches nothing, as it sends nothing."""
        return destination.is_ours


def public_answer(address: str) -> tuple[int, bytes]:
    """What the public is answered at one of our addresses: the request goes through the whole application, signed in
    as nobody, without leaving the process."""
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    handler = BaseHandler()
    handler.load_middleware()
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": parts.path.encode().decode("latin-1"),
            "QUERY_STRING": parts.query,
            "SERVER_NAME": parts.hostname or "",
            "SERVER_PORT": str(port),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": parts.netloc,
            "HTTP_X_FORWARDED_PROTO": parts.scheme,
            "HTTP_USER_AGENT": "ban-tin evidence",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": parts.scheme,
            "wsgi.input": io.BytesIO(),
        }
    )
    response = handler.get_response(request)
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return response.status_code, content


def latest_version(story: StoryPage) -> int:
    """The number of the newest version of a story; 0 where it was never public."""
    found = StoryVersion.objects.filter(story_id=story.pk).order_by("-version").first()
    return found.version if found else 0


def _filled(capture: Capture, *, status: int, body: bytes, is_whole: bool) -> Capture:
    title, text = readable(body.decode("utf-8", errors="replace"))
    capture.status, capture.sha256, capture.size = status, hashlib.sha256(body).hexdigest(), len(body)
    capture.is_whole, capture.title, capture.text = is_whole, title, text
    return capture


def _keep(capture: Capture) -> Capture | None:
    """Stores a capture; None where another worker has stored one for the same confirmation."""
    try:
        with transaction.atomic():
            capture.save()
    except IntegrityError:
        logger.info("There is a capture of %s already", capture.url)
        return None
    return capture

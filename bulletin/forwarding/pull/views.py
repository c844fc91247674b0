"""``/feed/changes.json``: the change feed, for whoever signs the question; the answer is signed too."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from bulletin.forwarding import rates
from bulletin.forwarding.models import Destination
from bulletin.forwarding.proof.receipt_views import answer, secrets_of, strangers_answer
from bulletin.forwarding.pull import feed
from bulletin.forwarding.wire import signing

if TYPE_CHECKING:
    from django.http import HttpRequest

PAUSED_SECONDS: Final = "300"


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """``GET /feed/changes.json?for=<destination>&since=<cursor>&limit=<1..200>``; see docs/receiving.md.

    The question is signed like a message whose body is the path with its query. Asking for what comes after a place
    says that everything up to it was fetched.
    """
    if rates.calls_too_often(request):
        return answer(HTTPStatus.TOO_MANY_REQUESTS, {"error": "too many requests"}, {"Retry-After": "60"})
    destination, now = _named(request), timezone.now()
    secrets = secrets_of(destination)
    envelope = signing.envelope_of(request.headers)
    target = request.get_full_path().encode()
    if (
        destination is None
        or envelope is None
        or not signing.fits(envelope=envelope, body=target, secrets=secrets, now=now.timestamp())
    ):
        return strangers_answer(request)
    if not (destination.is_pulled and destination.is_active and destination.is_ours):
        return answer(
            HTTPStatus.SERVICE_UNAVAILABLE, {"error": "this feed is paused"}, {"Retry-After": PAUSED_SECONDS}
        )
    limit = request.GET.get("limit", str(feed.USUAL))
    if not (limit.isascii() and limit.isdigit() and len(limit) < 5 and 1 <= int(limit) <= feed.MOST):
        return answer(HTTPStatus.BAD_REQUEST, {"error": f"limit is a number from 1 to {feed.MOST}"})
    try:
        after = feed.position_of(destination, request.GET.get("since", ""))
    except feed.BadCursor:
        return answer(HTTPStatus.BAD_REQUEST, {"error": "since is a cursor of this feed, or 0"})
    except feed.UnknownCursor:
        return answer(HTTPStatus.GONE, {"error": "this cursor is not known any more: begin again with since=0"})
    feed.acknowledge(destination=destination, position=after, now=now)
    feed.offer(destination=destination, now=now)
    body = feed.page(destination=destination, after=after, limit=int(limit)).body
    digest = hashlib.sha256(body).hexdigest()
    etag = f'"{digest}"'
    made: HttpResponse
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        made = HttpResponseNotModified()
    else:
        made = HttpResponse(body, content_type="application/json; charset=utf-8")
        headers = signing.signature_headers(
            message_id=f"changes-{digest[:32]}", timestamp=int(now.timestamp()), body=body, secrets=secrets
        )
        for name, value in headers.items():
            made[name] = value
    made["ETag"] = etag
    made["Cache-Control"] = "private, no-cache"
    return made


def _named(request: HttpRequest) -> Destination | None:
    try:
        public_id = UUID(request.GET.get("for", ""))
    except ValueError:
        return None
    return Destination.objects.filter(public_id=public_id).first()

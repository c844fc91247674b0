"""The public address to which other sites send their receipts. It tells strangers nothing, not even who is known."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bulletin.forwarding import rates
from bulletin.forwarding.destinations.sealing import Unreadable
from bulletin.forwarding.errors import NotFound
from bulletin.forwarding.models import Destination
from bulletin.forwarding.proof import receipts
from bulletin.forwarding.wire import signing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpRequest

logger = logging.getLogger(__name__)
security = logging.getLogger("cms.security")


@csrf_exempt
@require_POST
def receive(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """``POST /bien-nhan/<destination>/``: a signed receipt; see docs/receiving.md for what is answered when.

    No cookie and no session play a part here, so there is nothing that a forged form could use.
    """
    if rates.calls_too_often(request):
        return answer(HTTPStatus.TOO_MANY_REQUESTS, {"error": "too many requests"}, {"Retry-After": "60"})
    body = request.read(receipts.LARGEST + 1)
    if len(body) > receipts.LARGEST:
        return answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"error": f"at most {receipts.LARGEST} bytes"})
    destination = Destination.objects.filter(public_id=public_id).first()
    now = timezone.now()
    envelope = signing.envelope_of(request.headers)
    if envelope is None or not signing.fits(
        envelope=envelope, body=body, secrets=secrets_of(destination), now=now.timestamp()
    ):
        return strangers_answer(request)
    if destination is None:  # never: without a destination there are no secrets that fit
        return strangers_answer(request)
    message = receipts.Message(
        webhook_id=envelope.message_id,
        signed_at=datetime.fromtimestamp(envelope.timestamp, UTC),
        signature=envelope.signatures,
        body=body,
    )
    try:
        said = receipts.read(body)
        receipt = receipts.record(destination_id=destination.pk, message=message, said=said, now=now)
    except receipts.BadReceipt as error:
        return answer(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": str(error)})
    except NotFound:
        return answer(HTTPStatus.NOT_FOUND, {"error": "this version was not sent to you"})
    logger.info("Receipt %s for delivery %s: %s", receipt.pk, receipt.delivery_id, receipt.effect)
    return answer(HTTPStatus.OK, {"receipt": receipt.pk, "effect": receipt.effect})


def secrets_of(destination: Destination | None) -> Sequence[str]:
    """The secrets that may have signed; none where nobody is known by that name or the seal does not open."""
    if destination is None:
        return ()
    try:
        return destination.secrets
    except Unreadable:
        logger.exception("The secrets of destination %s cannot be read", destination.pk)
        return ()


def strangers_answer(request: HttpRequest) -> HttpResponse:
    """The one answer for everything that is not signed by whom it names."""
    rates.note_failure(request)
    security.warning("A call without a fitting signature came to %s", request.path)
    return answer(HTTPStatus.UNAUTHORIZED, {"error": "not signed, or not by a secret that fits"})


def answer(status: int, content: dict[str, Any], headers: dict[str, str] | None = None) -> HttpResponse:
    """JSON that nobody keeps."""
    made = HttpResponse(
        json.dumps(content, ensure_ascii=False), content_type="application/json; charset=utf-8", status=status
    )
    made["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        made[name] = value
    return made

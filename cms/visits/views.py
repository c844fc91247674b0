"""The beacon that a page sends when somebody has read or listened to its story."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms.core.callers import is_from_here
from cms.visits import actions, readers
from cms.visits.bots import is_bot
from cms.visits.models import VisitKind

if TYPE_CHECKING:
    from django.http import HttpRequest

LONGEST: Final = 100
_BODY: Final = re.compile(rb"([vl]) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@csrf_exempt
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Takes ``v UID`` (seen) or ``l UID`` (heard): 204, whatever becomes of it; 413 over 100 bytes, 400 for other words.

    Needs no token: it changes nothing of whoever sends it, and reads no cookie. What another site's page sends is left
    out, as are bots.
    """
    if _length(request) > LONGEST:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    match = _BODY.fullmatch(request.body)
    if match is None:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    user_agent = readers.user_agent_of(request)
    if is_from_here(request) and not is_bot(user_agent):
        actions.note_visit(
            uid=UUID(match[2].decode()),
            kind=VisitKind(match[1].decode()),
            network=readers.network_of(request),
            user_agent=user_agent,
        )
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    response["Cache-Control"] = "no-store"
    return response


def _length(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isascii() and given.isdecimal() else LONGEST + 1

"""Who is let onto forwarding's screens, and the HTTP status with which a refused verb is answered."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from bulletin.forwarding.desk.lists import may_look
from bulletin.forwarding.errors import NotAllowed

if TYPE_CHECKING:
    from django.http import HttpRequest

    from bulletin.forwarding.errors import ActionError


def require_look(request: HttpRequest) -> Any:
    """The person who asks. Raises PermissionDenied for whoever may not look at what was forwarded."""
    if not may_look(request.user):
        raise PermissionDenied
    return request.user


def status_of(error: ActionError) -> HTTPStatus:
    """403 where the right is missing, 409 where the thing has moved on."""
    return HTTPStatus.FORBIDDEN if isinstance(error, NotAllowed) else HTTPStatus.CONFLICT

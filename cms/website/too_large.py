"""What somebody is told whose form holds more than the house takes: what happened, what is kept, what to do.

Django refuses such a request before any view sees it, with a bare “Bad Request”.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import bad_request as plain_bad_request

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception, *args: Any, **kwargs: Any) -> HttpResponse:
    """The handler of bad requests: 413 with words for those that are too large, as JSON for scripts that ask for it."""
    if not isinstance(exception, TOO_MUCH):
        return plain_bad_request(request, exception, *args, **kwargs)
    message = _(
        "What was sent is larger than the %(megabytes)s MB that a form may hold, so nothing of it was saved. "
        "Perhaps a picture was pasted into the text."
    ) % {"megabytes": f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_000_000:.1f}".replace(".", ",")}
    if request.accepts("text/html"):
        return render(
            request, "website/too_large.html", {"message": message}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        )
    # The shape in which Wagtail's editor is told that it could not save.
    answer = {"success": False, "error_code": "too_large", "error_message": message}
    return JsonResponse(answer, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

"""What machines read again and again: answered briefly where nothing changed, kept by nobody for long."""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from cms.website.models import StoryVersion

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# Seconds for which a proxy may repeat an answer: what was taken down is gone within a minute of it.
KEPT = 30
# A date of a whole second can't tell two changes within it apart: one that is so young is not given.
SETTLED = timedelta(seconds=2)


def machine_read(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """GET and HEAD only, no cookies, with ETag and Last-Modified, and 304 to whoever has the same already.

    ``Last-Modified`` is the time of the newest version of any story, withdrawals included: what disappears is a change
    too. One query by the key, whatever the size of the archive.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        newest = StoryVersion.objects.order_by("-pk").values_list("at", flat=True).first()
        if newest is not None and newest < timezone.now() - SETTLED:
            response.headers.setdefault("Last-Modified", http_date(newest.timestamp()))
        return response

    decorated: Callable[..., HttpResponse] = require_safe(
        conditional_page(cache_control(public=True, max_age=KEPT)(answer))
    )
    return decorated

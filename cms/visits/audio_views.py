"""Recordings for readers: whole or in parts, so that a player can jump. Served like pages: through the proxy in front."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from cms.visits.audio_files import CONTENT_TYPES, AudioFormat
from cms.visits.models import Recording
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

#: Seconds for which it may be kept: half of what a takedown has.
KEPT: Final = 30
_RANGE: Final = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


@require_safe
def recording(request: HttpRequest, uid: UUID, name: str) -> HttpResponse:
    """The approved recording of a public story, 206 for one range of it and 416 for one that lies outside.

    404 for everything else: a recording that waits, a story that is not public, a name that another content had.
    """
    story_id = StoryPage.objects.readable().filter(uid=uid).order_by().values_list("pk", flat=True).first()
    found = Recording.objects.filter(story=story_id, approved_at__isnull=False).first() if story_id else None
    if found is None or found.name != name:
        raise Http404("No such recording.")
    return answer(request, found, cache_control=f"public, max-age={KEPT}")


def answer(request: HttpRequest, found: Recording, *, cache_control: str) -> HttpResponse:
    """The content of a recording or the part that was asked for. Several ranges at once are answered with the whole."""
    try:
        size = found.file.size
    except FileNotFoundError as error:
        raise Http404("The file is gone.") from error
    start, end, status = 0, size - 1, HTTPStatus.OK
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    if match and (match[1] or match[2]):
        if match[1]:
            start, end = int(match[1]), min(int(match[2] or size - 1), size - 1)
        else:
            start = max(size - int(match[2]), 0)
        status = HTTPStatus.PARTIAL_CONTENT
        if start > end:
            return HttpResponse(
                status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{size}"}
            )
    with found.file.open("rb") as file:
        file.seek(start)
        content = file.read(end - start + 1)
    response = HttpResponse(content, status=status, content_type=CONTENT_TYPES[AudioFormat(found.format)])
    if status == HTTPStatus.PARTIAL_CONTENT:
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = cache_control
    response["Content-Disposition"] = "inline"
    response["X-Robots-Tag"] = "noindex"
    return response

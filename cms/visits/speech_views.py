"""The sentences of a story for the voice of the browser; fetched by whoever presses the button, and by nobody else."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_safe

from cms.visits.reading_aloud import sentences_of
from cms.website.enums import StoryKind
from cms.website.languages import VIETNAMESE
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

#: Seconds for which browsers and the proxy may keep the answer: half of what a takedown has.
KEPT: Final = 30


@require_safe
def sentences(request: HttpRequest, uid: UUID) -> JsonResponse:
    """``{"sentences": [[element, text], …]}`` of a public article in Vietnamese; ``element`` -1 is its head.

    410 for one that was withdrawn, and 404 for everything else.
    """
    story = StoryPage.objects.readable().filter(uid=uid).specific().first()
    if story is None:
        gone = StoryPage.objects.filter(uid=uid, live=False).first()
        if gone is None or gone.withdrawal is None:
            raise Http404("No such story.")
        return _answer({"sentences": []}, status=HTTPStatus.GONE)
    if story.kind != StoryKind.ARTICLE or story.language != VIETNAMESE:
        raise Http404("Nothing to read aloud.")
    return _answer({"sentences": sentences_of(story)})


def _answer(content: dict[str, object], *, status: int = HTTPStatus.OK) -> JsonResponse:
    options = {"ensure_ascii": False, "separators": (",", ":")}
    response = JsonResponse(content, status=status, json_dumps_params=options)
    response["Cache-Control"] = f"public, max-age={KEPT}"
    response["X-Robots-Tag"] = "noindex"
    return response

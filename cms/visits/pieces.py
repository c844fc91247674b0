"""What this room puts on readers' pages: the listen bar and the counting of a story, and the most read on the front page.

A story's pieces ask the database nothing: all they need is on the page that is being shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef
from django.urls import reverse

from cms.core.json_rows import JSONRows
from cms.visits.counts import most_read, most_read_heading
from cms.visits.models import Recording
from cms.website.enums import StoryKind
from cms.website.languages import VIETNAMESE
from cms.website.models import StoryPage
from cms.website.pieces import Piece

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from cms.website.pieces import Slot

#: The name under which `arrival_rows` stand on a page.
KNOWN = "known_recordings"


def reader_pieces(*, slot: Slot, request: HttpRequest | None, page: Page | None) -> list[Piece]:
    """The pieces of this room for a slot of a page."""
    if slot == "home_most_read":
        return _most_read()
    if slot in {"story_listen", "issue_after"} and isinstance(page, StoryPage) and page.live:
        return _story(page, request)
    return []


def edge_addresses(*, story: StoryPage) -> list[str]:
    """What was to be heard of a story changes with it."""
    names = [recording.name for recording in story.recordings.all()]
    return [
        reverse("visits:sentences", args=[story.uid]),
        *(reverse("visits:recording", args=[story.uid, name]) for name in names),
    ]


def arrival_rows() -> dict[str, JSONRows]:
    """The approved recording of a story, fetched in the query that finds its page."""
    approved = Recording.objects.filter(story=OuterRef("pk"), approved_at__isnull=False)
    return {KNOWN: JSONRows(approved, digest="digest", format="format")}


def _story(page: StoryPage, request: HttpRequest | None) -> list[Piece]:
    if request is not None and getattr(request, "is_preview", False):
        return []
    is_article = page.kind == StoryKind.ARTICLE
    recording = _recording(page) if is_article else None
    context = {
        "recording_url": reverse("visits:recording", args=[page.uid, recording.name]) if recording else "",
        "can_be_spoken": is_article and recording is None and page.language == VIETNAMESE,
    }
    return [Piece(template_name="visits/pieces/story.html", context=context)]


def _recording(page: StoryPage) -> Recording | None:
    known: list[dict[str, Any]] | None = getattr(page, KNOWN, None)
    if known is None:
        return page.recordings.filter(approved_at__isnull=False).first()
    return next((Recording(**row) for row in known), None)


def _most_read() -> list[Piece]:
    found = most_read()
    if found is None:
        return []
    context = {"most_read": found.stories, "most_read_heading": most_read_heading(found.days)}
    return [Piece(template_name="visits/pieces/most_read.html", context=context)]

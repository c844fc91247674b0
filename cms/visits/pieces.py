"""What this room puts on readers' pages: the listen bar and the counting of a story, and the most read on the front page.

A story's pieces ask the database nothing: all they need is on the page that is being shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.visits.counts import most_read, most_read_heading
from cms.website.enums import StoryKind
from cms.website.languages import VIETNAMESE
from cms.website.models import StoryPage
from cms.website.pieces import Piece

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from cms.website.pieces import Slot


def reader_pieces(*, slot: Slot, request: HttpRequest | None, page: Page | None) -> list[Piece]:
    """The pieces of this room for a slot of a page."""
    if slot == "home_most_read":
        return _most_read()
    if slot in {"story_listen", "issue_after"} and isinstance(page, StoryPage) and page.live:
        return _story(page, request)
    return []


def edge_addresses(*, story: StoryPage) -> list[str]:
    """What was to be heard of a story changes with it."""
    from django.urls import reverse

    return [reverse("visits:sentences", args=[story.uid])]


def _story(page: StoryPage, request: HttpRequest | None) -> list[Piece]:
    if request is not None and getattr(request, "is_preview", False):
        return []
    can_be_heard = page.kind == StoryKind.ARTICLE and page.language == VIETNAMESE
    return [Piece(template_name="visits/pieces/story.html", context={"can_be_heard": can_be_heard})]


def _most_read() -> list[Piece]:
    found = most_read()
    if found is None:
        return []
    context = {"most_read": found.stories, "most_read_heading": most_read_heading(found.days)}
    return [Piece(template_name="visits/pieces/most_read.html", context=context)]

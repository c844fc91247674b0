"""The addresses of the feeds that a story is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from cms.website.enums import StoryKind
from cms.website.languages import ENGLISH

if TYPE_CHECKING:
    from cms.website.models import StoryPage

NAMES = ("rss.xml", "atom.xml", "feed.json")


def feeds_of(story: StoryPage, *, root: str) -> list[str]:
    """Absolute addresses below ``root`` (without its last slash), each in its three forms."""
    places: list[tuple[str, list[str]]] = []
    if story.kind == StoryKind.ISSUE:
        year, slug = story.url_path.rstrip("/").split("/")[-2:]
        places.append(("website:issue_feed", [year, slug]))
    elif story.translation_of_id is None:
        places.append(("website:feed", []))
        if story.unit_code:
            places.append(("website:unit_feed", [story.unit_code]))
        if story.section is not None:
            places.append(("website:section_feed", [story.section.slug]))
    if story.kind == StoryKind.ARTICLE and story.language == ENGLISH:
        places.append(("website:english_feed", []))
    return [root + reverse(view, args=[*arguments, name]) for view, arguments in places for name in NAMES]

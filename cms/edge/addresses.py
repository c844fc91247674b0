"""Which addresses a change of a story shows on. Apps above add theirs by the hook ``edge_addresses``.

What is not named here (deep pages of lists, searches) is kept for half a minute only, so it follows by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.urls import reverse
from wagtail import hooks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.website.models import StoryPage

HOOK = "edge_addresses"
FEEDS = ("rss.xml", "atom.xml", "feed.json")


class AddressProvider(Protocol):
    """What an app registers under the hook ``edge_addresses``."""

    def __call__(self, *, story: StoryPage) -> Iterable[str]:
        """Paths on which a change of the story shows, each beginning with a slash."""


def addresses_of(story: StoryPage) -> list[str]:
    """All paths on which a change of the story shows, each once."""
    providers: list[AddressProvider] = hooks.get_hooks(HOOK)
    return list(dict.fromkeys(path for provider in providers for path in provider(story=story) if path))


def of_the_site(*, story: StoryPage) -> list[str]:
    """The story's own address and those above it in the tree, its sections, the feeds and the sitemap."""
    section = story.section
    above = story.get_ancestors(inclusive=True).filter(depth__gt=1).live()
    pages = [page.get_url() or "" for page in above]
    own = story.get_url() or ""
    return [
        own,
        *pages,
        *([section.get_url() or "", section.get_parent().get_url() or ""] if section is not None else []),
        *(reverse("website:feed", args=[name]) for name in FEEDS),
        *(reverse("website:section_feed", args=[section.slug, name]) for name in FEEDS if section is not None),
        *(reverse("website:unit_feed", args=[story.unit_code, name]) for name in FEEDS if story.unit_code),
        reverse("website:sitemap"),
    ]

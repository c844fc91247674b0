"""Pieces that higher floors put on shared pages: the issue of the week on the front page, the issue below an article."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from wagtail import hooks

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from cms.website.models import Photo

HOOK = "reader_pieces"
# home_most_read: what most people read of late, on the front page; story_listen: below the head of a story, where it can be
# listened to; story_tools: beside the ways to share it; issue_after: below an issue. A slot without a provider shows
# nothing.
Slot = Literal[
    "home_issue", "home_most_read", "home_units", "story_listen", "story_tools", "story_after", "issue_after"
]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A template and what it needs; pieces of one slot stand in the order of ``order``."""

    template_name: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 100
    # Photos that the template shows: the page fetches their sizes together with its own.
    photos: tuple[Photo | None, ...] = ()


class PieceProvider(Protocol):
    """What an app registers under the hook ``reader_pieces``."""

    def __call__(self, *, slot: Slot, request: HttpRequest | None, page: Page | None) -> list[Piece]:
        """The app's pieces for a slot of a page; an empty list where it has none."""


def pieces_for(slot: Slot, *, request: HttpRequest | None, page: Page | None) -> list[Piece]:
    """All pieces for a slot, in their order."""
    found = [piece for provider in hooks.get_hooks(HOOK) for piece in provider(slot=slot, request=request, page=page)]
    return sorted(found, key=lambda piece: piece.order)

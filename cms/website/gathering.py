"""Which story gathers another: asked of the rooms above through a hook, because issues are theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from wagtail import hooks

if TYPE_CHECKING:
    from cms.website.models import StoryPage

HOOK: Final = "story_gathered_by"


class Gatherer(Protocol):
    """What an app registers under the hook ``story_gathered_by``."""

    def __call__(self, *, story: StoryPage) -> StoryPage | None:
        """The public story that gathers this one; None where the app knows of none."""


def gathered_by(story: StoryPage) -> StoryPage | None:
    """The public story (an issue) of which this one is a part."""
    return next((found for ask in hooks.get_hooks(HOOK) if (found := ask(story=story)) is not None), None)

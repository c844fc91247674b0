"""What changes of stories mean for the proxy: rows, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from cms.edge import actions
from cms.edge.addresses import addresses_of
from cms.website.signals import story_corrected, story_published, story_withdrawn

if TYPE_CHECKING:
    from cms.website.models import StoryVersion


@receiver([story_published, story_corrected, story_withdrawn], dispatch_uid="edge.purge")
def forget_what_shows_it(*, version: StoryVersion, **_signal: Any) -> None:
    """Every address that shows the story, or its absence, is forgotten."""
    if actions.has_edge():
        actions.request_purge(paths=addresses_of(version.story.specific), at=version.at)

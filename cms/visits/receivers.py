"""What happens to a story happens to its recording, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from cms.visits import recordings
from cms.website.signals import story_corrected, story_withdrawn

if TYPE_CHECKING:
    from cms.website.models import StoryVersion


@receiver(story_corrected, dispatch_uid="visits.corrected")
def listen_again(*, version: StoryVersion, **_signal: Any) -> None:
    """A corrected text needs somebody to listen to its recording again."""
    recordings.take_approval_away(story_id=version.story_id)


@receiver(story_withdrawn, dispatch_uid="visits.withdrawn")
def be_silent(*, version: StoryVersion, **_signal: Any) -> None:
    """A withdrawn story has no recording."""
    recordings.remove_of_story(story_id=version.story_id)

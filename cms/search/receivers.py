"""The index follows what happens to stories, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import page_unpublished

from cms.search import indexing
from cms.website.models import StoryPage, Topic
from cms.website.signals import story_corrected, story_published, story_withdrawn

if TYPE_CHECKING:
    from cms.website.models import StoryVersion


@receiver([story_published, story_corrected], dispatch_uid="reader_search.index")
def index_what_is_public(*, version: StoryVersion, **_signal: Any) -> None:
    """A story that went live or was corrected is found as it now reads."""
    indexing.index_stories([version.story_id])


@receiver(story_withdrawn, dispatch_uid="reader_search.remove")
def remove_what_was_withdrawn(*, version: StoryVersion, **_signal: Any) -> None:
    """A withdrawn story is found no more."""
    indexing.remove_stories([version.story_id])


@receiver(page_unpublished, dispatch_uid="reader_search.unpublished")
def remove_what_was_unpublished(*, instance: Any, **_signal: Any) -> None:
    """Nor is one that went off past our own action."""
    if isinstance(instance, StoryPage):
        indexing.remove_stories([instance.pk])


@receiver(post_save, sender=Topic, dispatch_uid="reader_search.topic")
def follow_the_topic(*, instance: Topic, created: bool, raw: bool = False, **_signal: Any) -> None:
    """A topic that moves to another section takes its stories along."""
    if not created and not raw:
        indexing.follow_topic(instance.pk, instance.section_id)

"""Which issues a published, corrected or withdrawn story touches: the issue that it is, or the one that it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulletin.issues.models import Issue
from cms.website.enums import StoryKind

if TYPE_CHECKING:
    from cms.website.models import StoryVersion


def issues_touched_by(version: StoryVersion) -> list[Issue]:
    """The public issues whose readers see something else after this version. For an issue, itself in any state."""
    if version.story.kind == StoryKind.ISSUE:
        return list(Issue.objects.select_related("page").filter(page_id=version.story_id))
    found = Issue.objects.select_related("page").filter(entries__article_id=version.story_id, page__live=True)
    return list(found.order_by("pk").distinct())

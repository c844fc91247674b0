"""What the reader's side announces becomes an edition, or its end, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bulletin.issues.affected import issues_touched_by
from bulletin.newsletter import actions
from cms.website.enums import StoryKind, VersionAction
from cms.website.signals import story_corrected, story_published, story_withdrawn

if TYPE_CHECKING:
    from cms.website.models import StoryVersion


def connect() -> None:
    """Listens; called once, when the app is ready."""
    for signal in (story_published, story_corrected, story_withdrawn):
        signal.connect(_on_version, dispatch_uid="bulletin.newsletter.receivers")


def _on_version(sender: type, *, version: StoryVersion, **kwargs: Any) -> None:
    is_issue = version.story.kind == StoryKind.ISSUE
    for issue in issues_touched_by(version):
        if is_issue and version.action == VersionAction.RETRACTED:
            actions.withdraw(issue=issue, now=version.at)
        elif is_issue and version.action == VersionAction.PUBLISHED:
            actions.open_edition(issue=issue, now=version.at)
        else:
            actions.change_content(issue=issue)

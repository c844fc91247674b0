"""What the reader's side announces becomes a row, in the same transaction: a new PDF, or none any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bulletin.issues.affected import issues_touched_by
from bulletin.pdf.actions import want, withdraw
from bulletin.pdf.enums import Kind
from cms.website.enums import StoryKind, VersionAction
from cms.website.signals import story_corrected, story_published, story_withdrawn

if TYPE_CHECKING:
    from cms.website.models import StoryVersion


def connect() -> None:
    """Listens; called once, when the app is ready."""
    for signal in (story_published, story_corrected, story_withdrawn):
        signal.connect(_on_version, dispatch_uid="bulletin.pdf.receivers")


def _on_version(sender: type, *, version: StoryVersion, **kwargs: Any) -> None:
    is_issue = version.story.kind == StoryKind.ISSUE
    for issue in issues_touched_by(version):
        if is_issue:
            withdraw(issue_id=issue.pk, kind=Kind.PREVIEW)
        if is_issue and version.action == VersionAction.RETRACTED:
            withdraw(issue_id=issue.pk, kind=Kind.PUBLIC)
        else:
            want(issue_id=issue.pk, kind=Kind.PUBLIC)

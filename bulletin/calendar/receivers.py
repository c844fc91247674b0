"""An article that is handed in finds the piece that was planned for it, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from bulletin.calendar import actions
from submissions.articles.enums import EventVerb
from submissions.articles.signals import submission_moved

if TYPE_CHECKING:
    from submissions.articles.models import Submission, SubmissionEvent


@receiver(submission_moved, dispatch_uid="calendar.link")
def link_the_planned_piece(*, submission: Submission, event: SubmissionEvent, **_signal: Any) -> None:
    """Looks at the text as it was handed in: the page's own row may be older."""
    if event.verb != EventVerb.SUBMIT or event.revision is None:
        return
    content = event.revision.content
    actions.link_what_was_handed_in(
        submission=submission, topic_id=content.get("topic"), audience=content.get("audience") or ""
    )

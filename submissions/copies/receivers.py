"""Articles that are handed in or published get their fingerprint in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from submissions.articles.enums import EventVerb, State
from submissions.articles.signals import submission_moved
from submissions.copies import actions

if TYPE_CHECKING:
    from submissions.articles.models import Submission, SubmissionEvent


@receiver(submission_moved, dispatch_uid="copies.index")
def index_what_was_handed_in(*, submission: Submission, event: SubmissionEvent, **_signal: Any) -> None:
    """Indexes the revision that was handed in, or that goes live (a publication or an approved correction)."""
    if event.revision is None:
        return
    if event.verb == EventVerb.SUBMIT or event.to_state == State.PUBLISHED:
        actions.index_article(submission_id=submission.pk, content=event.revision.content, now=event.at)

"""What moderation does when a lower room tells it that the ground of a decision is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from submissions.articles.enums import FINAL, SETTLED, EventVerb, State
from submissions.articles.models import Submission
from submissions.moderation import notifications, workflow
from submissions.moderation.actions.steps import forget_decisions, lay_down, leave
from submissions.moderation.transitions import Transition, find

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from cms.website.models import StoryVersion

# How a decision is taken back, by the state in which it was pinned.
BACK = {
    **dict.fromkeys(SETTLED, EventVerb.REOPEN),
    State.SECOND_REVIEW: EventVerb.RECONSIDER,
}


def take_back_decisions(sender: type, *, page_ids: set[int], actor: User, at: datetime, **kwargs: Any) -> None:
    """A photo was withdrawn: what was approved with it, and is not public, waits for the editors again.

    Runs inside the transaction of the withdrawal, which holds the locks of these submissions. The person need not be an
    editor, so the table is asked for the way and not for the person; the article goes into the pool, into nobody's hands.
    """
    decided = Submission.objects.filter(page_id__in=page_ids, state__in=BACK).order_by("pk")
    for submission in decided:
        _back_into_review(submission, actor=actor, at=at)


def tell_of_newer_original(sender: type, *, version: StoryVersion, **kwargs: Any) -> None:
    """The original of an English version was corrected: who keeps that version is told."""
    translation = Submission.objects.filter(page__translation_of=version.story_id).exclude(state__in=FINAL).first()
    if translation is not None:
        notifications.original_corrected(
            submission=translation, note=version.note, key=f"{version.pk}", now=version.at
        )


def _back_into_review(submission: Submission, *, actor: User, at: datetime) -> None:
    source = State(submission.state)
    was_approved = source in SETTLED
    forget_decisions(submission)
    lay_down(submission)
    reason = _(
        "A photo in it was withdrawn at the request of somebody in it. Take it out, then approve the article again."
    )
    leave(submission, _row(BACK[source], source), source, actor=actor, now=at, reason=reason)
    release = _row(EventVerb.RELEASE, State.IN_REVIEW)
    leave(submission, release, State.IN_REVIEW, actor=actor, now=at)
    if was_approved:
        # The round of the approval is over; a first approval of two has left its round open.
        workflow.begin(submission.page, user=actor)


def _row(verb: EventVerb, source: State) -> Transition:
    row = find(verb, source)
    if row is None:
        raise LookupError(f"The transition table knows no way to {verb} from {source}.")
    return row

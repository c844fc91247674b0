"""What an issue does when something happens to one of its articles or to its cover, inside that act's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from bulletin.issues.actions.decisions import reopen
from bulletin.issues.actions.steps import enter, leave
from bulletin.issues.enums import OUT, IssueState, IssueVerb
from bulletin.issues.models import Issue, IssueArticle, IssuePage
from bulletin.issues.signals import IssueChange, issue_changed
from cms.website.enums import StoryKind, VersionAction

if TYPE_CHECKING:
    from datetime import datetime

    from cms.website.models import StoryVersion

VERBS = {
    VersionAction.PUBLISHED: (IssueVerb.FOLLOW, IssueChange.FOLLOWED),
    VersionAction.UPDATED: (IssueVerb.CORRECT, IssueChange.CORRECTED),
    VersionAction.RETRACTED: (IssueVerb.LOSE, IssueChange.WITHDRAWN),
}
UNDECIDED_OR_WAITING = frozenset({IssueState.IN_REVIEW, IssueState.APPROVED, IssueState.SCHEDULED})


def follow_story(sender: type, *, version: StoryVersion, **kwargs: Any) -> None:
    """A story was published, corrected or withdrawn: the issue that holds it says so. A receiver of `cms.website`."""
    if version.story.kind == StoryKind.ISSUE:
        _follow_own_correction(version)
        return
    entry = (
        IssueArticle.objects.holding()
        .filter(article_id=version.story_id, issue__state__in=OUT)
        .select_related("article")
        .first()
    )
    if entry is None:
        return
    verb, change = VERBS[VersionAction(version.action)]
    issue, row, source = enter(entry.issue_id, verb, None)
    leave(issue, row, source, actor=None, now=version.at, reason=version.note, article=entry.article)
    issue_changed.send(sender=Issue, issue=issue, change=change, article=entry.article, at=version.at)


def follow_photo(sender: type, *, removal: Any, at: datetime, **kwargs: Any) -> None:
    """A photo was withdrawn: an issue that waits with it on its cover goes back to the desk. A receiver of the consents.

    What is live has been published without the photo by then; what is a draft has lost it and nothing else.
    """
    waiting = Issue.objects.filter(
        state__in=UNDECIDED_OR_WAITING, page__latest_revision__content__lead_image=removal.photo_id
    )
    for issue_id in list(waiting.order_by("pk").values_list("pk", flat=True)):
        reopen(
            issue_id=issue_id,
            actor=None,
            reason=_("The photo on its cover was withdrawn by somebody in it. Choose another cover."),
            now=at,
        )


def _follow_own_correction(version: StoryVersion) -> None:
    """The issue itself was published anew, without a photo: its row names what readers have now."""
    if version.action != VersionAction.UPDATED:
        return
    issue_id = IssuePage.objects.values_list("issue__pk", flat=True).get(pk=version.story_id)
    issue, row, source = enter(issue_id, IssueVerb.COVER, None)
    issue.approved_revision = version.revision
    leave(issue, row, source, actor=None, now=version.at, reason=version.note)
    issue_changed.send(sender=Issue, issue=issue, change=IssueChange.COVER, article=None, at=version.at)

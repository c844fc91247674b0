"""Closed lists of the issues."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IssueState(models.TextChoices):
    """Where an issue stands."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("Before the board")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    PARTIAL = "partial", _("Partially published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Readers have it, whole or in part: what the quota of the month and the reports count as a published bulletin.
OUT = frozenset({IssueState.PUBLISHED, IssueState.PARTIAL})
# On its way to readers with the board's yes; still in work at the desk or before the board.
TO_COME_STATES = frozenset({IssueState.APPROVED, IssueState.SCHEDULED})
IN_WORK_STATES = frozenset({IssueState.DRAFT, IssueState.IN_REVIEW})

# The board has said yes, and that is pinned to a revision.
PINNED = OUT | {IssueState.APPROVED, IssueState.SCHEDULED}
# Nobody changes what stands in it: neither its articles nor their order nor its words.
CLOSED = PINNED | {IssueState.WITHDRAWN}
# Once readers had it, it has a time of publication for ever.
WAS_OUT = OUT | {IssueState.WITHDRAWN}


class IssueVerb(models.TextChoices):
    """What happens to an issue."""

    CREATE = "create", _("Created")
    COMPOSE = "compose", _("Composed")
    SUBMIT = "submit", _("Put before the board")
    RETURN = "return", _("Returned")
    APPROVE = "approve", _("Approved")
    REOPEN = "reopen", _("Reopened")
    SCHEDULE = "schedule", _("Scheduled")
    UNSCHEDULE = "unschedule", _("Unscheduled")
    PUBLISH = "publish", _("Published")
    PUBLISH_PART = "publish_part", _("Published without some articles")
    COMPLETE = "complete", _("Published the rest")
    FOLLOW = "follow", _("An article followed")
    CORRECT = "correct", _("An article was corrected")
    LOSE = "lose", _("An article was withdrawn")
    COVER = "cover", _("A photo was taken out")
    LET_GO = "let_go", _("An article was let go")
    WITHDRAW = "withdraw", _("Withdrawn")


# Verbs that answer to what happened to an article or a photo: nobody has a button for them.
BY_EVENT = frozenset({IssueVerb.FOLLOW, IssueVerb.CORRECT, IssueVerb.LOSE, IssueVerb.COVER})


class ArticlesAfter(models.TextChoices):
    """What becomes of an issue's articles when it is withdrawn. Whoever withdraws it has to say."""

    KEEP = "keep", _("They stay on the site and may stand in a later issue")
    WITHDRAW = "withdraw", _("They are withdrawn with it, here and wherever they were sent")

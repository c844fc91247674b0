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
    WITHDRAWN = "withdrawn", _("Withdrawn")


# What readers have: the one place that says which states count as published.
PUBLIC_STATES = frozenset({IssueState.PUBLISHED})
# On its way to readers with the board's yes; still in work at the desk or before the board.
TO_COME_STATES = frozenset({IssueState.APPROVED, IssueState.SCHEDULED})
IN_WORK_STATES = frozenset({IssueState.DRAFT, IssueState.IN_REVIEW})

# The board has said yes, and that is pinned to a revision.
PINNED = frozenset({IssueState.APPROVED, IssueState.SCHEDULED, IssueState.PUBLISHED})


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

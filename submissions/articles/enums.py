"""Closed lists of the articles: genres, and the states of a submission with their named sets."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Genre(models.TextChoices):
    """The genre of an article."""

    NEWS = "news", _("News item")
    ARTICLE = "article", _("Feature article")
    REPORTAGE = "reportage", _("Reportage")
    PHOTO_STORY = "photo_story", _("Photo story")
    INTERVIEW = "interview", _("Interview")
    QA = "qa", _("Questions and answers")
    INFOGRAPHIC = "infographic", _("Infographic")
    VIDEO = "video", _("Motion graphic")


class State(models.TextChoices):
    """Where a submission stands. The table of moves between them is `submissions.moderation.transitions`."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    CORRECTING = "correcting", _("Correction in review")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Whose hands an article is in.
WITH_UNIT = frozenset({State.DRAFT, State.RETURNED})
WITH_EDITORS = frozenset({State.SUBMITTED, State.IN_REVIEW, State.CORRECTING})
# A decision has been made and not (yet) undone; the content is closed.
SETTLED = frozenset({State.APPROVED, State.SCHEDULED})
PUBLIC = frozenset({State.PUBLISHED, State.CORRECTING})
FINAL = frozenset({State.REJECTED, State.WITHDRAWN})
EDITABLE = WITH_UNIT | WITH_EDITORS
# States in which a decision is pinned to a revision.
PINNED = SETTLED | PUBLIC
IN_REVIEW_STATES = frozenset({State.SUBMITTED, State.IN_REVIEW})
READY_FOR_ISSUE = frozenset({State.APPROVED, State.SCHEDULED, State.PUBLISHED})


class EventVerb(models.TextChoices):
    """What happened to a submission: the verbs of the transition table and the edits between them."""

    CREATE = "create", _("Created")
    EDIT = "edit", _("Edited")
    SUBMIT = "submit", _("Submitted")
    CLAIM = "claim", _("Claimed")
    RELEASE = "release", _("Released")
    RETURN = "return", _("Returned")
    APPROVE = "approve", _("Approved")
    REJECT = "reject", _("Rejected")
    REOPEN = "reopen", _("Reopened")
    SCHEDULE = "schedule", _("Scheduled")
    UNSCHEDULE = "unschedule", _("Unscheduled")
    PUBLISH = "publish", _("Published")
    CORRECT = "correct", _("Correction started")
    DROP_CORRECTION = "drop_correction", _("Correction dropped")
    WITHDRAW = "withdraw", _("Withdrawn")
    CONFIRM = "confirm", _("Confirmed at the other end")

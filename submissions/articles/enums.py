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
    TO_RELEASE = "to_release", _("With the head of unit")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    SECOND_REVIEW = "second", _("For the second reviewer")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    CORRECTING = "correcting", _("Correction in review")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Whose hands an article is in.
WITH_UNIT = frozenset({State.DRAFT, State.RETURNED})
WITH_HEAD = frozenset({State.TO_RELEASE})
WITH_EDITORS = frozenset({State.SUBMITTED, State.IN_REVIEW, State.CORRECTING})
# Before the editors, its text open or not: a round of Wagtail's workflow is in progress.
UNDER_REVIEW = WITH_EDITORS | {State.SECOND_REVIEW}
# A decision has been made and not (yet) undone; the content is closed.
SETTLED = frozenset({State.APPROVED, State.SCHEDULED})
PUBLIC = frozenset({State.PUBLISHED, State.CORRECTING})
FINAL = frozenset({State.REJECTED, State.WITHDRAWN})
EDITABLE = WITH_UNIT | WITH_HEAD | WITH_EDITORS
# States in which a decision is pinned to a revision.
PINNED = SETTLED | PUBLIC
IN_REVIEW_STATES = frozenset({State.SUBMITTED, State.IN_REVIEW, State.SECOND_REVIEW})
READY_FOR_ISSUE = frozenset({State.APPROVED, State.SCHEDULED, State.PUBLISHED})


class EventVerb(models.TextChoices):
    """What happened to a submission: the verbs of the transition table and the edits between them."""

    CREATE = "create", _("Created")
    EDIT = "edit", _("Edited")
    FRAME = "frame", _("Photo framed")
    PROPOSE = "propose", _("Put before the head of unit")
    SEND_BACK = "send_back", _("Given back by the head of unit")
    SUBMIT = "submit", _("Submitted")
    CLAIM = "claim", _("Claimed")
    RELEASE = "release", _("Released")
    TAKE_OVER = "take_over", _("Taken over")
    ASSIGN = "assign", _("Assigned")
    ASK_SECOND = "ask_second", _("Second reviewer asked for")
    WAIVE_SECOND = "waive_second", _("Second reviewer waived")
    ENDORSE = "endorse", _("Approved by the first reviewer")
    RECONSIDER = "reconsider", _("Taken back into review")
    ASK_BOARD = "ask_board", _("Put before the board")
    BOARD_LINK = "board_link", _("Approved through a link")
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

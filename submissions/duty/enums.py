"""Closed lists of the reminders."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from submissions.duty.ladder import Level


class ReminderKind(models.TextChoices):
    """What sent a reminder."""

    BEFORE = "before", _("Before the cut-off")
    LATE = "late", _("After the cut-off")
    BY_HAND = "by_hand", _("By hand")


class ReminderAbout(models.TextChoices):
    """What a unit is reminded of."""

    NOTHING = "nothing", _("Nothing handed in")
    DRAFT = "draft", _("A draft that was not sent")
    RELEASE = "release", _("An article that waits for the head of unit")
    RETURNED = "returned", _("A returned article")


class ReminderLevel(models.IntegerChoices):
    """How far up a reminder went."""

    WRITERS = Level.WRITERS.value, _("Writers")
    HEADS = Level.HEADS.value, _("Writers and head")
    DESK = Level.DESK.value, _("Writers, head and desk")

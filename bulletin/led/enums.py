"""Closed lists of the screens and their messages."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

# What three metres and ten seconds bear: some twenty words, the most important ones big.
HEADLINE: Final = 90
SECOND_LINE: Final = 140


class MessageKind(models.TextChoices):
    """What a message is about; it stands above the headline."""

    NOTICE = "notice", _("Notice")
    SERVICE = "service", _("Opening hours and counters")
    HEALTH = "health", _("Health advice")
    URGENT = "urgent", _("Urgent")


class MessageState(models.TextChoices):
    """Where a message stands. Whether it is shown also depends on its times."""

    WAITING = "waiting", _("Waits for a second person")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ScreenState(models.TextChoices):
    """What a screen shows."""

    SHOWING = "showing", _("Shows the rotation")
    CLEARED = "cleared", _("Cleared: the department's name only")
    RETIRED = "retired", _("Out of use")


class MessageVerb(StrEnum):
    """What people do with a message."""

    WRITE = "write"
    CHANGE = "change"
    APPROVE = "approve"
    RETURN = "return"
    WITHDRAW = "withdraw"


class ScreenVerb(StrEnum):
    """What people do with a screen."""

    ADD = "add"
    DESCRIBE = "describe"
    CLEAR = "clear"
    RELEASE = "release"
    NEW_KEY = "new_key"
    RETIRE = "retire"


class Verb(models.TextChoices):
    """Both of them and those for all screens, as the history names them."""

    WRITE = "write", _("Message written")
    CHANGE = "change", _("Message changed")
    APPROVE = "approve", _("Message approved")
    RETURN = "return", _("Message returned")
    WITHDRAW = "withdraw", _("Message withdrawn")
    ADD = "add", _("Screen added")
    DESCRIBE = "describe", _("Screen described anew")
    CLEAR = "clear", _("Screen cleared")
    RELEASE = "release", _("Screen released")
    NEW_KEY = "new_key", _("New address made, the old one ended")
    RETIRE = "retire", _("Screen taken down")
    CLEAR_ALL = "clear_all", _("All screens cleared")
    RELEASE_ALL = "release_all", _("All screens released")


class CardKind(models.TextChoices):
    """What a screen says that it is showing."""

    NAME = "name", _("The department's name")
    MESSAGE = "message", _("A message")
    ISSUE = "issue", _("The newest issue")
    STORY = "story", _("An article's headline")

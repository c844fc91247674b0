"""Closed lists of the mailbox."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """How a received mail stands."""

    WAITING = "waiting", _("Waiting")
    TAKEN = "taken", _("Gone through, its answer is owed")
    ANSWERED = "answered", _("Answered")
    REFUSED = "refused", _("Left alone")


class Reason(models.TextChoices):
    """Why nothing came of a mail. The first group is never answered, the second is."""

    UNKNOWN_SENDER = "unknown_sender", _("the sender is nobody of a unit")
    AUTOMATIC = "automatic", _("an automatic mail or a mailing list")
    FORGED = "forged", _("the mail server calls the sender forged")
    TOO_MANY = "too_many", _("more mails in a day than the rule allows")
    LEFT = "left", _("the sender has left the unit meanwhile")

    NO_FILE = "no_file", _("no Word file is attached")
    WHICH_UNIT = "which_unit", _("the sender belongs to several units and named none")
    TOO_LARGE = "too_large", _("the mail is too large")
    UNREADABLE = "unreadable", _("the mail is not built as mails are")


# Answering these would tell a stranger something, or begin a conversation between two machines.
SILENT = frozenset({Reason.UNKNOWN_SENDER, Reason.AUTOMATIC, Reason.FORGED, Reason.TOO_MANY, Reason.LEFT})

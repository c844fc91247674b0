"""Closed lists of the PDFs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """For whom a PDF is made."""

    PUBLIC = "public", _("For readers")
    PREVIEW = "preview", _("For the desk, before publication")


class State(models.TextChoices):
    """Where the PDF of an issue stands."""

    WAITING = "waiting", _("Waiting to be made")
    PRINTING = "printing", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Fault(models.TextChoices):
    """Why a PDF could not be made."""

    NO_LIBRARY = "no_library", _("The library Pango is missing on the worker's machine")
    TOO_LONG = "too_long", _("It took too long or too much memory")
    BROKEN = "broken", _("The press stopped with an error")


# Nothing is on the way to a reader while the row is in one of these.
UNDER_WAY = frozenset({State.WAITING, State.PRINTING})

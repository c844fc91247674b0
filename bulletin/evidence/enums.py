"""Closed lists of the proofs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """Whose page a capture shows."""

    OURS = "ours", _("Our own page")
    THEIRS = "theirs", _("The page at the other end")


class State(models.TextChoices):
    """Where a proof file stands."""

    WAITING = "waiting", _("Waiting to be made")
    PRINTING = "printing", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")


UNDER_WAY = frozenset({State.WAITING, State.PRINTING})

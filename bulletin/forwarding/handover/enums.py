"""The states of a task for a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskState(models.TextChoices):
    """Where a task stands: with the person, with our own look, or at its end."""

    OPEN = "open", _("To be done")
    STATED = "stated", _("Said to be done; being checked")
    DONE = "done", _("Done")
    VOID = "void", _("No longer needed")


class Proof(models.TextChoices):
    """What a finished task rests on."""

    SEEN = "seen", _("Seen by our own look")
    WORD = "word", _("The person's word")


ONGOING = frozenset({TaskState.OPEN, TaskState.STATED})

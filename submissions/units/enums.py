"""Closed lists of the units."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What sort of body a unit is."""

    OFFICE = "office", _("Office of the department")
    BRANCH = "branch", _("Sub-department")
    HOSPITAL = "hospital", _("Hospital")
    CENTRE = "centre", _("Specialised centre")
    HEALTH_CENTRE = "health_centre", _("Health centre")


class UnitRole(models.TextChoices):
    """What a person is in a unit."""

    WRITER = "writer", _("Contributor")
    HEAD = "head", _("Head of unit")


class NoticeKind(models.TextChoices):
    """What a unit is told by mail; for each kind the unit says who of its people is told."""

    RESULTS = "results", _("What came of an article")
    REMINDERS = "reminders", _("Reminders before the cut-off")
    LATE = "late", _("The unit is late")
    RELEASE = "release", _("An article waits for the head's release")
    DIGEST = "digest", _("The month in numbers")


class InvitationState(models.TextChoices):
    """How an invitation stands. One that was not taken up in time is pending still, and its link is dead."""

    PENDING = "pending", _("Not taken up yet")
    ACCEPTED = "accepted", _("Taken up")
    CANCELLED = "cancelled", _("Taken back")


class AccountVerb(models.TextChoices):
    """What was done to somebody's account or part in a unit."""

    INVITED = "invited", _("invited")
    RESENT = "resent", _("sent the invitation again to")
    CANCELLED = "cancelled", _("took back the invitation of")
    JOINED = "joined", _("took up the invitation:")
    ADDED = "added", _("added")
    ENDED = "ended", _("ended the membership of")
    CORRECTED = "corrected", _("corrected the name or phone of")
    ROLES = "roles", _("changed the roles of")
    ADDRESS = "address", _("changed the sign-in address of")
    CLOSED = "closed", _("closed the account of")
    REOPENED = "reopened", _("reopened the account of")
    SETTINGS = "settings", _("changed the settings of")

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

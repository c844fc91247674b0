"""Closed lists of the reader's side."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoryKind(models.TextChoices):
    """What a story is; told by its class and kept in a column."""

    ARTICLE = "article", _("Article")
    ISSUE = "issue", _("Issue")


class Audience(models.TextChoices):
    """Whom a story is written for."""

    CITIZENS = "citizens", _("Citizens")
    STAFF = "staff", _("Officials and staff")
    BUSINESSES = "businesses", _("Businesses")
    INVESTORS = "investors", _("Investors")
    PATIENTS = "patients", _("Patients")


class ReaderGroup(models.TextChoices):
    """The doors by which readers come in; each gathers one or two audiences of stories."""

    STAFF = "staff", _("Officials and staff")
    PUBLIC = "public", _("Citizens")
    BUSINESS = "business", _("Businesses")


GATHERED = {
    ReaderGroup.STAFF: frozenset({Audience.STAFF}),
    ReaderGroup.PUBLIC: frozenset({Audience.CITIZENS, Audience.PATIENTS}),
    ReaderGroup.BUSINESS: frozenset({Audience.BUSINESSES, Audience.INVESTORS}),
}


class VersionAction(models.TextChoices):
    """What a version did to the public's view of a story."""

    PUBLISHED = "published", _("Published")
    UPDATED = "updated", _("Corrected")
    RETRACTED = "retracted", _("Withdrawn")


class People(models.TextChoices):
    """Who can be recognised in a photo. Empty on a photo means that nobody has said so yet."""

    NOBODY = "nobody", _("Nobody can be recognised")
    STAFF = "staff", _("Staff or officials on duty")
    CITIZENS = "citizens", _("Patients or citizens who can be recognised")
    CHILDREN = "children", _("Children who can be recognised")


# Their photo is shown with a written consent only.
NEED_CONSENT = frozenset({People.CITIZENS, People.CHILDREN})

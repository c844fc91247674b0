"""Closed lists of the consents."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What somebody agreed to have their photo used for."""

    ARTICLE = "article", _("This article only")
    BULLETIN = "bulletin", _("The bulletin and the province's site")
    OUTREACH = "outreach", _("Any outreach of the department")


class Outcome(models.TextChoices):
    """What became of a story when one of its photos was taken down."""

    REPUBLISHED = "republished", _("Readers have a new version without the photo")
    UNSETTLED = "unsettled", _("The approval was taken back; the article is in review again")
    HELD = "held", _("Not public; it can't be handed in or approved with the photo")
    COVER_REMOVED = "cover", _("Not public; the photo was taken off its cover")

"""Closed lists of the plan."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Span(models.TextChoices):
    """The time in which the asked number of articles is due."""

    MONTH = "month", _("a month")
    QUARTER = "quarter", _("a quarter")
    YEAR = "year", _("a year")


MONTHS_OF: Final = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}

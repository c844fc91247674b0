"""Closed lists of the calendar."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """What stands in the calendar."""

    CUT_OFF = "cut_off", _("Cut-off")
    REPORT = "report", _("Report")
    DUE = "due", _("Due time")
    PIECE = "piece", _("Planned piece")
    ARTICLE = "article", _("Scheduled article")
    ISSUE = "issue", _("Issue")
    HOLIDAY = "holiday", _("Holiday")


ICONS: dict[str, str] = {
    EntryKind.CUT_OFF: "time",
    EntryKind.REPORT: "doc-full-inverse",
    EntryKind.DUE: "warning",
    EntryKind.PIECE: "edit",
    EntryKind.ARTICLE: "date",
    EntryKind.ISSUE: "doc-full",
    EntryKind.HOLIDAY: "calendar-alt",
}

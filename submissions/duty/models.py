"""Exemptions from the monthly duty, and the reminders that were sent about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import Notice
from submissions.duty.enums import ReminderAbout, ReminderKind, ReminderLevel
from submissions.units.models import Unit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Exemption(models.Model):
    """A unit owes nothing for a month, by a document that says so."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="exemptions")
    period = models.DateField(_("month"))
    document = models.CharField(_("number of the document"), max_length=120)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField(_("entered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        constraints = [
            models.UniqueConstraint(fields=["unit", "period"], name="one_exemption_a_month"),
            models.CheckConstraint(condition=~Q(document=""), name="exemption_names_its_document"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period:%m/%Y}: {self.document}"


class Reminder(models.Model):
    """A unit was reminded of what it owes for a month. Append-only.

    ``period`` is the first day of that month. ``step`` is the distance of the ladder's step from the cut-off in days,
    negative before it; a reminder by hand has none and names who sent it. ``day`` is the local day of ``sent_at``: a
    unit is reminded once a day at most, whoever does it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="reminders")
    period = models.DateField(_("month"))
    step = models.SmallIntegerField(_("days from the cut-off"), null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=ReminderLevel.choices)
    kind = models.CharField(_("kind"), max_length=8, choices=ReminderKind.choices)
    about = models.CharField(_("about"), max_length=8, choices=ReminderAbout.choices)
    day = models.DateField(_("day"))
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(_("words of the desk"), blank=True)

    if TYPE_CHECKING:
        recipients: RelatedManager[ReminderRecipient]

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["period", "unit"], name="reminder_by_month")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "period", "step"], name="one_reminder_a_step"),
            models.UniqueConstraint(fields=["unit", "day"], name="one_reminder_a_day"),
            models.CheckConstraint(
                condition=Q(kind=ReminderKind.BY_HAND, step__isnull=True, sent_by__isnull=False)
                | Q(kind=ReminderKind.BEFORE, step__isnull=False, step__lte=0, sent_by__isnull=True)
                | Q(kind=ReminderKind.LATE, step__isnull=False, step__gt=0, sent_by__isnull=True),
                name="reminder_is_a_step_or_by_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period:%m/%Y}: {self.get_kind_display()} {self.day:%d/%m}"


class ReminderRecipient(models.Model):
    """Somebody who was told by a reminder, and the notice that says so with its mail."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="recipients")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("recipient of a reminder")
        verbose_name_plural = _("recipients of a reminder")
        constraints = [models.UniqueConstraint(fields=["reminder", "person"], name="one_recipient_a_reminder")]

    def __str__(self) -> str:
        return f"{self.person} · {self.reminder_id}"

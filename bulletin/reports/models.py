"""Reports that were sent: frozen with the figures they had."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FrozenReport(models.Model):
    """The figures of a report as they were when it was sent. Later changes show as a difference; it never changes.

    A replacement is a new row with the next ``number`` for the same period.
    """

    kind = models.CharField(_("kind"), max_length=10)
    period = models.CharField(_("period"), max_length=10)
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    figures = models.JSONField(_("figures"))
    frozen_at = models.DateTimeField(_("frozen at"))
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("frozen report")
        verbose_name_plural = _("frozen reports")
        ordering = ["kind", "period", "number"]
        constraints = [models.UniqueConstraint(fields=["kind", "period", "number"], name="one_report_a_number")]

    def __str__(self) -> str:
        return f"{self.kind} {self.period} ({self.number})"

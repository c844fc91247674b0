"""Exemptions from the monthly duty."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from submissions.units.models import Unit


class Exemption(models.Model):
    """A unit owes nothing for a month, by a document that says so."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="exemptions")
    period = models.DateField(_("month"))
    document = models.CharField(_("number of the document"), max_length=120)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        constraints = [
            models.UniqueConstraint(fields=["unit", "period"], name="one_exemption_a_month"),
            models.CheckConstraint(condition=~Q(document=""), name="exemption_names_its_document"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period:%m/%Y}: {self.document}"

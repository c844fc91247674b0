"""The half of the fencing token that lies in the database; the other half is a file beside the installation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Fence(models.Model):
    """One row, which goes on while the installation works.

    ``counter`` only ever grows; ``token`` is new with each step, ``previous`` is the one before: a process that is
    killed between the commit and the file leaves the file one step behind. ``epoch`` counts how often an administrator
    has said that this database is the one that sends.
    """

    key = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    epoch = models.PositiveIntegerField(_("epoch"), default=1)
    counter = models.PositiveBigIntegerField(_("counter"), default=1)
    token = models.CharField(_("token"), max_length=32)
    previous = models.CharField(_("token before"), max_length=32, blank=True)
    advanced_at = models.DateTimeField(_("advanced at"))

    class Meta:
        verbose_name = _("fencing token")
        verbose_name_plural = _("fencing tokens")
        constraints = [models.CheckConstraint(condition=Q(key=1), name="fence_is_one_row")]

    def __str__(self) -> str:
        return f"{self.epoch}.{self.counter}"

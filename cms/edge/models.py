"""Addresses whose kept copies have to go."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Purge(models.Model):
    """One address that every proxy has to forget, written in the transaction that changed the page behind it.

    Rows of one address may stand beside each other: a change that is committed while an earlier row is being carried
    out must not be taken for that one. Forgetting twice does no harm, so nobody claims a row.
    """

    path = models.CharField(_("address"), max_length=1000)
    created_at = models.DateTimeField(_("at"))
    due_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    done_at = models.DateTimeField(_("done at"), null=True)
    error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("address to forget")
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at__isnull=True), name="purge_open")]

    def __str__(self) -> str:
        return self.path

"""What adapters note about their destinations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RemoteNote(models.Model):
    """One note of an adapter: a picture's id at the other site by its hash, a post's by the article's id."""

    destination = models.ForeignKey("forwarding.Destination", on_delete=models.CASCADE, related_name="notes")
    key = models.CharField(_("key"), max_length=200)
    value = models.CharField(_("value"), max_length=500)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("note about another site")
        verbose_name_plural = _("notes about other sites")
        constraints = [models.UniqueConstraint(fields=["destination", "key"], name="remote_note_one_a_key")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"

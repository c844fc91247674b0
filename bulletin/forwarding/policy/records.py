"""The record of a destination's policies: what was in force until when, who changed it and why."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PolicyChange(models.Model):
    """One change of a destination's policy. Append-only: the policy of any moment can be told from it."""

    destination = models.ForeignKey("forwarding.Destination", on_delete=models.PROTECT, related_name="policy_changes")
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.CharField(_("by"), max_length=40, blank=True)
    reason = models.TextField(_("reason"))
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))

    class Meta:
        verbose_name = _("change of a policy")
        verbose_name_plural = _("changes of policies")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(actor__isnull=False) | ~Q(by=""), name="policy_change_names_who"),
            models.CheckConstraint(condition=~Q(reason=""), name="policy_change_says_why"),
        ]
        indexes = [models.Index(fields=["destination", "at"], name="policy_change_by_moment")]

    def __str__(self) -> str:
        return f"{self.destination_id} {self.at:%d/%m/%Y %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds; AppendOnly where the row exists already."""
        from bulletin.forwarding.models import AppendOnly

        if self.pk is not None:
            raise AppendOnly(str(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        from bulletin.forwarding.models import AppendOnly

        raise AppendOnly(str(self))

"""The change feed's own order: which delivery stands at which place of a destination's feed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PullChange(models.Model):
    """One place in the feed of a destination that fetches by itself.

    ``position`` counts from 1 without gaps. It is given to deliveries that are committed already, under the lock of the
    destination's row, so a reader who has seen a position has seen, or can still see, everything before it.
    """

    destination = models.ForeignKey("forwarding.Destination", on_delete=models.PROTECT, related_name="pull_changes")
    position = models.PositiveBigIntegerField(_("position"))
    delivery = models.ForeignKey("forwarding.Delivery", on_delete=models.PROTECT, related_name="pull_changes")
    offered_at = models.DateTimeField(_("offered at"))
    acknowledged_at = models.DateTimeField(_("fetched at"), null=True, blank=True)

    class Meta:
        verbose_name = _("place in a change feed")
        verbose_name_plural = _("places in change feeds")
        ordering = ["destination", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["destination", "position"], name="pull_change_one_a_position"),
            models.UniqueConstraint(
                fields=["delivery"], condition=Q(acknowledged_at__isnull=True), name="pull_change_one_open"
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="pull_positions_from_one"),
        ]
        indexes = [
            models.Index(
                fields=["destination", "position"], condition=Q(acknowledged_at__isnull=True), name="pull_change_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.destination_id} #{self.position}"

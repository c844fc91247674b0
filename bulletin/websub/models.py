"""One row for each thing that a hub is to be told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Ping(models.Model):
    """A hub is told that some feeds changed: promised in the transaction of the publication, sent by the worker after it.

    ``feeds`` are the addresses of the feeds. To tell a hub twice does no harm: it fetches the feed and compares.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    hub = models.CharField(_("hub"), max_length=500)
    version = models.ForeignKey(
        "website.StoryVersion", verbose_name=_("published version"), on_delete=models.CASCADE, related_name="+"
    )
    feeds = models.JSONField(_("feeds"), default=list)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ping of a hub")
        verbose_name_plural = _("pings of hubs")
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state="waiting"), name="ping_waiting"),
            models.Index(fields=["settled_at"], name="ping_settled"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["hub", "version"], name="one_ping_a_version"),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at__isnull=True)
                | ~Q(state="waiting") & Q(settled_at__isnull=False),
                name="settled_pings_have_their_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hub} · {self.get_state_display()}"

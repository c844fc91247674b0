"""What is wrong with forwarding and who was told of it, as rows; and the beats by which silence is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bulletin.forwarding.errors import AppendOnly

if TYPE_CHECKING:
    from datetime import datetime


class Cause(models.TextChoices):
    """What can be wrong. The value also names its page in ``docs/runbooks``, after ``forwarding-``, and its place in the guide."""

    PAUSED = "paused", _("Destination paused")
    UNKNOWN = "unknown", _("Nobody knows whether it arrived")
    TAKEDOWN = "takedown", _("Takedown not confirmed")
    LATE = "late", _("Waits too long")
    BACKLOG = "backlog", _("Too many wait")
    SILENT = "silent", _("The machine is silent")
    MISSING = "missing", _("Published without a row")


class AlarmVerb(models.TextChoices):
    """What can happen to an alarm."""

    RAISE = "raise", _("raised")
    RETURN = "return", _("came back")
    TELL = "tell", _("mailed")
    ACKNOWLEDGE = "acknowledge", _("taken note of")
    END = "end", _("ended by itself")


class AlarmQuerySet(models.QuerySet["Alarm"]):
    """Alarms by whether their cause is still there."""

    def open(self) -> AlarmQuerySet:
        """The cause is there."""
        return self.filter(resolved_at__isnull=True)

    def unseen(self) -> AlarmQuerySet:
        """Open, and nobody has taken note since it was raised or came back."""
        return self.open().filter(acknowledged_at__isnull=True)


class Alarm(models.Model):
    """One cause at one subject, from the moment it was seen until it is gone.

    ``subject`` names what it is about, so that two processes cannot raise the same one; ``since`` is when the thing
    itself began, ``number`` how many rows are concerned, ``detail`` a title or a reason in the ledger's own words.
    Nobody is told before ``due_at``. ``told_at`` outlives the end: one that comes back within the period is not
    mailed a second time.
    """

    cause = models.CharField(_("cause"), max_length=12, choices=Cause.choices)
    subject = models.CharField(_("subject"), max_length=120)
    destination = models.ForeignKey(
        "forwarding.Destination", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Deliveries are kept for ever. A constraint would make the evaluation wait for rows that workers have locked while
    # they, pausing a destination, wait for the alarm.
    delivery = models.ForeignKey(
        "forwarding.Delivery", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    number = models.PositiveIntegerField(_("number"), default=1)
    detail = models.CharField(_("detail"), max_length=500, blank=True)
    since = models.DateTimeField(_("since"))
    first_seen_at = models.DateTimeField(_("first seen at"))
    last_seen_at = models.DateTimeField(_("last seen at"))
    due_at = models.DateTimeField(_("to be told from"))
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("taken note of at"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects: ClassVar[AlarmQuerySet] = AlarmQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cause", "subject"], condition=Q(resolved_at__isnull=True), name="alarm_open_once"
            ),
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="alarm_cause_known"),
            models.CheckConstraint(condition=~Q(subject=""), name="alarm_has_a_subject"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="alarm_acknowledged_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["cause", "subject", "-id"], name="alarm_by_subject")]

    def __str__(self) -> str:
        return f"{self.cause} {self.subject}"

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    @property
    def quiet_since(self) -> datetime | None:
        """The later of the last mail and the last time that somebody took note; None where neither was."""
        moments = [moment for moment in (self.told_at, self.acknowledged_at) if moment is not None]
        return max(moments, default=None)


class AlarmEvent(models.Model):
    """One line of an alarm's history. ``actor`` is empty where the system did it."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(_("verb"), max_length=12, choices=AlarmVerb.choices)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("event of an alarm")
        verbose_name_plural = _("events of alarms")
        ordering = ["alarm", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=AlarmVerb.values), name="alarm_event_verb_known"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.alarm_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds; AppendOnly where the row exists already."""
        if self.pk is not None:
            raise AppendOnly(str(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise AppendOnly(str(self))


class Pulse(models.Model):
    """When a periodic task last ran, and since when it has run without a gap."""

    name = models.CharField(_("name"), max_length=20, primary_key=True)
    beaten_at = models.DateTimeField(_("last run at"))
    steady_since = models.DateTimeField(_("without a gap since"))

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")

    def __str__(self) -> str:
        return self.name

"""The bulletin by mail: who wants it, an edition for each issue, and a row for each (edition, subscriber)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bulletin.issues.models import Issue
from bulletin.newsletter.states import CLAIMABLE, OPEN, EditionState, Standing, State


class Subscriber(models.Model):
    """An address whose owner asked for the bulletin; the address is all that is known of a person.

    ``key`` is in the links of that person's mails and nowhere else; ``nonce`` makes the link of a confirmation work
    once. ``asked_count`` counts the mails that were asked for on ``asked_on``, so that nobody floods somebody else.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing.choices, default=Standing.PENDING)
    key = models.UUIDField(_("key of the links"), default=uuid4, unique=True, editable=False)
    nonce = models.UUIDField(_("key of the confirmation"), null=True, editable=False)
    asked_at = models.DateTimeField(_("asked"))
    asked_on = models.DateField(_("day of the count"))
    asked_count = models.PositiveSmallIntegerField(_("mails asked for on that day"), default=0)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(standing="active") | Q(confirmed_at__isnull=False), name="subscriber_active_confirmed"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=["suspended", "ended"], ended_at__isnull=False)
                | Q(standing__in=["pending", "active"], ended_at__isnull=True),
                name="subscriber_end_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(standing="pending") | Q(nonce__isnull=False), name="subscriber_pending_has_nonce"
            ),
        ]
        indexes = [
            models.Index(fields=["standing", "id"], name="subscriber_by_standing"),
            models.Index(fields=["asked_at"], name="subscriber_asked"),
        ]

    def __str__(self) -> str:
        return self.email


class Edition(models.Model):
    """An issue as a mail to everybody who had confirmed when it was published.

    ``content_version`` counts what readers of the issue see: a mail is claimed for one version, so that nothing leaves
    that was taken back before. ``instance_role`` is the installation that may send. ``listed_to`` is how far the list
    of recipients has been written (id of a subscriber).
    """

    issue = models.OneToOneField(Issue, on_delete=models.PROTECT, related_name="edition")
    state = models.CharField(_("state"), max_length=10, choices=EditionState.choices)
    content_version = models.PositiveIntegerField(_("version of the content"), default=1)
    instance_role = models.CharField(_("role of the sending installation"), max_length=40, blank=True)
    created_at = models.DateTimeField(_("created"))
    listed_to = models.BigIntegerField(_("listed to"), default=0)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["done", "cancelled"], finished_at__isnull=False)
                | Q(state__in=["held", "listing", "sending"], finished_at__isnull=True),
                name="edition_end_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "cancelled"]) | ~Q(reason=""), name="edition_stopped_why"
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(state__in=["listing", "sending"]), name="edition_running"),
        ]

    def __str__(self) -> str:
        return str(self.issue)


class Dispatch(models.Model):
    """The mail of one edition to one subscriber. Kept for the counts when the subscriber is forgotten."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="dispatches")
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.SET_NULL, related_name="dispatches")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    lease_owner = models.CharField(_("claimed by"), max_length=36, blank=True)
    lease_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("came back"), null=True, blank=True)
    status = models.CharField(_("answer of the mail server"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mail of an edition")
        verbose_name_plural = _("mails of editions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["edition", "subscriber"], name="dispatch_once_a_subscriber"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="dispatch_state_known"),
            models.CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False) & ~Q(lease_owner="")
                | ~Q(state="sending") & Q(lease_until__isnull=True, lease_owner=""),
                name="dispatch_leased_when_sending",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*sorted(CLAIMABLE)], next_attempt_at__isnull=False)
                | ~Q(state__in=[*sorted(CLAIMABLE)]) & Q(next_attempt_at__isnull=True),
                name="dispatch_due_when_waiting",
            ),
            models.CheckConstraint(
                condition=~Q(state="bounced") | Q(bounced_at__isnull=False), name="dispatch_bounce_has_time"
            ),
        ]
        indexes = [
            # Few among very many, and the only ones that the worker looks for.
            models.Index(
                fields=["edition", "next_attempt_at", "id"],
                condition=Q(state__in=sorted(OPEN)),
                name="dispatch_open",
            ),
            models.Index(fields=["edition", "state", "id"], name="dispatch_by_state"),
            models.Index(fields=["subscriber", "bounced_at"], condition=Q(state="bounced"), name="dispatch_bounced"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}:{self.subscriber_id} {self.state}"


class Pace(models.Model):
    """The one bucket from which all workers draw the right to send: ``tokens`` mails as of ``at``."""

    tokens = models.FloatField(_("mails that may leave"), default=0)
    at = models.DateTimeField(_("as of"))

    class Meta:
        verbose_name = _("pace of sending")
        verbose_name_plural = _("pace of sending")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.tokens:.1f}"

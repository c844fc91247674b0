"""The ledger: destinations, one row for each (destination, article, version), and every event of each row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

import uuid_utils.compat
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bulletin.forwarding.alarms.models import Alarm, AlarmEvent, Pulse
from bulletin.forwarding.destinations import sealing
from bulletin.forwarding.destinations.models import DestinationEvent, DestinationProposal
from bulletin.forwarding.destinations.remembered import RemoteNote
from bulletin.forwarding.errors import AppendOnly
from bulletin.forwarding.handover.models import HandOver, HandOverRoute
from bulletin.forwarding.policy.fields import (
    DELIVERY_CONSTRAINTS,
    DELIVERY_INDEXES,
    DESTINATION_CONSTRAINTS,
    PolicyFields,
    ReleaseFields,
)
from bulletin.forwarding.policy.records import PolicyChange
from bulletin.forwarding.proof.records import Drift, Receipt
from bulletin.forwarding.pull.records import PullChange
from bulletin.forwarding.querysets import DeliveryQuerySet, DestinationQuerySet
from bulletin.forwarding.sending.fence import Fence
from bulletin.forwarding.states import (
    ARRIVED,
    Action,
    DestinationState,
    State,
    Verb,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

__all__ = [
    "IN_TURN",
    "RETRACTION_FIRST",
    "AppendOnly",
    "Delivery",
    "DeliveryEvent",
    "Destination",
    "Drift",
    "Fence",
    "HandOver",
    "HandOverRoute",
    "PolicyChange",
    "PullChange",
    "Receipt",
    "RemoteNote",
]

RETRACTION_FIRST, IN_TURN = 0, 1
"""Values of ``Delivery.priority``: a takedown goes before everything else."""


def new_delivery_id() -> UUID:
    """A UUIDv7, whose order is the order of making."""
    return uuid_utils.compat.uuid7()


class Destination(PolicyFields, models.Model):
    """A site that published articles are sent to.

    ``secrets_sealed`` holds the sealed list of secrets, the newest first; read and written through ``secrets``.
    ``allowed_hosts`` are the places (``host`` or ``host:port``) that may be called for it. ``instance_role`` is the
    role of the installation that may send: a restored copy with another role stays silent.
    """

    kind = models.CharField(_("kind"), max_length=20)
    name = models.CharField(_("name"), max_length=100, unique=True)
    base_url = models.CharField(_("base address"), max_length=500)
    username = models.CharField(_("user name at the other site"), max_length=150, blank=True)
    secrets_sealed = models.BinaryField(_("sealed secrets"), blank=True, default=b"", editable=False)
    allowed_hosts = models.JSONField(_("allowed hosts"), default=list)
    allow_private = models.BooleanField(_("may lie in the own network"), default=False)
    # What the kind leaves to choose (`Adapter.options`): form, method, and the like.
    options = models.JSONField(_("options"), default=dict, blank=True)
    instance_role = models.CharField(_("role of the sending installation"), max_length=40, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=DestinationState.choices, default=DestinationState.ACTIVE
    )
    state_reason = models.CharField(_("reason"), max_length=500, blank=True)
    state_since = models.DateTimeField(_("since"))
    # What waits may have been sent by a part of history that was lost: it is asked about before it is sent.
    in_doubt = models.BooleanField(_("what waits is asked about first"), default=False, editable=False)
    created_at = models.DateTimeField(_("created at"))
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)
    # When each of the secrets was set, in their order; all that is ever shown of them.
    secrets_set_at = models.JSONField(_("secrets set at"), default=list, blank=True, editable=False)

    # Breaker: failures in a row, the last exchanges (seconds since 1970, 1 or 0), how often it opened in a row, until
    # when it stays open, and the lease of the one exchange that may close it.
    failures_in_row = models.PositiveIntegerField(_("failures in a row"), default=0)
    recent = models.JSONField(_("last exchanges"), default=list, blank=True, editable=False)
    breaker_openings = models.PositiveSmallIntegerField(_("openings in a row"), default=0)
    breaker_open_until = models.DateTimeField(_("not called before"), null=True, blank=True)
    breaker_probe = models.CharField(_("probe"), max_length=36, blank=True, editable=False)

    # Throttle: how many at once, how many a second, and when the next may leave.
    max_parallel = models.PositiveSmallIntegerField(_("requests at once"), default=4)
    rate_per_second = models.PositiveSmallIntegerField(_("requests a second"), default=5)
    next_send_at = models.DateTimeField(_("next request not before"), null=True, blank=True)

    # Alarms: how long the oldest may wait, and how many.
    oldest_limit_minutes = models.PositiveIntegerField(_("longest wait in minutes"), default=120)
    backlog_limit = models.PositiveIntegerField(_("most that may wait"), default=200)

    objects: ClassVar[DestinationQuerySet] = DestinationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("destination")
        verbose_name_plural = _("destinations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DestinationState.values), name="destination_state_known"),
            models.CheckConstraint(
                condition=Q(state="active") | ~Q(state_reason=""), name="destination_pause_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(max_parallel__gte=1, rate_per_second__gte=1), name="destination_limits_let_through"
            ),
            *DESTINATION_CONSTRAINTS,
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | Q(state="paused"), name="destination_retired_is_paused"
            ),
            models.CheckConstraint(
                condition=Q(oldest_limit_minutes__gte=1, backlog_limit__gte=1), name="destination_alarms_have_limits"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def secrets(self) -> Sequence[str]:
        """The secrets in clear, the newest first. For signing alone: never to be shown or logged."""
        return sealing.unseal(bytes(self.secrets_sealed))

    @secrets.setter
    def secrets(self, values: Sequence[str]) -> None:
        self.secrets_sealed = sealing.seal(values)

    @property
    def is_active(self) -> bool:
        return self.state == DestinationState.ACTIVE

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    @property
    def is_ours(self) -> bool:
        """Whether this installation is the one that may send."""
        return bool(self.instance_role) and self.instance_role == settings.FORWARDING_ROLE


class Delivery(ReleaseFields, models.Model):
    """One version of one article at one destination: the queue entry, and afterwards its record. Kept for ever.

    ``body`` holds the exact bytes that are sent, the same in every attempt. ``lease_owner`` changes with each claim,
    so that a worker that slept through its lease cannot record a result any more. ``first_sent_at`` is the first
    time an attempt began: from then on the other end may hold it.
    """

    delivery_id = models.UUIDField(_("delivery"), primary_key=True, default=new_delivery_id, editable=False)
    destination = models.ForeignKey(
        Destination, verbose_name=_("destination"), on_delete=models.PROTECT, related_name="deliveries"
    )
    story = models.ForeignKey("website.StoryPage", verbose_name=_("story"), on_delete=models.PROTECT, related_name="+")
    article_id = models.UUIDField(_("article"))
    version = models.PositiveIntegerField(_("version"))
    action = models.CharField(_("action"), max_length=10, choices=Action.choices)
    title = models.CharField(_("title"), max_length=255, blank=True)
    body = models.BinaryField(_("body"), blank=True, default=b"", editable=False)
    content_sha256 = models.CharField(_("content hash"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.WAITING)
    priority = models.PositiveSmallIntegerField(_("priority"), default=IN_TURN)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    asked = models.PositiveIntegerField(_("questions about the outcome"), default=0)
    checked = models.PositiveIntegerField(_("looks at the public page"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    check_at = models.DateTimeField(_("next look at the public page"), null=True, blank=True)
    drift_checked_at = models.DateTimeField(_("last nightly look"), null=True, blank=True)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    lease_owner = models.CharField(_("lease owner"), max_length=36, blank=True)
    first_sent_at = models.DateTimeField(_("first sent at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    remote_id = models.CharField(_("id at the other site"), max_length=200, blank=True)
    remote_url = models.CharField(_("address at the other site"), max_length=500, blank=True)
    last_code = models.PositiveSmallIntegerField(_("last HTTP status"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"))
    updated_at = models.DateTimeField(_("updated at"))

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-created_at", "-delivery_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["destination", "article_id", "version"], name="delivery_one_row_a_version"
            ),
            models.UniqueConstraint(
                fields=["destination", "article_id"],
                condition=Q(state__in=["sending", "unknown"]),
                name="delivery_one_in_flight",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="delivery_state_known"),
            models.CheckConstraint(condition=Q(action__in=Action.values), name="delivery_action_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="delivery_versions_from_one"),
            models.CheckConstraint(
                condition=~Q(state="sending") | (Q(lease_until__isnull=False) & ~Q(lease_owner="")),
                name="delivery_sending_is_leased",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "retry_wait"]) | Q(next_attempt_at__isnull=False),
                name="delivery_claimable_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(lease_until__isnull=True) | Q(state__in=["sending", "unknown"]),
                name="delivery_closed_has_no_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "retry_wait", "sending", "unknown", "delivered", "confirmed"])
                | ~Q(content_sha256=""),
                name="delivery_sent_has_a_body",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["delivered", "confirmed"]) | Q(delivered_at__isnull=False),
                name="delivery_delivered_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False), name="delivery_confirmed_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(action="retracted") | ~Q(remote_url=""),
                name="delivery_confirmed_has_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(action="retracted") | ~Q(state="failed"), name="delivery_takedown_never_gives_up"
            ),
            *DELIVERY_CONSTRAINTS,
        ]
        indexes = [
            # The conditions are on one column each, since SQLite can't prove a list of states; the ledger takes the time
            # away from whatever is at an end.
            models.Index(
                fields=["destination", "priority", "next_attempt_at", "delivery_id"],
                condition=Q(next_attempt_at__isnull=False),
                name="delivery_claimable",
            ),
            models.Index(fields=["lease_until"], condition=Q(lease_until__isnull=False), name="delivery_leased"),
            models.Index(
                fields=["destination", "next_attempt_at"], condition=Q(state="unknown"), name="delivery_unknown"
            ),
            models.Index(fields=["check_at"], condition=Q(state="delivered"), name="delivery_to_check"),
            models.Index(
                fields=["state", "created_at"],
                condition=Q(state__in=["paused", "rejected", "failed"]),
                name="delivery_for_a_person",
            ),
            models.Index(fields=["destination", "created_at"], name="delivery_by_destination"),
            # SQLite can't use a partial index for a list of states, and the desk counts by state.
            models.Index(
                fields=["destination", "state", "created_at", "delivery_id"], name="delivery_by_state_and_age"
            ),
            models.Index(fields=["state", "confirmed_at", "destination"], name="delivery_by_confirmation"),
            models.Index(
                fields=["drift_checked_at", "delivery_id"], condition=Q(state="confirmed"), name="delivery_to_look_at"
            ),
            *DELIVERY_INDEXES,
        ]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.version} → {self.destination_id}"

    @property
    def is_retraction(self) -> bool:
        return self.action == Action.RETRACTED

    @property
    def has_arrived(self) -> bool:
        return self.state in ARRIVED


class DeliveryEvent(models.Model):
    """One line of a delivery's history: who or what, when, why, attempt, HTTP status, start of the answer.

    ``actor`` is a person; where nobody acted, ``by`` names the part of the system (worker, command line, outbox).
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(_("verb"), max_length=16)
    from_state = models.CharField(_("from"), max_length=12, choices=State.choices, blank=True)
    to_state = models.CharField(_("to"), max_length=12, choices=State.choices)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.CharField(_("by"), max_length=40, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    code = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    answer = models.TextField(_("start of the answer"), blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["delivery", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=["enqueue", *[verb.value for verb in Verb]]), name="delivery_event_verb_known"
            ),
            models.CheckConstraint(condition=Q(actor__isnull=False) | ~Q(by=""), name="delivery_event_names_who"),
            models.CheckConstraint(
                condition=~Q(from_state=F("to_state")) | ~Q(reason=""), name="delivery_event_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.from_state} → {self.to_state}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds; AppendOnly where the row exists already."""
        if self.pk is not None:
            raise AppendOnly(str(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise AppendOnly(str(self))


__all__ = [
    "Alarm",
    "AlarmEvent",
    "AppendOnly",
    "Delivery",
    "DeliveryEvent",
    "Destination",
    "DestinationEvent",
    "DestinationProposal",
    "Pulse",
]

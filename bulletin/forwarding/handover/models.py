"""Who puts articles in by hand at a destination, and one task for each version that was put before them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bulletin.forwarding.handover.enums import ONGOING, Proof, TaskState

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_TIME = 24 * 14


class HandOverRoute(models.Model):
    """For a destination without an interface: the named person, how long they have, and who gets the package by mail.

    Without an address the package waits at the desk alone, to be downloaded there.
    """

    destination = models.OneToOneField("forwarding.Destination", on_delete=models.CASCADE, related_name="route")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("named person"), on_delete=models.PROTECT, related_name="+"
    )
    hours = models.PositiveSmallIntegerField(
        _("hours until it should be up"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_TIME)],
    )
    recipients = models.JSONField(_("mail addresses that get the package"), default=list, blank=True)

    class Meta:
        verbose_name = _("way by hand")
        verbose_name_plural = _("ways by hand")
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=LONGEST_TIME), name="hand_over_route_time_is_sensible"
            )
        ]

    def __str__(self) -> str:
        return f"{self.destination_id} → {self.person_id}"


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Tasks by what stands to be done about them."""

    def open(self) -> HandOverQuerySet:
        """With the person."""
        return self.filter(state=TaskState.OPEN)

    def ongoing(self) -> HandOverQuerySet:
        """Not at their end."""
        return self.filter(state__in=ONGOING)

    def due_for_look(self, *, now: datetime) -> HandOverQuerySet:
        """Said to be done, to be looked at now."""
        return self.filter(state=TaskState.STATED, look_at__lte=now).order_by("look_at", "pk")

    def late(self, *, now: datetime) -> HandOverQuerySet:
        """With the person for longer than they had."""
        return self.open().filter(due_at__lt=now).order_by("due_at", "pk")


class HandOver(models.Model):
    """The task of putting one version in, over, or out, by hand.

    ``stated_*`` is the person's word: where it stands, who said so, when. ``insists`` says that they said so knowing that
    our own look did not find it, and ``reason`` why. ``finding`` is what our look came to.
    """

    delivery = models.OneToOneField("forwarding.Delivery", on_delete=models.PROTECT, related_name="hand_over")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("named person"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=8, choices=TaskState.choices, default=TaskState.OPEN)
    package_name = models.CharField(_("name of the package"), max_length=100)
    package_sha256 = models.CharField(_("hash of the package"), max_length=64)
    package_bytes = models.PositiveIntegerField(_("size of the package"))
    created_at = models.DateTimeField(_("created at"))
    due_at = models.DateTimeField(_("due at"))
    reminded_on = models.DateField(_("last reminded on"), null=True, blank=True)
    stated_url = models.CharField(_("address at the other site"), max_length=500, blank=True)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who said so"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    stated_at = models.DateTimeField(_("said at"), null=True, blank=True)
    insists = models.BooleanField(_("said against our own look"), default=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    looks = models.PositiveSmallIntegerField(_("looks"), default=0)
    look_at = models.DateTimeField(_("next look"), null=True, blank=True)
    finding = models.CharField(_("what our look found"), max_length=500, blank=True)
    proof = models.CharField(_("proof"), max_length=5, choices=Proof.choices, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects: ClassVar[HandOverQuerySet] = HandOverQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("task by hand")
        verbose_name_plural = _("tasks by hand")
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="hand_over_state_known"),
            models.CheckConstraint(
                condition=~Q(state="stated")
                | Q(stated_by__isnull=False, stated_at__isnull=False, look_at__isnull=False),
                name="hand_over_word_names_who",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "void"], closed_at__isnull=False)
                | Q(state__in=["open", "stated"], closed_at__isnull=True),
                name="hand_over_end_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(proof__in=Proof.values) | Q(proof="") & ~Q(state="done"), name="hand_over_done_has_a_proof"
            ),
            models.CheckConstraint(
                condition=~Q(proof="word") | Q(stated_by__isnull=False), name="hand_over_word_is_somebodys"
            ),
            models.CheckConstraint(
                condition=Q(insists=False) | ~Q(reason=""), name="hand_over_insisting_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="open"), name="hand_over_open"),
            models.Index(fields=["look_at"], condition=Q(state="stated"), name="hand_over_to_look"),
            models.Index(fields=["state", "created_at"], name="hand_over_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.state}"

    @property
    def is_ongoing(self) -> bool:
        return self.state in ONGOING

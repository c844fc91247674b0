"""What other sites vouch for, and what is no longer as it was proved: receipts and differences."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReceiptKind(models.TextChoices):
    """What a receipt says."""

    PUBLISHED = "published", _("Published there")
    REMOVED = "removed", _("Taken down there")
    REFUSED = "refused", _("Refused there")


class Effect(models.TextChoices):
    """What a receipt changed here."""

    CONFIRMED = "confirmed", _("Confirmed the delivery")
    REJECTED = "rejected", _("Brought the delivery back to a person")
    FLAGGED = "flagged", _("Noted as a difference")
    KEPT = "kept", _("Kept without effect")


class Receipt(models.Model):
    """A signed call-back of another site, as it came. Append-only; a ``webhook_id`` counts once for each destination."""

    destination = models.ForeignKey("forwarding.Destination", on_delete=models.PROTECT, related_name="receipts")
    delivery = models.ForeignKey("forwarding.Delivery", on_delete=models.PROTECT, related_name="receipts")
    webhook_id = models.CharField(_("id of the message"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=ReceiptKind.choices)
    effect = models.CharField(_("effect"), max_length=10, choices=Effect.choices)
    url = models.CharField(_("address"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)
    signed_at = models.DateTimeField(_("signed at"))
    received_at = models.DateTimeField(_("received at"))
    body = models.BinaryField(_("body"), editable=False)
    signature = models.CharField(_("signature"), max_length=2000)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["delivery", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["destination", "webhook_id"], name="receipt_counts_once"),
            models.CheckConstraint(condition=Q(kind__in=ReceiptKind.values), name="receipt_kind_known"),
            models.CheckConstraint(condition=Q(effect__in=Effect.values), name="receipt_effect_known"),
            models.CheckConstraint(condition=~Q(kind="published") | ~Q(url=""), name="receipt_says_where"),
            models.CheckConstraint(condition=~Q(kind="refused") | ~Q(text=""), name="receipt_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.webhook_id}"

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


class DriftKind(models.TextChoices):
    """What is not as it was proved."""

    GONE = "gone", _("The page is gone")
    TITLE = "title", _("The page shows another title")
    VERSION = "version", _("The page shows another version or text")
    SHOWN_AGAIN = "shown", _("What was taken down is shown again")


class DriftState(models.TextChoices):
    """What became of a difference."""

    OPEN = "open", _("Waits for a decision")
    REPAIRED = "repaired", _("Sent again")
    DISMISSED = "dismissed", _("Accepted as it is")
    PASSED = "passed", _("Passed by itself")


class Drift(models.Model):
    """A difference between what was confirmed and what the address shows now. One open at a time for a delivery."""

    delivery = models.ForeignKey("forwarding.Delivery", on_delete=models.PROTECT, related_name="drifts")
    kind = models.CharField(_("kind"), max_length=10, choices=DriftKind.choices)
    detail = models.CharField(_("detail"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=DriftState.choices, default=DriftState.OPEN)
    found_at = models.DateTimeField(_("found at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        ordering = ["-found_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["delivery"], condition=Q(state="open"), name="drift_one_open"),
            models.CheckConstraint(condition=Q(kind__in=DriftKind.values), name="drift_kind_known"),
            models.CheckConstraint(condition=Q(state__in=DriftState.values), name="drift_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | ~Q(state="open") & Q(closed_at__isnull=False),
                name="drift_closed_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["found_at"], condition=Q(state="open"), name="drift_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.delivery_id}"

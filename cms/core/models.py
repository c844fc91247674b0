"""What every room of the house needs: the rule table and the mail that waits to be sent."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Rule(models.Model):
    """One value of one rule for a span of days, with the document that sets it.

    Quotas, cut-off days, limits and points are read from here and from nowhere else, because the law behind them
    changes every year. ``scope`` narrows a rule to one unit's code; an empty scope is the general rule.
    ``effective_to`` is the last day on which the value holds; empty means until further notice.
    """

    code = models.CharField(_("code"), max_length=80)
    scope = models.CharField(_("scope"), max_length=40, blank=True)
    value = models.CharField(_("value"), max_length=200)
    source = models.CharField(_("source document"), max_length=300)
    effective_from = models.DateField(_("effective from"))
    effective_to = models.DateField(_("effective to"), null=True, blank=True)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["code", "scope", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "scope", "effective_from"], name="rule_one_value_a_day"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="rule_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="rule_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.code}{f' ({self.scope})' if self.scope else ''} = {self.value}"


class OutgoingMail(models.Model):
    """A mail that has been promised in a transaction and is sent by the worker after its commit.

    ``key`` says what the mail is about (``returned:<event id>:<user id>``); its uniqueness is what keeps a repeated
    act from mailing twice.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    key = models.CharField(_("key"), max_length=160, unique=True)
    recipient = models.EmailField(_("recipient"))
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    next_attempt_at = models.DateTimeField(_("next attempt at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state="waiting"), name="mail_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"

"""What every room of the house needs: the rule table and the mail that waits to be sent."""

from __future__ import annotations

from django.conf import settings
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
    act from mailing twice. ``kind`` is the cause alone, for lists. ``next_attempt_at`` is also what holds a mail back
    through somebody's quiet hours. A ``is_private`` mail carries a link that lets its reader act as themselves (a new
    password, a decision by link): nobody else is shown it, and its words are deleted as soon as it has left.
    ``resend_of`` names the mail that this one repeats.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    key = models.CharField(_("key"), max_length=160, unique=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    recipient = models.EmailField(_("recipient"))
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    is_private = models.BooleanField(_("for the recipient alone"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    next_attempt_at = models.DateTimeField(_("next attempt at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    resend_of = models.ForeignKey(
        "self", verbose_name=_("repeats"), null=True, blank=True, on_delete=models.SET_NULL, related_name="resends"
    )
    resent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("sent again by"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state="waiting"), name="mail_waiting"),
            models.Index(fields=["state", "id"], name="mail_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="sent_mail_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(resend_of__isnull=True) | Q(resent_by__isnull=False), name="resent_mail_names_who_asked"
            ),
            models.UniqueConstraint(
                fields=["resend_of"], condition=Q(state="waiting"), name="one_waiting_resend_a_mail"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"

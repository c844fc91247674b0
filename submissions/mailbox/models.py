"""Mails that came in: a row each, written before the mail server is told anything."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.files import private_storage
from submissions.intake.models import Conversion
from submissions.mailbox.enums import MailState, Reason
from submissions.units.models import Unit


class InboundMail(models.Model):
    """A mail of the mailbox. ``user`` is the known sender; of strangers' mails nothing is kept but this line.

    ``fingerprint`` is what makes a mail the same one whatever way it comes again: of the identifier that it carries, its
    sender, date and subject, and of its body. The identifier alone is the sender's to choose.
    """

    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)
    message_id = models.CharField(_("message identifier"), max_length=250, blank=True)
    sender = models.CharField(_("sender"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    received_at = models.DateTimeField(_("received"))
    state = models.CharField(_("state"), max_length=10, choices=MailState.choices, default=MailState.WAITING)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="inbound_mails"
    )
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="inbound_mails")
    tags = models.JSONField(_("words that may name a unit"), default=list, blank=True)
    left_out = models.JSONField(_("attachments that were not taken"), default=list, blank=True)
    source = models.FileField(_("the mail"), upload_to="mail-in/%Y/%m/", storage=private_storage, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("received mail")
        verbose_name_plural = _("received mails")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state="refused") | Q(user__isnull=False), name="inbound_mail_kept_of_known_senders"
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="inbound_mail_refused_why"),
            models.CheckConstraint(
                condition=Q(state__in=["answered", "refused"], settled_at__isnull=False)
                | Q(state__in=["waiting", "taken"], settled_at__isnull=True),
                name="inbound_mail_end_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(state__in=["waiting", "taken"]), name="inbound_mail_open"
            ),
            models.Index(fields=["user", "received_at"], name="inbound_mail_of_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.sender}: {self.subject}"


class InboundFile(models.Model):
    """A Word file of a mail: on its way as a `Conversion`, or refused at once with the reader's reason."""

    mail = models.ForeignKey(InboundMail, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name of the file"), max_length=255, blank=True)
    conversion = models.OneToOneField(
        Conversion, on_delete=models.SET_NULL, null=True, blank=True, related_name="inbound_file"
    )
    refusal = models.TextField(_("why it was not taken"), blank=True)

    class Meta:
        verbose_name = _("file of a received mail")
        verbose_name_plural = _("files of received mails")
        default_permissions = ()
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["mail", "position"], name="inbound_file_once")]

    def __str__(self) -> str:
        return self.name

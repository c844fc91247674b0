"""What proves a publication: captures of pages with their time, and the files in which all of it is put together."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bulletin.evidence.enums import Side, State
from bulletin.pdf.enums import Fault
from cms.core.files import private_storage


class Kept(Exception):
    """A capture was to be changed or deleted; what was seen stays as it was seen."""


class Capture(models.Model):
    """What an address answered at a moment: status, hash of the whole answer, and its text for people to read.

    ``taken_for`` is the moment of the confirmation for which it was taken; a page of ours has none where it was captured
    for a proof file. ``status`` is None where nothing answered; ``fault`` then says why. Append-only.
    """

    story = models.ForeignKey("website.StoryPage", on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(
        "forwarding.Delivery", null=True, blank=True, on_delete=models.PROTECT, related_name="captures"
    )
    side = models.CharField(_("side"), max_length=6, choices=Side.choices)
    version = models.PositiveIntegerField(_("version"))
    url = models.CharField(_("address"), max_length=500)
    at = models.DateTimeField(_("at"))
    taken_for = models.DateTimeField(_("taken for the confirmation of"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    sha256 = models.CharField(_("hash of the answer"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    is_whole = models.BooleanField(_("the whole answer was read"), default=True)
    title = models.CharField(_("title of the page"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    fault = models.CharField(_("why nothing answered"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("capture of a page")
        verbose_name_plural = _("captures of pages")
        ordering = ["story", "at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "side", "taken_for"], condition=Q(fault=""), name="capture_one_a_confirmation"
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="capture_side_known"),
            models.CheckConstraint(
                condition=Q(status__isnull=False, fault="") & ~Q(sha256="") | Q(status__isnull=True) & ~Q(fault=""),
                name="capture_saw_or_says_why",
            ),
            models.CheckConstraint(
                condition=Q(side="ours") | Q(delivery__isnull=False), name="capture_theirs_has_its_delivery"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.url} {self.at:%d/%m/%Y %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds; Kept where the row exists already."""
        if self.pk is not None:
            raise Kept(str(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise Kept(str(self))


class ProofFile(models.Model):
    """A proof file of an article, as it was asked for: the row is the queue, and afterwards the record of the file.

    Each asking is a row of its own: a file that was handed out stays as it was, and its hash with it.
    """

    story = models.ForeignKey("website.StoryPage", on_delete=models.PROTECT, related_name="proof_files")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked for"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    file = models.FileField(_("file"), upload_to="proof/%Y/", storage=private_storage, blank=True)
    sha256 = models.CharField(_("hash of the file"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    fault = models.CharField(_("why it could not be made"), max_length=12, choices=Fault.choices, blank=True)
    error = models.CharField(_("error"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)

    class Meta:
        verbose_name = _("proof file")
        verbose_name_plural = _("proof files")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["story"], condition=Q(state__in=["waiting", "printing"]), name="proof_file_one_under_way"
            ),
            models.CheckConstraint(
                condition=Q(state="ready", made_at__isnull=False) & ~Q(file="") & ~Q(sha256="")
                | ~Q(state="ready") & Q(file=""),
                name="proof_file_when_ready",
            ),
            models.CheckConstraint(
                condition=Q(state="printing", lease_until__isnull=False)
                | ~Q(state="printing") & Q(lease_until__isnull=True),
                name="proof_file_leased_when_printing",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(fault=""), name="proof_file_failed_why"),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=["waiting", "printing", "failed"]),
                name="proof_file_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.asked_at:%d/%m/%Y %H:%M}"

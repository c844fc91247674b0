"""The PDF of an issue: one row for readers and one for the desk's preview, and the file that belongs to its version."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bulletin.issues.models import Issue
from bulletin.pdf.enums import Fault, Kind, State
from cms.core.files import private_storage


class IssuePdf(models.Model):
    """Where the PDF of an issue stands.

    ``version`` counts what it was asked for: each publication, correction or takedown of something in it is one more,
    and a file is stored only while the version for which it was made still stands. A row that is not ready has no file,
    so that nothing old can be served.
    """

    issue = models.ForeignKey(Issue, verbose_name=_("issue"), on_delete=models.CASCADE, related_name="pdfs")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    version = models.PositiveIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    # What the preview shows, as a hash: tells whether the issue has changed since.
    material = models.CharField(_("hash of the material"), max_length=64, blank=True)
    file = models.FileField(_("file"), upload_to="issue-pdf/%Y/", storage=private_storage, blank=True)
    sha256 = models.CharField(_("hash of the file"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    fault = models.CharField(_("why it could not be made"), max_length=12, choices=Fault.choices, blank=True)
    error = models.CharField(_("error"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked for"))
    made_at = models.DateTimeField(_("made"), null=True, blank=True)

    class Meta:
        verbose_name = _("PDF of an issue")
        verbose_name_plural = _("PDFs of issues")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["issue", "kind"], name="issue_pdf_one_a_kind"),
            models.CheckConstraint(
                condition=Q(state="ready", made_at__isnull=False) & ~Q(file="") | ~Q(state="ready") & Q(file=""),
                name="issue_pdf_file_when_ready",
            ),
            models.CheckConstraint(
                condition=Q(state="printing", lease_until__isnull=False)
                | ~Q(state="printing") & Q(lease_until__isnull=True),
                name="issue_pdf_leased_when_printing",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(fault=""), name="issue_pdf_failed_why"),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=["waiting", "printing", "failed"]),
                name="issue_pdf_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.kind} v{self.version}"

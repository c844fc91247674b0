"""Files that were handed in and are being read: a row from the upload until there is an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.files import private_storage
from submissions.articles.models import Submission
from submissions.intake.docx import PASSING, IntakeRefused, RefusalCode
from submissions.units.models import Unit

if TYPE_CHECKING:
    from typing import ClassVar


class Conversion(models.Model):
    """One file on its way to a draft. The file is kept here until it stands with its article; refused and failed too.

    ``token`` comes from the upload form: the same form sent twice is one row. A worker that reads the file holds the row
    until ``lease_until``; who comes back later than that stores nothing.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CONVERTING = "converting", _("Being read")
        DONE = "done", _("Read")
        REFUSED = "refused", _("Not taken in")
        FAILED = "failed", _("Could not be read")

    UNDER_WAY = (State.WAITING, State.CONVERTING)
    STOPPED = (State.REFUSED, State.FAILED)

    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="conversions")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="+"
    )
    token = models.UUIDField(_("token of the form"), unique=True)
    original_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    source = models.FileField(_("file"), upload_to="uploads/%Y/%m/", storage=private_storage, blank=True)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    refusal_code = models.CharField(_("reason code"), max_length=40, blank=True)
    refusal_params = models.JSONField(_("values of the reason"), default=dict, blank=True)
    submission = models.OneToOneField(
        Submission,
        verbose_name=_("article"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="conversion",
    )
    created_at = models.DateTimeField(_("created at"))
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    lease_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)

    objects: ClassVar[models.Manager[Conversion]]

    class Meta:
        verbose_name = _("file being read")
        verbose_name_plural = _("files being read")
        # Not for the admin's permission list: who may see a row is told by the unit.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", submission__isnull=False) | (~Q(state="done") & Q(submission__isnull=True)),
                name="conversion_done_has_article",
            ),
            models.CheckConstraint(
                condition=Q(state="converting", lease_until__isnull=False)
                | (~Q(state="converting") & Q(lease_until__isnull=True)),
                name="conversion_lease_while_read",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["refused", "failed"]) & ~Q(refusal_code="")
                | ~Q(state__in=["refused", "failed"]) & Q(refusal_code=""),
                name="conversion_stopped_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "refused", "failed"], finished_at__isnull=False)
                | Q(state__in=["waiting", "converting"], finished_at__isnull=True),
                name="conversion_end_has_time",
            ),
            models.CheckConstraint(condition=Q(state="done") | ~Q(source=""), name="conversion_keeps_its_file"),
        ]
        indexes = [
            models.Index(fields=["attempts", "created_at"], condition=Q(state="waiting"), name="conversion_waiting"),
            models.Index(fields=["lease_until"], condition=Q(state="converting"), name="conversion_claimed"),
            models.Index(fields=["unit", "-created_at"], condition=~Q(state="done"), name="conversion_open_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.original_name or self.token} ({self.get_state_display()})"

    @property
    def is_under_way(self) -> bool:
        """Whether somebody has yet to say what comes of the file."""
        return self.state in self.UNDER_WAY

    @property
    def is_stopped(self) -> bool:
        """Whether nothing came of the file."""
        return self.state in self.STOPPED

    @property
    def may_be_retried(self) -> bool:
        """Whether the same file may be read on a second try."""
        return self.is_stopped and self.refusal_code in {code.value for code in PASSING | {RefusalCode.NOT_MEMBER}}

    @property
    def refusal(self) -> IntakeRefused:
        """Why nothing came of the file."""
        return IntakeRefused(RefusalCode(self.refusal_code), "", self.refusal_params)

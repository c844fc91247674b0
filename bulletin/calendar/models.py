"""Pieces that are planned before anybody writes them, and the addresses under which people's own calendars read ours."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.periods import Month
from cms.website.enums import Audience
from cms.website.models import Topic
from submissions.articles.enums import Genre
from submissions.articles.models import Submission
from submissions.units.models import Unit


class PlannedPieceQuerySet(models.QuerySet["PlannedPiece"]):
    """Planned pieces by where they stand."""

    def standing(self) -> PlannedPieceQuerySet:
        """Those that were not dropped."""
        return self.filter(dropped_at__isnull=True)

    def waiting(self) -> PlannedPieceQuerySet:
        """Those for which no article was handed in yet."""
        return self.standing().filter(article__isnull=True)


class PlannedPiece(models.Model):
    """A piece that somebody shall write: on what, for whom, when, by whom.

    ``period`` is the first day of its month; ``day`` narrows it to a day of that month. Without a unit it is the
    newsroom's own. ``article`` is what was handed in for it. ``version`` counts the changes, so that nobody overwrites
    what they have not seen.
    """

    working_title = models.CharField(_("working title"), max_length=200)
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="planned_pieces")
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="planned_pieces"
    )
    audience = models.CharField(_("audience"), max_length=12, choices=Audience.choices, blank=True)
    genre = models.CharField(_("genre"), max_length=12, choices=Genre.choices, blank=True)
    period = models.DateField(_("month"))
    day = models.DateField(_("day"), null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="planned_pieces",
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True)
    article = models.OneToOneField(
        Submission, verbose_name=_("article"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="planned_piece",
    )  # fmt: skip
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created at"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed at"))

    objects: ClassVar[models.Manager[PlannedPiece]] = PlannedPieceQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned piece")
        verbose_name_plural = _("planned pieces")
        ordering = ["period", "day", "pk"]
        indexes = [models.Index(fields=["period", "unit"], name="planned_piece_by_month")]
        constraints = [
            models.CheckConstraint(condition=~Q(working_title=""), name="planned_piece_has_a_title"),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | Q(article__isnull=True), name="dropped_piece_has_no_article"
            ),
            models.CheckConstraint(
                condition=Q(day__isnull=True) | Q(day__gte=models.F("period")), name="planned_day_is_in_its_month"
            ),
        ]

    def __str__(self) -> str:
        return self.working_title

    @property
    def month(self) -> Month:
        """The month of the piece."""
        return Month.of(self.period)


class CalendarFeed(models.Model):
    """A person's secret address; of its token only the hash is kept, so that nobody reads it out of the database.

    ``standing`` is a digest of the password and the roles with which it was made: once either changes, the address is
    void by itself, whichever way the change came about.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(_("hash of the token"), max_length=64, unique=True)
    standing = models.CharField(_("standing"), max_length=64)
    made_at = models.DateTimeField(_("made at"))
    last_read_at = models.DateTimeField(_("last read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)

"""How often stories were read and listened to, what is kept until midnight so that nobody counts twice, and recordings."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.files import private_storage
from cms.website.models import StoryPage


class VisitKind(models.TextChoices):
    """What a reader did; the value is what the page sends."""

    VIEW = "v", _("Seen")
    LISTEN = "l", _("Heard")


class DailyCount(models.Model):
    """The readers of a story on a day, and those who listened. This is all that outlives the day."""

    story = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="daily_counts", db_index=False)
    day = models.DateField(_("day"))
    views = models.PositiveIntegerField(_("views"), default=0)
    listens = models.PositiveIntegerField(_("listens"), default=0)

    # Named by nobody, and written by the worker alone.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("count of a day")
        verbose_name_plural = _("counts of days")
        constraints = [models.UniqueConstraint(fields=["story", "day"], name="one_count_a_story_and_day")]
        # All that “most read” asks for lies in this index.
        indexes: ClassVar = [models.Index(fields=["day", "story", "views"], name="count_by_day")]

    def __str__(self) -> str:
        return f"{self.story_id} {self.day}: {self.views}, {self.listens}"


class DaySalt(models.Model):
    """The random number that makes the marks of a day; without it nobody can tell whose they were."""

    day = models.DateField(_("day"), primary_key=True)
    salt = models.BinaryField(_("random number"), max_length=32)

    class Meta:
        verbose_name = _("random number of a day")
        verbose_name_plural = _("random numbers of days")

    def __str__(self) -> str:
        return f"{self.day}"


class Mark(models.Model):
    """That somebody has seen or heard one story today: a hash that is another one for each story and kind.

    Marks of one reader have nothing in common, so no path of reading can be put together. ``story`` is set until the
    mark has been added to the day's count; from then on the row only keeps the same reader from being counted again.
    """

    digest = models.CharField(_("hash"), max_length=64, unique=True)
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=1, choices=VisitKind.choices)
    story = models.ForeignKey(StoryPage, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(story__isnull=False), name="mark_to_be_counted"),
            models.Index(fields=["day"], name="mark_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class Recording(models.Model):
    """A recorded reading of a story. Readers hear it once somebody else than its uploader has approved it.

    It is no field of the story: a recording comes days after the text, and a new one must not send the text through its
    approval again. A correction of the text takes the approval away, because the voice would go on saying what was wrong.
    """

    story = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="recordings")
    file = models.FileField(_("recording"), upload_to="recordings/%Y/%m/", storage=private_storage)
    format = models.CharField(_("format"), max_length=3)
    digest = models.CharField(_("hash"), max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=models.F("uploaded_by")),
                name="recording_approved_by_another",
            ),
            models.UniqueConstraint(
                fields=["story"], condition=Q(approved_at__isnull=False), name="one_approved_recording"
            ),
            models.UniqueConstraint(
                fields=["story"], condition=Q(approved_at__isnull=True), name="one_waiting_recording"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.digest[:8]}.{self.format}"

    @property
    def name(self) -> str:
        """Its name in an address: another one for other content."""
        return f"{self.digest[:20]}.{self.format}"

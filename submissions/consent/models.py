"""Consents of people in photos, and what is left of a photo after one of them was taken back.

Names and papers in these rows are personal data of patients and children: they are shown to the unit, the newsroom and
administrators alone, and stand in no feed, no request to the province, no search index and no log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.core.files import private_storage
from cms.website.models import Photo, StoryPage, StoryVersion
from submissions.consent.enums import Outcome, Scope

if TYPE_CHECKING:
    from datetime import date


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents by whether they hold."""

    def valid_on(self, day: date) -> ConsentQuerySet:
        """Those that were given, have not run out and were not taken back."""
        lasting = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        return self.filter(lasting, withdrawn_at__isnull=True, given_on__lte=day)


class Consent(models.Model):
    """A person's written consent to the use of a photo in which they can be recognised.

    For a child, ``relation`` names the parent or guardian who signed. ``file`` is the scanned paper.
    """

    photo = models.ForeignKey(Photo, verbose_name=_("photo"), on_delete=models.PROTECT, related_name="consents")
    person = models.CharField(_("person in the photo"), max_length=150)
    relation = models.CharField(_("parent or guardian who signed"), max_length=150, blank=True)
    scope = models.CharField(_("what it covers"), max_length=10, choices=Scope.choices)
    given_on = models.DateField(_("given on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    file = models.FileField(_("paper"), upload_to="consents/%Y/%m/", storage=private_storage)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.TextField(_("reason of the withdrawal"), blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=""), name="consent_names_a_person"),
            models.CheckConstraint(condition=~Q(file=""), name="consent_has_its_paper"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("given_on")),
                name="consent_ends_after_it_is_given",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
                name="consent_withdrawn_by_whom_and_why",
            ),
        ]

    def __str__(self) -> str:
        # No name: this is what logs and error pages would show.
        return f"{self.photo_id} · {self.pk}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.withdrawn_at is not None


class PhotoRemoval(models.Model):
    """The taking down of one photo: the row is the queue of what is still to be done with its files.

    ``public_name`` is the file in the public folder, ``kept_name`` the one in the private storage. ``cleared_at`` is when
    the last public file was gone, ``erased_at`` when the kept one was.
    """

    photo = models.OneToOneField(Photo, on_delete=models.PROTECT, related_name="removal")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="removals")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("requested at"))
    public_name = models.CharField(_("public file"), max_length=255)
    kept_name = models.CharField(_("kept file"), max_length=255)
    keep_until = models.DateTimeField(_("kept until"))
    cleared_at = models.DateTimeField(_("files taken away at"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("removal of a photo")
        verbose_name_plural = _("removals of photos")
        indexes = [
            models.Index(fields=["cleared_at"], condition=Q(cleared_at__isnull=True), name="removal_to_clear"),
            models.Index(fields=["keep_until"], condition=Q(erased_at__isnull=True), name="removal_to_erase"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(cleared_at__isnull=False),
                name="removal_clears_before_it_erases",
            )
        ]

    def __str__(self) -> str:
        return f"{self.photo_id}"


class RemovalStory(models.Model):
    """What became of one story that used a withdrawn photo; ``version`` is the one without it, for live stories."""

    removal = models.ForeignKey(PhotoRemoval, on_delete=models.CASCADE, related_name="stories")
    story = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(StoryVersion, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)

    class Meta:
        verbose_name = _("story of a removal")
        verbose_name_plural = _("stories of a removal")
        ordering = ["removal", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["removal", "story"], name="one_line_a_story"),
            models.CheckConstraint(
                condition=Q(outcome="republished", version__isnull=False)
                | ~Q(outcome="republished") & Q(version__isnull=True),
                name="republished_names_its_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} · {self.get_outcome_display()}"

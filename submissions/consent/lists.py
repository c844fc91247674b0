"""The lists of the consents: photos that need one, and how they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from cms.core import rules
from cms.website.enums import NEED_CONSENT
from submissions.consent.models import Consent

if TYPE_CHECKING:
    from datetime import date

    from django.core.paginator import Page
    from django.db.models import QuerySet

    from cms.website.models import Photo

PER_PAGE = 30
THUMBNAIL = "fill-160x120|format-webp"


class Standing(StrEnum):
    """How a photo stands."""

    MISSING = "missing"
    ENDING = "ending"
    COVERED = "covered"
    UNSAID = "unsaid"
    WITHDRAWN = "withdrawn"


ICONS = {
    Standing.MISSING: "warning",
    Standing.ENDING: "time",
    Standing.COVERED: "check",
    Standing.UNSAID: "help",
    Standing.WITHDRAWN: "cross",
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A photo of the list with its consents, newest first."""

    photo: Photo
    consents: list[Consent]
    standing: Standing
    words: str

    @property
    def icon(self) -> str:
        """The icon beside the words."""
        return ICONS[self.standing]


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of rows."""

    rows: list[Row]
    page: Page[Photo]


def photos_with_people(photos: QuerySet[Photo], *, number: str | None, today: date) -> Found:
    """The photos that need a consent, have one, or were withdrawn: what lacks first, then what nobody has described.

    Photos of staff or of nobody are left out. A constant number of queries, whatever the page.
    """
    valid = Consent.objects.filter(photo=OuterRef("pk")).valid_on(today)
    any_consent = Consent.objects.filter(photo=OuterRef("pk"))
    concerned = (
        photos.annotate(is_covered=Exists(valid), has_consents=Exists(any_consent))
        .filter(Q(people__in=[*NEED_CONSENT, ""]) | Q(has_consents=True) | Q(withdrawn_at__isnull=False))
        .order_by(F("withdrawn_at").asc(nulls_first=True), "is_covered", "-people", "-created_at", "-pk")
        .select_related("collection", "removal")
        .prefetch_related(Prefetch("consents", Consent.objects.order_by("-given_on", "-pk")))
        .prefetch_renditions(THUMBNAIL)
    )
    page = Paginator(concerned, PER_PAGE).get_page(number)
    soon = today + timedelta(days=rules.number("consent.ends_soon_days", on=today))
    return Found(rows=[_row(photo, today, soon) for photo in page], page=page)


def standing_of(photo: Photo, consents: list[Consent], *, today: date, soon: date) -> tuple[Standing, str]:
    """How a photo stands on a day, and the same in words."""
    if photo.is_withdrawn:
        return Standing.WITHDRAWN, _("Taken down")
    valid = [each for each in consents if _holds(each, today)]
    if photo.people in NEED_CONSENT and not valid:
        return Standing.MISSING, _("Consent is missing")
    if not photo.people:
        return Standing.UNSAID, _("Nobody has said who is in it")
    ends = [each.valid_until for each in valid if each.valid_until is not None]
    if valid and len(ends) == len(valid) and max(ends) <= soon:
        return Standing.ENDING, _("Ends on %(day)s") % {"day": f"{max(ends):%d/%m/%Y}"}
    return Standing.COVERED, _("Consent on file") if valid else _("No consent needed")


def _row(photo: Photo, today: date, soon: date) -> Row:
    consents = list(photo.consents.all())
    standing, words = standing_of(photo, consents, today=today, soon=soon)
    return Row(photo=photo, consents=consents, standing=standing, words=words)


def _holds(consent: Consent, today: date) -> bool:
    lasting = consent.valid_until is None or consent.valid_until >= today
    return not consent.is_withdrawn and consent.given_on <= today and lasting

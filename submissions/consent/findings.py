"""What the checks of an article say about the people in its photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.website.enums import NEED_CONSENT
from cms.website.models import Photo
from submissions.checks.rules.finding import Finding, Level
from submissions.consent.enums import Scope
from submissions.consent.models import Consent
from submissions.consent.uses import uses_of

if TYPE_CHECKING:
    from datetime import date

    from submissions.articles.models import ArticlePage


def article_findings(page: ArticlePage, *, today: date | None = None) -> list[Finding]:
    """One finding at most for each photo of an article: withdrawn, without a consent that holds, or nobody has said who
    is in it."""
    places = _places(page)
    if not places:
        return []
    photos = Photo.objects.in_bulk([photo_id for photo_id, _field, _block in places])
    needing = [photo.pk for photo in photos.values() if photo.people in NEED_CONSENT]
    consents = Consent.objects.filter(photo_id__in=needing).valid_on(today or timezone.localdate())
    scopes: dict[int, set[str]] = {}
    for photo_id, scope in consents.values_list("photo_id", "scope"):
        scopes.setdefault(photo_id, set()).add(scope)
    found = []
    for number, (photo_id, field, block_id) in enumerate(places, start=1):
        photo = photos.get(photo_id)
        answer = _judge(photo, scopes.get(photo_id, set()), page) if photo is not None else None
        if answer is not None:
            code, level, message = answer
            found.append(
                Finding(
                    code=code, level=level, field=field, block_id=block_id, params={"number": number},
                    message=message % {"number": number},
                )
            )  # fmt: skip
    return found


def _places(page: ArticlePage) -> list[tuple[int, str, str]]:
    """(photo id, field of the checks, block id) for each photo, the lead photo first."""
    places = [(page.lead_image_id, "lead-alt", "")] if page.lead_image_id else []
    for block in page.body:
        photo = block.value.get("image") if block.block_type == "figure" else None
        if photo is not None:
            places.append((photo.pk, f"figure-{block.id}-alt", str(block.id)))
    return places


def _judge(photo: Photo, scopes: set[str], page: ArticlePage) -> tuple[str, Level, str] | None:
    if photo.is_withdrawn:
        message = _(
            "Photo %(number)d was withdrawn at the request of somebody in it. Take it out or choose another one."
        )
        return "photo_withdrawn", Level.BLOCKS, message
    if not photo.people:
        message = _("Say who can be recognised in photo %(number)d.")
        return "photo_people_unsaid", Level.WARNS, message
    if photo.people not in NEED_CONSENT:
        return None
    if not scopes:
        message = _(
            "Photo %(number)d shows patients, citizens or children: add their written consent under “Consents”."
        )
        return "photo_consent_missing", Level.BLOCKS, message
    if scopes == {Scope.ARTICLE} and uses_of(photo.pk).pages - {page.pk}:
        message = _("The consent for photo %(number)d covers one article only, and another article uses the photo.")
        return "photo_consent_one_article", Level.WARNS, message
    return None

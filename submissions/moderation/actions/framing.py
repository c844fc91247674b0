"""What must stay in the picture when a photo is cropped: said by whoever may change the article, before it is public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.website.content import photo_ids
from cms.website.models import Photo
from cms.website.takedown import live_stories_with
from submissions.articles.actions import record_event
from submissions.articles.enums import EventVerb
from submissions.articles.models import ArticlePage, Submission
from submissions.articles.permissions import may_edit
from submissions.consent.permissions import unit_of
from submissions.moderation.errors import NotAllowed, VerbClosed, VerbRefused

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User

#: The part around the point that no crop cuts off, as a share of the shorter side.
AROUND = 5
FIELDS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


@transaction.atomic
def frame_photo(
    *, submission_id: int, photo_id: int, actor: User, point: tuple[float, float] | None, now: datetime | None = None
) -> Photo:
    """Sets the focal point of a photo of an unpublished article, and writes it into the article's history.

    ``point`` is a share of width and height, 0 to 1 from the upper left corner; None takes the point off. A point
    that stands already is written down no second time.

    Raises:
        NotAllowed: the person may not change the article now. VerbClosed: readers see the photo already. VerbRefused:
        the article does not show it, it is not its unit's, it was withdrawn, or the point lies outside.
    """
    submission = (
        Submission.objects.select_for_update(of=("self",)).select_related("page", "unit").get(pk=submission_id)
    )
    if not may_edit(user=actor, submission=submission):
        raise NotAllowed(_("Your role does not include this."))
    photo = Photo.objects.select_for_update(of=("self",)).filter(pk=photo_id).first()
    if photo is None or photo.pk not in photos_of(submission) or unit_of(photo) != submission.unit:
        raise VerbRefused(
            _("The article does not show this photo, or it belongs to somebody else. Nothing was changed.")
        )
    if photo.is_withdrawn:
        raise VerbRefused(_("This photo was withdrawn by somebody in it. Nothing was changed."))
    if point is not None and not all(0 <= share <= 1 for share in point):
        raise VerbRefused(_("The point lies outside the photo. Nothing was changed."))
    if submission.page.live or live_stories_with(photo.pk):
        raise VerbClosed(_("Readers see this photo already. Nothing was changed."))
    values = _values(photo, point)
    if values == tuple(getattr(photo, name) for name in FIELDS):
        return photo
    for name, value in zip(FIELDS, values, strict=True):
        setattr(photo, name, value)
    photo.save(update_fields=[*FIELDS])
    record_event(
        submission=submission, verb=EventVerb.FRAME, actor=actor, at=now or timezone.now(),
        from_state=submission.state, reason=photo.title, revision=submission.page.latest_revision,
    )  # fmt: skip
    return photo


def photos_of(submission: Submission) -> list[int]:
    """The ids of the photos in the latest text of an article."""
    latest = submission.page.latest_revision
    return sorted(photo_ids(ArticlePage, latest.content)) if latest is not None else []


def _values(photo: Photo, point: tuple[float, float] | None) -> tuple[int | None, ...]:
    if point is None:
        return (None, None, None, None)
    side = max(1, min(photo.width, photo.height) // AROUND)
    return (round(point[0] * photo.width), round(point[1] * photo.height), side, side)

"""The publish action: the only door through which a story goes live, changes or leaves.

Everything that publishes (an article, an issue, the sweep of due ones) calls these functions inside its own transaction.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from cms.website import addresses
from cms.website.content import photo_ids, revision_hash
from cms.website.contributors import credit
from cms.website.enums import StoryKind, VersionAction
from cms.website.models import ApprovedRevision, Photo, StoryPage, StoryVersion
from cms.website.signals import story_corrected, story_published, story_withdrawn

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import Revision

    from cms.accounts.models import User

logger = logging.getLogger(__name__)


class PublishRefused(Exception):
    """A story can't go live as asked; the message says why, for a person."""


class PhotoWithdrawn(PublishRefused):
    """A revision shows a photo that somebody in it took back; it can't be approved or go live any more."""


@transaction.atomic
def record_approval(
    *,
    story: StoryPage,
    revision: Revision,
    approved_by: User,
    last_edited_by: User,
    at: datetime,
    override_reason: str = "",
) -> ApprovedRevision:
    """Records that this revision of a story was approved, with the hash of its content.

    Approving the same revision again (after it was reopened without a change) renews the record.

    Raises:
        IntegrityError: the approver is who last edited, and no reason for an override is given.
        PhotoWithdrawn: a photo in it was taken back.
    """
    _refuse_withdrawn_photos(revision, type(story))
    approval, _created = ApprovedRevision.objects.update_or_create(
        revision=revision,
        defaults={
            "story": story,
            "content_hash": revision_hash(revision, type(story)),
            "approved_by": approved_by,
            "last_edited_by": last_edited_by,
            "approved_at": at,
            "override_reason": override_reason,
        },
    )
    return approval


@transaction.atomic
def publish(*, approval: ApprovedRevision, actor: User | None, at: datetime, note: str = "") -> StoryVersion:
    """Makes an approved revision the live one and writes the next version of its story.

    ``note`` is what readers are told of a correction. The first version is a publication, later ones are corrections.

    Raises:
        PublishRefused: the revision's content is no longer what was approved. PhotoWithdrawn: nor may it be shown.
    """
    revision = approval.revision
    story = approval.story.specific
    _refuse_withdrawn_photos(revision, type(story))
    if revision_hash(revision, type(story)) != approval.content_hash:
        raise PublishRefused(
            "The content of the approved revision or one of its photos has changed since its approval."
        )
    first = not story.versions.exists()
    before = story.url_path
    PublishPageRevisionAction(revision, user=actor, log_action=True).execute(skip_permission_checks=True)
    if first:
        # Wagtail stamps its own clock; a due story counts from the moment of this act.
        Page.objects.filter(pk=story.pk).update(first_published_at=at, last_published_at=at)
    else:
        addresses.keep_address(StoryPage.objects.get(pk=story.pk), before=before)
    _put_on_lists(story.pk)
    version = _next_version(
        story=story,
        action=VersionAction.PUBLISHED if first else VersionAction.UPDATED,
        revision=revision,
        actor=actor,
        at=at,
        note=note,
    )
    (story_published if first else story_corrected).send(sender=type(story), version=version)
    logger.info("Story %s is live as version %s", story.uid, version.version)
    return version


@transaction.atomic
def withdraw(*, story: StoryPage, actor: User, at: datetime, public_note: str) -> StoryVersion:
    """Takes a live story away from readers; its address answers 410 with ``public_note``.

    Raises:
        PublishRefused: the story is not live.
    """
    story = story.specific
    if not story.live:
        raise PublishRefused("Only a live story can be withdrawn.")
    UnpublishPageAction(story, user=actor).execute(skip_permission_checks=True)
    StoryPage.objects.filter(pk=story.pk).update(public_at=None, public_section=None)
    version = _next_version(
        story=story, action=VersionAction.RETRACTED, revision=None, actor=actor, at=at, note=public_note
    )
    story_withdrawn.send(sender=type(story), version=version)
    logger.info("Story %s is withdrawn as version %s", story.uid, version.version)
    return version


def _refuse_withdrawn_photos(revision: Revision, story_class: type[StoryPage]) -> None:
    """Locks the photos of a revision, so that none is taken back between this look and the commit."""
    photos = Photo.objects.select_for_update(of=("self",)).filter(pk__in=photo_ids(story_class, revision.content))
    if any(photo.is_withdrawn for photo in photos.order_by("pk")):
        raise PhotoWithdrawn(
            _("A photo in this text was withdrawn at the request of somebody in it. Take it out, then try again.")
        )


def _put_on_lists(story_id: int) -> None:
    """Says beside the story where lists find it: since when it is public, and in which section."""
    story = StoryPage.objects.select_related("topic").get(pk=story_id)
    section_id = story.topic.section_id if story.topic else None
    StoryPage.objects.filter(pk=story_id).update(public_at=story.first_published_at, public_section=section_id)
    if story.kind == StoryKind.ARTICLE:
        credit(story_id=story_id, byline=story.byline, unit_code=story.unit_code)


def _next_version(
    *, story: StoryPage, action: VersionAction, revision: Revision | None, actor: User | None, at: datetime, note: str
) -> StoryVersion:
    # Callers hold the lock of the story's own row of state; the unique constraint has the last word.
    latest = StoryVersion.objects.filter(story=story).aggregate(Max("version"))["version__max"] or 0
    return StoryVersion.objects.create(
        story_id=story.pk, version=latest + 1, action=action, revision=revision, actor=actor, at=at, note=note
    )

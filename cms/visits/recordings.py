"""Verbs of recordings: uploading, approving, taking away."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.roles import Role, has_role
from cms.core import rules
from cms.core.periods import local_day
from cms.core.seeds import RuleSeed
from cms.visits.audio_files import format_of
from cms.visits.errors import RecordingRefused
from cms.visits.models import Recording
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from cms.accounts.models import User

MEGABYTES: Final = "visits.recording_megabytes"
RULES: Final = (RuleSeed(code=MEGABYTES, value="20", source="Mặc định: khoảng 20 phút giọng đọc"),)


def may_record(user: User) -> bool:
    """Who handles recordings: editors and the desk."""
    return has_role(user, Role.EDITOR, Role.DESK)


def most_megabytes(*, now: datetime | None = None) -> int:
    """How large a recording may be."""
    return rules.number(MEGABYTES, on=local_day(now or timezone.now()))


def upload(*, story: StoryPage, file: UploadedFile[bytes], actor: User, now: datetime | None = None) -> Recording:
    """Keeps a recording until somebody else approves it; an earlier one that still waited goes.

    Raises `RecordingRefused`: not theirs to do, too large, or no recording that browsers play.
    """
    _check(actor)
    limit = most_megabytes(now=now)
    if not file.size or file.size > limit * 1024 * 1024:
        raise RecordingRefused(
            _("A recording may have %(limit)d MB. Save it smaller, for instance as MP3 with 64 kbit/s.")
            % {"limit": limit}
        )
    content = file.read()
    found = format_of(content)
    if found is None:
        raise RecordingRefused(
            _("This is no recording in MP3, M4A or OGG. Save it in one of these and choose it again.")
        )
    with transaction.atomic():
        _lock(story.pk)
        _remove(Recording.objects.filter(story=story, approved_at__isnull=True))
        recording = Recording(
            story_id=story.pk,
            format=found.value,
            digest=hashlib.sha256(content).hexdigest(),
            uploaded_by=actor,
            uploaded_at=now or timezone.now(),
        )
        # The name that it came with says something of whoever made it; it is not kept.
        recording.file.save(f"{story.uid}.{found.value}", ContentFile(content), save=False)
        recording.save()
    return recording


def approve(*, recording_id: int, actor: User, now: datetime | None = None) -> Recording:
    """Lets readers hear a recording, in the place of the one before.

    Raises `RecordingRefused`: not theirs to do, their own, or already decided.
    """
    _check(actor)
    with transaction.atomic():
        recording = _waiting(recording_id)
        if recording.uploaded_by_id == actor.pk:
            raise RecordingRefused(_("You uploaded this recording. Another editor listens to it and approves it."))
        _remove(Recording.objects.filter(story=recording.story_id, approved_at__isnull=False))
        recording.approved_by, recording.approved_at = actor, now or timezone.now()
        recording.save(update_fields=["approved_by", "approved_at"])
    return recording


def remove(*, recording_id: int, actor: User) -> None:
    """Takes a recording away, approved or not; one that is gone already is no error. Raises `RecordingRefused`."""
    _check(actor)
    with transaction.atomic():
        _remove(Recording.objects.filter(pk=recording_id))


def take_approval_away(*, story_id: int) -> None:
    """After a correction: the recording waits for somebody who has listened to it again; one that waits goes first."""
    approved = Recording.objects.filter(story=story_id, approved_at__isnull=False)
    if Recording.objects.filter(story=story_id, approved_at__isnull=True).exists():
        _remove(approved)
    else:
        approved.update(approved_by=None, approved_at=None)


def remove_of_story(*, story_id: int) -> None:
    """A withdrawn story is not heard any more either."""
    _remove(Recording.objects.filter(story=story_id))


def _check(actor: User) -> None:
    if not may_record(actor):
        raise RecordingRefused(_("Recordings are for editors."))


def _lock(story_id: int) -> None:
    StoryPage.objects.select_for_update(of=("self",)).only("pk").get(pk=story_id)


def _waiting(recording_id: int) -> Recording:
    found = Recording.objects.filter(pk=recording_id).values_list("story_id", flat=True).first()
    if found is not None:
        _lock(found)
    recording = Recording.objects.filter(pk=recording_id, approved_at__isnull=True).first()
    if recording is None:
        raise RecordingRefused(_("This recording was approved or taken away meanwhile."))
    return recording


def _remove(recordings: Any) -> None:
    """Rows first; the files go once that is certain."""
    for recording in list(recordings):
        name, storage = recording.file.name, recording.file.storage
        recording.delete()
        transaction.on_commit(partial(storage.delete, name))

"""The files of a withdrawn photo: out of the public folder at once, kept for a while out of sight, then erased.

Every step can be repeated: what a killed process left half done, the sweep finishes.
"""

from __future__ import annotations

import logging
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.core.files import private_storage
from cms.website.models import Photo, PhotoRendition
from cms.website.photo_files import SAFE_NAME
from submissions.consent.models import PhotoRemoval

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.storage import Storage

logger = logging.getLogger(__name__)

# Names of sizes begin with the name of their photo, cut to what the size's own name leaves; so much always remains.
STEM = 18


@transaction.atomic
def clear(*, removal_id: int, now: datetime | None = None) -> None:
    """Takes all public files of a withdrawn photo away: its sizes first, which have addresses, then the original."""
    # One at a time: of two that move the same file, the second would find nothing to copy over what the first has kept.
    removal = PhotoRemoval.objects.select_for_update(of=("self",)).get(pk=removal_id)
    for rendition in PhotoRendition.objects.filter(image_id=removal.photo_id):
        _remove_rendition(rendition)
    _remove_strays(removal)
    _move_original(removal)
    PhotoRemoval.objects.filter(pk=removal_id, cleared_at__isnull=True).update(cleared_at=now or timezone.now())


def sweep(*, now: datetime | None = None) -> int:
    """Finishes what was left undone, and erases what was kept long enough; returns how many photos it worked on."""
    now = now or timezone.now()
    # A reader's request that began before the withdrawal may have made one more size after the files were cleared.
    remade = PhotoRendition.objects.filter(image__withdrawn_at__isnull=False).values("image_id")
    undone = PhotoRemoval.objects.filter(Q(cleared_at__isnull=True) | Q(photo_id__in=remade))
    done = 0
    for removal_id in list(undone.values_list("pk", flat=True)):
        done += _one_by_one(removal_id, now)
    outlived = PhotoRemoval.objects.filter(cleared_at__isnull=False, erased_at__isnull=True, keep_until__lte=now)
    for removal in outlived:
        private_storage().delete(removal.kept_name)
        PhotoRemoval.objects.filter(pk=removal.pk).update(erased_at=now)
        logger.info("The file of withdrawn photo %s is erased", removal.photo_id)
        done += 1
    return done


def _one_by_one(removal_id: int, now: datetime) -> int:
    try:
        clear(removal_id=removal_id, now=now)
    except OSError as error:
        # The others are not kept waiting; this one comes again with the next sweep.
        logger.error("The files of removal %s can't be taken away: %s", removal_id, error)
        return 0
    return 1


def _remove_rendition(rendition: PhotoRendition) -> None:
    # The file before the row: a crash in between leaves a row, which the sweep finds again.
    rendition.file.storage.delete(rendition.file.name)
    rendition.delete()


def _remove_strays(removal: PhotoRemoval) -> None:
    """Sizes whose row was never written, because two requests made the same one at once."""
    name = PurePosixPath(removal.public_name).name
    if not SAFE_NAME.fullmatch(name):
        return
    storage: Storage = PhotoRendition._meta.get_field("file").storage
    if not storage.exists("images"):
        return
    for each in storage.listdir("images")[1]:
        if each.startswith(name[:STEM]):
            storage.delete(f"images/{each}")


def _move_original(removal: PhotoRemoval) -> None:
    public: Storage = Photo._meta.get_field("file").storage
    kept = private_storage()
    if not public.exists(removal.public_name):
        return
    if removal.erased_at is None:
        # A copy that was cut off by a crash is written anew; the public file goes last.
        kept.delete(removal.kept_name)
        with public.open(removal.public_name, "rb") as original:
            kept.save(removal.kept_name, original)
    public.delete(removal.public_name)
    logger.info("The original of withdrawn photo %s has left the public folder", removal.photo_id)

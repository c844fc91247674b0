"""The photos of a page with their drawn sizes: all of them in one query, whatever shows them."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from cms.website.head import CARD_SIZE
from cms.website.models import Photo, PhotoRendition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What the templates parts/photo_*.html and the card of `cms.website.head` ask for; what is not named here costs a
# query a picture.
LIST_SIZES: Final = ("fill-320x213|format-webp", "fill-640x427|format-webp")
LEAD_SIZES: Final = ("fill-480x320|format-webp", "fill-800x533|format-webp", "fill-1200x800|format-webp")
STORY_SIZES: Final = tuple(f"width-{width}|format-webp" for width in (480, 640, 800, 1200, 1600))

ALL_SIZES: Final = (*LIST_SIZES, *LEAD_SIZES, *STORY_SIZES, CARD_SIZE)

_at_hand: ContextVar[dict[int, Photo] | None] = ContextVar("photos_at_hand", default=None)


def fill(photos: Iterable[Photo | None], *, ids: Iterable[int] = ()) -> dict[int, Photo]:
    """Gives the photos their drawn sizes and fetches those of ``ids`` with theirs; one query, two where one of them was
    never drawn. Returns the photos of ``ids`` that exist."""
    given: dict[int, list[Photo]] = defaultdict(list)
    for photo in photos:
        if photo is not None:
            given[photo.pk].append(photo)
    wanted = {*ids}
    if not given and not wanted:
        return {}
    drawn: dict[int, list[PhotoRendition]] = defaultdict(list)
    found: dict[int, Photo] = {}
    sizes = PhotoRendition.objects.filter(image_id__in={*given, *wanted}, filter_spec__in=ALL_SIZES)
    for rendition in sizes.select_related("image"):
        drawn[rendition.image_id].append(rendition)
        found.setdefault(rendition.image_id, rendition.image)
    missing = wanted - found.keys()
    if missing:
        found |= Photo.objects.in_bulk(missing)
    for pk in {*given, *found}:
        for photo in (*given[pk], *([found[pk]] if pk in found else [])):
            photo.prefetched_renditions = list(drawn[pk])
    return {pk: photo for pk, photo in found.items() if pk in wanted}


@contextmanager
def at_hand(photos: dict[int, Photo]) -> Iterator[None]:
    """While it lasts, blocks that hold a photo take it from here."""
    token = _at_hand.set(photos)
    try:
        yield
    finally:
        _at_hand.reset(token)


def known() -> dict[int, Photo] | None:
    """The photos at hand, None outside of `at_hand`."""
    return _at_hand.get()

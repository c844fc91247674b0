"""Keyset paging of stories: the page after a given story, without COUNT or OFFSET, whatever the size of the archive."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from cms.website.models import StoryPage, StoryQuerySet

PAGE_SIZE = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Years 1 to 9999 in microseconds and 64-bit keys: what both databases can compare.
_LONGEST = 64


class CursorInvalid(ValueError):
    """A cursor that this site never gave out."""


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """The last story of a page: ``at`` is its publication time, ``pk`` its key, which breaks ties."""

    at: datetime
    pk: int

    def encode(self) -> str:
        """The cursor as it stands in an address: URL-safe, without padding."""
        microseconds = (self.at - _EPOCH) // _MICROSECOND
        return urlsafe_b64encode(f"{microseconds}.{self.pk}".encode("ascii")).decode("ascii").rstrip("=")

    @classmethod
    def decode(cls, text: str) -> Cursor:
        """Reads a cursor from an address.

        Raises:
            CursorInvalid: the text is no cursor of ours.
        """
        if len(text) > _LONGEST:
            raise CursorInvalid(text[:_LONGEST])
        try:
            raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)).decode("ascii")
            microseconds, pk = (int(part) for part in raw.split("."))
            cursor = cls(at=_EPOCH + microseconds * _MICROSECOND, pk=pk)
        except (ValueError, OverflowError, UnicodeError, binascii.Error) as error:
            raise CursorInvalid(text) from error
        if not 0 < cursor.pk < 2**63 or cursor.encode() != text:
            raise CursorInvalid(text)
        return cursor


@dataclass(frozen=True, kw_only=True)
class StorySlice:
    """One page of a list: its stories, and the cursor of the next page where there is one."""

    stories: list[StoryPage]
    older: Cursor | None


def page_of(stories: StoryQuerySet, *, after: Cursor | None = None, size: int = PAGE_SIZE) -> StorySlice:
    """One page of published stories, newest first, beginning right after the story that ``after`` names.

    ``stories`` must have a publication time each. One query: a row more than the page tells whether there is a next one.
    """
    ordered = stories.order_by("-public_at", "-pk")
    if after is not None:
        ordered = ordered.filter(
            Q(public_at__lt=after.at) | Q(public_at=after.at, pk__lt=after.pk),
            # Said twice: a plain range lets the database start inside its index.
            public_at__lte=after.at,
        )
    rows = list(ordered[: size + 1])
    page = rows[:size]
    more = len(rows) > size
    last = page[-1] if more else None
    older = Cursor(at=last.public_at, pk=last.pk) if last and last.public_at else None
    return StorySlice(stories=page, older=older)

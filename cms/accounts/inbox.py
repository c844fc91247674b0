"""A person's notices as lists: how many are unread, and pages of them without counting the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.accounts.models import Notice

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cms.accounts.models import User

PAGE_SIZE = 30
# The menu says “99+” beyond this; counting further would cost more than it tells.
MOST_COUNTED = 99
_READ = "r"
_UNREAD = "u"


@dataclass(frozen=True, kw_only=True)
class Slice:
    """One page: unread ones first, each newest first; the cursor of the next page; the newest unread id on it."""

    notices: list[Notice]
    after: str
    newest_unread: int


def unread_count(user: User) -> int:
    """How many notices a person has not read, at most `MOST_COUNTED` + 1. One query."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    return unread.order_by()[: MOST_COUNTED + 1].count()


def page_of(user: User, *, after: str = "") -> Slice:
    """One page, beginning after the notice that the cursor ``after`` names (``u`` or ``r`` and an id).

    Two queries at most, whatever there is; a cursor that was never given out begins at the front.
    """
    part, before = _read(after)
    own = Notice.objects.filter(user=user).select_related("on_behalf_of").order_by("-pk")
    found: list[Notice] = []
    if part == _UNREAD:
        found = list(_up_to(own.filter(read_at__isnull=True), before))
        before = None
    if len(found) <= PAGE_SIZE:
        found += list(_up_to(own.filter(read_at__isnull=False), before))
    shown = found[:PAGE_SIZE]
    unread = [notice.pk for notice in shown if notice.read_at is None]
    return Slice(
        notices=shown,
        after=_written(shown[-1]) if len(found) > PAGE_SIZE else "",
        newest_unread=max(unread, default=0),
    )


def _up_to(notices: QuerySet[Notice], before: int | None) -> QuerySet[Notice]:
    return (notices.filter(pk__lt=before) if before is not None else notices)[: PAGE_SIZE + 1]


def _written(notice: Notice) -> str:
    return f"{_UNREAD if notice.read_at is None else _READ}{notice.pk}"


def _read(cursor: str) -> tuple[str, int | None]:
    part, number = cursor[:1], cursor[1:]
    if part in {_UNREAD, _READ} and number.isascii() and number.isdigit() and len(number) < 18:
        return part, int(number)
    return _UNREAD, None

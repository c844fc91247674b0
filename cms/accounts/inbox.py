"""A person's notices as lists: how many are unread, and pages of them without counting the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.accounts.models import Notice
from cms.core.keyset import below, number_in

if TYPE_CHECKING:
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
    part, cursor = after[:1], after[1:]
    if part not in {_UNREAD, _READ} or number_in(cursor) is None:
        part, cursor = _UNREAD, ""
    own = Notice.objects.filter(user=user).select_related("on_behalf_of")
    found: list[Notice] = []
    if part == _UNREAD:
        found = below(own.filter(read_at__isnull=True), after=cursor, most=PAGE_SIZE + 1)
        cursor = ""
    if len(found) <= PAGE_SIZE:
        found += below(own.filter(read_at__isnull=False), after=cursor, most=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    unread = [notice.pk for notice in shown if notice.read_at is None]
    return Slice(
        notices=shown,
        after=_written(shown[-1]) if len(found) > PAGE_SIZE else "",
        newest_unread=max(unread, default=0),
    )


def _written(notice: Notice) -> str:
    return f"{_UNREAD if notice.read_at is None else _READ}{notice.pk}"

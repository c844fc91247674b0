"""“My work”: the lists of what waits for a person.

Every room brings its own through the hook ``work_lists`` (user) -> iterable of `WorkList`; the screen shows them side by
side. To name the lists asks the database nothing: a list reads its rows when it is counted or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from wagtail import hooks

from cms.core.keyset import Cut, by_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from django.db.models import Model, QuerySet
    from django_stubs_ext import StrOrPromise

    from cms.accounts.models import User

    Narrow = Callable[[QuerySet[Any]], QuerySet[Any]]

PAGE_SIZE = 50
# Beyond it a list is “99+”: to count further would take longer with every row, and nobody works by the difference.
MOST_COUNTED: Final = 99

Row = TypeVar("Row", bound="Model")


@dataclass(frozen=True, kw_only=True)
class WorkRow:
    """A line of a list: what waits, where it is done, since when and until when, and who has it in hand.

    ``verb`` are the words of its button, which leads to ``url``; ``flags`` are pairs of icon and words.
    """

    title: str
    url: str
    waits: StrOrPromise
    verb: StrOrPromise
    icon: str = "info-circle"
    since: datetime | None = None
    due: datetime | None = None
    place: str = ""
    holder: str = ""
    flags: tuple[tuple[str, StrOrPromise], ...] = ()


@dataclass(frozen=True, kw_only=True)
class WorkList:
    """A list of what waits, the longest wait first.

    ``parts`` are its rows as queries that exclude each other, each of which an index answers alone. ``by`` is the moment
    by which they stand, a column that is never empty in them. ``describe`` makes the lines of a page from its rows' keys,
    in their order: `WorkRow`, or whatever ``template`` draws (as ``row``). ``opens`` says whether the screen may begin
    with it.
    """

    slug: str
    label: StrOrPromise
    empty: StrOrPromise
    parts: Callable[[], Sequence[QuerySet[Any]]]
    by: str
    describe: Callable[[Sequence[Any]], list[Any]]
    template: str = ""
    opens: bool = True

    def count(self) -> int:
        """How many rows there are, counted up to one more than `MOST_COUNTED`; a query a part."""
        found = 0
        for part in self.parts():
            found += part.order_by()[: MOST_COUNTED + 1 - found].count() if found <= MOST_COUNTED else 0
        return found

    def page(self, *, after: str = "", narrow: Narrow | None = None) -> Cut[Any]:
        """One page, beginning after the row that ``after`` names; ``narrow`` leaves rows out.

        As many queries whatever the length: the keys part by part, then the rows of this page as a whole. A cursor that
        was never given out begins at the front.
        """
        parts = [narrow(part) if narrow else part for part in self.parts()]
        found = by_moment(parts, by=self.by, after=after, size=PAGE_SIZE)
        return Cut(rows=self.describe(found.rows), after=found.after)


def lists_of(user: User) -> list[WorkList]:
    """All the lists of a person, in the order of the hooks; empty for somebody for whom nothing can ever wait."""
    found: list[WorkList] = []
    for bring in hooks.get_hooks("work_lists"):
        brought: Iterable[WorkList] = bring(user)
        found += brought
    return found


def in_words(count: int) -> str:
    """A counted number as the screen shows it."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def in_order(rows: QuerySet[Row], keys: Sequence[Any]) -> list[Row]:
    """The rows with these keys, in the keys' order; those that are gone are left out. One query."""
    found = {row.pk: row for row in rows.filter(pk__in=keys)} if keys else {}
    return [found[key] for key in keys if key in found]

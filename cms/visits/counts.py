"""Reading the counts: the most read stories, and how often some were read and listened to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.periods import local_day
from cms.core.text.numbers import format_count
from cms.visits.models import DailyCount
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

WEEK: Final = 7
MONTH: Final = 30
SHOWN: Final = 5
#: Fewer are no list.
FEWEST: Final = 3
# Some of those that were read most may have been withdrawn since.
_SPARE: Final = 5


@dataclass(frozen=True, kw_only=True)
class Visits:
    """How often a story was read and listened to."""

    views: int = 0
    listens: int = 0

    @property
    def words(self) -> str:
        """“1.204 views · 31 listens”, as a writer reads it; what nobody did is left out, and "" for nothing at all."""
        said = []
        if self.views:
            said.append(ngettext("%(number)s view", "%(number)s views", self.views) % _number(self.views))
        if self.listens:
            said.append(ngettext("%(number)s listen", "%(number)s listens", self.listens) % _number(self.listens))
        return " · ".join(said)


@dataclass(frozen=True, kw_only=True)
class MostRead:
    """The most read stories of the last ``days`` days, the first the most."""

    stories: list[StoryPage]
    days: int


def visits_of(story_ids: Collection[int]) -> dict[int, Visits]:
    """All views and listens of these stories, in one query; each has an entry."""
    found = dict.fromkeys(story_ids, Visits())
    if found:
        rows = DailyCount.objects.filter(story__in=list(found)).values("story_id")
        for row in rows.annotate(all_views=Sum("views"), all_listens=Sum("listens")).order_by():
            found[row["story_id"]] = Visits(views=row["all_views"], listens=row["all_listens"])
    return found


def most_read(*, now: datetime | None = None) -> MostRead | None:
    """The most read articles of the week, or of a month where a week has too few; None where a month has too few.

    Four queries at most, two as a rule; the index of counts alone answers the first.
    """
    today = local_day(now or timezone.now())
    for days in (WEEK, MONTH):
        stories = _most_read(since=today - timedelta(days=days - 1))
        if len(stories) >= FEWEST:
            return MostRead(stories=stories, days=days)
    return None


def _most_read(*, since: date) -> list[StoryPage]:
    rows = DailyCount.objects.filter(day__gte=since, views__gt=0).values("story_id").annotate(read=Sum("views"))
    keys = list(rows.order_by("-read", "-story_id").values_list("story_id", flat=True)[: SHOWN + _SPARE])
    if len(keys) < FEWEST:
        return []
    found = StoryPage.objects.readable().articles().filter(pk__in=keys).in_bulk()
    return [found[key] for key in keys if key in found][:SHOWN]


def _number(number: int) -> dict[str, str]:
    return {"number": format_count(number)}


def most_read_heading(days: int) -> str:
    """The heading of the list."""
    return _("Most read this week") if days == WEEK else _("Most read in 30 days")

"""Finding: the stories that match a query and its filters, best first, one page at a time.

The steps of a query (`cms.core.search.tiers`) are asked one after the other until the page is full. Each step that did
not fill it had few matches, so at most one question of a search goes through many rows, however large the archive is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import F, Prefetch

from cms.core.search import tiers
from cms.core.search.token_index import by_index_alone
from cms.search.models import ENTRY_INDEX, Entry
from cms.website.album import LIST_SIZES
from cms.website.models import Photo, StoryPage, Topic

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE_SIZE = 20
#: Whoever has not found it on ten pages asks in other words.
LAST_PAGE = 10
#: Beyond these nobody counts: "more than 200".
COUNT_LIMIT = PAGE_SIZE * LAST_PAGE
# What a result shows of its story, and what its address is made of.
_SHOWN = (
    "title", "url_path", "locale_id", "content_type_id", "first_published_at", "language", "sapo", "unit_code",
    "unit_label", "topic_id", "lead_image_id",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Result:
    """A story that was found, with the text from which its excerpt is cut."""

    story: StoryPage
    text: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of results. ``count`` is at most `COUNT_LIMIT` + 1, which means more."""

    results: list[Result] = field(default_factory=list)
    count: int = 0
    page: int = 1

    @property
    def is_more_than_counted(self) -> bool:
        """Whether there are more than anybody counts."""
        return self.count > COUNT_LIMIT

    @property
    def has_next(self) -> bool:
        """Whether a further page can be asked for."""
        return self.page < LAST_PAGE and self.count > self.page * PAGE_SIZE


def find(*, query: str, filters: dict[str, Any] | None = None, page: int = 1) -> Found:
    """The page of what matches; ``filters`` are conditions on `Entry`. Without words, the newest that fit the filters.

    Four queries more than the steps of the query, never more than eleven of those.
    """
    page = min(max(page, 1), LAST_PAGE)
    entries = Entry.objects.filter(**filters or {})
    everything = tiers.everything(query)
    first, last = (page - 1) * PAGE_SIZE, page * PAGE_SIZE
    if everything is None:
        # Read once, for what is shown and for how many there are.
        newest = entries.order_by("-public_at", "-pk").values_list("pk", flat=True)
        keys = list(newest[: COUNT_LIMIT + 1]) if filters else []
        return Found(results=_results(keys[first:last]), count=len(keys), page=page)
    with by_index_alone():
        count = entries.filter(ENTRY_INDEX.matches(everything)).order_by()[: COUNT_LIMIT + 1].count()
        steps = [entries.filter(ENTRY_INDEX.matches(step)) for step in tiers.tiers(query)] if count else []
        keys = _best(steps, min(last, count))[first:]
    return Found(results=_results(keys), count=count, page=page)


def is_found(query: str) -> bool:
    """Whether anything at all matches: what is suggested must be."""
    everything = tiers.everything(query)
    if everything is None:
        return False
    with by_index_alone():
        return Entry.objects.filter(ENTRY_INDEX.matches(everything)).order_by().exists()


def _best(steps: list[QuerySet[Entry]], wanted: int) -> list[int]:
    """The keys of the best ``wanted`` entries, which are known to exist, over all steps."""
    keys: list[int] = []
    for step in steps:
        if len(keys) >= wanted:
            break
        newest = step.exclude(pk__in=keys) if keys else step
        keys += newest.order_by("-public_at", "-pk").values_list("pk", flat=True)[: wanted - len(keys)]
    return keys


def _results(keys: list[int]) -> list[Result]:
    """The stories of these keys in their order; asked for anew, so that nothing is shown that just went."""
    if not keys:
        return []
    # Many results share a topic: each is read once, and of a story what a result shows.
    photos = Photo.objects.prefetch_renditions(*LIST_SIZES)
    rows = (
        StoryPage.objects.readable()
        .filter(pk__in=keys)
        .annotate(text_found=F("search_entry__text"))
        .only(*_SHOWN)
        .prefetch_related(
            Prefetch("topic", queryset=Topic.objects.select_related("section")),
            Prefetch("lead_image", queryset=photos),
        )
    )
    stories = {story.pk: story for story in rows}
    return [Result(story=stories[key], text=stories[key].text_found or "") for key in keys if key in stories]

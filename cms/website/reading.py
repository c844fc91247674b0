"""What the reader's pages show, as one function a page: every list costs a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, overload
from urllib.parse import urlencode

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, prefetch_related_objects
from django.http import Http404

from cms.website import album, languages
from cms.website.album import LEAD_SIZES, LIST_SIZES
from cms.website.enums import StoryKind
from cms.website.models import AudiencePage, Photo, SectionPage, StoryPage, Topic
from cms.website.paging import Cursor, CursorInvalid, page_of
from cms.website.pieces import pieces_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest

    from cms.website.models import SectionIndexPage, StoryQuerySet

LATEST = 7
A_SECTION = 3
RELATED = 3
CURSOR_PARAMETER = "truoc"
Entry = TypeVar("Entry", AudiencePage, SectionPage)


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One page of a list as a template needs it; ``older_url`` is empty at the end."""

    stories: list[StoryPage]
    older_url: str
    is_first: bool


@overload
def with_pictures(stories: StoryQuerySet) -> StoryQuerySet: ...
@overload
def with_pictures(stories: list[StoryPage]) -> list[StoryPage]: ...
def with_pictures(stories: StoryQuerySet | list[StoryPage]) -> StoryQuerySet | list[StoryPage]:
    """Stories with all that a list shows of them: section, and picture in the sizes of lists.

    Two queries more for a QuerySet, however long it is; for a list of stories already fetched, four.
    """
    photos = Prefetch("lead_image", queryset=Photo.objects.prefetch_renditions(*LIST_SIZES, *LEAD_SIZES))
    if isinstance(stories, list):
        prefetch_related_objects(stories, "topic__section", photos)
        return stories
    return stories.select_related("topic__section").prefetch_related(photos)


def listing(stories: StoryQuerySet, request: HttpRequest, *, specific: bool = False) -> dict[str, Any]:
    """One page of a list, from the cursor in the address on.

    ``specific`` turns the rows into their own classes, where a template needs more than a story has.

    Raises:
        Http404: the cursor is none of ours.
    """
    text = request.GET.get(CURSOR_PARAMETER, "")
    try:
        after = Cursor.decode(text) if text else None
    except CursorInvalid as error:
        raise Http404("No such page of this list.") from error
    rows = with_pictures(stories)
    found = page_of(rows.specific() if specific else rows, after=after)
    older_url = f"{request.path}?{urlencode({CURSOR_PARAMETER: found.older.encode()})}" if found.older else ""
    return {"listing": Listing(stories=found.stories, older_url=older_url, is_first=after is None)}


def home(request: HttpRequest) -> dict[str, Any]:
    """The front page: the newest article with a picture leads, the others follow, then the sections."""
    newest = list(with_pictures(StoryPage.objects.published().articles())[: LATEST + 3])
    lead = next((story for story in newest if story.lead_image_id), newest[0] if newest else None)
    latest = [story for story in newest if story is not lead][:LATEST]
    shown = {story.pk for story in (lead, *latest) if story is not None}
    return {
        "lead_story": lead,
        "latest": latest,
        "doors": in_tree_order(AudiencePage.objects.all()),
        "sections": [entry for entry in _sections(SectionPage.objects.all(), without=shown) if entry["stories"]],
    }


def section_index(page: SectionIndexPage) -> dict[str, Any]:
    """The sections, each with its newest stories."""
    return {"sections": _sections(SectionPage.objects.child_of(page))}


def section(page: SectionPage, request: HttpRequest) -> dict[str, Any]:
    """One page of a section's stories, with the topics that it gathers."""
    stories = StoryPage.objects.published().articles().filter(public_section=page)
    return {"topics": list(page.topics.all()), **listing(stories, request)}


def audience(page: AudiencePage, request: HttpRequest) -> dict[str, Any]:
    """One page of the stories that are written for a group of readers."""
    return listing(StoryPage.objects.published().articles().filter(audience__in=page.audiences), request)


def audience_doors(pages: Iterable[AudiencePage]) -> list[dict[str, Any]]:
    """The doors by audience, each with its newest stories."""
    pages = list(pages)
    newest = {
        page.pk: list(
            StoryPage.objects.readable()
            .articles()
            .filter(audience__in=page.audiences)
            .values_list("pk", flat=True)[:A_SECTION]
        )
        for page in pages
    }
    found = _by_key(with_pictures(StoryPage.objects.published()), [key for keys in newest.values() for key in keys])
    return [{"page": page, "stories": [found[key] for key in newest[page.pk] if key in found]} for page in pages]


def story(page: StoryPage, request: HttpRequest | None = None) -> dict[str, Any]:
    """What stands around a story: its section, corrections (newest first), related stories, and what other floors put
    after it. Its photos are fetched together with all others of the page."""
    related = _related(page)
    after = pieces_for("story_after", request=request, page=page)
    photos = [
        page.lead_image,
        *(other.lead_image for other in related),
        *(photo for each in after for photo in each.photos),
    ]
    page.take_photos(album.fill(photos, ids=page.photo_ids()))
    return {
        "story_section": page.section,
        "other_version": languages.other_version(page),
        "newer_original": languages.newer_original(page),
        "corrections": page.corrections(),
        "related": related,
        "pieces_after": after,
    }


def in_tree_order(pages: QuerySet[Entry]) -> list[Entry]:
    """The live ones of a few pages by their path. Asked for either, SQLite walks through the whole tree to find seven."""
    return sorted((page for page in pages.order_by() if page.live), key=lambda page: page.path)


def _sections(sections: QuerySet[SectionPage], *, without: Iterable[int] = ()) -> list[dict[str, Any]]:
    # A correlated subquery a place: the newest of every section in two queries, never a scan of the archive.
    stories = (
        StoryPage.objects.published().articles().filter(public_section=OuterRef("pk")).exclude(pk__in=list(without))
    )
    places = {f"newest_{place}": Subquery(stories.values("pk")[place : place + 1]) for place in range(A_SECTION)}
    rows = in_tree_order(sections.annotate(**places))
    keys = {row.pk: [key for place in places if (key := getattr(row, place)) is not None] for row in rows}
    found = _by_key(with_pictures(StoryPage.objects.published()), [key for each in keys.values() for key in each])
    return [{"page": row, "stories": [found[key] for key in keys[row.pk] if key in found]} for row in rows]


def _by_key(stories: StoryQuerySet, keys: Sequence[int]) -> dict[int, StoryPage]:
    return {row.pk: row for row in stories.filter(pk__in=keys)} if keys else {}


def _related(page: StoryPage) -> list[StoryPage]:
    """Of the newest articles of the section, those of the same topic first; one query."""
    if not isinstance(page.topic, Topic) or page.topic.section_id is None:
        return []
    # Not ``articles()``: what is Vietnamese is no translation, and asked for that SQLite reads the whole archive.
    alike = StoryPage.objects.readable().filter(kind=StoryKind.ARTICLE, language=page.language)
    near = alike.filter(public_section=page.topic.section_id).exclude(pk=page.pk)
    newest = list(near.select_related("topic__section", "lead_image")[: RELATED * 4])
    # Python's sort is stable: inside each group the newest stay first.
    return sorted(newest, key=lambda other: other.topic_id != page.topic_id)[:RELATED]

"""A story found by its address, with all that its page needs of single rows, in one query.

Wagtail walks down the tree, two queries a level, and asks about restrictions again: for what is read most, that is most
of the cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.dateparse import parse_datetime
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction

from cms.core.json_rows import JSONRows
from cms.website.contributors import Credit
from cms.website.enums import VersionAction
from cms.website.models import StoryPage, StoryVersion

if TYPE_CHECKING:
    from collections.abc import Sequence

# Stories lie on this level below the home page: /don-vi/CODE/<slug>/ and /ban-tin/2026/46/.
LEVEL: Final = 3
# Rooms above have rows of theirs fetched along: functions that give ``{name: JSONRows(…)}`` about the outer story. What
# is found stands on the page under that name.
HOOK: Final = "arrival_rows"
# Rows that are copied from the story to its own class, so that nobody asks for them again.
_ROWS: Final = ("topic", "lead_image", "content_type", "locale")


@dataclass(frozen=True, slots=True)
class Correction:
    """What readers are told of a correction."""

    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class NamedContributor:
    """A name of the byline and the address of its page."""

    name: str
    slug: str


def restrictions_above(path: OuterRef | F) -> QuerySet[Any]:
    """The restrictions of a page, by its path in the tree: its own and those of the pages above it."""
    below = PageViewRestriction.objects.annotate(reader_path=ExpressionWrapper(path, output_field=CharField()))
    found: QuerySet[Any] = below.filter(reader_path__startswith=F("page__path"))
    return found


def story_at(home: Page, components: Sequence[str]) -> StoryPage | None:
    """The story with this address below the home page, live or not, as its own class; None where no story lies there."""
    if len(components) != LEVEL:
        return None
    classes = _classes()
    corrections = StoryVersion.objects.filter(story=OuterRef("pk"), action=VersionAction.UPDATED).exclude(note="")
    # The version in the other language, and what has become of the original since a translation was worked on.
    pair = StoryPage.objects.live().filter(
        Q(pk=OuterRef("translation_of")) | Q(translation_of=OuterRef("pk")), public_at__isnull=False
    )
    moved_on = StoryVersion.objects.filter(story=OuterRef("translation_of"), action=VersionAction.UPDATED)
    newer = moved_on.filter(version__gt=Coalesce(OuterRef("follows_version"), 0)).order_by("-version")
    credited = Credit.objects.filter(story=OuterRef("pk")).order_by("position")
    along = {name: rows for provider in hooks.get_hooks(HOOK) for name, rows in provider().items()}
    story = (
        # Wagtail keeps no index of whole addresses, but one of their last parts.
        StoryPage.objects.filter(slug=components[-1], url_path=f"{home.url_path}{'/'.join(components)}/")
        .select_related("topic__section", "lead_image", "content_type", "locale", *classes)
        .annotate(
            restricted=Exists(restrictions_above(OuterRef("path"))),
            named=JSONRows(credited, name="contributor__name", slug="contributor__slug"),
            other=JSONRows(pair, pk="pk", title="title", url_path="url_path", language="language"),
            overtaken=JSONRows(newer, version="version", at="at"),
            corrected=JSONRows(corrections.order_by("-version"), at="at", note="note"),
            **along,
        )
        .first()
    )
    if story is None:
        return None
    page = next((getattr(story, name) for name in classes if hasattr(story, name)), story)
    for name in (*_ROWS, *along):
        setattr(page, name, getattr(story, name))
    page.is_known_open = not story.restricted and page.alias_of_id is None
    page.known_names = [NamedContributor(name=row["name"], slug=row["slug"]) for row in story.named]
    page.known_pair = (
        next((_counterpart(row) for row in story.other), None),
        next((StoryVersion(version=row["version"], at=_time(row["at"])) for row in story.overtaken), None),
    )
    page.known_corrections = [Correction(at=_time(row["at"]), note=row["note"]) for row in story.corrected]
    return page


def _counterpart(row: dict[str, Any]) -> StoryPage:
    """The version in the other language, with what a link to it needs."""
    return StoryPage(pk=row["pk"], title=row["title"], url_path=row["url_path"], language=row["language"], live=True)


def _classes() -> list[str]:
    """The names under which the classes of stories hang on the story's own row."""
    return [
        relation.name
        for relation in StoryPage._meta.related_objects
        if relation.one_to_one and getattr(relation, "parent_link", False)
    ]


def _time(text: str) -> datetime:
    at = parse_datetime(text)
    if at is None:
        raise ValueError(f"not a time of the database: {text!r}")
    return at if at.tzinfo else at.replace(tzinfo=UTC)

"""What became of an issue's articles after it was published, as readers are told on its page: dated lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.website.enums import VersionAction
from cms.website.models import StoryPage, StoryVersion

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.issues.models import IssuePage


@dataclass(frozen=True, kw_only=True)
class Change:
    """One dated line: an article was ``corrected``, ``withdrawn`` or ``followed`` later than the issue.

    ``article`` is None where the piece is gone: its title was withdrawn with it. ``note`` is what readers were told.
    """

    what: str
    at: datetime
    article: StoryPage | None
    note: str


WHAT = {
    VersionAction.PUBLISHED: "followed",
    VersionAction.UPDATED: "corrected",
    VersionAction.RETRACTED: "withdrawn",
}


def changes_of(page: IssuePage) -> list[Change]:
    """The changes to a live issue's articles since it was published, newest first."""
    since = page.first_published_at
    if since is None:
        return []
    versions = (
        StoryVersion.objects.filter(story__uid__in=page.contents, at__gt=since)
        .exclude(story_id__in=page.issue.entries.filter(released_at__isnull=False).values("article_id"))
        .select_related("story")
        .order_by("-at", "-pk")
    )
    return [
        Change(
            what=WHAT[VersionAction(version.action)],
            at=version.at,
            article=version.story if version.story.live else None,
            note=version.note,
        )
        for version in versions
        # A correction without a note tells readers nothing; what followed and is gone again is told as gone.
        if (version.action != VersionAction.UPDATED or (version.note and version.story.live))
        and (version.action != VersionAction.PUBLISHED or version.story.live)
    ]


def to_follow(page: IssuePage) -> int:
    """How many of a live issue's pieces readers are still to get. What they are called is not told before."""
    pieces = page.issue.entries.missing().exclude(article__versions__action=VersionAction.RETRACTED)
    return pieces.count() if page.live else 0

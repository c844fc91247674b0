"""Where a photo is used: what readers see, and what people and the clock may still make public."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Revision

from cms.website.content import photo_ids
from cms.website.enums import StoryKind
from cms.website.models import StoryPage
from cms.website.takedown import live_stories_with
from submissions.articles.enums import FINAL, State
from submissions.articles.models import ArticlePage, Submission

# A published article's text is the live one; a closed one never becomes public again.
AT_REST = frozenset({State.PUBLISHED, *FINAL})


@dataclass(frozen=True)
class Uses:
    """Page ids: stories that are live with a photo, articles whose latest or approved text has it, and unpublished
    stories of other kinds that wear it."""

    live: frozenset[int]
    pending: frozenset[int]
    covers: frozenset[int]

    @property
    def pages(self) -> frozenset[int]:
        """All of them."""
        return self.live | self.pending | self.covers


def uses_of(photo_id: int) -> Uses:
    """Looks the uses of a photo up, in the texts themselves."""
    covers = StoryPage.objects.filter(live=False, lead_image_id=photo_id).exclude(kind=StoryKind.ARTICLE)
    return Uses(
        live=frozenset(live_stories_with(photo_id)),
        pending=frozenset(_pending(photo_id)),
        covers=frozenset(covers.values_list("pk", flat=True)),
    )


def _pending(photo_id: int) -> set[int]:
    rows = Submission.objects.exclude(state__in=AT_REST).values_list(
        "page_id", "page__latest_revision_id", "approved_revision_id"
    )
    page_of = {revision: page for page, *revisions in rows for revision in revisions if revision}
    revisions = Revision.objects.filter(pk__in=page_of).values_list("pk", "content")
    return {page_of[pk] for pk, content in revisions.iterator() if photo_id in photo_ids(ArticlePage, content)}

"""The revisions of an article to choose two from: when, who, and what was done with them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from submissions.articles.enums import EventVerb

if TYPE_CHECKING:
    from wagtail.models import Revision

    from submissions.articles.models import Submission

# A list to choose from; older ones are reached from the history, which names those on which something was decided.
NEWEST = 50


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A revision in words."""

    pk: int
    words: str


def choices(submission: Submission) -> list[Choice]:
    """The newest revisions of an article, newest first, in two queries."""
    rows = submission.page.revisions.defer("content").select_related("user").order_by("-created_at", "-pk")[:NEWEST]
    done: dict[int, list[str]] = defaultdict(list)
    events = submission.events.filter(revision__isnull=False).exclude(verb=EventVerb.EDIT).order_by("at", "pk")
    for revision_id, verb in events.values_list("revision_id", "verb"):
        label = str(EventVerb(verb).label).lower()
        if revision_id and label not in done[revision_id]:
            done[revision_id].append(label)
    return [Choice(pk=row.pk, words=" · ".join([words_of(row), *done[row.pk]])) for row in rows]


def words_of(revision: Revision) -> str:
    """When and by whom a revision was saved."""
    at = date_format(timezone.localtime(revision.created_at), "H:i d/m/Y")
    return f"{at} · {revision.user or _('The system')}"

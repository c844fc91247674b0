"""Writing the words of articles: of one with each save, and of those that came past the saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from wagtail.models import Revision

from cms.core.search.plain_text import texts_in
from cms.core.search.tokens import text_tokens
from submissions.articles.models import Submission
from submissions.words.models import WORDS_INDEX, ArticleWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

BATCH = 200


def index_article(*, submission: Submission, content: Mapping[str, Any], at: datetime) -> None:
    """Writes the words of an article with this content (as a revision holds it)."""
    WORDS_INDEX.write(ArticleWords, [_row(submission, content, at)])


def catch_up(*, limit: int | None = None) -> int:
    """Indexes articles that have no words yet or were saved since, the newest first; returns how many."""
    known = ArticleWords.objects.filter(pk=OuterRef("pk"), saved_at__gte=OuterRef("last_edited_at"))
    missing = Submission.objects.filter(~Exists(known), page__latest_revision__isnull=False).order_by("-pk")
    keys = list(missing.values_list("pk", flat=True)[:limit])
    for start in range(0, len(keys), BATCH):
        _index_many(keys[start : start + BATCH])
    return len(keys)


def _index_many(submission_ids: Iterable[int]) -> None:
    rows = Submission.objects.filter(pk__in=submission_ids).select_related("unit", "page").defer("page__body")
    submissions = {each.page.latest_revision_id: each for each in rows}
    contents = Revision.objects.filter(pk__in=submissions).values_list("pk", "content")
    WORDS_INDEX.write(
        ArticleWords, [_row(submissions[pk], content, submissions[pk].last_edited_at) for pk, content in contents]
    )


def _row(submission: Submission, content: Mapping[str, Any], at: datetime) -> tuple[dict[str, Any], set[str]]:
    unit = submission.unit
    body = [*texts_in(content.get("body") or "[]"), content.get("byline") or "", unit.short_name, unit.name, unit.code]
    tokens = text_tokens(title=content.get("title") or "", head=content.get("sapo") or "", body="\n".join(body))
    return {"submission_id": submission.pk, "saved_at": at}, tokens

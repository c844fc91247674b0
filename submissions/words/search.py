"""Asking for articles by their newest words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.core.search import tiers
from submissions.words.models import WORDS_INDEX, ArticleWords

if TYPE_CHECKING:
    from submissions.articles.models import SubmissionQuerySet


def with_words(submissions: SubmissionQuerySet, query: str) -> SubmissionQuerySet:
    """Narrows to the articles that hold all words of a query, however it is typed; none for a query without words.

    It says nothing about who may see them: narrow with ``visible_to`` as well.
    """
    condition = tiers.everything(query)
    if condition is None:
        return submissions.none()
    return submissions.filter(pk__in=ArticleWords.objects.filter(WORDS_INDEX.matches(condition)).values("pk"))

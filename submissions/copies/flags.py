"""Reading lists of submissions together with what is known of their copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from submissions.articles.models import Submission


def with_flag(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Reads each article's fingerprint in the same query, so that ``{% copies_flag submission %}`` asks nothing."""
    return submissions.select_related("page__fingerprint").defer("page__fingerprint__signature")

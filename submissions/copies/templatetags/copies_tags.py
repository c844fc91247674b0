"""What other screens say about copies: a flag in a list, a line on the article's page, a notice to its writer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils import timezone

from cms.accounts.roles import NEWSROOM, has_role
from submissions.articles.models import Submission
from submissions.copies import policy
from submissions.copies.search import similar_to

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.articles.models import ArticlePage

register = template.Library()


@register.inclusion_tag("copies/parts/flag.html")
def copies_flag(submission: Submission) -> dict[str, Any]:
    """The share of the closest earlier article, for lists of the newsroom; no query of its own where the rows were
    read with `submissions.copies.flags.with_flag`."""
    fingerprint = getattr(submission.page, "fingerprint", None)
    return {"share": fingerprint.best_share if fingerprint else None}


@register.inclusion_tag("copies/parts/line.html")
def copies_line(submission: Submission, page: ArticlePage, user: User) -> dict[str, Any]:
    """The closest other article and the way to the comparison, for the page of a submission.

    The newsroom reads what was found at the hand-in; to others only what they may see is named, looked for now.
    """
    if not has_role(user, *NEWSROOM):
        return copies_notice(submission, page, user)
    fingerprint = getattr(submission.page, "fingerprint", None)
    if fingerprint is None or fingerprint.best_share is None or fingerprint.best_match_id is None:
        return {"submission": submission, "share": None}
    rows = Submission.objects.select_related("page", "unit").only(
        "published_at", "first_submitted_at", "page__title", "page__draft_title", "page__live", "unit__short_name"
    )
    other = rows.get(page_id=fingerprint.best_match_id)
    return {
        "submission": submission,
        "share": fingerprint.best_share,
        "title": other.page.title if other.page.live else other.page.draft_title,
        "unit": other.unit.short_name,
        "date": other.published_at or other.first_submitted_at,
    }


@register.inclusion_tag("copies/parts/notice.html")
def copies_notice(submission: Submission, page: ArticlePage, user: User) -> dict[str, Any]:
    """The same for the people of a unit, from the rule ``copies.notice_percent`` on; it informs and blocks nothing."""
    now = timezone.now()
    least = policy.notice_percent(now)
    found = [
        match for match in similar_to(page=page, user=user, now=now) if match.share >= least and not match.is_later
    ]
    if not found:
        return {"submission": submission, "share": None}
    best = found[0]
    return {
        "submission": submission, "share": best.share, "title": best.title, "unit": best.unit, "date": best.date
    }  # fmt: skip

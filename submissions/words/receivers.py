"""What is saved is found: the words follow in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from django.utils import timezone

from submissions.articles.signals import content_changed
from submissions.words import actions

if TYPE_CHECKING:
    from submissions.articles.models import ArticlePage, Submission


@receiver(content_changed, dispatch_uid="submission_words.index")
def index_what_was_saved(*, submission: Submission, page: ArticlePage, **_signal: Any) -> None:
    """Indexes the content of the revision that was just saved."""
    actions.index_article(submission=submission, content=page.serializable_data(), at=timezone.now())

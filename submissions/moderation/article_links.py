"""What other rooms know of an article: links on its page at the desk.

A room brings its own through the hook ``article_links`` (submission, user) -> any number of `ArticleLink`, for whoever may
follow them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from wagtail import hooks

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.articles.models import Submission

HOOK = "article_links"


@dataclass(frozen=True, kw_only=True)
class ArticleLink:
    """A link with its words and the name of its icon."""

    label: str
    url: str
    icon: str = "link"


def article_links(*, submission: Submission, user: User) -> list[ArticleLink]:
    """All that the rooms offer."""
    return list(chain.from_iterable(bring(submission=submission, user=user) for bring in hooks.get_hooks(HOOK)))

"""What a verb on an issue may answer instead of acting. Each message is for the person who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class IssueRefused(Exception):
    """A verb was not carried out; the message says why. Nothing was changed."""


class IssueClosed(IssueRefused):
    """The issue is in a state from which the verb does not lead anywhere."""


class IssueNotAllowed(IssueRefused):
    """The person may not use the verb."""


class ArticlesNotReady(IssueRefused):
    """Some of the articles can't be published; ``problems`` names each with its reason, ``article_ids`` their pages."""

    def __init__(self, problems: list[str], *, article_ids: Sequence[int] = ()) -> None:
        super().__init__(" ".join(problems))
        self.problems, self.article_ids = problems, list(article_ids)

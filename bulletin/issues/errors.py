"""What a verb on an issue may answer instead of acting. Each message is for the person who asked."""

from __future__ import annotations


class IssueRefused(Exception):
    """A verb was not carried out; the message says why. Nothing was changed."""


class IssueClosed(IssueRefused):
    """The issue is in a state from which the verb does not lead anywhere."""


class IssueNotAllowed(IssueRefused):
    """The person may not use the verb."""


class ArticlesNotReady(IssueRefused):
    """Some of the articles can't be published; ``problems`` names each with its reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems

"""What a verb may answer instead of acting. Each message is for the person who asked."""

from __future__ import annotations


class VerbRefused(Exception):
    """A verb was not carried out; the message says why. Nothing was changed."""


class VerbClosed(VerbRefused):
    """The submission is in a state from which the verb does not lead anywhere (any more)."""


class NotAllowed(VerbRefused):
    """The person may not use the verb on this submission."""


class FourEyes(NotAllowed):
    """The person wrote or last edited what they want to approve."""


class StaleRevision(VerbRefused):
    """The content changed after the person looked at it."""


class NotReady(VerbRefused):
    """Something is missing that a submission needs; ``problems`` lists it in words."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems

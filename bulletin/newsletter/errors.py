"""What the verbs of the bulletin by mail may answer instead of acting. Each message is for the person who asked."""

from __future__ import annotations


class NewsletterRefused(Exception):
    """A verb was not carried out; the message says why. Nothing was changed."""


class NotAllowed(NewsletterRefused):
    """The person may not use the verb."""


class LinkClosed(NewsletterRefused):
    """The link of a confirmation was used, has expired, or is none of ours."""


class TooMany(NewsletterRefused):
    """More was asked for than the rules allow."""

"""Why something about the screens was not done; the message is for the person who asked."""

from __future__ import annotations


class LedRefused(Exception):
    """Nothing was changed."""


class LedNotAllowed(LedRefused):
    """The person may not do this."""


class LedChanged(LedRefused):
    """Somebody else changed it since it was shown."""

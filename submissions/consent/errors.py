"""What a verb of the consents may answer instead of acting. Each message is for the person who asked."""

from __future__ import annotations


class ConsentRefused(Exception):
    """A verb was not carried out; the message says why. Nothing was changed. ``field`` names what to mend, if one does."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ConsentNotAllowed(ConsentRefused):
    """The person may not do this with this photo."""


class AlreadyWithdrawn(ConsentRefused):
    """Somebody else took the consent back before."""

"""Why something in the calendar was not done; the message is for the person who asked."""

from __future__ import annotations


class CalendarRefused(Exception):
    """Nothing was changed."""


class CalendarNotAllowed(CalendarRefused):
    """The person may not do this."""


class PieceChanged(CalendarRefused):
    """Somebody else changed the piece since it was shown."""

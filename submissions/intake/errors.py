"""What the intake may answer instead of taking a file in. The reader's own refusals are `submissions.intake.docx`."""

from __future__ import annotations


class NotOfUnit(Exception):
    """The person may not hand in for this unit; the message says so. Nothing was stored."""


class EditedMeanwhile(Exception):
    """Somebody saved a later version while a form was open; the message says who and when. Nothing was stored."""


class ConversionClosed(Exception):
    """A file on its way is not where this could be done with it; the message says so. Nothing was changed."""


class ClaimLost(Exception):
    """A worker comes back with a file that is not its own any more. Nothing was stored."""

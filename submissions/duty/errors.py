"""What the verbs of the monthly duty may answer instead of acting; each message says why, in words for people."""

from __future__ import annotations


class DutyRefused(Exception):
    """The act is not possible; nothing was changed."""


class NotAllowed(DutyRefused):
    """The person's role does not include the act."""


class NothingOwed(DutyRefused):
    """None of the units owes anything, so nobody is reminded."""


class ExemptionExists(DutyRefused):
    """The unit is exempt for that month already."""

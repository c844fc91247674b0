"""The reason that a person gives for a verb; it stays in the history."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from bulletin.forwarding.errors import BadValue

LONGEST_REASON: Final = 500


def required_reason(given: str, *, longest: int | None = LONGEST_REASON) -> str:
    """The reason without blanks around it, at most ``longest`` characters of it. BadValue for an empty one."""
    text = given.strip()[:longest]
    if not text:
        raise BadValue(_("Please give a reason."))
    return text

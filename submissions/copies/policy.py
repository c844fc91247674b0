"""From which share on something is said, by the rule table. Where no rule holds, nothing is said: copies never block."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from cms.core import rules

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)

NEVER: Final = 101


def notice_percent(now: datetime) -> int:
    """The share from which an article is flagged and its writer is told; `NEVER` where the rule has no value."""
    return _percent("copies.notice_percent", now)


def list_percent(now: datetime) -> int:
    """The share from which another article is shown for comparison; `NEVER` where the rule has no value."""
    return _percent("copies.list_percent", now)


def _percent(code: str, now: datetime) -> int:
    try:
        return rules.number(code, on=timezone.localdate(now))
    except rules.RuleMissing as missing:
        logger.warning("Copies are not looked for: %s", missing)
        return NEVER

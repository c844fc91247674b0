"""What forwarding tells people about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from bulletin.forwarding.alarms.models import Cause
from cms.accounts.notice_kinds import Group, NoticeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

_LABELS: Mapping[Cause, StrOrPromise] = {
    Cause.PAUSED: _("A destination was paused"),
    Cause.UNKNOWN: _("Nobody knows whether an article arrived"),
    Cause.TAKEDOWN: _("A takedown is not confirmed"),
    Cause.LATE: _("An article waits too long for its destination"),
    Cause.BACKLOG: _("Too many articles wait for a destination"),
    Cause.SILENT: _("The machine that forwards is silent"),
    Cause.MISSING: _("A published article had no row in the ledger"),
}

DRIFT: Final = "forwarding-drift"
BY_HAND: Final = "forwarding-by-hand"
BY_HAND_LATE: Final = "forwarding-by-hand-late"
DECISION: Final = "forwarding-proposal"
"""A change of a destination waits for a second person, or was decided."""


def code_of(cause: Cause) -> str:
    """The kind of notice that tells of a cause."""
    return f"forwarding-{cause.value}"


# A withdrawn article that others still show cannot wait for the end of quiet hours.
KINDS = (
    *(
        NoticeKind(
            code=code_of(cause), label=_LABELS[cause], group=Group.SYSTEM, urgent=True, wakes=cause == Cause.TAKEDOWN
        )
        for cause in Cause
    ),
    NoticeKind(code=DRIFT, label=_("What another site shows is not what was confirmed"), group=Group.SYSTEM),
    NoticeKind(code=BY_HAND, label=_("An article is to be put on another site by hand"), group=Group.SYSTEM),
    NoticeKind(
        code=BY_HAND_LATE, label=_("An article that is put on by hand is late"), group=Group.SYSTEM, urgent=True
    ),
    NoticeKind(code=DECISION, label=_("A change of a destination wants a second person"), group=Group.SYSTEM),
)

"""What forwarding tells people about."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from cms.accounts.notice_kinds import Group, NoticeKind

PAUSED: Final = "forwarding-paused"

DRIFT: Final = "forwarding-drift"
BY_HAND: Final = "forwarding-by-hand"
BY_HAND_LATE: Final = "forwarding-by-hand-late"

KINDS = (
    NoticeKind(code=PAUSED, label=_("A destination was paused by the system"), group=Group.SYSTEM, urgent=True),
    NoticeKind(code=DRIFT, label=_("What another site shows is not what was confirmed"), group=Group.SYSTEM),
    NoticeKind(code=BY_HAND, label=_("An article is to be put on another site by hand"), group=Group.SYSTEM),
    NoticeKind(
        code=BY_HAND_LATE, label=_("An article that is put on by hand is late"), group=Group.SYSTEM, urgent=True
    ),
)

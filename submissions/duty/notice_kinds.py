"""What the monthly duty tells people about."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from cms.accounts.notice_kinds import Group, NoticeKind

REMINDER: Final = "duty_reminder"
LATE: Final = "duty_late"
LATE_UNITS: Final = "duty_late_units"

KINDS = (
    NoticeKind(code=REMINDER, label=_("Reminder before the cut-off"), group=Group.DUTY),
    NoticeKind(code=LATE, label=_("The unit is late"), group=Group.DUTY, urgent=True),
    NoticeKind(code=LATE_UNITS, label=_("Units that are late"), group=Group.DUTY),
)

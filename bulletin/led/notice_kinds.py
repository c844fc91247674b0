"""What the screens tell people about."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from cms.accounts.notice_kinds import Group, NoticeKind

SILENT: Final = "led-silent"

KINDS = (NoticeKind(code=SILENT, label=_("A screen in a waiting hall has gone silent"), group=Group.SYSTEM),)

"""What the mailbox tells people about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.accounts.notice_kinds import Group, NoticeKind

ANSWER = "mail-answer"

KINDS = (
    # Whoever has just sent a mail is awake and waits; and it concerns nobody else.
    NoticeKind(
        code=ANSWER, label=_("What came of a mail"), group=Group.ARTICLES, urgent=True, wakes=True, personal=True
    ),
)

"""What the mailbox adds: its rules, and the kind of notice that its answers are."""

from __future__ import annotations

from wagtail import hooks

from cms.core.seeds import ensure_rules
from submissions.mailbox import notice_kinds
from submissions.mailbox.seeds import RULES

hooks.register("register_notice_kinds", lambda: notice_kinds.KINDS)


@hooks.register("setup_site", order=40)
def ensure_mailbox_rules() -> None:
    """The first values of the rules."""
    ensure_rules(RULES)

"""Wagtail's own mails, which are off: they leave inside the request, know no units, and would double our notices.

Every mail that Wagtail 7.4 sends about pages, workflow steps and comments asks one of four switches of its
``UserProfile`` first (`wagtail.admin.mail`); its workflow notifiers are also taken off their signals
(`cms.core.admin_app`). Its password mail has no switch and goes through our rows (`cms.accounts.password_reset`).
"""

from __future__ import annotations

from typing import Any

SWITCHES = (
    "submitted_notifications",
    "approved_notifications",
    "rejected_notifications",
    "updated_comments_notifications",
)


def keep_off(*, instance: Any, **_kwargs: Any) -> None:
    """Whoever saves a profile, and whatever Wagtail's defaults are, leaves the switches off."""
    for switch in SWITCHES:
        setattr(instance, switch, False)

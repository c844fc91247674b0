"""Who sees and steers the bulletin by mail: addresses are personal data, so few do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.accounts.roles import Role, has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cms.accounts.models import User


def may_manage(user: User | AnonymousUser) -> bool:
    """The desk and the administrator: editions, subscribers, single mails."""
    return has_role(user, Role.DESK, Role.ADMINISTRATOR)

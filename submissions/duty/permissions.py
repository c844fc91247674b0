"""Who looks at the duty of all units, and who reminds and exempts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.accounts.roles import NEWSROOM, Role, has_role, house_roles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cms.accounts.models import User


def may_see_all_duties(user: User | AnonymousUser) -> bool:
    """The newsroom, the officer and the administrator; units look at their own screen."""
    return bool(house_roles(user) & (NEWSROOM | {Role.OFFICER, Role.ADMINISTRATOR}))


def may_remind(user: User | AnonymousUser) -> bool:
    """The desk reminds units and enters exemptions; so does the administrator."""
    return has_role(user, Role.DESK, Role.ADMINISTRATOR)

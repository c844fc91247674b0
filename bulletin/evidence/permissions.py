"""Who may have the proof of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.accounts.roles import Role, has_role
from submissions.units.enums import UnitRole
from submissions.units.people import is_member

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.articles.models import Submission


def may_have_proof(*, user: User, submission: Submission) -> bool:
    """Of what was once public: the officer, the board, the desk and the administrator; the unit's head of its own."""
    if not user.is_active or submission.published_at is None:
        return False
    if has_role(user, Role.OFFICER, Role.BOARD, Role.DESK, Role.ADMINISTRATOR):
        return True
    return is_member(user, submission.unit_id, UnitRole.HEAD)

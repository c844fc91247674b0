"""Rows that nobody deletes at the desk: what held or was given once stays in history, counts and reports."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class NeverDeleted(ModelPermissionPolicy):
    """Nobody deletes a row, superusers included; for the rest as the groups say."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """As the groups say, but for deleting."""
        return action != "delete" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """The same for any of several actions."""
        return any(self.user_has_permission(user, action) for action in actions)

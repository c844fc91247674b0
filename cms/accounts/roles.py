"""Roles of the house. A role that spans the house is a group; a role in a unit is a membership of that unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cms.accounts.models import User


class Role(models.TextChoices):
    """Who somebody is in the house; the value of a house-wide role is the name of its group."""

    WRITER = "writer", _("Contributor")
    UNIT_HEAD = "unit_head", _("Head of unit")
    EDITOR = "editor", _("Editor")
    DESK = "desk", _("Desk editor")
    BOARD = "board", _("Editorial board")
    OFFICER = "officer", _("Forwarding officer")
    ADMINISTRATOR = "administrator", _("Administrator")


HOUSE_ROLES = frozenset({Role.EDITOR, Role.DESK, Role.BOARD, Role.OFFICER, Role.ADMINISTRATOR})
# Who may see every unit's work in progress.
NEWSROOM = frozenset({Role.EDITOR, Role.DESK, Role.BOARD})


def house_roles(user: User | AnonymousUser) -> frozenset[Role]:
    """The house-wide roles of a person; a superuser is the administrator and nothing more.

    Read once and kept on the object: permissions are asked many times in one request.
    """
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    kept: frozenset[Role] | None = getattr(user, "_house_roles", None)
    if kept is None:
        names = set(user.groups.values_list("name", flat=True))
        kept = frozenset(role for role in HOUSE_ROLES if role.value in names)
        if user.is_superuser:
            kept |= {Role.ADMINISTRATOR}
        user.__dict__["_house_roles"] = kept
    return kept


def has_role(user: User | AnonymousUser, *roles: Role) -> bool:
    """Whether a person holds at least one of these house-wide roles."""
    return bool(house_roles(user) & set(roles))

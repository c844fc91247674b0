"""Who may operate forwarding, as named predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from bulletin.forwarding.errors import NotAllowed
from bulletin.forwarding.states import Who
from cms.accounts.roles import Role, has_role

if TYPE_CHECKING:
    from bulletin.forwarding.actors import Actor
    from cms.accounts.models import User


def may_operate(user: User) -> bool:
    """Pause, resume, retry, cancel, redeliver: the forwarding officer and the administrator."""
    return has_role(user, Role.OFFICER, Role.ADMINISTRATOR)


def may_administer(user: User) -> bool:
    """Propose destinations and their changes: the administrator alone."""
    return has_role(user, Role.ADMINISTRATOR)


def may_decide(user: User) -> bool:
    """Approve or reject what another person proposed: an administrator or a member of the board."""
    return has_role(user, Role.ADMINISTRATOR, Role.BOARD)


def require_operator(actor: Actor) -> None:
    """NotAllowed unless the actor is the command line or a person who may operate."""
    if actor.who is not Who.OPERATOR or (actor.user is not None and not may_operate(actor.user)):
        raise NotAllowed(gettext("Only the forwarding officer or an administrator may do this."))


def require_administrator(actor: Actor) -> None:
    """NotAllowed unless the actor is the command line or a person who may administer."""
    if actor.who is not Who.OPERATOR or (actor.user is not None and not may_administer(actor.user)):
        raise NotAllowed(gettext("Only an administrator may do this."))

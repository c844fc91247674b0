"""The accounts of an act about people, locked and read anew: rights may have changed since the screen was opened."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cms.accounts.models import User
from submissions.units.errors import AlreadyDone, NotYours


def locked(*, actor: User, person_id: int) -> tuple[User, User]:
    """The actor and the person, fresh and locked in the order of their ids. Call inside a transaction.

    Two people who take each other's rights away at the same moment meet here: the second one finds them gone.

    Raises:
        NotYours: the actor can't act any more. AlreadyDone: there is no such account.
    """
    rows = User.objects.select_for_update().filter(pk__in={actor.pk, person_id}).order_by("pk")
    found = {row.pk: row for row in rows}
    fresh, person = found.get(actor.pk), found.get(person_id)
    if fresh is None or not fresh.is_active:
        raise NotYours(_("Your role does not include this."))
    if person is None:
        raise AlreadyDone(_("This account is not there any more."))
    return fresh, person


def locked_actor(actor: User) -> User:
    """The actor alone, fresh and locked. Raises `NotYours`."""
    return locked(actor=actor, person_id=actor.pk)[0]

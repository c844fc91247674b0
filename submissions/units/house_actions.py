"""Verbs of the administrator about accounts: roles of the house, sign-in address, closing and opening again.

None of them gives or changes a password, and none makes anybody a superuser.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.roles import HOUSE_ROLES
from cms.accounts.sessions import end_sessions
from submissions.units.enums import AccountVerb
from submissions.units.errors import AlreadyDone, NotYours
from submissions.units.locking import locked
from submissions.units.people_actions import rename
from submissions.units.permissions import held_roles, house_closed
from submissions.units.record import note

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cms.accounts.models import User
    from cms.accounts.roles import Role

logger = logging.getLogger(__name__)


@transaction.atomic
def set_house_roles(*, person_id: int, actor: User, roles: Iterable[Role], now: datetime | None = None) -> User:
    """Gives a person exactly these roles of the house; their sessions end.

    Raises:
        NotYours: the actor is no administrator, or means themselves.
    """
    actor, person = _enter(actor, person_id)
    wanted = {role.value for role in set(roles) & HOUSE_ROLES}
    held = {group.name for group in person.groups.all()} & {role.value for role in HOUSE_ROLES}
    if wanted == held:
        return person
    person.groups.remove(*Group.objects.filter(name__in=held - wanted))
    person.groups.add(*Group.objects.filter(name__in=wanted - held))
    end_sessions([person.pk])
    labels = ", ".join(str(role.label) for role in sorted(HOUSE_ROLES) if role.value in wanted) or "–"
    at = now or timezone.now()
    note(verb=AccountVerb.ROLES, actor=actor, at=at, about=str(person), person=person, detail=labels)
    logger.info("Account %s set the roles of account %s to %s", actor.pk, person.pk, ",".join(sorted(wanted)))
    return person


@transaction.atomic
def correct_account(
    *, person_id: int, actor: User, full_name: str, phone: str, email: str, now: datetime | None = None
) -> User:
    """Corrects name, phone and sign-in address; with a new address all sessions end.

    Raises:
        NotYours: see `set_house_roles`. AlreadyDone: another account has this address.
    """
    at = now or timezone.now()
    actor, person = _enter(actor, person_id)
    rename(person=person, actor=actor, full_name=full_name, phone=phone, unit=None, at=at)
    email = email.strip().lower()
    if email == person.email:
        return person
    before, person.email = person.email, email
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError:
        raise AlreadyDone(_("Another account has the address %(email)s.") % {"email": email}) from None
    end_sessions([person.pk])
    detail = f"{before} → {email}"
    note(verb=AccountVerb.ADDRESS, actor=actor, at=at, about=str(person), person=person, detail=detail)
    return person


@transaction.atomic
def close_account(*, person_id: int, actor: User, now: datetime | None = None) -> User:
    """Closes an account, whatever it holds; it can be opened again. Raises `NotYours`, `AlreadyDone`."""
    actor, person = _enter(actor, person_id)
    if not person.is_active:
        raise AlreadyDone(_("This account is closed already."))
    return _switch(person, actor=actor, is_active=False, verb=AccountVerb.CLOSED, now=now)


@transaction.atomic
def reopen_account(*, person_id: int, actor: User, now: datetime | None = None) -> User:
    """Opens a closed account again, with what it held. Raises `NotYours`, `AlreadyDone`."""
    actor, person = _enter(actor, person_id)
    if person.is_active:
        raise AlreadyDone(_("This account is open already."))
    return _switch(person, actor=actor, is_active=True, verb=AccountVerb.REOPENED, now=now)


def _enter(actor: User, person_id: int) -> tuple[User, User]:
    actor, person = locked(actor=actor, person_id=person_id)
    reason = house_closed(actor=actor, person=person)
    if reason:
        raise NotYours(reason)
    return actor, person


def _switch(person: User, *, actor: User, is_active: bool, verb: AccountVerb, now: datetime | None) -> User:
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    end_sessions([person.pk])
    detail = ", ".join(sorted(str(role.label) for role in held_roles(person)))
    at = now or timezone.now()
    note(verb=verb, actor=actor, at=at, about=str(person), person=person, detail=detail)
    return person

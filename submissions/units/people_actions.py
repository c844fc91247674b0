"""Verbs about the people of a unit: add, end, correct; and the settings of the unit."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.sessions import end_sessions
from cms.core.text import clean_line
from submissions.units import routing
from submissions.units.actions import add_member, drop_group
from submissions.units.enums import AccountVerb, NoticeKind, UnitRole
from submissions.units.errors import AlreadyDone, NotYours
from submissions.units.locking import locked, locked_actor
from submissions.units.models import Membership, Unit
from submissions.units.permissions import (
    appoint_closed,
    correct_closed,
    end_closed,
    held_roles,
    manages_all_units,
    may_manage_people,
)
from submissions.units.record import note

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from cms.accounts.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def add_to_unit(
    *, unit_id: int, actor: User, person_id: int, role: UnitRole, now: datetime | None = None
) -> Membership:
    """The desk or the administrator gives somebody who has an account a part in a unit; their sessions end.

    Raises:
        NotYours: the actor is neither, or means themselves. AlreadyDone: the person has this part, or no open account.
    """
    unit = Unit.objects.get(pk=unit_id)
    actor, person = locked(actor=actor, person_id=person_id)
    if not manages_all_units(actor):
        raise NotYours(_("Your role does not include this."))
    if actor.pk == person.pk:
        raise NotYours(_("Nobody changes their own part in the house."))
    _refuse(appoint_closed(actor=actor, unit=unit, role=role))
    if not person.is_active:
        raise AlreadyDone(_("This account is closed. The administrator can open it again."))
    if Membership.objects.filter(unit=unit, user=person, role=role).exists():
        raise AlreadyDone(_("%(person)s is that in this unit already.") % {"person": person})
    membership = add_member(unit=unit, user=person, role=role)
    end_sessions([person.pk])
    at = now or timezone.now()
    note(
        verb=AccountVerb.ADDED, actor=actor, at=at, unit=unit, about=str(person), person=person, detail=str(role.label)
    )
    return membership


@transaction.atomic
def end_membership(*, membership_id: int, actor: User, now: datetime | None = None) -> bool:
    """Ends somebody's part in a unit, and their sessions at once; returns whether the account was closed with it.

    The account is closed when nothing else is left to it. Articles keep their authors.

    Raises:
        NotYours: see `permissions.end_closed`. AlreadyDone: it was ended meanwhile.
    """
    at = now or timezone.now()
    known = Membership.objects.filter(pk=membership_id).values_list("user_id", flat=True).first()
    gone = AlreadyDone(_("This membership was ended by somebody else meanwhile."))
    if known is None:
        raise gone
    actor, person = locked(actor=actor, person_id=known)
    membership = Membership.objects.select_related("unit", "user").filter(pk=membership_id).first()
    if membership is None:
        raise gone
    _refuse(end_closed(actor=actor, membership=membership))
    unit, role = membership.unit, UnitRole(membership.role)
    membership.delete()
    if not person.memberships.filter(unit=unit).exists():
        drop_group(unit=unit, user=person)
    is_closed = person.is_active and not person.memberships.exists() and not held_roles(person)
    if is_closed:
        person.is_active = False
        person.save(update_fields=["is_active"])
    end_sessions([person.pk])
    note(
        verb=AccountVerb.ENDED, actor=actor, at=at, unit=unit, about=str(person), person=person, detail=str(role.label)
    )
    logger.info("Account %s ended membership %s of account %s", actor.pk, membership_id, person.pk)
    return is_closed


@transaction.atomic
def correct_person(
    *, unit_id: int, actor: User, person_id: int, full_name: str, phone: str, now: datetime | None = None
) -> User:
    """Corrects how one of the unit's people is written, and their phone; nothing else of the account.

    Raises:
        NotYours: see `permissions.correct_closed`. AlreadyDone: the person does not belong to the unit any more.
    """
    unit = Unit.objects.get(pk=unit_id)
    actor, person = locked(actor=actor, person_id=person_id)
    if not person.memberships.filter(unit=unit).exists():
        raise AlreadyDone(_("This membership was ended by somebody else meanwhile."))
    _refuse(correct_closed(actor=actor, person=person, unit=unit))
    rename(person=person, actor=actor, full_name=full_name, phone=phone, unit=unit, at=now or timezone.now())
    return person


def rename(*, person: User, actor: User, full_name: str, phone: str, unit: Unit | None, at: datetime) -> None:
    """Writes a corrected name and phone with the line that says what it was; nothing where nothing differs."""
    before = f"{person.full_name}, {person.phone}".rstrip(", ")
    person.full_name, person.phone = clean_line(full_name), clean_line(phone)
    after = f"{person.full_name}, {person.phone}".rstrip(", ")
    if before == after:
        return
    person.save(update_fields=["full_name", "phone"])
    detail = f"{before} → {after}"
    note(verb=AccountVerb.CORRECTED, actor=actor, at=at, unit=unit, about=str(person), person=person, detail=detail)


@transaction.atomic
def save_settings(
    *,
    unit_id: int,
    actor: User,
    head_releases: bool,
    routes: Mapping[NoticeKind, Collection[int]],
    now: datetime | None = None,
) -> Unit:
    """Saves whether the head releases the unit's articles, and who gets which mail (ids of people, by kind).

    Ids of people who are not of the unit are left out.

    Raises:
        NotYours: the actor does not manage this unit.
    """
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    actor = locked_actor(actor)
    if not may_manage_people(user=actor, unit=unit):
        raise NotYours(_("Your role does not include this."))
    changes: list[str] = []
    if unit.head_releases != head_releases:
        unit.head_releases = head_releases
        unit.save(update_fields=["head_releases"])
        changes.append(_("the head releases articles") if head_releases else _("articles go straight to the editors"))
    before = routing.named_for(unit)
    for kind, user_ids in routes.items():
        routing.name_for(unit=unit, kind=kind, user_ids=user_ids)
    after = routing.named_for(unit)
    changes += [str(kind.label) for kind in NoticeKind if before.get(kind) != after.get(kind)]
    if changes:
        note(
            verb=AccountVerb.SETTINGS,
            actor=actor,
            at=now or timezone.now(),
            unit=unit,
            about=unit.short_name,
            detail="; ".join(changes),
        )
    return unit


def _refuse(reason: str) -> None:
    if reason:
        raise NotYours(reason)

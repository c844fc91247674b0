"""Verbs of invitations: send, send again, take back, take up.

Whether the house knows an address is nobody's business but its owner's: inviting looks at the unit's own people and at
nothing else, so answer, row and time are the same for every address. The account is made or found when the link is
opened, by whoever reads that address's mail.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.accounts.roles import HOUSE_ROLES, Role
from cms.accounts.sessions import end_sessions
from cms.core import rules
from cms.core.text import clean_line
from submissions.units import invitation_mail
from submissions.units.actions import add_member
from submissions.units.enums import AccountVerb, InvitationState, UnitRole
from submissions.units.errors import AlreadyDone, InvitationClosed, NotYours, TooMany
from submissions.units.locking import locked_actor
from submissions.units.models import AccountAct, Invitation, Membership, Unit
from submissions.units.permissions import appoint_closed, held_roles, house_closed, manages_all_units
from submissions.units.record import note

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger(__name__)

SALT = "units.invitation"


@dataclass(frozen=True, kw_only=True)
class Welcome:
    """What the owner of an address is shown: the invitation, and whether a password has to be set with it."""

    invitation: Invitation
    sets_password: bool


@transaction.atomic
def invite(
    *,
    unit_id: int,
    actor: User,
    email: str,
    full_name: str,
    phone: str = "",
    role: UnitRole = UnitRole.WRITER,
    now: datetime | None = None,
) -> Invitation:
    """Invites somebody into a unit by mail.

    Raises:
        NotYours: the actor does not manage this unit's people, or not heads. AlreadyDone: the address belongs to
        somebody of this unit or is invited already. TooMany: the day's number is used up.
    """
    now = now or timezone.now()
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    actor = locked_actor(actor)
    _refuse(appoint_closed(actor=actor, unit=unit, role=role))
    email = email.strip().lower()
    if Membership.objects.filter(unit=unit, user__email=email, user__is_active=True).exists():
        raise AlreadyDone(_("%(email)s belongs to this unit already.") % {"email": email})
    _keep_to_the_day(unit, now=now)
    invitation = _open(
        Invitation(unit=unit, role=role, email=email, full_name=clean_line(full_name), phone=clean_line(phone)),
        actor=actor,
        now=now,
    )
    note(verb=AccountVerb.INVITED, actor=actor, at=now, unit=unit, about=str(invitation), detail=str(role.label))
    return invitation


@transaction.atomic
def invite_to_house(
    *,
    actor: User,
    email: str,
    full_name: str,
    roles: Iterable[Role],
    phone: str = "",
    now: datetime | None = None,
) -> Invitation:
    """Invites somebody to roles of the house.

    Raises:
        NotYours: the actor is no administrator. AlreadyDone: the address has an account or is invited already.
    """
    now = now or timezone.now()
    actor = locked_actor(actor)
    wanted = sorted(set(roles) & HOUSE_ROLES)
    _refuse(house_closed(actor=actor, person=None))
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise AlreadyDone(_("%(email)s has an account already: open it and change its roles.") % {"email": email})
    invitation = _open(
        Invitation(house_roles=wanted, email=email, full_name=clean_line(full_name), phone=clean_line(phone)),
        actor=actor,
        now=now,
    )
    labels = ", ".join(str(role.label) for role in wanted)
    note(verb=AccountVerb.INVITED, actor=actor, at=now, about=str(invitation), detail=labels)
    return invitation


@transaction.atomic
def send_again(*, invitation_id: int, actor: User, now: datetime | None = None) -> Invitation:
    """Sends a new link for an invitation that was not taken up; the old link is void.

    Raises:
        NotYours, TooMany: as `invite`. AlreadyDone: it was taken up or taken back.
    """
    now = now or timezone.now()
    invitation = _pending(invitation_id, actor=actor)
    if invitation.unit is not None:
        _keep_to_the_day(invitation.unit, now=now)
    invitation.round += 1
    invitation.invited_by, invitation.sent_at, invitation.expires_at = actor, now, _holds_until(now)
    invitation.save(update_fields=["round", "invited_by", "sent_at", "expires_at"])
    note(verb=AccountVerb.RESENT, actor=actor, at=now, unit=invitation.unit, about=str(invitation))
    invitation_mail.send(invitation, token=token_of(invitation))
    return invitation


@transaction.atomic
def take_back(*, invitation_id: int, actor: User, now: datetime | None = None) -> None:
    """Takes an invitation back; its link leads nowhere from now on. Raises `NotYours`, `AlreadyDone`."""
    invitation = _pending(invitation_id, actor=actor)
    invitation.state = InvitationState.CANCELLED
    invitation.save(update_fields=["state"])
    at = now or timezone.now()
    note(verb=AccountVerb.CANCELLED, actor=actor, at=at, unit=invitation.unit, about=str(invitation))


def token_of(invitation: Invitation) -> str:
    """The secret part of an invitation's link."""
    return signing.dumps([invitation.pk, invitation.round], salt=SALT)


def welcome(*, token: str, now: datetime | None = None) -> Welcome:
    """What a link leads to. Raises `InvitationClosed`."""
    invitation = _of_token(token, now=now or timezone.now())
    person = User.objects.filter(email=invitation.email).first()
    return Welcome(invitation=invitation, sets_password=_sets_password(person))


@transaction.atomic
def take_up(*, token: str, password: str, now: datetime | None = None) -> User:
    """Takes an invitation up: makes the account, or opens the one that was left, and gives it its part. Once.

    ``password`` counts for new and reopened accounts only; one that is in use keeps its own.

    Raises:
        InvitationClosed: the link is void, or the account is one that this invitation can't add to.
    """
    now = now or timezone.now()
    invitation = _of_token(token, now=now, lock=True)
    person = _account(invitation, password=password)
    inviter = User.objects.get(pk=invitation.invited_by_id)
    _require_room(person, invitation=invitation, inviter=inviter)
    if not person.is_active or not person.has_usable_password():
        person.set_password(password)
        person.is_active = True
        person.save(update_fields=["password", "is_active"])
    if invitation.unit is not None:
        add_member(unit=invitation.unit, user=person, role=UnitRole(invitation.role))
    else:
        person.groups.add(*Group.objects.filter(name__in=invitation.house_roles))
    end_sessions([person.pk])
    invitation.state = InvitationState.ACCEPTED
    invitation.save(update_fields=["state"])
    note(verb=AccountVerb.JOINED, actor=person, at=now, unit=invitation.unit, about=str(invitation), person=person)
    logger.info("Invitation %s was taken up by account %s", invitation.pk, person.pk)
    return person


def _open(invitation: Invitation, *, actor: User, now: datetime) -> Invitation:
    invitation.invited_by, invitation.sent_at, invitation.expires_at = actor, now, _holds_until(now)
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:
        raise AlreadyDone(
            _("%(email)s is invited already. The invitation can be sent again.") % {"email": invitation.email}
        ) from None
    invitation_mail.send(invitation, token=token_of(invitation))
    return invitation


def _pending(invitation_id: int, *, actor: User) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    actor = locked_actor(actor)
    if invitation.unit is not None:
        _refuse(appoint_closed(actor=actor, unit=invitation.unit, role=UnitRole(invitation.role)))
    else:
        _refuse(house_closed(actor=actor, person=None))
    if invitation.state != InvitationState.PENDING:
        raise AlreadyDone(_("This invitation was taken up or taken back meanwhile."))
    return invitation


def _of_token(token: str, *, now: datetime, lock: bool = False) -> Invitation:
    void = InvitationClosed(
        _("This link is not valid any more: it was used, taken back, sent anew or is too old. Ask for a new one.")
    )
    try:
        pk, sent = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise void from None
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects.all()
    found = rows.filter(pk=pk, round=sent, state=InvitationState.PENDING, expires_at__gt=now)
    invitation = found.select_related("unit").first()
    if invitation is None:
        raise void
    return invitation


def _account(invitation: Invitation, *, password: str) -> User:
    person = User.objects.select_for_update().filter(email=invitation.email).first()
    if person is not None:
        return person
    try:
        with transaction.atomic():
            return User.objects.create_user(
                invitation.email, password, full_name=invitation.full_name, phone=invitation.phone
            )
    except IntegrityError:
        # Another invitation to the same address was taken up at this very moment.
        return User.objects.select_for_update().get(email=invitation.email)


def _require_room(person: User, *, invitation: Invitation, inviter: User) -> None:
    """Whether this invitation may add to this account. A head's may only open an account that has no other part."""
    unit = invitation.unit
    closed = (
        appoint_closed(actor=inviter, unit=unit, role=UnitRole(invitation.role))
        if unit is not None
        else house_closed(actor=inviter, person=person)
    )
    if closed or _closed_by_administrator(person):
        raise InvitationClosed(_("This invitation does not hold any more. Please ask the bulletin's desk."))
    if unit is not None and not manages_all_units(inviter):
        elsewhere = person.memberships.exclude(unit=unit).exists()
        if elsewhere or held_roles(person):
            raise InvitationClosed(
                _(
                    "Your account already has a part in the house. Please ask the bulletin's desk to add this unit to it."
                )
            )


def _closed_by_administrator(person: User) -> bool:
    acts = AccountAct.objects.filter(person=person, verb__in=[AccountVerb.CLOSED, AccountVerb.REOPENED])
    last = acts.values_list("verb", flat=True).first()
    return not person.is_active and last == AccountVerb.CLOSED


def _sets_password(person: User | None) -> bool:
    return person is None or not person.is_active or not person.has_usable_password()


def _holds_until(now: datetime) -> datetime:
    return now + timedelta(days=rules.number("unit.invitation_days", on=timezone.localdate(now)))


def _keep_to_the_day(unit: Unit, *, now: datetime) -> None:
    today = timezone.localdate(now)
    begin = timezone.make_aware(datetime.combine(today, time.min))
    sent = AccountAct.objects.filter(
        unit=unit, verb__in=[AccountVerb.INVITED, AccountVerb.RESENT], at__gte=begin, at__lte=now
    ).count()
    most = rules.number("unit.invitations_a_day", on=today, scope=unit.code)
    if sent >= most:
        raise TooMany(_("%(count)d invitations were sent today. Please send the next one tomorrow.") % {"count": most})


def _refuse(reason: str) -> None:
    if reason:
        raise NotYours(reason)

"""Changes of destinations by two people: one proposes, another decides, and only then anything changes.

Every verb is atomic, asks for the right first, locks its row, takes the way that the table shows, and tells who has to
know. Raises an ``ActionError``.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bulletin.forwarding import notice_kinds
from bulletin.forwarding.actors import Actor
from bulletin.forwarding.adapters import kind_of
from bulletin.forwarding.destinations import changes as destination_changes
from bulletin.forwarding.destinations import sealing
from bulletin.forwarding.destinations.checks import FIELDS, checked_secret, checked_values
from bulletin.forwarding.destinations.models import Change, DestinationProposal, ProposalState
from bulletin.forwarding.destinations.sealing import Unreadable
from bulletin.forwarding.errors import BadValue, NotAllowed, NotFound, WrongState
from bulletin.forwarding.models import Destination
from bulletin.forwarding.permissions import may_administer, may_decide
from bulletin.forwarding.reasons import LONGEST_REASON, required_reason
from bulletin.forwarding.wire.addresses import resolve
from cms.accounts.models import User
from cms.accounts.notices import tell
from cms.accounts.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from bulletin.forwarding.wire.addresses import Resolver

logger = logging.getLogger(__name__)

START: Final = ("kind", "allow_private", "starts_paused")
"""What a proposal to add a destination says beside its fields."""


class Decision(StrEnum):
    """What can be done with a proposal."""

    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Way:
    """From which state a verb leads where, and whether it is for the person who proposed or for another one."""

    source: ProposalState
    target: ProposalState
    by_proposer: bool


WAYS: Final[Mapping[Decision, Way]] = {
    Decision.APPROVE: Way(ProposalState.PROPOSED, ProposalState.APPROVED, by_proposer=False),
    Decision.REJECT: Way(ProposalState.PROPOSED, ProposalState.REJECTED, by_proposer=False),
    Decision.WITHDRAW: Way(ProposalState.PROPOSED, ProposalState.WITHDRAWN, by_proposer=True),
}


def propose(
    *,
    change: Change,
    actor: User,
    reason: str,
    destination_id: int | None = None,
    values: Mapping[str, Any] | None = None,
    secret: str = "",
    resolver: Resolver = resolve,
    now: datetime | None = None,
) -> DestinationProposal:
    """Write down what an administrator wants; nothing is changed until another person approves it.

    ``values`` of an addition are the fields and `START`; of a change, the fields that shall be others. A secret is sealed
    before anything is stored. Raises NotAllowed, BadValue, NotFound, WrongState (another proposal waits).
    """
    if not may_administer(actor):
        raise NotAllowed(_("Only an administrator may do this."))
    text, at = required_reason(reason), now or timezone.now()
    destination = None if destination_id is None else Destination.objects.filter(pk=destination_id).first()
    if (destination is None) != (change == Change.ADD):
        raise NotFound(_("There is no such destination."))
    if destination is not None and destination.is_retired:
        raise WrongState(_("This destination is retired."))
    wanted, before = _wanted(change, destination, dict(values or {}), resolver=resolver)
    kind = destination.kind if destination is not None else str(wanted["kind"])
    secrets = checked_secret(kind=kind, secret=secret) if change in {Change.ADD, Change.ADD_SECRET} else []
    if change == Change.ADD_SECRET and not secret.strip():
        raise BadValue(_("Enter the new secret."))
    proposal = DestinationProposal(
        change=change,
        destination=destination,
        values=wanted,
        before=before,
        secret_sealed=sealing.seal(secrets),
        reason=text,
        proposed_by=actor,
        proposed_at=at,
    )
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
            _tell_deciders(proposal, at=at)
    except IntegrityError as error:
        raise WrongState(_("Another change of this destination waits for its decision already.")) from error
    logger.info("Proposal %s was made: %s", proposal.pk, change)
    return proposal


def approve(
    *, proposal_id: int, actor: User, reason: str = "", resolver: Resolver = resolve, now: datetime | None = None
) -> DestinationProposal:
    """Carry out what another person proposed. Raises NotAllowed, NotFound, WrongState, BadValue (the checks of today)."""
    given = DestinationProposal.objects.select_related("destination").filter(pk=proposal_id).first()
    if given is not None and given.is_open:
        # Asks the name service, so before any lock. What is locked below is the same row, or the approval is refused.
        _check_again(given, actor, resolver=resolver)
    at = now or timezone.now()
    with transaction.atomic():
        proposal = _decide(proposal_id, Decision.APPROVE, actor)
        _carry_out(proposal, actor=Actor.person(actor), at=at, reason=reason)
        _settle(proposal, Decision.APPROVE, actor, at=at, reason=reason.strip())
        _tell_proposer(proposal, at=at)
    return proposal


@transaction.atomic
def reject(*, proposal_id: int, actor: User, reason: str, now: datetime | None = None) -> DestinationProposal:
    """Refuse what another person proposed, with a reason that they are told. Raises NotAllowed, NotFound, WrongState."""
    proposal = _decide(proposal_id, Decision.REJECT, actor)
    text, at = required_reason(reason), now or timezone.now()
    _settle(proposal, Decision.REJECT, actor, at=at, reason=text)
    _tell_proposer(proposal, at=at)
    return proposal


@transaction.atomic
def withdraw(*, proposal_id: int, actor: User, reason: str = "", now: datetime | None = None) -> DestinationProposal:
    """Take one's own proposal back. Raises NotAllowed, NotFound, WrongState."""
    proposal = _decide(proposal_id, Decision.WITHDRAW, actor)
    _settle(proposal, Decision.WITHDRAW, actor, at=now or timezone.now(), reason=reason.strip())
    return proposal


def closed_reason(*, decision: Decision, proposal: DestinationProposal, user: User) -> str:
    """Why a verb is closed to a person, in words; empty where it is open."""
    way = WAYS[decision]
    if proposal.state != way.source:
        return _("%(name)s decided before you: %(state)s.") % {
            "name": proposal.decided_by,
            "state": proposal.get_state_display().lower(),
        }
    if way.by_proposer:
        return "" if proposal.proposed_by_id == user.pk else _("Only the person who proposed it can withdraw it.")
    if not may_decide(user):
        return _("An administrator or a member of the board decides this.")
    if proposal.proposed_by_id == user.pk:
        return _("You proposed this yourself; a second person decides.")
    return ""


def _wanted(
    change: Change, destination: Destination | None, values: dict[str, Any], *, resolver: Resolver
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values as they shall be kept, and as they are now."""
    if destination is None:
        start = {name: values.pop(name) for name in START if name in values}
        kind, private = str(start.get("kind", "")), bool(start.get("allow_private"))
        checked = checked_values(kind=kind, values=values, allow_private=private, resolver=resolver)
        if Destination.objects.filter(name=checked.get("name", "")).exists():
            raise BadValue(_("There is a destination “%(name)s” already.") % {"name": checked["name"]})
        paused = bool(start.get("starts_paused"))
        return {**checked, "kind": kind, "allow_private": private, "starts_paused": paused}, {}
    if change != Change.CHANGE:
        return {}, {}
    old = destination_changes.values_of(destination)
    other = {name: value for name, value in values.items() if old.get(name) != value}
    checked = checked_values(
        kind=destination.kind, values=other, allow_private=destination.allow_private, resolver=resolver
    )
    wanted = {name: value for name, value in checked.items() if old[name] != value}
    if not wanted:
        raise BadValue(_("Nothing would change."))
    return wanted, {name: old[name] for name in wanted}


def _check_again(proposal: DestinationProposal, actor: User, *, resolver: Resolver) -> None:
    if reason := closed_reason(decision=Decision.APPROVE, proposal=proposal, user=actor):
        raise NotAllowed(reason)
    kind = proposal.destination.kind if proposal.destination else proposal.values["kind"]
    private = proposal.destination.allow_private if proposal.destination else proposal.values["allow_private"]
    values = {name: value for name, value in proposal.values.items() if name in FIELDS}
    checked_values(kind=kind, values=values, allow_private=private, resolver=resolver)


def _carry_out(proposal: DestinationProposal, *, actor: Actor, at: datetime, reason: str) -> None:
    said = "; ".join(part for part in (proposal.reason, reason.strip()) if part)
    common: dict[str, Any] = {"actor": actor, "at": at, "reason": said, "proposal": proposal}
    if proposal.change == Change.ADD:
        values = dict(proposal.values)
        kind, private, paused = (values.pop(name) for name in START)
        kind_of(kind)
        proposal.destination = destination_changes.make(
            kind=kind,
            values=values,
            secrets=_secrets(proposal),
            allow_private=private,
            paused_because="not switched on yet" if paused else "",
            **common,
        )
        return
    destination = destination_changes.locked(proposal.destination_id or 0)
    now = destination_changes.values_of(destination)
    if any(now[name] != value for name, value in proposal.before.items()):
        raise WrongState(
            _("The destination has changed since this was proposed. Reject it, and have it proposed anew.")
        )
    match proposal.change:
        case Change.CHANGE:
            destination_changes.change(destination=destination, values=proposal.values, **common)
        case Change.ADD_SECRET:
            destination_changes.add_secret(destination=destination, secret=_secrets(proposal)[0], **common)
        case Change.DROP_SECRETS:
            destination_changes.drop_secrets(destination=destination, **common)
        case _:
            destination_changes.retire(destination=destination, **common)


def _secrets(proposal: DestinationProposal) -> list[str]:
    try:
        return sealing.unseal(bytes(proposal.secret_sealed))
    except Unreadable as error:
        raise WrongState(
            _("The secret of this proposal cannot be read with this installation's key. Have it proposed anew.")
        ) from error


def _decide(proposal_id: int, decision: Decision, actor: User) -> DestinationProposal:
    """The proposal under its lock, if this person may decide so now."""
    rows = DestinationProposal.objects.select_for_update(of=("self",)).select_related("proposed_by", "decided_by")
    proposal = rows.filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound(_("There is no such proposal."))
    way = WAYS[decision]
    may = proposal.proposed_by_id == actor.pk if way.by_proposer else may_decide(actor)
    reason = closed_reason(decision=decision, proposal=proposal, user=actor)
    if not may or (not way.by_proposer and proposal.proposed_by_id == actor.pk):
        raise NotAllowed(reason or _("Your role does not include this."))
    if reason:
        raise WrongState(reason)
    return proposal


def _settle(proposal: DestinationProposal, decision: Decision, actor: User, *, at: datetime, reason: str) -> None:
    proposal.state = WAYS[decision].target
    proposal.decided_by, proposal.decided_at = actor, at
    proposal.decision_reason = reason[:LONGEST_REASON]
    proposal.secret_sealed = b""
    proposal.save(
        update_fields=["state", "decided_by", "decided_at", "decision_reason", "secret_sealed", "destination"]
    )
    logger.info("Proposal %s: %s", proposal.pk, decision)


def _tell_deciders(proposal: DestinationProposal, *, at: datetime) -> None:
    people = User.objects.filter(is_active=True, groups__name__in=[Role.ADMINISTRATOR, Role.BOARD])
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _(
            "%(who)s proposes for %(name)s: %(change)s. It happens only if you, as a second person, approve."
        ) % {
            "who": proposal.proposed_by,
            "name": proposal.name,
            "change": proposal.get_change_display().lower(),
        }
        subject = _("A change of a destination waits for you: %(name)s") % {"name": proposal.name}
        _tell(people.exclude(pk=proposal.proposed_by_id), proposal, subject, sentence, proposal.reason, at=at)


def _tell_proposer(proposal: DestinationProposal, *, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        state = proposal.get_state_display()
        sentence = _("%(who)s decided on your proposal for %(name)s: %(state)s.") % {
            "who": proposal.decided_by,
            "name": proposal.name,
            "state": state.lower(),
        }
        subject = f"{state}: {proposal.get_change_display()} – {proposal.name}"
        _tell([proposal.proposed_by], proposal, subject, sentence, proposal.decision_reason, at=at)


def _tell(
    people: Iterable[User], proposal: DestinationProposal, subject: str, sentence: str, quote: str, *, at: datetime
) -> None:
    for person in people:
        tell(
            person=person,
            kind=notice_kinds.DECISION,
            key=f"forwarding-proposal:{proposal.pk}:{proposal.state}",
            subject=subject,
            template="accounts/mail/message",
            context={"sentence": sentence, "quote": quote, "after": "", "button": _("Look at the proposal")},
            url=reverse("forwarding_proposal", args=[proposal.pk]),
            now=at,
        )

"""Carrying out what was decided about a destination: make it, change it, renew its secrets, retire it.

Whoever may decide was asked before: `proposals` ask a second person, the command line is an administrator's already.
Each is called inside a transaction and leaves an event; none of them logs or stores a secret in the clear.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bulletin.forwarding.destinations import sealing
from bulletin.forwarding.destinations.checks import FIELDS, place_of
from bulletin.forwarding.destinations.models import DestinationEvent, DestinationVerb
from bulletin.forwarding.destinations.sealing import Unreadable
from bulletin.forwarding.destinations.staying import staying_at
from bulletin.forwarding.errors import BadValue, NotFound, WrongState
from bulletin.forwarding.ledger import plain
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.sending import holding
from bulletin.forwarding.states import DestinationState, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bulletin.forwarding.actors import Actor
    from bulletin.forwarding.destinations.models import DestinationProposal

logger = logging.getLogger(__name__)

MOST_SECRETS: Final = 2
LONGEST: Final = 500


def note(
    *,
    destination: Destination,
    verb: DestinationVerb,
    actor: Actor,
    at: datetime,
    reason: str = "",
    detail: str = "",
    proposal: DestinationProposal | None = None,
    **more: Any,
) -> DestinationEvent:
    """Append a line to a destination's history."""
    return DestinationEvent.objects.create(
        destination=destination,
        verb=verb,
        at=at,
        actor=actor.user,
        by=actor.by,
        reason=plain(reason, longest=LONGEST),
        detail=plain(detail, longest=LONGEST),
        proposal=proposal,
        **more,
    )


def make(
    *,
    kind: str,
    values: Mapping[str, Any],
    secrets: Sequence[str],
    actor: Actor,
    at: datetime,
    allow_private: bool = False,
    paused_because: str = "",
    reason: str = "",
    proposal: DestinationProposal | None = None,
) -> Destination:
    """A new destination from checked values; what was published before is not sent by itself. BadValue: the name is taken."""
    destination = Destination(
        kind=kind,
        **values,
        allow_private=allow_private,
        allowed_hosts=_hosts(values.get("base_url", ""), (), allow_private=allow_private),
        instance_role=settings.FORWARDING_ROLE,
        state=DestinationState.PAUSED if paused_because else DestinationState.ACTIVE,
        state_reason=paused_because,
        state_since=at,
        created_at=at,
        secrets_set_at=[at.isoformat() for _secret in secrets],
    )
    destination.secrets = secrets
    try:
        with transaction.atomic():
            destination.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(destination.name) from error
    note(destination=destination, verb=DestinationVerb.ADD, actor=actor, at=at, reason=reason, proposal=proposal)
    logger.info("Destination %s was added", destination.pk)
    return destination


def change(
    *,
    destination: Destination,
    values: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    reason: str = "",
    proposal: DestinationProposal | None = None,
) -> None:
    """Give a locked destination other values. A new address joins the list of places that may be called.

    The old place stays on it: what was delivered there is still looked for there, takedowns included.
    """
    _require_in_use(destination)
    before = values_of(destination)
    for name, value in values.items():
        setattr(destination, name, value)
    fields = [*values]
    if "base_url" in values:
        destination.allowed_hosts = _hosts(
            destination.base_url, destination.allowed_hosts, allow_private=destination.allow_private
        )
        fields.append("allowed_hosts")
    try:
        with transaction.atomic():
            destination.save(update_fields=fields)
    except IntegrityError as error:
        raise _taken(destination.name) from error
    detail = "; ".join(f"{name}: {before[name]} → {value}" for name, value in values.items() if before[name] != value)
    note(
        destination=destination,
        verb=DestinationVerb.CHANGE,
        actor=actor,
        at=at,
        reason=reason,
        detail=detail,
        proposal=proposal,
    )
    logger.info("Destination %s was changed", destination.pk)


def add_secret(
    *,
    destination: Destination,
    secret: str,
    actor: Actor,
    at: datetime,
    reason: str = "",
    proposal: DestinationProposal | None = None,
) -> None:
    """Put a new secret in front; the old one signs too until it is removed. WrongState while two are in use."""
    _require_in_use(destination)
    old = _opened(destination)
    if len(old) >= MOST_SECRETS:
        raise WrongState(_("Two secrets are in use already. Remove the old one first."))
    if secret in old:
        raise BadValue(_("This secret is in use already."))
    dates = secret_dates(destination)
    destination.secrets = [secret, *old]
    destination.secrets_set_at = [at.isoformat(), *dates]
    destination.save(update_fields=["secrets_sealed", "secrets_set_at"])
    note(
        destination=destination, verb=DestinationVerb.ADD_SECRET, actor=actor, at=at, reason=reason, proposal=proposal
    )
    logger.info("Destination %s has a new secret", destination.pk)


def drop_secrets(
    *,
    destination: Destination,
    actor: Actor,
    at: datetime,
    reason: str = "",
    proposal: DestinationProposal | None = None,
) -> None:
    """Remove every secret but the newest. WrongState where there is no older one."""
    _require_in_use(destination)
    old = _opened(destination)
    if len(old) < MOST_SECRETS:
        raise WrongState(_("There is no old secret to remove."))
    dates = secret_dates(destination)
    destination.secrets, destination.secrets_set_at = old[:1], dates[:1]
    destination.save(update_fields=["secrets_sealed", "secrets_set_at"])
    note(
        destination=destination,
        verb=DestinationVerb.DROP_SECRETS,
        actor=actor,
        at=at,
        reason=reason,
        proposal=proposal,
    )
    logger.info("Destination %s has its newest secret alone", destination.pk)


def retire(
    *,
    destination: Destination,
    actor: Actor,
    at: datetime,
    reason: str,
    proposal: DestinationProposal | None = None,
) -> None:
    """Send nothing to a destination any more: what waits for it is cancelled, its history stays, its secrets go.

    The line of the history says what is shown there then and stays (`Staying.written`).
    WrongState while something is on its way: what comes of it has to be recorded first.
    """
    _require_in_use(destination)
    if Delivery.objects.filter(destination=destination, state=State.SENDING).exists():
        raise WrongState(
            _("Something is being sent to this destination at this moment. Pause it, and try in two minutes.")
        )
    stays = staying_at(destination)
    holding.pause(destination=destination, reason=reason, actor=actor, at=at, alert=False)
    holding.cancel_all(destination=destination, actor=actor, at=at, reason=reason)
    destination.retired_at = at
    destination.secrets, destination.secrets_set_at = [], []
    destination.save(update_fields=["retired_at", "secrets_sealed", "secrets_set_at"])
    note(
        destination=destination,
        verb=DestinationVerb.RETIRE,
        actor=actor,
        at=at,
        reason=reason,
        detail=stays.written(),
        proposal=proposal,
    )
    logger.warning("Destination %s is retired", destination.pk)


def values_of(destination: Destination) -> dict[str, Any]:
    """The fields that a proposal may change, as they are."""
    return {name: getattr(destination, name) for name in FIELDS}


def secret_dates(destination: Destination) -> list[str]:
    """When each secret was set (ISO 8601), the newest first; those from before this was noted, when it was added."""
    known = list(destination.secrets_set_at)
    if destination.secrets_sealed and not known:
        known = [destination.created_at.isoformat()]
    return known


def locked(destination_id: int) -> Destination:
    """A destination under its lock. NotFound."""
    found = Destination.objects.locked().filter(pk=destination_id).first()
    if found is None:
        raise NotFound(_("There is no such destination."))
    return found


def _hosts(base_url: str, old: Sequence[str], *, allow_private: bool) -> list[str]:
    if not base_url:
        return list(old)
    place = place_of(base_url, allow_private=allow_private)
    return [place, *(each for each in old if each != place)]


def _opened(destination: Destination) -> list[str]:
    try:
        return sealing.unseal(bytes(destination.secrets_sealed))
    except Unreadable as error:
        raise WrongState(
            _(
                "The secrets of this destination cannot be read with this installation's key. See the page on operations."
            )
        ) from error


def _require_in_use(destination: Destination) -> None:
    if destination.is_retired:
        raise WrongState(_("This destination is retired."))


def _taken(name: str) -> BadValue:
    return BadValue(_("There is a destination “%(name)s” already.") % {"name": name})

"""What people do: add, pause and resume a destination; retry, cancel and redeliver a delivery.

Every verb is atomic, asks for the actor's right first, locks its row, takes the way that the transition table shows,
and leaves an event with the reason. Raises an ``ActionError``.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.forwarding import ledger
from bulletin.forwarding.desk import replays
from bulletin.forwarding.destinations import changes as destination_changes
from bulletin.forwarding.destinations.checks import checked_secret, checked_values
from bulletin.forwarding.errors import WrongState
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.permissions import require_administrator, require_operator
from bulletin.forwarding.reasons import required_reason
from bulletin.forwarding.sending import bells, holding
from bulletin.forwarding.serialise import letter_for
from bulletin.forwarding.states import TRANSITIONS, State, Verb
from bulletin.forwarding.wire.addresses import resolve
from cms.website.models import StoryVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from bulletin.forwarding.actors import Actor
    from bulletin.forwarding.wire.addresses import Resolver

logger = logging.getLogger(__name__)


def add_destination(
    *,
    kind: str,
    name: str,
    base_url: str,
    actor: Actor,
    username: str = "",
    secret: str = "",
    allow_private: bool = False,
    takes_translations: bool = False,
    options: Mapping[str, str] | None = None,
    now: datetime | None = None,
    resolver: Resolver = resolve,
) -> Destination:
    """Add a destination that is sent to from now on; what was published before is not sent by itself.

    ``takes_translations``: it is sent the English versions of articles too. ``options`` are the choices of the kind
    (`Adapter.options`), such as the form and the method of a webhook.

    ``allow_private`` (an address in the own network, plain http) exists in demo mode only. At the screen it takes a
    second person (`proposals`).
    """
    require_administrator(actor)
    values = {
        "name": name,
        "base_url": base_url,
        "username": username,
        "takes_translations": takes_translations,
        "options": dict(options or {}),
    }
    checked = checked_values(kind=kind, values=values, allow_private=allow_private, resolver=resolver)
    secrets = checked_secret(kind=kind, secret=secret)
    with transaction.atomic():
        return destination_changes.make(
            kind=kind,
            values=checked,
            secrets=secrets,
            actor=actor,
            at=now or timezone.now(),
            allow_private=allow_private,
        )


@transaction.atomic
def pause(*, destination_id: int, reason: str, actor: Actor, now: datetime | None = None) -> Destination:
    """Send nothing more to a destination until it is resumed; what is on its way comes to its end."""
    require_operator(actor)
    text, destination = required_reason(reason, longest=None), destination_changes.locked(destination_id)
    if not holding.pause(destination=destination, reason=text, actor=actor, at=now or timezone.now(), alert=False):
        raise WrongState(_("The destination is paused already."))
    return destination


@transaction.atomic
def resume(*, destination_id: int, actor: Actor, reason: str = "", now: datetime | None = None) -> Destination:
    """Send again, takedowns first. A destination of another installation is taken over by this one."""
    require_operator(actor)
    destination = destination_changes.locked(destination_id)
    if destination.is_retired:
        raise WrongState(_("This destination is retired."))
    if destination.is_active and destination.is_ours:
        raise WrongState(_("The destination is active already."))
    if destination.instance_role != settings.FORWARDING_ROLE:
        require_administrator(actor)
        destination.instance_role = settings.FORWARDING_ROLE
        destination.save(update_fields=["instance_role"])
    holding.release(destination=destination, actor=actor, at=now or timezone.now(), reason=reason or "resumed")
    return destination


@transaction.atomic
def retry(*, delivery_id: UUID, reason: str, actor: Actor, now: datetime | None = None) -> Delivery:
    """Do not wait for the schedule: attempt again now, or for an unknown outcome, ask the other site now."""
    require_operator(actor)
    text, row, at = required_reason(reason, longest=None), holding.locked(delivery_id), now or timezone.now()
    if row.state == State.UNKNOWN:
        ledger.move(delivery=row, verb=Verb.ASK, actor=actor, at=at, reason=text, next_attempt_at=at)
        bells.ring_look_up(row.pk)
        return row
    if row.state != State.RETRY_WAIT:
        raise WrongState(_("Only what waits for another attempt, or whose outcome is unknown, can be retried."))
    ledger.move(delivery=row, verb=Verb.REDELIVER, actor=actor, at=at, reason=text, next_attempt_at=at)
    holding.hold_or_ring(row, actor=actor, at=at)
    return row


@transaction.atomic
def cancel(*, delivery_id: UUID, reason: str, actor: Actor, now: datetime | None = None) -> Delivery:
    """Give up on a delivery by decision. What has arrived cannot be cancelled: it is withdrawn instead."""
    require_operator(actor)
    text, row = required_reason(reason, longest=None), holding.locked(delivery_id)
    if row.state not in TRANSITIONS[Verb.CANCEL].sources:
        raise WrongState(_("This cannot be cancelled any more: %(state)s.") % {"state": row.get_state_display()})
    ledger.move(
        delivery=row, verb=Verb.CANCEL, actor=actor, at=now or timezone.now(), reason=text, next_attempt_at=None
    )
    return row


@transaction.atomic
def redeliver(*, delivery_id: UUID, reason: str, actor: Actor, now: datetime | None = None) -> Delivery:
    """Send an article's current version to the delivery's destination again, with the same delivery id as before."""
    require_operator(actor)
    text, at = required_reason(reason, longest=None), now or timezone.now()
    given = holding.locked(delivery_id)
    row = _current(given)
    if row is None:
        raise WrongState(_("The article has no version that could be sent."))
    if row.state not in TRANSITIONS[Verb.REDELIVER].sources:
        raise WrongState(
            _("Version %(version)s cannot be sent again now: %(state)s.")
            % {"version": row.version, "state": row.get_state_display()}
        )
    changes: dict[str, Any] = {}
    if not row.content_sha256:
        # It was rejected here because it could not be put into bytes; perhaps the cause is gone.
        try:
            with transaction.atomic():
                version = StoryVersion.objects.get(story_id=row.story_id, version=row.version)
                letter = letter_for(version, category_map=row.destination.category_map)
        except Exception as error:
            cause = f"{type(error).__name__}: {error}"
            raise WrongState(
                _("The article still cannot be prepared for sending: %(cause)s") % {"cause": cause}
            ) from error
        changes = {"body": letter.body, "content_sha256": letter.content_sha256, "title": letter.title}
    ledger.move(
        delivery=row,
        verb=Verb.REDELIVER,
        actor=actor,
        at=at,
        reason=text,
        attempts=0,
        next_attempt_at=at,
        check_at=None,
        last_error="",
        **changes,
    )
    holding.hold_or_ring(row, actor=actor, at=at)
    return row


def replayable(*, since: datetime, failed_only: bool) -> list[Delivery]:
    """The current versions that a replay since a moment would send, oldest first; nothing is changed.

    ``failed_only``: those that failed or were rejected since then; otherwise every article with a row since then.
    What a person cancelled, and what is on its way already, is left alone.
    """
    return list(replays.replayable(replays.Scope(since=since, failed_only=failed_only)))


def redeliver_all(
    *, rows: Iterable[Delivery], reason: str, actor: Actor, now: datetime | None = None
) -> list[Delivery]:
    """Redeliver what ``replayable`` found, each in its own transaction; one that moved on meanwhile is left out."""
    require_operator(actor)
    done = []
    for row in rows:
        try:
            done.append(redeliver(delivery_id=row.pk, reason=reason, actor=actor, now=now))
        except WrongState as error:
            logger.info("Delivery %s was not sent again: %s", row.pk, error)
    return done


def _current(row: Delivery) -> Delivery | None:
    """The newest version of the row's article at its destination that is not cancelled or was given by itself."""
    rows = Delivery.objects.filter(destination_id=row.destination_id, article_id=row.article_id)
    newest = rows.order_by("-version").first()
    if newest is not None and newest.state == State.CANCELLED and newest.is_retraction:
        # Withdrawn before anything was sent: there is nothing to send, and nothing to take back.
        return None
    return newest

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

from bulletin.forwarding import bells, holding, ledger
from bulletin.forwarding.adapters import kind_of
from bulletin.forwarding.addresses import checked_number, parse_target, resolve
from bulletin.forwarding.errors import AddressRefused, BadValue, NotFound, WrongState
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.permissions import require_administrator, require_operator
from bulletin.forwarding.serialise import letter_for
from bulletin.forwarding.states import ARRIVED, STUCK, TRANSITIONS, State, Verb
from bulletin.forwarding.wording import in_words
from cms.website.models import StoryVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from bulletin.forwarding.actors import Actor
    from bulletin.forwarding.addresses import Resolver

logger = logging.getLogger(__name__)

RESOLVE_SECONDS = 5
LONGEST_NAME = 100


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

    ``allow_private`` (an address in the own network, plain http) exists in demo mode only. The address is checked
    as it will be at every sending; a name that cannot be resolved at this moment is left to that check.
    """
    require_administrator(actor)
    adapter = kind_of(kind)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadValue(_("A destination needs a name of at most %(limit)s characters.") % {"limit": LONGEST_NAME})
    if allow_private and not settings.DEMO:
        raise BadValue(_("An address in the own network is possible in demo mode only."))
    place, address = _checked_address(base_url, allow_private=allow_private, resolver=resolver)
    secrets = [secret or adapter.default_secret] if secret or adapter.default_secret else []
    if adapter.needs_secret and not secrets:
        raise BadValue(_("A destination of the kind “%(kind)s” needs a secret.") % {"kind": kind})
    if adapter.needs_username and not username.strip():
        raise BadValue(_("A destination of the kind “%(kind)s” needs a user name.") % {"kind": kind})
    try:
        adapter.check_secrets(secrets)
    except ValueError as error:
        raise BadValue(in_words(str(error))) from error
    try:
        adapter.check_options(options or {})
    except ValueError as error:
        raise BadValue(_("This kind of destination has no such choice: %(choice)s") % {"choice": error}) from error
    at = now or timezone.now()
    with transaction.atomic():
        if Destination.objects.filter(name=name).exists():
            raise BadValue(_("There is a destination “%(name)s” already.") % {"name": name})
        destination = Destination(
            kind=kind,
            name=name,
            base_url=address,
            username=username,
            allowed_hosts=[place],
            allow_private=allow_private,
            takes_translations=takes_translations,
            options=dict(options or {}),
            instance_role=settings.FORWARDING_ROLE,
            state_since=at,
            created_at=at,
        )
        destination.secrets = secrets
        destination.save(force_insert=True)
    logger.info("Destination %s was added", destination.pk)
    return destination


def _checked_address(base_url: str, *, allow_private: bool, resolver: Resolver) -> tuple[str, str]:
    """The place for the list of hosts and the address without a last slash."""
    try:
        target = parse_target(base_url.strip(), allow_private=allow_private)
        checked_number(target, allow_private=allow_private, seconds=RESOLVE_SECONDS, resolver=resolver)
    except AddressRefused as error:
        message = _("This address cannot be a destination: %(cause)s.") % {"cause": in_words(str(error))}
        raise BadValue(message) from error
    except OSError:
        logger.warning("The host of a new destination cannot be resolved now")
    if "?" in target.path:
        raise BadValue(_("The base address must not carry a query (“?…”)."))
    return target.place, target.url.rstrip("/")


@transaction.atomic
def pause(*, destination_id: int, reason: str, actor: Actor, now: datetime | None = None) -> Destination:
    """Send nothing more to a destination until it is resumed; what is on its way comes to its end."""
    require_operator(actor)
    text, destination = _reason(reason), _locked_destination(destination_id)
    if not holding.pause(destination=destination, reason=text, actor=actor, at=now or timezone.now(), alert=False):
        raise WrongState(_("The destination is paused already."))
    return destination


@transaction.atomic
def resume(*, destination_id: int, actor: Actor, reason: str = "", now: datetime | None = None) -> Destination:
    """Send again, takedowns first. A destination of another installation is taken over by this one."""
    require_operator(actor)
    destination = _locked_destination(destination_id)
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
    text, row, at = _reason(reason), _locked_delivery(delivery_id), now or timezone.now()
    if row.state == State.UNKNOWN:
        ledger.move(delivery=row, verb=Verb.ASK, actor=actor, at=at, reason=text, next_attempt_at=at)
        bells.ring_look_up(row.pk)
        return row
    if row.state != State.RETRY_WAIT:
        raise WrongState(_("Only what waits for another attempt, or whose outcome is unknown, can be retried."))
    ledger.move(delivery=row, verb=Verb.REDELIVER, actor=actor, at=at, reason=text, next_attempt_at=at)
    _hold_or_ring(row, actor=actor, at=at)
    return row


@transaction.atomic
def cancel(*, delivery_id: UUID, reason: str, actor: Actor, now: datetime | None = None) -> Delivery:
    """Give up on a delivery by decision. What has arrived cannot be cancelled: it is withdrawn instead."""
    require_operator(actor)
    text, row = _reason(reason), _locked_delivery(delivery_id)
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
    text, at = _reason(reason), now or timezone.now()
    given = _locked_delivery(delivery_id)
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
    _hold_or_ring(row, actor=actor, at=at)
    return row


def replayable(*, since: datetime, failed_only: bool) -> list[Delivery]:
    """The current versions that a replay since a moment would send, oldest first; nothing is changed.

    ``failed_only``: those that failed or were rejected since then; otherwise every article with a row since then.
    What a person cancelled, and what is on its way already, is left alone.
    """
    touched = (
        Delivery.objects.filter(state__in=STUCK, updated_at__gte=since)
        if failed_only
        else (Delivery.objects.filter(created_at__gte=since))
    )
    wanted = (STUCK if failed_only else ARRIVED | STUCK) | {State.RETRY_WAIT}
    found: dict[UUID, Delivery] = {}
    for row in touched.order_by("created_at", "pk").defer("body").iterator():
        current = _current(row)
        if current is not None and current.state in wanted:
            found.setdefault(current.pk, current)
    return list(found.values())


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


def _hold_or_ring(row: Delivery, *, actor: Actor, at: datetime) -> None:
    if row.destination.is_active:
        bells.ring_delivery(row.pk)
    else:
        ledger.move(
            delivery=row, verb=Verb.HOLD, actor=actor, at=at, reason="the destination is paused", next_attempt_at=None
        )


def _reason(given: str) -> str:
    text = given.strip()
    if not text:
        raise BadValue(_("Please give a reason."))
    return text


def _locked_destination(destination_id: int) -> Destination:
    found = Destination.objects.select_for_update(no_key=True).filter(pk=destination_id).first()
    if found is None:
        raise NotFound(_("There is no such destination."))
    return found


def _locked_delivery(delivery_id: UUID) -> Delivery:
    found = (
        Delivery.objects.select_for_update(of=("self",)).select_related("destination").filter(pk=delivery_id).first()
    )
    if found is None:
        raise NotFound(_("There is no such delivery."))
    return found

"""What the officer decides about single articles: let them go, decline, keep back until a moment, send by choice.

Every verb is atomic, asks for the actor's right first, locks its row, and leaves an event. Raises an ``ActionError``.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.forwarding import bells, ledger, outbox
from bulletin.forwarding.errors import BadValue, NotFound, WrongState
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.permissions import require_operator
from bulletin.forwarding.policy.fields import LONGEST_EMBARGO_HOURS, Release
from bulletin.forwarding.reasons import LONGEST_REASON, required_reason
from bulletin.forwarding.sending import holding
from bulletin.forwarding.states import NOT_LEFT, State, Verb
from bulletin.forwarding.wording import EMBARGO, NO_EMBARGO
from cms.website.enums import StoryKind, VersionAction
from cms.website.models import StoryVersion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from bulletin.forwarding.actors import Actor

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 100


@transaction.atomic
def let_go(*, delivery_id: UUID, actor: Actor, reason: str = "", now: datetime | None = None) -> Delivery:
    """Release one delivery: it goes as soon as its embargo and its destination let it."""
    require_operator(actor)
    row, at = _held(delivery_id), now or timezone.now()
    ledger.move(
        delivery=row,
        verb=Verb.CLEAR,
        actor=actor,
        at=at,
        reason=reason.strip()[:LONGEST_REASON],
        release=Release.RELEASED,
        released_at=at,
        released_by=actor.user,
        next_attempt_at=max(at, row.not_before) if row.not_before else at,
    )
    holding.hold_or_ring(row, actor=actor, at=at)
    return row


def let_go_all(
    *, delivery_ids: Iterable[UUID], actor: Actor, reason: str = "", now: datetime | None = None
) -> list[Delivery]:
    """Release several, each in its own transaction; one that was decided or replaced meanwhile is left out.

    Raises BadValue for more than ``MOST_AT_ONCE``.
    """
    require_operator(actor)
    wanted = list(dict.fromkeys(delivery_ids))
    if len(wanted) > MOST_AT_ONCE:
        raise BadValue(_("At most %(limit)d articles can be released at once.") % {"limit": MOST_AT_ONCE})
    done = []
    for delivery_id in wanted:
        try:
            done.append(let_go(delivery_id=delivery_id, actor=actor, reason=reason, now=now))
        except (WrongState, NotFound) as error:
            logger.info("Delivery %s was not released: %s", delivery_id, error)
    return done


@transaction.atomic
def decline(*, delivery_id: UUID, reason: str, actor: Actor, now: datetime | None = None) -> Delivery:
    """Decide that an article does not go there; nor do its corrections, until somebody sends it by choice."""
    require_operator(actor)
    text, row, at = required_reason(reason), _held(delivery_id), now or timezone.now()
    ledger.move(
        delivery=row,
        verb=Verb.DECLINE,
        actor=actor,
        at=at,
        reason=text,
        release=Release.DECLINED,
        released_at=at,
        released_by=actor.user,
    )
    return row


@transaction.atomic
def keep_until(
    *, delivery_id: UUID, until: datetime | None, reason: str, actor: Actor, now: datetime | None = None
) -> Delivery:
    """Set the moment before which an article that was never sent there does not leave; None lifts the embargo.

    What is on its way, or may be there already, cannot be kept back: that is a takedown.
    """
    require_operator(actor)
    text, row, at = required_reason(reason), holding.locked(delivery_id), now or timezone.now()
    if row.state not in NOT_LEFT | {State.HELD} or row.first_sent_at is not None or row.is_retraction:
        raise WrongState(_("It cannot be kept back any more: %(state)s.") % {"state": row.get_state_display()})
    if until is not None and not (at < until and (until - at).total_seconds() <= LONGEST_EMBARGO_HOURS * 3600):
        raise BadValue(
            _("An embargo ends in the future, at most %(days)d days from now.") % {"days": LONGEST_EMBARGO_HOURS // 24}
        )
    row.not_before, row.updated_at = until, at
    if row.state in {State.WAITING, State.RETRY_WAIT}:
        row.next_attempt_at = until or at
    row.save(update_fields=["not_before", "next_attempt_at", "updated_at"])
    said = f"{EMBARGO}{until.isoformat(timespec='minutes')}" if until else NO_EMBARGO
    ledger.note(delivery=row, actor=actor, at=at, reason=said, answer=text)
    if row.state == State.WAITING and until is None:
        bells.ring_delivery(row.pk)
    return row


@transaction.atomic
def send_by_choice(
    *, destination_id: int, story_id: int, actor: Actor, reason: str = "", now: datetime | None = None
) -> Delivery:
    """Send the newest version of a published story to a destination whose policy does not take it by itself.

    From then on its corrections go there too. An English version or an issue goes only where such are taken at all.
    """
    require_operator(actor)
    at = now or timezone.now()
    destination = Destination.objects.locked().filter(pk=destination_id).first()
    version = (
        StoryVersion.objects.select_related("story", "revision").filter(story_id=story_id).order_by("-version").first()
    )
    if destination is None or version is None:
        raise NotFound(_("There is no such destination or published article."))
    if version.action == VersionAction.RETRACTED:
        raise WrongState(_("The article was withdrawn: there is nothing to send."))
    if version.story.translation_of_id is not None and not destination.takes_translations:
        raise WrongState(_("%(name)s takes no English versions.") % {"name": destination.name})
    if version.story.kind == StoryKind.ISSUE and not destination.takes_issues:
        raise WrongState(_("%(name)s takes no issues.") % {"name": destination.name})
    row = outbox.choose(destination=destination, version=version, actor=actor, at=at)
    if row is None:
        row = _take_up_again(destination, version, actor=actor, at=at)
    if reason.strip():
        ledger.note(delivery=row, actor=actor, at=at, reason=reason.strip()[:LONGEST_REASON])
    return row


def _take_up_again(destination: Destination, version: StoryVersion, *, actor: Actor, at: datetime) -> Delivery:
    """The row of a version that was declined or cancelled, in the queue again."""
    found = Delivery.objects.get(destination=destination, article_id=version.story.uid, version=version.version)
    row = holding.locked(found.pk)
    if row.state != State.CANCELLED or not row.content_sha256:
        raise WrongState(_("%(name)s has this version already.") % {"name": destination.name})
    ledger.move(
        delivery=row,
        verb=Verb.REDELIVER,
        actor=actor,
        at=at,
        reason=outbox.CHOSEN,
        attempts=0,
        next_attempt_at=max(at, row.not_before) if row.not_before else at,
        release=Release.RELEASED,
        released_at=at,
        released_by=actor.user,
    )
    holding.hold_or_ring(row, actor=actor, at=at)
    return row


def _held(delivery_id: UUID) -> Delivery:
    row = holding.locked(delivery_id)
    if row.state != State.HELD:
        raise WrongState(_("It waits for no release any more: %(state)s.") % {"state": row.get_state_display()})
    return row

"""Taking mails to send: a lease on a row by a conditional update, the same on both databases, and the pace of all workers.

A row is claimed right before its mail is handed over and never in advance, so that a worker that is killed leaves at most
one mail of which nobody knows whether it left.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bulletin.newsletter.models import Dispatch, Edition, Pace, Subscriber
from bulletin.newsletter.states import CLAIMABLE, TRANSITIONS, EditionState, Standing, State, Verb

if TYPE_CHECKING:
    from datetime import datetime

# Longer than any exchange with the mail server, each of whose steps ends after EMAIL_TIMEOUT.
LEASE = timedelta(seconds=300)
# The bucket holds what may leave in so many seconds; the clock comes round more often than that.
BURST_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A leased row. Only its ``owner`` records what became of it, and only until the lease was taken away."""

    dispatch_id: int
    owner: str
    attempts: int


def claim(*, row: Dispatch, edition: Edition, owner: str, now: datetime) -> Claim | None:
    """Leases a row that is due; None where it is taken, its reader has ended, or the edition is not what it was.

    ``edition`` says for which version of the content the mail was drawn: after a takedown nothing is claimed for it.
    """
    # Without a join: Django would put all of the condition into a subquery, and PostgreSQL looks at a subquery no second
    # time when it has waited for another worker's update of the row.
    same = Dispatch.objects.filter(
        pk=row.pk,
        state__in=TRANSITIONS[Verb.CLAIM].sources,
        attempts=row.attempts,
        next_attempt_at__lte=now,
        edition__in=Edition.objects.filter(state=EditionState.SENDING, content_version=edition.content_version),
        subscriber__in=Subscriber.objects.filter(standing=Standing.ACTIVE),
    )
    lease: dict[str, Any] = {"lease_owner": owner, "lease_until": now + LEASE, "next_attempt_at": None}
    if not same.update(state=State.SENDING, attempts=row.attempts + 1, **lease):
        return None
    return Claim(dispatch_id=row.pk, owner=owner, attempts=row.attempts + 1)


def settle(*, claim: Claim, verb: Verb, **values: Any) -> bool:
    """Records what became of a claimed mail; False where the lease was taken away meanwhile."""
    held = Dispatch.objects.filter(
        pk=claim.dispatch_id, lease_owner=claim.owner, state__in=TRANSITIONS[verb].sources, attempts=claim.attempts
    )
    free: dict[str, Any] = {"lease_owner": "", "lease_until": None}
    return bool(held.update(state=TRANSITIONS[verb].target, **free, **values))


def expire_leases(*, now: datetime) -> int:
    """Mails whose worker died or stalled: whether they left is unknown, so nothing sends them again."""
    lost = Dispatch.objects.filter(state=State.SENDING, lease_until__lt=now)
    return lost.update(
        state=TRANSITIONS[Verb.LOSE_SIGHT].target,
        lease_owner="",
        lease_until=None,
        status="the worker did not report back in time",
    )


def due(*, edition: Edition, limit: int, now: datetime) -> list[Dispatch]:
    """Rows of an edition that may be claimed, with their reader."""
    rows = Dispatch.objects.filter(edition=edition, state__in=sorted(CLAIMABLE), next_attempt_at__lte=now)
    return list(rows.select_related("subscriber").order_by("next_attempt_at", "pk")[:limit])


@transaction.atomic
def draw(*, wanted: int, mails_a_minute: int, now: datetime) -> int:
    """How many mails may leave now, at most ``wanted``; they count as gone."""
    Pace.objects.get_or_create(pk=1, defaults={"at": now - timedelta(seconds=BURST_SECONDS)})
    pace = Pace.objects.select_for_update().get(pk=1)
    rate = mails_a_minute / 60
    passed = max(0.0, (now - pace.at).total_seconds())
    tokens = min(max(1.0, rate * BURST_SECONDS), pace.tokens + passed * rate)
    granted = max(0, min(wanted, int(tokens)))
    pace.tokens, pace.at = tokens - granted, max(now, pace.at)
    pace.save()
    return granted


def give_back(*, tokens: int) -> None:
    """What was drawn and not used."""
    if tokens > 0:
        with transaction.atomic():
            pace = Pace.objects.select_for_update().get(pk=1)
            pace.tokens += tokens
            pace.save()

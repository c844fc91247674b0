"""What a person does about a difference: send it again, or accept it. Raises an ``ActionError``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.forwarding import actions, ledger
from bulletin.forwarding.errors import NotFound, WrongState
from bulletin.forwarding.models import Delivery, Drift
from bulletin.forwarding.permissions import require_operator
from bulletin.forwarding.proof.records import DriftState
from bulletin.forwarding.reasons import required_reason

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.forwarding.actors import Actor


@transaction.atomic
def repair(*, drift_id: int, reason: str, actor: Actor, now: datetime | None = None) -> Delivery:
    """Send the article's current version there again, under its old id."""
    require_operator(actor)
    text, found, at = required_reason(reason), _open(drift_id), now or timezone.now()
    row = actions.redeliver(delivery_id=found.delivery_id, reason=text, actor=actor, now=at)
    _close(found, DriftState.REPAIRED, text=text, actor=actor, at=at)
    return row


@transaction.atomic
def dismiss(*, drift_id: int, reason: str, actor: Actor, now: datetime | None = None) -> Drift:
    """Accept what is shown there as it is. It is flagged again when another look finds it so."""
    require_operator(actor)
    text, found, at = required_reason(reason), _open(drift_id), now or timezone.now()
    _close(found, DriftState.DISMISSED, text=text, actor=actor, at=at)
    ledger.note(delivery=found.delivery, actor=actor, at=at, reason=text)
    return found


def _close(found: Drift, state: DriftState, *, text: str, actor: Actor, at: datetime) -> None:
    found.state, found.closed_at, found.closed_by, found.reason = state, at, actor.user, text
    found.save(update_fields=["state", "closed_at", "closed_by", "reason"])


def _open(drift_id: int) -> Drift:
    """The difference, locked after its delivery."""
    given = Drift.objects.filter(pk=drift_id).first()
    if given is None:
        raise NotFound(_("There is no such difference."))
    Delivery.objects.select_for_update(of=("self",)).get(pk=given.delivery_id)
    found = Drift.objects.select_for_update(of=("self",)).select_related("delivery").get(pk=drift_id)
    if found.state != DriftState.OPEN:
        raise WrongState(_("This was decided already: %(state)s.") % {"state": found.get_state_display()})
    return found

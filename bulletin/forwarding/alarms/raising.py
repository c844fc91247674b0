"""Raising, telling and ending alarms: each once for its cause and period, by whichever process comes first.

`evaluate` compares what is wrong now with the open rows. A row that is there already is only brought up to date; one
whose cause is gone ends. People are told once, again a day later if it is still there, and a day after somebody took
note of it: an alarm can be put off, never switched off.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.forwarding.alarms import alerts, pulse
from bulletin.forwarding.alarms.findings import LEDGER_SUBJECT, Sighting, findings, paused_subject, silence
from bulletin.forwarding.alarms.models import Alarm, AlarmEvent, AlarmVerb, Cause, Pulse
from bulletin.forwarding.errors import NotFound, WrongState
from bulletin.forwarding.permissions import require_operator
from cms.core.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from bulletin.forwarding.actors import Actor
    from bulletin.forwarding.models import Destination
    from cms.accounts.models import User
    from cms.website.models import StoryVersion

logger = logging.getLogger(__name__)

PERIOD: Final = timedelta(hours=24)
"""An alarm that stays is told again after so long; one that comes back sooner is not."""
LONGEST_DETAIL: Final = 500
EVALUATED: Final = frozenset(Cause) - {Cause.MISSING}
"""What `evaluate` sees by itself; a version without a row is found by the reconciliation alone."""
LOCK: Final = "alarms"


@transaction.atomic
def evaluate(*, now: datetime | None = None) -> list[Alarm]:
    """Raises, ends and tells. Returns the alarms that people were told of."""
    now = now or timezone.now()
    _take_turns(now)
    _compare(findings(now=now), causes=EVALUATED, now=now)
    return _tell_due(now)


def watch(*, now: datetime | None = None) -> list[Alarm]:
    """`evaluate`, as the periodic task does it: its own pulse tells how long there has been somebody to notice."""
    now = now or timezone.now()
    pulse.beat(pulse.WATCH, now=now)
    return evaluate(now=now)


@transaction.atomic
def notice_silence(*, since: datetime, now: datetime) -> None:
    """The sweep has been silent since then, says somebody who is no periodic task: the web process."""
    _take_turns(now)
    _raise([silence(since)], now=now)
    _tell_due(now)


@transaction.atomic
def reconciled(*, found: Sequence[StoryVersion], now: datetime) -> None:
    """The reconciliation looked for versions without a row and found these; none ends the alarm."""
    _take_turns(now)
    sightings = [
        Sighting(
            cause=Cause.MISSING, subject=LEDGER_SUBJECT, since=first.at, number=len(found), detail=first.story.title
        )
        for first in found[:1]
    ]
    _compare(sightings, causes={Cause.MISSING}, now=now)
    _tell_due(now)


@transaction.atomic
def destination_paused(*, destination: Destination, at: datetime) -> None:
    """The system paused a destination: people are told at once, in the transaction of the pause."""
    sighting = Sighting(
        cause=Cause.PAUSED,
        subject=paused_subject(destination),
        destination_id=destination.pk,
        since=at,
        detail=destination.state_reason,
    )
    _raise([sighting], now=at)
    _tell_due(at, only=sighting)


@transaction.atomic
def destination_resumed(*, destination: Destination, at: datetime) -> None:
    """A destination is called again."""
    for alarm in Alarm.objects.open().filter(cause=Cause.PAUSED, destination=destination):
        _end(alarm, now=at)


@transaction.atomic
def acknowledge(*, alarm_id: int, actor: Actor, note: str = "", now: datetime | None = None) -> Alarm:
    """Take note of an open alarm: it stays until its cause is gone, and the next mail comes a day later.

    Raises NotAllowed, NotFound, or WrongState where it has ended or somebody took note before.
    """
    require_operator(actor)
    now = now or timezone.now()
    alarm = Alarm.objects.select_for_update(of=("self",)).filter(pk=alarm_id).first()
    if alarm is None or actor.user is None:
        raise NotFound(_("There is no such alarm."))
    if not alarm.is_open:
        raise WrongState(_("This alarm has ended by itself meanwhile: its cause is gone."))
    if alarm.acknowledged_at is not None and (alarm.told_at is None or alarm.told_at <= alarm.acknowledged_at):
        raise WrongState(_("%(name)s took note of it already.") % {"name": alarm.acknowledged_by})
    alarm.acknowledged_at, alarm.acknowledged_by = now, actor.user
    alarm.save(update_fields=["acknowledged_at", "acknowledged_by"])
    _note(alarm, AlarmVerb.ACKNOWLEDGE, at=now, actor=actor.user, note=clean_line(note))
    logger.info("Alarm %s was taken note of", alarm.pk)
    return alarm


def _take_turns(now: datetime) -> None:
    """One process at a time: what one has raised and told, the next one finds."""
    Pulse.objects.bulk_create([Pulse(name=LOCK, beaten_at=now, steady_since=now)], ignore_conflicts=True)
    Pulse.objects.select_for_update().get(pk=LOCK)


def _compare(sightings: Sequence[Sighting], *, causes: Collection[Cause], now: datetime) -> None:
    seen = {(each.cause, each.subject) for each in sightings}
    for alarm in Alarm.objects.open().filter(cause__in=causes):
        if (alarm.cause, alarm.subject) not in seen:
            _end(alarm, now=now)
    _raise(sightings, now=now)


def _raise(sightings: Iterable[Sighting], *, now: datetime) -> None:
    for sighting in sightings:
        known = Alarm.objects.filter(cause=sighting.cause, subject=sighting.subject).select_for_update(of=("self",))
        alarm = known.order_by("-pk").first()
        verb: AlarmVerb | None = None
        recent = alarm is not None and (
            alarm.is_open or (alarm.quiet_since is not None and now - alarm.quiet_since < PERIOD)
        )
        if alarm is None or not recent:
            alarm = Alarm(cause=sighting.cause, subject=sighting.subject, first_seen_at=now)
            alarm.due_at = sighting.since + sighting.patience
            verb = AlarmVerb.RAISE
        elif not alarm.is_open:
            alarm.resolved_at = None
            verb = AlarmVerb.RETURN
        alarm.destination_id, alarm.delivery_id = sighting.destination_id, sighting.delivery_id
        alarm.number, alarm.detail = sighting.number, clean_line(sighting.detail)[:LONGEST_DETAIL]
        alarm.since, alarm.last_seen_at = sighting.since, now
        alarm.save()
        if verb is not None:
            _note(alarm, verb, at=now)
            logger.warning("Alarm %s: %s, %s", alarm.pk, alarm.cause, verb)


def _tell_due(now: datetime, *, only: Sighting | None = None) -> list[Alarm]:
    """Tells of whatever is due, one mail for each cause and destination."""
    rows = Alarm.objects.open().filter(due_at__lte=now).select_related("destination")
    if only is not None:
        rows = rows.filter(cause=only.cause, subject=only.subject)
    due = [alarm for alarm in rows if _is_due(alarm, now=now)]
    due.sort(key=lambda alarm: (alarm.cause, alarm.destination_id or 0, alarm.pk))
    for _key, group in groupby(due, key=lambda alarm: (alarm.cause, alarm.destination_id)):
        together = list(group)
        alerts.tell_of(together, at=now)
        for alarm in together:
            alarm.told_at = now
            alarm.save(update_fields=["told_at"])
            _note(alarm, AlarmVerb.TELL, at=now)
    return due


def _is_due(alarm: Alarm, *, now: datetime) -> bool:
    return alarm.quiet_since is None or now - alarm.quiet_since >= PERIOD


def _end(alarm: Alarm, *, now: datetime) -> None:
    # Whoever sets the mark writes the line: a resumption and the evaluation may find the end at once.
    if Alarm.objects.filter(pk=alarm.pk, resolved_at__isnull=True).update(resolved_at=now):
        _note(alarm, AlarmVerb.END, at=now)
        logger.info("Alarm %s has ended", alarm.pk)


def _note(alarm: Alarm, verb: AlarmVerb, *, at: datetime, actor: User | None = None, note: str = "") -> None:
    AlarmEvent.objects.create(alarm=alarm, verb=verb, at=at, actor=actor, note=note[:LONGEST_DETAIL])

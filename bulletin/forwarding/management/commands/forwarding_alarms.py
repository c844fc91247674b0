"""``manage.py forwarding_alarms [--json]``: evaluates the alarms and lists the open ones.

For a timer of the machine itself: it needs neither worker nor clock, and notices their silence. Then it also carries the
mails that wait, the alarm's own among them, since nobody else is left to.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from bulletin.forwarding.alarms import raising, watchman
from bulletin.forwarding.alarms.models import Alarm
from bulletin.forwarding.alarms.pulse import SILENCE
from bulletin.forwarding.alarms.words import Words
from bulletin.forwarding.commands import ForwardingCommand
from cms.core.mail import send_waiting

MAILS_AT_ONCE = 20


class Command(ForwardingCommand):
    """Open alarms; exit code 1 where the machine that forwards is silent."""

    help = "Evaluates the alarms of forwarding and lists those that are open; exits 1 where the sweep is silent."

    def run(self, **options: Any) -> None:
        """Raises and ends what is to be, then lists."""
        now = timezone.now()
        # Called again and again by a timer, and so there all the time.
        silent = watchman.look(now=now, alive_for=SILENCE * 2)
        if silent is None:
            raising.evaluate(now=now)
        else:
            send_waiting(now=timezone.now(), limit=MAILS_AT_ONCE)
        rows = list(Alarm.objects.open().select_related("destination", "acknowledged_by"))
        if options["as_json"]:
            self.document([alarm_row(each) for each in rows])
        else:
            for each in rows:
                words = Words(alarm=each)
                self.stdout.write(f"{each.first_seen_at.isoformat()}  {each.cause}  {words.sentence}  {words.runbook}")
            self.stdout.write(f"{len(rows)} open")
        if silent is not None:
            raise CommandError(f"the sweep has been silent since {silent.isoformat()}", returncode=1)


def alarm_row(alarm: Alarm) -> dict[str, Any]:
    """An alarm without anything secret."""
    told = alarm.told_at
    return {
        "id": alarm.pk,
        "cause": alarm.cause,
        "destination": alarm.destination.name if alarm.destination else None,
        "delivery_id": str(alarm.delivery_id) if alarm.delivery_id else None,
        "number": alarm.number,
        "since": alarm.since.isoformat(),
        "first_seen_at": alarm.first_seen_at.isoformat(),
        "told_at": told.isoformat() if told else None,
        "acknowledged": alarm.acknowledged_at is not None,
        "message": Words(alarm=alarm).sentence,
    }

"""What the forwarding commands share: exit code 2 with a message for refused input, one JSON document on stdout."""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from bulletin.forwarding.errors import ActionError, BadValue

if TYPE_CHECKING:
    from bulletin.forwarding.models import Delivery

REFUSED = 2


class ForwardingCommand(BaseCommand):
    """Turns refused verbs into exit code 2; with ``--json`` the refusal is the document on stdout."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON document on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run(**options)
        except ActionError as error:
            if options["as_json"]:
                self.document({"error": {"code": error.code, "message": str(error)}})
            raise CommandError(str(error), returncode=REFUSED) from error

    def run(self, **options: Any) -> None:
        """The command itself."""
        raise NotImplementedError

    def document(self, content: object) -> None:
        """Print one JSON document."""
        self.stdout.write(json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))


def delivery_row(delivery: Delivery) -> dict[str, Any]:
    """A delivery in the shape that the outside may rely on."""
    due = delivery.next_attempt_at
    return {
        "delivery_id": str(delivery.pk),
        "article_id": str(delivery.article_id),
        "version": delivery.version,
        "action": delivery.action,
        "destination": delivery.destination.name,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "next_attempt_at": due.isoformat() if due else None,
        "remote_id": delivery.remote_id,
        "remote_url": delivery.remote_url,
        "last_error": delivery.last_error,
    }


def moment(text: str) -> datetime:
    """A moment from ISO 8601 (a date means its beginning); without a zone it is local. Raises BadValue."""
    try:
        found = parse_datetime(text)
        if found is None:
            day = parse_date(text)
            found = datetime.combine(day, time.min) if day else None
    except ValueError:
        found = None
    if found is None:
        raise BadValue(
            _("“%(text)s” is neither a date (2026-11-21) nor a moment (2026-11-21T09:00).") % {"text": text}
        )
    return timezone.make_aware(found) if timezone.is_naive(found) else found

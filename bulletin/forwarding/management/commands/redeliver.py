"""``manage.py redeliver``: sends current versions again, one or many, with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.commands import ForwardingCommand, delivery_row, moment
from bulletin.forwarding.desk import replays
from bulletin.forwarding.errors import BadValue, NotFound
from bulletin.forwarding.models import Delivery


class Command(ForwardingCommand):
    """Replays."""

    help = "Sends the current version of articles to their destination again."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--delivery", metavar="ID", help="the article of this delivery")
        which.add_argument("--failed-since", metavar="T", help="every article that failed or was rejected since T")
        which.add_argument("--all-since", metavar="T", help="every article with a delivery since T")
        parser.add_argument("--reason", required=True, help="why; kept in the history")
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def run(self, **options: Any) -> None:
        """Replays, or with ``--dry-run`` says what a replay would send."""
        if not options["reason"].strip():
            raise BadValue(_("Please give a reason."))
        rows, dry = self._chosen(options), options["dry_run"]
        if not dry and options["delivery"]:
            rows = [actions.redeliver(delivery_id=rows[0].pk, reason=options["reason"], actor=COMMAND_LINE)]
        elif not dry:
            rows = actions.redeliver_all(rows=rows, reason=options["reason"], actor=COMMAND_LINE)
            replays.note_replay(rows=rows, reason=options["reason"], actor=COMMAND_LINE, at=timezone.now())
        if options["as_json"]:
            self.document({"dry_run": dry, "count": len(rows), "deliveries": [delivery_row(row) for row in rows]})
            return
        for row in rows:
            self.stdout.write(f"{row.pk}  {row.state:<10}  v{row.version}  {row.destination.name}  {row.title}")
        self.stdout.write(f"{len(rows)} {'would be sent again' if dry else 'will be sent again'}")

    def _chosen(self, options: dict[str, Any]) -> list[Delivery]:
        if not options["delivery"]:
            failed = options["failed_since"]
            since = moment(failed or options["all_since"])
            return actions.replayable(since=since, failed_only=bool(failed))
        try:
            key = UUID(options["delivery"])
        except ValueError as error:
            raise BadValue(_("“%(text)s” is not a delivery id.") % {"text": options["delivery"]}) from error
        row = Delivery.objects.select_related("destination").filter(pk=key).first()
        if row is None:
            raise NotFound(_("There is no such delivery."))
        return [row]

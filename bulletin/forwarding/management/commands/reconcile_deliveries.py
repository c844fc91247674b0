"""``manage.py reconcile_deliveries [--dry-run] [--json]``: published versions without their delivery."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from bulletin.forwarding import outbox
from bulletin.forwarding.alarms import raising
from bulletin.forwarding.commands import ForwardingCommand


class Command(ForwardingCommand):
    """The hourly reconciliation, by hand."""

    help = "Reports and repairs published versions of articles that have no delivery."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="only report")

    def run(self, **options: Any) -> None:
        """Reports what was missing, and writes it unless told not to."""
        now = timezone.now()
        found = outbox.reconcile(now=now, repair=not options["dry_run"])
        if not options["dry_run"]:
            raising.reconciled(found=found, now=now)
        if options["as_json"]:
            versions = [{"article_id": str(each.story.uid), "version": each.version} for each in found]
            self.document({"repaired": not options["dry_run"], "missing": versions})
            return
        for each in found:
            self.stdout.write(f"{each.story.uid} v{each.version}")
        self.stdout.write(f"{len(found)} missing")

"""``manage.py reseal_secrets [--dry-run] [--json]``: seals every secret of forwarding with the newest key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from bulletin.forwarding.commands import ForwardingCommand
from bulletin.forwarding.destinations import sealing
from bulletin.forwarding.destinations.sealing import Unreadable
from bulletin.forwarding.models import Destination, DestinationProposal


class Command(ForwardingCommand):
    """After a new key was put in front of ``FORWARDING_KEYS``: afterwards the old one may be taken away."""

    help = "Seals the secrets of destinations and of waiting proposals with the newest key; prints no secret."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def run(self, **options: Any) -> None:
        """Reseals row by row, each under its lock. Exit code 1 where one cannot be read: its old key is missing."""
        counts = {"resealed": 0, "newest_already": 0, "unreadable": 0}
        rows: list[tuple[type[Destination] | type[DestinationProposal], str, int]] = [
            *((Destination, "secrets_sealed", pk) for pk in Destination.objects.values_list("pk", flat=True)),
            *(
                (DestinationProposal, "secret_sealed", pk)
                for pk in DestinationProposal.objects.open().values_list("pk", flat=True)
            ),
        ]
        for model, field, pk in rows:
            counts[self._reseal(model, field, pk, dry_run=options["dry_run"])] += 1
        if options["as_json"]:
            self.document({"dry_run": options["dry_run"], **counts})
        else:
            self.stdout.write(", ".join(f"{name.replace('_', ' ')}: {number}" for name, number in counts.items()))
        if counts["unreadable"]:
            raise CommandError(
                _(
                    "Some secrets cannot be read with any of the keys. Put the old key back, or set these secrets anew."
                ),
                returncode=1,
            )

    @transaction.atomic
    def _reseal(
        self, model: type[Destination] | type[DestinationProposal], field: str, pk: int, *, dry_run: bool
    ) -> str:
        row = model._default_manager.select_for_update(no_key=True).get(pk=pk)
        sealed = bytes(getattr(row, field))
        if sealing.is_newest(sealed):
            return "newest_already"
        try:
            fresh = sealing.reseal(sealed)
        except Unreadable:
            return "unreadable"
        if not dry_run:
            setattr(row, field, fresh)
            row.save(update_fields=[field])
        return "resealed"

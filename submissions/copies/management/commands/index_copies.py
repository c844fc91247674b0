"""``manage.py index_copies``: writes the fingerprints of all articles that were ever handed in, in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from cms.core.commands import DeskCommand
from submissions.articles.models import Submission
from submissions.copies.actions import index_many
from submissions.copies.signature import SCHEME

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

BATCH = 500


class Command(DeskCommand):
    """Fills or renews the index of copies. Safe to repeat and to break off; the desk goes on working meanwhile."""

    help = "Writes the fingerprints by which near-duplicates are found."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether only what lacks."""
        parser.add_argument(
            "--missing",
            action="store_true",
            help="Only articles without a fingerprint, or with one that another release computed.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Goes through the articles by their numbers."""
        wanted = Submission.objects.filter(first_submitted_at__isnull=False)
        if options["missing"]:
            wanted = wanted.filter(Q(page__fingerprint__isnull=True) | ~Q(page__fingerprint__scheme=SCHEME))
        looked_at = indexed = last = 0
        while batch := list(wanted.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            indexed += index_many(submission_ids=batch)
            looked_at, last = looked_at + len(batch), batch[-1]
        self.stdout.write(f"{looked_at} articles were looked at, {indexed} of them are in the index of copies.")

"""``manage.py index_search``: brings the readers' search up to date with what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from cms.search import indexing, vocabulary

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Indexes what is missing, or everything, and counts the vocabulary anew."""

    help = "Indexes the public stories that the readers' search does not know, and counts its vocabulary anew."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--all`` is for after a change of what is indexed."""
        parser.add_argument("--all", action="store_true", help="index every public story anew")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many stories were indexed."""
        done = indexing.index_everything() if options["all"] else indexing.catch_up()
        terms = vocabulary.recount()
        if options["verbosity"]:
            self.stdout.write(f"{done} stories indexed, {terms} terms counted.")

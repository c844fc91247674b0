"""``manage.py demo``: loads the demo month into an empty house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from bulletin.demo import archive, loader
from bulletin.demo.reset import empty_house
from cms.core.commands import DeskCommand

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(DeskCommand):
    """Loads, renews or enlarges the demo."""

    help = "Loads the demo month; refuses outside demo mode."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to begin anew, and how large an archive to add."""
        parser.add_argument("--reset", action="store_true", help="Empty the database first.")
        parser.add_argument(
            "--archive", type=int, default=0, metavar="N", help="Add N published articles of past years."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads what is missing."""
        if not settings.DEMO:
            self.refuse("This is not a demo: DEMO is off. Nothing was changed.")
        if options["archive"] < 0:
            self.refuse("--archive wants a number of articles, 0 or more.")
        if options["reset"]:
            empty_house()
        if loader.is_loaded():
            if not options["archive"]:
                self.stdout.write("The house has units already; its data are kept.")
        else:
            loader.load()
            self.stdout.write("The demo month is loaded.")
        if options["archive"]:
            added = archive.add(options["archive"])
            self.stdout.write(f"{added} articles were added to the archive.")

"""``manage.py index_articles``: the words of articles that the desk's search does not know yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from submissions.words import actions


class Command(BaseCommand):
    """Indexes what is missing or was saved since."""

    help = "Indexes the words of articles for the search of the desk, where they are missing or old."

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many articles were indexed."""
        done = actions.catch_up()
        if options["verbosity"]:
            self.stdout.write(f"{done} articles indexed.")

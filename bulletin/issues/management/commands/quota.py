"""``manage.py quota YYYY-MM``: how the month's bulletins stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bulletin.issues.quota import quota
from cms.core.commands import DeskCommand

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(DeskCommand):
    """Prints the quota of a month."""

    help = "Shows how many bulletins of a month are out, on their way, and to be expected."

    def add_arguments(self, parser: CommandParser) -> None:
        """The month, and the form of the answer."""
        parser.add_argument("month", help="YYYY-MM")
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the state as lines or as one object."""
        state = quota(self.month(options["month"], as_json=options["json"]))
        answer = {
            "period": str(state.period),
            "quota": state.quota,
            "counts": state.counts,
            "published": state.published,
            "scheduled": state.scheduled,
            "in_review": state.in_review,
            "approved_articles": state.approved_articles,
            "articles_in_review": state.articles_in_review,
            "forecast": state.forecast,
            "days_left": state.days_left,
        }
        if options["json"]:
            self.print_json(answer)
            return
        for name, number in answer.items():
            self.stdout.write(f"{name:20} {number}")

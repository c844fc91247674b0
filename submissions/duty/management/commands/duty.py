"""``manage.py duty YYYY-MM``: the five facts of a month, unit by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.core.commands import DeskCommand
from submissions.duty.facts import duty

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(DeskCommand):
    """Prints the monthly duty."""

    help = "Shows what each unit owed in a month and what became of it."

    def add_arguments(self, parser: CommandParser) -> None:
        """The month, and the form of the answer."""
        parser.add_argument("month", help="YYYY-MM")
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints a line, or an object, for each unit."""
        rows = duty(self.month(options["month"], as_json=options["json"]))
        if options["json"]:
            self.print_json(
                [
                    {
                        "unit": row.unit.code,
                        "name": row.unit.name,
                        "quota": row.quota,
                        "submitted": row.submitted,
                        "on_time": row.on_time,
                        "accepted": row.accepted,
                        "published": row.published,
                        "confirmed": row.confirmed,
                        "exempt": row.exempt,
                        "met": row.met,
                        "last_submitted_at": row.last_submitted_at,
                    }
                    for row in rows
                ]
            )
            return
        for row in rows:
            self.stdout.write(
                f"{row.unit.code:10} {row.submitted}/{row.quota}  {row.on_time} {row.accepted} {row.published} "
                f"{row.confirmed}  {'✓' if row.met else '–'}  {row.unit.name}"
            )

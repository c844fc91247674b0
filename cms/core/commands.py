"""What the house's commands share: exit codes, the month argument, and JSON that is alone on standard output."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from cms.core.periods import Month, PeriodError

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

REFUSED = 2


class DeskCommand(BaseCommand):
    """A command that exits with 0 when done, 1 on the unexpected, and 2 on refused input, with a message."""

    def add_json(self, parser: CommandParser) -> None:
        """Adds ``--json``: one document on standard output and nothing else there."""
        parser.add_argument("--json", action="store_true", help="Print one JSON document.")

    def print_json(self, value: Any) -> None:
        """Prints a value as the one JSON document; times in ISO 8601."""
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))

    def refuse(self, message: str, *, code: str = "refused", as_json: bool = False) -> NoReturn:
        """Ends the command with exit code 2 and a message, on standard output as JSON where that was asked for."""
        if as_json:
            self.print_json({"error": {"code": code, "message": message}})
        else:
            self.stderr.write(self.style.ERROR(message))
        sys.exit(REFUSED)

    def month(self, text: str, *, as_json: bool = False) -> Month:
        """Reads ``YYYY-MM``, or refuses."""
        try:
            return Month.parse(text)
        except PeriodError as error:
            self.refuse(str(error), code="period", as_json=as_json)


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise CommandError(f"{type(value).__name__} has no JSON form.")

"""``manage.py report month YYYY-MM --out DIR``: a period's results as docx and xlsx."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bulletin.reports.actions import freeze, write_report
from cms.core.commands import DeskCommand
from cms.core.periods import Half, Month, PeriodError, Quarter, Year
from cms.core.rules import RuleMissing

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

KINDS: dict[str, Any] = {"month": Month, "quarter": Quarter, "half": Half, "year": Year}


class Command(DeskCommand):
    """Writes a report."""

    help = "Writes the results of a month, quarter, half year or year as docx and xlsx."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which period, where to, and whether it is being sent."""
        parser.add_argument("kind", choices=sorted(KINDS))
        parser.add_argument("period", help="YYYY-MM, YYYY-Q, YYYY-H or YYYY")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")
        parser.add_argument("--freeze", action="store_true", help="Keep the figures as sent.")
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes the files and says where they are."""
        as_json = options["json"]
        try:
            period = KINDS[options["kind"]].parse(_spelled_out(options["kind"], options["period"]))
            written = write_report(kind=options["kind"], period=period, out=options["out"])
        except PeriodError as error:
            self.refuse(str(error), code="period", as_json=as_json)
        except RuleMissing as error:
            self.refuse(str(error), code="rule", as_json=as_json)
        except OSError as error:
            self.refuse(
                f"The report could not be written to {options['out']}: {error.strerror}.", code="out", as_json=as_json
            )
        frozen = freeze(kind=options["kind"], written=written) if options["freeze"] else None
        if as_json:
            self.print_json(
                {
                    "kind": options["kind"],
                    "period": str(period),
                    "files": [str(written.docx), str(written.xlsx)],
                    "figures": written.figures.plain(),
                    "frozen": frozen.number if frozen else None,
                    "changes_since_frozen": written.changes,
                }
            )
            return
        self.stdout.write(f"{written.docx}\n{written.xlsx}")
        if frozen:
            self.stdout.write(f"Frozen as number {frozen.number} of {frozen.period}.")
        for change in written.changes:
            self.stdout.write(f"Changed since it was frozen: {change}")


def _spelled_out(kind: str, text: str) -> str:
    """``2026-4`` for a quarter is as good as ``2026-Q4``, and ``2026-1`` for a half year as ``2026-H1``."""
    letter = {"quarter": "Q", "half": "H"}.get(kind)
    return re.sub(r"^(\d{4})-(\d)$", rf"\1-{letter}\2", text) if letter else text

"""The worker's part in tests: reads what waits, in this process."""

from __future__ import annotations

from submissions.intake import conversions
from submissions.intake.models import Conversion


def read_what_waits() -> None:
    """Converts every waiting file, as the worker does when its bell rings."""
    while (row := Conversion.objects.filter(state=Conversion.State.WAITING).first()) is not None:
        conversions.convert(conversion_id=row.pk)

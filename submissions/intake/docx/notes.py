"""Collects the notices of one reading: one of each kind, with the number of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from submissions.intake.docx.shapes import ReadWarning

if TYPE_CHECKING:
    from submissions.intake.docx.codes import WarningCode


class Notes:
    """Notices in the order in which their kinds were first met; repeated kinds are counted, not repeated."""

    def __init__(self) -> None:
        self._counts: dict[WarningCode, int] = {}
        self._params: dict[WarningCode, dict[str, int | str]] = {}

    def add(self, code: WarningCode, *, count: int = 1, **params: int | str) -> None:
        """Note one more case; ``params`` of the first case are kept."""
        self._counts[code] = self._counts.get(code, 0) + count
        self._params.setdefault(code, dict(params))

    def warnings(self) -> list[ReadWarning]:
        """All notices; every one has the param ``count``."""
        found = []
        for code, count in self._counts.items():
            params: dict[str, int | str] = {"count": count, **self._params[code]}
            found.append(ReadWarning(code=code, message=f"{code.value.replace('_', ' ')} ({count})", params=params))
        return found

"""Verbs of the reports: write the files of a period, and freeze what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Site

from bulletin.reports.documents import write_docx, write_xlsx
from bulletin.reports.figures import Figures, difference, figures
from bulletin.reports.models import FrozenReport
from cms.website.models import SiteProfile

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cms.accounts.models import User
    from cms.core.periods import Period


@dataclass(frozen=True, kw_only=True)
class WrittenReport:
    """The files of a report, its figures, and what changed since it was last frozen."""

    figures: Figures
    docx: Path
    xlsx: Path
    frozen: FrozenReport | None
    changes: list[str]


def write_report(*, kind: str, period: Period, out: Path) -> WrittenReport:
    """Writes ``bao-cao-<period>.docx`` and ``.xlsx`` into a folder, which is made if it is missing.

    Raises:
        OSError: the folder can't be written. RuleMissing: see the rule table.
    """
    found = figures(period)
    out.mkdir(parents=True, exist_ok=True)
    name = f"bao-cao-{str(period).lower()}"
    docx, xlsx = out / f"{name}.docx", out / f"{name}.xlsx"
    write_docx(found, profile=SiteProfile.for_site(Site.objects.get(is_default_site=True)), path=docx)
    write_xlsx(found, path=xlsx)
    frozen = FrozenReport.objects.filter(kind=kind, period=str(period)).order_by("-number").first()
    changes = difference(frozen.figures, found.plain()) if frozen else []
    return WrittenReport(figures=found, docx=docx, xlsx=xlsx, frozen=frozen, changes=changes)


@transaction.atomic
def freeze(
    *, kind: str, written: WrittenReport, actor: User | None = None, now: datetime | None = None
) -> FrozenReport:
    """Keeps a report's figures as they were sent; for a period that was sent before, as its replacement."""
    period = str(written.figures.period)
    latest: dict[str, Any] = FrozenReport.objects.filter(kind=kind, period=period).aggregate(Max("number"))
    return FrozenReport.objects.create(
        kind=kind,
        period=period,
        number=(latest["number__max"] or 0) + 1,
        figures=written.figures.plain(),
        frozen_at=now or timezone.now(),
        frozen_by=actor,
    )

"""``/luu-tru/``: everything that was ever published and still is, by year and month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.website import reading
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class ArchiveMonth:
    """A month of the archive; ``url`` is empty before the first article and after the last."""

    first_day: date
    url: str


@require_safe
def index(request: HttpRequest) -> TemplateResponse:
    """All years with their months, newest first."""
    ends = _ends()
    years = [(number, _months(number, ends)) for number in range(ends[1].year, ends[0].year - 1, -1)] if ends else []
    return TemplateResponse(request, "website/archive.html", {"years": years})


@require_safe
def year(request: HttpRequest, year: str) -> TemplateResponse:
    """One year with its months.

    Raises:
        Http404: nothing was published in that year or after it, or nothing before its end.
    """
    ends, number = _ends(), int(year)
    if ends is None or not ends[0].year <= number <= ends[1].year:
        raise Http404("Nothing was published in this year.")
    return TemplateResponse(
        request, "website/archive.html", {"years": [(number, _months(number, ends))], "year": number}
    )


@require_safe
def month(request: HttpRequest, year: str, month: str) -> TemplateResponse:
    """The articles of a month, page by page, newest first.

    Raises:
        Http404: the month lies before the first article or after the last.
    """
    first_day = date(int(year), int(month), 1)
    ends = _ends()
    if ends is None or not _month_of(ends[0]) <= first_day <= _month_of(ends[1]):
        raise Http404("Nothing was published in this month.")
    start, end = _start_of(first_day), _start_of(_next(first_day))
    stories = StoryPage.objects.published().articles().filter(public_at__gte=start, public_at__lt=end)
    before, after = _previous(first_day), _next(first_day)
    context = {
        "first_day": first_day,
        "older_month": _month(before, ends),
        "newer_month": _month(after, ends),
        **reading.listing(stories, request),
    }
    return TemplateResponse(request, "website/archive_month.html", context)


def _ends() -> tuple[date, date] | None:
    """The local days of the oldest and the newest public article; two looks into an index, whatever lies between."""
    times = StoryPage.objects.live().articles().filter(public_at__isnull=False).values_list("public_at", flat=True)
    oldest, newest = times.order_by("public_at").first(), times.order_by("-public_at").first()
    if oldest is None or newest is None:
        return None
    return timezone.localtime(oldest).date(), timezone.localtime(newest).date()


def _months(year: int, ends: tuple[date, date]) -> list[ArchiveMonth]:
    return [_month(date(year, number, 1), ends) for number in range(1, 13)]


def _month(first_day: date, ends: tuple[date, date]) -> ArchiveMonth:
    inside = _month_of(ends[0]) <= first_day <= _month_of(ends[1])
    parts = {"year": f"{first_day:%Y}", "month": f"{first_day:%m}"}
    return ArchiveMonth(first_day, reverse("website:archive_month", kwargs=parts) if inside else "")


def _month_of(day: date) -> date:
    return day.replace(day=1)


def _next(first_day: date) -> date:
    return date(first_day.year + first_day.month // 12, first_day.month % 12 + 1, 1)


def _previous(first_day: date) -> date:
    return date(first_day.year - (first_day.month == 1), (first_day.month - 2) % 12 + 1, 1)


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware right here

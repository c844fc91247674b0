"""The unit's own screen, "Bài của đơn vị", and its months. Who is not of the unit finds nothing here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic.base import RedirectView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.periods import Month, PeriodError
from submissions.duty.unit_screen import desk_of, month_items, standing, year_standings
from submissions.duty.work_lists import work_count
from submissions.intake.actions import MEGABYTES
from submissions.intake.conversions import open_conversions
from submissions.units.people import units_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from submissions.units.models import Unit


class MyUnitView(RedirectView):
    """Leads to the first of a person's units."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        unit = units_of(self.request.user).first()
        if unit is None:
            raise Http404
        return reverse("unit_articles", args=[unit.code])


class _OfUnit(WagtailAdminTemplateMixin, TemplateView):
    """A screen about one unit, for its people."""

    header_icon = "doc-full"
    unit: Unit

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the unit among the person's own."""
        super().setup(request, *args, **kwargs)
        self.unit = get_object_or_404(units_of(request.user).select_related("page"), code=kwargs["code"])


class UnitArticlesView(_OfUnit):
    """The duty of this month, the way in for a file, and where each article is."""

    template_name = "duty/unit_articles.html"

    def get_page_title(self) -> str:
        return _("Unit's articles")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        now = timezone.now()
        month = Month.of(now)
        current = standing(self.unit, month, now=now)
        context = {
            "unit": self.unit,
            "other_units": [unit for unit in units_of(self.request.user) if unit.pk != self.unit.pk],
            "standing": current,
            "desk": desk_of(self.unit),
            "year": year_standings(self.unit, current=current, now=now),
            "megabytes": MEGABYTES,
            "conversions": open_conversions(self.unit),
            "work_count": work_count(user),
        }
        return super().get_context_data(**{**kwargs, **context})


class UnitMonthView(_OfUnit):
    """One month of a unit: its standing and the articles that count in it."""

    template_name = "duty/unit_month.html"
    month: Month

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Reads the month."""
        try:
            self.month = Month.parse(kwargs["month"])
        except PeriodError as error:
            raise Http404 from error
        if self.month > Month.of(timezone.now()):
            return redirect("unit_articles", self.unit.code)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Month %(month)s") % {"month": self.month.label}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("unit_articles", args=[self.unit.code]), "label": self.unit.short_name}
        return [above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        context = {
            "unit": self.unit,
            "month": self.month,
            "previous": self.month.previous(),
            "next": self.month.next() if self.month < Month.of(now) else None,
            "standing": standing(self.unit, self.month, now=now),
            "items": month_items(self.unit, self.month),
        }
        return super().get_context_data(**{**kwargs, **context})

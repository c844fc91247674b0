"""“What we learned”: why a unit's articles came back, for its people and the newsroom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.roles import NEWSROOM, has_role
from submissions.duty import learned
from submissions.units.models import Unit
from submissions.units.people import is_member

if TYPE_CHECKING:
    from django.http import HttpRequest


class LearnedView(WagtailAdminTemplateMixin, TemplateView):
    """Counts by reason with advice, the share accepted at once by quarter, and editors' own words."""

    template_name = "duty/learned.html"
    header_icon = "help"
    unit: Unit

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the unit; for the people of other units it does not exist."""
        super().setup(request, *args, **kwargs)
        self.unit = get_object_or_404(Unit, code=kwargs["code"])
        if not (is_member(request.user, self.unit.pk) or has_role(request.user, *NEWSROOM)):
            raise Http404

    def get_page_title(self) -> str:
        return _("What we learned")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title()}
        if not is_member(self.request.user, self.unit.pk):
            return [{"url": "", "label": self.unit.short_name}, here]
        return [{"url": reverse("unit_articles", args=[self.unit.code]), "label": self.unit.short_name}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        shares = learned.shares(self.unit, now=now)
        context = {
            "unit": self.unit,
            "lessons": learned.lessons(self.unit, now=now),
            "own_words": learned.own_words(self.unit, now=now),
            "shares": shares,
            "trend": learned.trend(shares),
        }
        return super().get_context_data(**{**kwargs, **context})

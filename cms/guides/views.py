"""The screens of the guides. They hold no secrets: everybody who may sign in reads all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.guides.files import COMMON, PAGES, guide
from cms.guides.places import own_guides, place_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.guides.files import Guide


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """One guide, with its contents and the way to the others."""

    template_name = "guides/desk/guide.html"
    header_icon = "help"

    @property
    def guide(self) -> Guide:
        """The guide that the address names."""
        slug = self.kwargs["slug"]
        if slug not in PAGES:
            raise Http404
        return guide(slug)

    def get_page_title(self) -> str:
        return self.guide.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("guides:index"), "label": _("Guides")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        own = own_guides(user)
        others = [each for each in map(guide, PAGES) if each not in own]
        return {**super().get_context_data(**kwargs), "guide": self.guide, "own": own, "others": others}


class IndexView(GuideView):
    """What holds for everybody, with one's own guides first. ``?tu=<view name>`` leads on to what is said about a screen."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        place = place_of(user=user, view_name=request.GET.get("tu", ""))
        return redirect(place) if place else super().get(request, *args, **kwargs)

    @property
    def guide(self) -> Guide:
        """The common part."""
        return guide(COMMON)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

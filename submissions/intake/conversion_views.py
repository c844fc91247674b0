"""A file on its way to a draft: where it is, why it stopped, another try, taking it off the list.

The page looks again by itself, with scripts or without, and can be left; the unit's screen lists what is under way.
Who is not of the unit finds nothing here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from submissions.intake import conversions
from submissions.intake.actions import MEGABYTES
from submissions.intake.errors import ConversionClosed
from submissions.intake.messages import refusal_message
from submissions.intake.models import Conversion
from submissions.units.people import units_of

if TYPE_CHECKING:
    from django.http import HttpRequest

# The screen of a unit belongs to a higher room and is known here by the name of its address only.
UNIT_SCREEN = "unit_articles"


def parse_token(text: str) -> UUID | None:
    """The token of an upload form; None where a browser sent none, or none of ours."""
    try:
        return UUID(text)
    except ValueError:
        return None


class _OfConversion(View):
    """Something about one file, for the people of its unit."""

    row: Conversion

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the file among those of the person's units."""
        super().setup(request, *args, **kwargs)
        self.row = get_object_or_404(
            Conversion.objects.select_related("unit", "unit__page", "author", "submission"),
            token=kwargs["token"],
            unit__code=kwargs["code"],
            unit__in=units_of(request.user),
        )

    def _context(self) -> dict[str, Any]:
        refusal = refusal_message(self.row.refusal) if self.row.is_stopped else ""
        return {"row": self.row, "unit": self.row.unit, "refusal": refusal, "next": self._next()}

    def _next(self) -> str:
        """Where the article is, once there is one."""
        return reverse("intake_review", args=[self.row.submission.page_id]) if self.row.submission else ""


class ConversionView(WagtailAdminTemplateMixin, _OfConversion, TemplateView):
    """Where the file is; leads on to the review as soon as there is an article."""

    template_name = "intake/conversion.html"
    header_icon = "upload"

    def get_page_title(self) -> str:
        return _("Your file is being read") if self.row.is_under_way else _("The file was not taken in")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse(UNIT_SCREEN, args=[self.row.unit.code]), "label": self.row.unit.short_name}
        return [above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**kwargs, **self._context(), "megabytes": MEGABYTES})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The state, or the way to the article."""
        if self._next():
            messages.success(request, _("The file was read and kept as a draft. Look it through, then send it."))
            return redirect(self._next())
        response = super().get(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class StandingView(_OfConversion):
    """The part of the page that changes, for the script that asks for it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The part alone."""
        response = TemplateResponse(request, "intake/parts/standing.html", self._context())
        response["Cache-Control"] = "no-store"
        return response


class _Verb(_OfConversion):
    """A button below a file; a verb that came too late says so in place."""

    http_method_names = ["post"]

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseNotAllowed(["POST"])


class RetryView(_Verb):
    """Reads the same file again."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            conversions.retry(conversion_id=self.row.pk)
        except ConversionClosed as closed:
            messages.warning(request, str(closed))
        return redirect("intake_conversion", self.row.unit.code, self.row.token)


class DismissView(_Verb):
    """Takes a file that came to nothing off the list."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            conversions.dismiss(conversion_id=self.row.pk)
        except ConversionClosed as closed:
            messages.warning(request, str(closed))
            return redirect("intake_conversion", self.row.unit.code, self.row.token)
        messages.success(request, _("The file was removed from the list."))
        return redirect(UNIT_SCREEN, self.row.unit.code)

"""The desk's side of the duty: the list of reminders of a month, reminding by hand, and exemptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic.base import RedirectView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.periods import Month, PeriodError
from cms.core.rules import RuleMissing
from submissions.duty import actions
from submissions.duty.desk_forms import ExemptionForm, RemindForm
from submissions.duty.errors import DutyRefused
from submissions.duty.ladder import LadderError
from submissions.duty.models import Exemption
from submissions.duty.permissions import may_remind, may_see_all_duties
from submissions.duty.reminder_list import Look, ReminderList, reminder_list
from submissions.units.models import Unit

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CONFLICT = 409
UNPROCESSABLE = 422
# A form that names no unit means all that owe; more than this was not made by our page.
MOST_UNITS = 1_000


class CurrentRemindersView(RedirectView):
    """Leads to the list of the current month."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        if not may_see_all_duties(self.request.user):
            raise Http404
        return reverse("duty_reminders", args=[Month.of(timezone.now())])


class _OfMonth(WagtailAdminTemplateMixin, TemplateView):
    """A screen of the desk about one month. For whom it is not, it does not exist."""

    header_icon = "mail"
    month: Month

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Reads the month and asks who is there."""
        super().setup(request, *args, **kwargs)
        if not may_see_all_duties(request.user):
            raise Http404
        try:
            self.month = Month.parse(kwargs["month"])
        except PeriodError as error:
            raise Http404 from error

    def _list_url(self) -> str:
        return reverse("duty_reminders", args=[self.month])


class RemindersView(_OfMonth):
    """``nhac-viec/YYYY-MM/``: who was reminded of what and when; the desk reminds from here."""

    template_name = "duty/reminders.html"

    def get_page_title(self) -> str:
        return _("Reminders of %(month)s") % {"month": self.month.label}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: ReminderList | None = None
        trouble = ""
        try:
            found = reminder_list(self.month, now=timezone.now())
        except (LadderError, RuleMissing) as error:
            trouble = _("Nobody is reminded: a rule of the reminders is missing or can't be read (%(rule)s).") % {
                "rule": error
            }
        context = {
            "month": self.month,
            "list": found,
            "trouble": trouble,
            "looks": Look,
            "form": kwargs.pop("form", None) or RemindForm(),
            "may_remind": may_remind(self.request.user),
        }
        return super().get_context_data(**{**kwargs, **context})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Reminds the chosen units, or all that owe where the board asks for all."""
        form = RemindForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
        codes = request.POST.getlist("unit")[:MOST_UNITS]
        every = "all" in request.POST
        if not (codes or every):
            notice = _("Choose at least one unit. Nobody was reminded.")
            return self.render_to_response(self.get_context_data(form=form, notice=notice), status=UNPROCESSABLE)
        ids = None if every else list(Unit.objects.filter(code__in=codes).values_list("pk", flat=True))
        try:
            result = actions.remind_by_hand(
                unit_ids=ids,
                month=self.month,
                actor=request.user,  # type: ignore[arg-type]  # the admin lets only users of ours in
                note=form.cleaned_data["note"],
            )
        except DutyRefused as refusal:
            context = self.get_context_data(form=form, notice=str(refusal))
            return self.render_to_response(context, status=CONFLICT)
        _say(request, result)
        return redirect(self._list_url())


class ExemptionView(_OfMonth):
    """``nhac-viec/YYYY-MM/mien/CODE/``: exempts a unit for a month, or takes that back."""

    template_name = "duty/exemption.html"
    header_icon = "minus"
    unit: Unit

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the unit; only the desk comes here."""
        super().setup(request, *args, **kwargs)
        if not may_remind(request.user):
            raise Http404
        self.unit = get_object_or_404(Unit, code=kwargs["code"])

    def get_page_title(self) -> str:
        return _("Exemption of %(unit)s") % {"unit": self.unit.short_name}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": self._list_url(), "label": _("Reminders of %(month)s") % {"month": self.month.label}}
        return [above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Exemption.objects.filter(unit=self.unit, period=self.month.first_day).select_related("granted_by")
        context = {
            "month": self.month,
            "unit": self.unit,
            "exemption": found.first(),
            "form": kwargs.pop("form", None) or ExemptionForm(),
            "list_url": self._list_url(),
        }
        return super().get_context_data(**{**kwargs, **context})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Enters the exemption, or takes it back."""
        user: Any = request.user
        if "take_back" in request.POST:
            actions.take_back_exemption(unit=self.unit, month=self.month, actor=user)
            messages.success(request, _("The exemption is taken back. The unit owes its article again."))
            return redirect(self._list_url())
        form = ExemptionForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
        try:
            actions.grant_exemption(unit=self.unit, month=self.month, actor=user, **form.cleaned_data)
        except DutyRefused as refusal:
            context = self.get_context_data(form=form, notice=str(refusal))
            return self.render_to_response(context, status=CONFLICT)
        messages.success(
            request,
            _("%(unit)s owes nothing for %(month)s and is not reminded of it.")
            % {"unit": self.unit.short_name, "month": self.month.label},
        )
        return redirect(self._list_url())


def _say(request: HttpRequest, result: actions.RemindedByHand) -> None:
    count = len(result.reminders)
    if count:
        words = ngettext("%(count)d unit was reminded.", "%(count)d units were reminded.", count)
        messages.success(request, words % {"count": count})
    if result.already:
        names = ", ".join(unit.short_name for unit in result.already)
        messages.warning(request, _("Reminded today already, so not once more: %(units)s.") % {"units": names})

"""The screen “Absences”: the desk and the administrator see who is away, and record it for others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.absence_forms import AbsenceForm
from cms.accounts.actions import AbsenceRefused
from cms.accounts.models import Absence, User
from cms.accounts.roles import Role, has_role
from cms.core.text import name_key

if TYPE_CHECKING:
    from django.http import HttpRequest

# More than are away at once in any house; whoever needs older ones asks the database.
LONGEST = 200


def may_arrange(user: User) -> bool:
    """Who records absences of others: the desk and the administrator."""
    return has_role(user, Role.DESK, Role.ADMINISTRATOR)


class AbsencesView(WagtailAdminTemplateMixin, TemplateView):
    """Who is away now or soon; with a person chosen (``?nguoi=``), the form for theirs."""

    template_name = "accounts/desk/absences.html"
    page_title = _("Absences")
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user: Any = request.user
        if not may_arrange(user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def person(self) -> User | None:
        """Whose absences are recorded."""
        chosen = self.request.GET.get("nguoi", "")
        if not chosen:
            return None
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 18):
            raise Http404
        return get_object_or_404(User, pk=int(chosen), is_active=True)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        current = Absence.objects.filter(ends_on__gte=timezone.localdate()).select_related("user", "deputy")
        people = User.objects.filter(is_active=True).only("pk", "full_name", "email")
        return {
            **super().get_context_data(**kwargs),
            "absences": current[:LONGEST],
            "people": sorted(people, key=lambda each: name_key(each.full_name)),
            "person": self.person,
            "form": kwargs.get("form") or self._form(),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form()
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                form.save()
            except AbsenceRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The absences of %(name)s are saved.") % {"name": self.person})
                return redirect("absences")
        return self.render_to_response(self.get_context_data(form=form))

    def _form(self) -> AbsenceForm | None:
        if self.person is None:
            return None
        actor: Any = self.request.user
        return AbsenceForm(self.request.POST or None, person=self.person, actor=actor, prefix="absence")

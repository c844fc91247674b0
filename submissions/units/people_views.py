"""The screens of a unit's people and settings, for its heads, the desk and the administrator; nobody else finds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.models import User
from cms.core.text import collation_key, name_key
from submissions.units import invitation_actions, people_actions
from submissions.units.enums import InvitationState, UnitRole
from submissions.units.errors import NotYours, PeopleRefused
from submissions.units.forms import CorrectForm, InviteForm, SettingsForm
from submissions.units.models import Invitation, Membership, Unit
from submissions.units.people import memberships
from submissions.units.permissions import (
    correct_closed,
    end_closed,
    is_head_of,
    manages_all_units,
    may_manage_people,
)
from submissions.units.record import lines_of_unit
from submissions.units.routing import named_for

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


@dataclass(frozen=True, kw_only=True)
class Part:
    """One membership on the screen, and why it can't be ended by this person (empty: it can)."""

    membership: Membership
    closed: str


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One of the unit's people; ``correct_closed`` says why name and phone can't be corrected."""

    person: User
    parts: list[Part]
    form: forms.Form
    correct_closed: str
    error: str
    can_be_head: bool


def status_of(refusal: PeopleRefused) -> HTTPStatus:
    """403 for what the person may not do, 409 for what somebody else did first or the day does not allow."""
    return HTTPStatus.FORBIDDEN if isinstance(refusal, NotYours) else HTTPStatus.CONFLICT


class UnitsOfPeopleView(WagtailAdminTemplateMixin, TemplateView):
    """All units with the number of their people, for the desk and the administrator; a head is led to the own unit."""

    template_name = "units/people_of_units.html"
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if manages_all_units(user):
            return super().dispatch(request, *args, **kwargs)
        headed = [unit for unit, role in memberships(user) if role == UnitRole.HEAD]
        unit = Unit.objects.filter(pk__in=headed).order_by("code").first()
        if unit is None:
            raise Http404
        return redirect("unit_people", unit.code)

    def get_page_title(self) -> str:
        return _("Units and their people")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        active = Q(memberships__user__is_active=True)
        units = Unit.objects.annotate(
            writers=Count("memberships", filter=active & Q(memberships__role=UnitRole.WRITER)),
            heads=Count("memberships", filter=active & Q(memberships__role=UnitRole.HEAD)),
        )
        ordered = sorted(units, key=lambda unit: collation_key(unit.short_name))
        return {**super().get_context_data(**kwargs), "units": ordered}


class _OfManagedUnit(WagtailAdminTemplateMixin, TemplateView):
    """A screen about one unit, for those who manage its people."""

    unit: Unit

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the unit; for everybody else there is none."""
        super().setup(request, *args, **kwargs)
        self.unit = get_object_or_404(Unit, code=kwargs["code"])
        user: Any = request.user
        if not may_manage_people(user=user, unit=self.unit):
            raise Http404

    def get_page_subtitle(self) -> str:
        return self.unit.short_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        user: Any = self.request.user
        above = (
            [{"url": reverse("people_of_units"), "label": _("Units and their people")}]
            if manages_all_units(user)
            else []
        )
        return [*above, {"url": "", "label": f"{self.get_page_title()} · {self.unit.short_name}"}]


class PeopleView(_OfManagedUnit):
    """“Unit's people”: who belongs to it, who is invited, and what was done to whom."""

    template_name = "units/people.html"
    header_icon = "group"

    def get_page_title(self) -> str:
        return _("Unit's people")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        appoints = manages_all_units(user)
        invitations = self.unit.invitations.filter(state=InvitationState.PENDING).order_by("pk")
        return {
            **super().get_context_data(**kwargs),
            "unit": self.unit,
            "rows": self._rows(kwargs.get("tried_person"), kwargs.get("tried_form"), kwargs.get("error", "")),
            "invitations": invitations.select_related("invited_by"),
            "now": timezone.now(),
            "appoints_heads": appoints,
            "invite_form": kwargs.get("invite_form") or InviteForm(appoints_heads=appoints, auto_id="moi-%s"),
            "lines": lines_of_unit(self.unit),
        }

    def _rows(self, tried: int | None, tried_form: forms.Form | None, error: str) -> list[PersonRow]:
        user: Any = self.request.user
        people = User.objects.filter(memberships__unit=self.unit).distinct()
        found = sorted(
            people.prefetch_related("groups", "memberships__unit"), key=lambda person: name_key(person.full_name)
        )
        return [self._row(person, user, tried_form if person.pk == tried else None, error) for person in found]

    def _row(self, person: User, actor: User, tried_form: forms.Form | None, error: str) -> PersonRow:
        own = [each for each in person.memberships.all() if each.unit_id == self.unit.pk]
        for membership in own:
            # The same objects that were read for the list: the rules look at them without asking again.
            membership.user, membership.unit = person, self.unit
        initial = {"full_name": person.full_name, "phone": person.phone}
        return PersonRow(
            person=person,
            parts=[Part(membership=each, closed=end_closed(actor=actor, membership=each)) for each in own],
            form=tried_form or CorrectForm(initial=initial, auto_id=f"sua-{person.pk}-%s"),
            correct_closed=correct_closed(actor=actor, person=person, unit=self.unit),
            error=error if tried_form is not None else "",
            can_be_head=manages_all_units(actor)
            and actor.pk != person.pk
            and person.is_active
            and not is_head_of(person, self.unit.pk),
        )


class PeopleActView(PeopleView):
    """``POST`` of one act about the unit's people. A refusal answers in place, with what was typed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever reloads after a refusal finds the list."""
        return redirect("unit_people", self.unit.code)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        acts: dict[str, Callable[[], HttpResponse]] = {
            "moi": self._invite,
            "sua": self._correct,
            "thoi": self._end,
            "bo-nhiem": self._appoint,
            "gui-lai": self._send_again,
            "huy-loi-moi": self._take_back,
        }
        act = acts.get(self.kwargs["act"])
        if act is None:
            raise Http404
        try:
            return act()
        except PeopleRefused as refusal:
            return self._again(refused=str(refusal), status=status_of(refusal))

    def _invite(self) -> HttpResponse:
        appoints = manages_all_units(self._actor)
        form = InviteForm(self.request.POST, appoints_heads=appoints, auto_id="moi-%s")
        if not form.is_valid():
            return self._again(invite_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            invitation = invitation_actions.invite(unit_id=self.unit.pk, actor=self._actor, **form.arguments())
        except PeopleRefused as refusal:
            form.add_error(None, str(refusal))
            return self._again(invite_form=form, status=status_of(refusal))
        return self._done(
            _("The invitation to %(email)s is on its way. It stands in the list until it is taken up.")
            % {"email": invitation.email}
        )

    def _correct(self) -> HttpResponse:
        person = self._person()
        form = CorrectForm(self.request.POST, auto_id=f"sua-{person.pk}-%s")
        if not form.is_valid():
            return self._again(tried_person=person.pk, tried_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            people_actions.correct_person(
                unit_id=self.unit.pk, actor=self._actor, person_id=person.pk, **form.cleaned_data
            )
        except PeopleRefused as refusal:
            return self._again(tried_person=person.pk, tried_form=form, error=str(refusal), status=status_of(refusal))
        return self._done(_("Saved."))

    def _end(self) -> HttpResponse:
        membership_id = self._number("membership")
        membership = Membership.objects.select_related("user").filter(pk=membership_id).first()
        if membership is not None and membership.unit_id != self.unit.pk:
            raise Http404
        name = str(membership.user) if membership is not None else ""
        is_closed = people_actions.end_membership(membership_id=membership_id, actor=self._actor)
        if is_closed:
            return self._done(_("%(name)s has left the unit, and the account is closed.") % {"name": name})
        return self._done(_("%(name)s has left the unit. The account keeps its other parts.") % {"name": name})

    def _appoint(self) -> HttpResponse:
        person = self._person()
        people_actions.add_to_unit(unit_id=self.unit.pk, actor=self._actor, person_id=person.pk, role=UnitRole.HEAD)
        return self._done(_("%(name)s is head of the unit now.") % {"name": person})

    def _send_again(self) -> HttpResponse:
        invitation = self._invitation()
        invitation_actions.send_again(invitation_id=invitation.pk, actor=self._actor)
        return self._done(
            _("A new link is on its way to %(email)s; the old one is void.") % {"email": invitation.email}
        )

    def _take_back(self) -> HttpResponse:
        invitation = self._invitation()
        invitation_actions.take_back(invitation_id=invitation.pk, actor=self._actor)
        return self._done(_("The invitation to %(email)s is taken back.") % {"email": invitation.email})

    @property
    def _actor(self) -> User:
        user: Any = self.request.user
        return user

    def _person(self) -> User:
        people = User.objects.filter(memberships__unit=self.unit).distinct()
        return get_object_or_404(people, pk=self._number("person"))

    def _invitation(self) -> Invitation:
        return get_object_or_404(self.unit.invitations, pk=self._number("invitation"))

    def _number(self, name: str) -> int:
        value = self.request.POST.get(name, "")
        if not (value.isascii() and value.isdigit() and len(value) < 18):
            raise Http404
        return int(value)

    def _done(self, message: str) -> HttpResponse:
        messages.success(self.request, message)
        return redirect("unit_people", self.unit.code)

    def _again(self, *, status: HTTPStatus, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)


class SettingsView(_OfManagedUnit):
    """The unit's settings: release by its head, and who gets which mail."""

    template_name = "units/settings.html"
    header_icon = "cog"

    def get_page_title(self) -> str:
        return _("Unit's settings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"unit": self.unit, "form": kwargs.get("form") or self._form()}
        return {**super().get_context_data(**kwargs), **context}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        user: Any = request.user
        try:
            people_actions.save_settings(unit_id=self.unit.pk, actor=user, **form.arguments())
        except PeopleRefused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=status_of(refusal))
        messages.success(request, _("Saved."))
        return redirect("unit_settings", self.unit.code)

    def _form(self, data: Any = None) -> SettingsForm:
        people = User.objects.filter(memberships__unit=self.unit, is_active=True).distinct()
        ordered = sorted(people, key=lambda person: name_key(person.full_name))
        return SettingsForm(data, unit=self.unit, people=ordered, named=named_for(self.unit))

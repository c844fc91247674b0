"""“People and roles”: the accounts of the house, for the administrator; nobody else finds these screens."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.models import User
from cms.accounts.roles import Role, has_role
from cms.core.text import clean_line, name_key
from submissions.units import house_actions, invitation_actions
from submissions.units.enums import InvitationState
from submissions.units.errors import PeopleRefused
from submissions.units.forms import ROLE_ORDER, AccountForm, HouseInviteForm, RolesForm
from submissions.units.models import Invitation
from submissions.units.people_views import status_of
from submissions.units.permissions import held_roles, house_closed
from submissions.units.record import lines_of_person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 50


class _OfAdministrator(WagtailAdminTemplateMixin, TemplateView):
    """A screen of the administrator's."""

    header_icon = "user"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """For everybody else there is nothing here."""
        super().setup(request, *args, **kwargs)
        if not has_role(request.user, Role.ADMINISTRATOR):
            raise Http404

    @property
    def actor(self) -> User:
        """Who is signed in."""
        user: Any = self.request.user
        return user

    def again(self, *, status: HTTPStatus, **context: Any) -> HttpResponse:
        """The screen once more, with what was typed and why it was not done."""
        return self.render_to_response(self.get_context_data(**context), status=status)


class HousePeopleView(_OfAdministrator):
    """All accounts by name, narrowed by words, role or state; and the way to invite somebody to the house."""

    template_name = "units/house_people.html"

    def get_page_title(self) -> str:
        return _("People and roles")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = clean_line(self.request.GET.get("q", ""))[:100]
        role = self.request.GET.get("vai", "")
        # Names are sorted here, as no database sorts Vietnamese names; only those of one page are read in full.
        names = self._narrowed(query, role).values_list("pk", "full_name")
        ordered = [pk for pk, _name in sorted(names, key=lambda row: (name_key(row[1]), row[0]))]
        page = min(self._page(), max(1, -(-len(ordered) // PAGE_SIZE)))
        shown = ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        found = User.objects.prefetch_related("groups", "memberships__unit").in_bulk(shown)
        invitations = Invitation.objects.filter(unit=None, state=InvitationState.PENDING).order_by("pk")
        return {
            **super().get_context_data(**kwargs),
            "people": [
                (found[pk], [each.label for each in ROLE_ORDER if each in held_roles(found[pk])]) for pk in shown
            ],
            "count": len(ordered),
            "query": query,
            "role": role,
            "roles": ROLE_ORDER,
            "previous": page - 1,
            "next": page + 1 if page * PAGE_SIZE < len(ordered) else 0,
            "invitations": invitations.select_related("invited_by"),
            "now": timezone.now(),
            "invite_form": kwargs.get("invite_form") or HouseInviteForm(auto_id="moi-%s"),
        }

    def _narrowed(self, query: str, role: str) -> Any:
        people = User.objects.all()
        if query:
            people = people.filter(Q(full_name__icontains=query) | Q(email__icontains=query))
        if role == "dong":
            return people.filter(is_active=False)
        if role == Role.ADMINISTRATOR.value:
            return people.filter(Q(groups__name=role) | Q(is_superuser=True)).distinct()
        if role in {each.value for each in ROLE_ORDER}:
            return people.filter(groups__name=role)
        return people

    def _page(self) -> int:
        value = self.request.GET.get("p", "1")
        return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 10 else 1


class InviteView(HousePeopleView):
    """``POST`` of an invitation to the house."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("house_people")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = HouseInviteForm(request.POST, auto_id="moi-%s")
        if not form.is_valid():
            return self.again(invite_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        given = dict(form.cleaned_data)
        roles = [Role(value) for value in given.pop("roles")]
        try:
            invitation_actions.invite_to_house(actor=self.actor, roles=roles, **given)
        except PeopleRefused as refusal:
            form.add_error(None, str(refusal))
            return self.again(invite_form=form, status=status_of(refusal))
        messages.success(
            request,
            _("The invitation to %(email)s is on its way. It stands in the list until it is taken up.")
            % {"email": given["email"].lower()},
        )
        return redirect("house_people")


class InvitationView(HousePeopleView):
    """``POST``: sends an invitation to the house again, or takes it back."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("house_people")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        invitation = get_object_or_404(Invitation, pk=kwargs["invitation_id"], unit=None)
        acts: dict[str, Callable[..., Any]] = {
            "gui-lai": invitation_actions.send_again,
            "huy": invitation_actions.take_back,
        }
        act = acts.get(kwargs["act"])
        if act is None:
            raise Http404
        try:
            act(invitation_id=invitation.pk, actor=self.actor)
        except PeopleRefused as refusal:
            return self.again(refused=str(refusal), status=status_of(refusal))
        messages.success(request, _("Saved."))
        return redirect("house_people")


class PersonView(_OfAdministrator):
    """One account: its roles, its units, its name and address, and what was done to it."""

    template_name = "units/house_person.html"
    person: User

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        people = User.objects.prefetch_related("groups", "memberships__unit")
        self.person = get_object_or_404(people, pk=kwargs["person_id"])

    def get_page_title(self) -> str:
        return str(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("house_people"), "label": _("People and roles")}
        return [above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.person
        held = [role.value for role in held_roles(person)]
        account = {"full_name": person.full_name, "phone": person.phone, "email": person.email}
        return {
            **super().get_context_data(**kwargs),
            "person": person,
            "closed": house_closed(actor=self.actor, person=person),
            "role_labels": [role.label for role in ROLE_ORDER if role.value in held],
            "roles_form": kwargs.get("roles_form") or RolesForm(initial={"roles": held}),
            "account_form": kwargs.get("account_form") or AccountForm(initial=account),
            "lines": lines_of_person(person),
        }


class PersonActView(PersonView):
    """``POST`` of one act about an account."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("house_person", self.person.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        acts: dict[str, Callable[[], HttpResponse | None]] = {
            "vai-tro": self._set_roles,
            "tai-khoan": self._correct,
            "dong": self._close,
            "mo-lai": self._reopen,
        }
        act = acts.get(kwargs["act"])
        if act is None:
            raise Http404
        try:
            answer = act()
        except PeopleRefused as refusal:
            return self.again(refused=str(refusal), status=status_of(refusal))
        if answer is not None:
            return answer
        messages.success(request, _("Saved."))
        return redirect("house_person", self.person.pk)

    def _set_roles(self) -> HttpResponse | None:
        form = RolesForm(self.request.POST)
        if not form.is_valid():
            return self.again(roles_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        roles = [Role(value) for value in form.cleaned_data["roles"]]
        house_actions.set_house_roles(person_id=self.person.pk, actor=self.actor, roles=roles)
        return None

    def _correct(self) -> HttpResponse | None:
        form = AccountForm(self.request.POST)
        if not form.is_valid():
            return self.again(account_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            house_actions.correct_account(person_id=self.person.pk, actor=self.actor, **form.cleaned_data)
        except PeopleRefused as refusal:
            form.add_error(None, str(refusal))
            return self.again(account_form=form, status=status_of(refusal))
        return None

    def _close(self) -> None:
        house_actions.close_account(person_id=self.person.pk, actor=self.actor)

    def _reopen(self) -> None:
        house_actions.reopen_account(person_id=self.person.pk, actor=self.actor)

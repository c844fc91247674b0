"""The page behind the link of an invitation: set a password, or say yes, and sign in."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from cms.accounts.models import User
from submissions.units import invitation_actions
from submissions.units.errors import InvitationClosed
from submissions.units.forms import WelcomeForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from submissions.units.invitation_actions import Welcome


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class TakeUpView(View):
    """Opening the link changes nothing; the button on its page does, once."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            found = invitation_actions.welcome(token=token)
        except InvitationClosed as closed:
            return self._closed(request, closed)
        return self._page(request, found, form=self._form(found))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            found = invitation_actions.welcome(token=token)
            form = self._form(found, request.POST)
            password = ""
            if found.sets_password:
                if not form.is_valid():
                    return self._page(request, found, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
                password = form.cleaned_data["new_password1"]
            invitation_actions.take_up(token=token, password=password)
        except InvitationClosed as closed:
            return self._closed(request, closed)
        messages.success(request, _("Welcome. Sign in with your e-mail address and your password."))
        return redirect("wagtailadmin_login")

    def _form(self, found: Welcome, data: Any = None) -> WelcomeForm:
        invitation = found.invitation
        # The rules for passwords compare with name and address, so the form is told whose it will be.
        return WelcomeForm(User(email=invitation.email, full_name=invitation.full_name), data)

    def _page(
        self, request: HttpRequest, found: Welcome, *, form: WelcomeForm, status: HTTPStatus = HTTPStatus.OK
    ) -> HttpResponse:
        context = {"invitation": found.invitation, "form": form if found.sets_password else None}
        return render(request, "units/invitation.html", context, status=status)

    def _closed(self, request: HttpRequest, closed: InvitationClosed) -> HttpResponse:
        return render(request, "units/invitation.html", {"closed": str(closed)}, status=HTTPStatus.NOT_FOUND)

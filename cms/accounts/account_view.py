"""The account page: one's own name and phone, notices, absence, theme and password. Wagtail's asks for a first and a
last name, which our users do not have, and offers to switch mails that the house does not send and a clock that
deadlines do not follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account

from cms.accounts.absence_forms import AbsencePanel
from cms.accounts.actions import AbsenceRefused
from cms.accounts.models import User
from cms.accounts.notice_forms import NoticesPanel

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class NameForm(forms.ModelForm[User]):
    """How one is named to others, and where the editors can call."""

    class Meta:
        model = User
        fields = ("full_name", "phone")
        help_texts = {
            "full_name": _("In full and in its usual order, as it should stand in the history of articles."),
            "phone": _("For the editors, when something has to be asked quickly."),
        }


class NamePanel(account.BaseSettingsPanel):
    """The first panel of the page."""

    name = "name"
    title: str | Promise = _("Name and phone")
    order = 100
    form_class = NameForm


class AccountView(account.AccountView):
    """Wagtail's account page with our own panels."""

    # What Wagtail offers here and the house does not have.
    left_out = (
        account.NameEmailSettingsPanel,
        account.NotificationsSettingsPanel,
        account.AvatarSettingsPanel,
        account.LocaleSettingsPanel,
    )

    def get_panels(self) -> list[account.BaseSettingsPanel]:
        """Our panels, and those of Wagtail's that mean something here."""
        panels: list[account.BaseSettingsPanel] = super().get_panels()
        user: Any = self.request.user
        ours = [
            panel(self.request, user, user.wagtail_userprofile) for panel in (NamePanel, NoticesPanel, AbsencePanel)
        ]
        return [*ours, *(panel for panel in panels if not isinstance(panel, self.left_out))]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Saves all panels or none; an absence that somebody else arranged meanwhile is said, not lost."""
        try:
            response: HttpResponse = super().post(request)
        except AbsenceRefused as refusal:
            messages.error(request, str(refusal))
            response = self.render_to_response(self.get_context_data())
        return response


account_view = require_admin_access(AccountView.as_view())

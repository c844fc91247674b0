"""What the screens of people and settings ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.models import User
from cms.accounts.roles import HOUSE_ROLES, Role
from cms.core.text import clean_line
from submissions.units.enums import NoticeKind, UnitRole

if TYPE_CHECKING:
    from submissions.units.models import Unit

    _PasswordForm = SetPasswordForm[User]
else:
    _PasswordForm = SetPasswordForm

ROLE_ORDER = (Role.EDITOR, Role.DESK, Role.BOARD, Role.OFFICER, Role.ADMINISTRATOR)
ROLE_CHOICES = [(role.value, role.label) for role in ROLE_ORDER if role in HOUSE_ROLES]


class NameField(forms.CharField):
    """A full name as one clean line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": gettext_lazy("Full name"), "max_length": 120, **kwargs})

    def clean(self, value: Any) -> str:
        """Refuses a name of which nothing is left when it is clean."""
        name = clean_line(super().clean(value))
        if not name:
            raise ValidationError(_("Write the full name."))
        return name


class PhoneField(forms.CharField):
    """A phone number as people write it; may be left empty."""

    def __init__(self, **kwargs: Any) -> None:
        given = {"label": gettext_lazy("Phone"), "max_length": 30, "required": False, **kwargs}
        super().__init__(**given)
        self.widget.attrs["inputmode"] = "tel"

    def clean(self, value: Any) -> str:
        """Digits with the signs that people put between them."""
        phone = clean_line(super().clean(value))
        if phone and not all(sign.isdigit() or sign in "+-. ()" for sign in phone):
            raise ValidationError(_("A phone number has digits, spaces, dots and a plus sign only."))
        return phone


class CorrectForm(forms.Form):
    """Name and phone."""

    full_name = NameField()
    phone = PhoneField()


class InviteForm(CorrectForm):
    """An invitation into a unit; who may appoint heads is asked for the role."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    role = forms.ChoiceField(label=gettext_lazy("Role in the unit"), choices=UnitRole.choices, initial=UnitRole.WRITER)
    field_order = ("email", "full_name", "phone", "role")

    def __init__(self, *args: Any, appoints_heads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not appoints_heads:
            del self.fields["role"]

    def arguments(self) -> dict[str, Any]:
        """What the action is called with."""
        given = dict(self.cleaned_data)
        return {**given, "role": UnitRole(given.get("role", UnitRole.WRITER))}


class HouseInviteForm(CorrectForm):
    """An invitation to roles of the house."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles of the house"), choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("email", "full_name", "phone", "roles")


class RolesForm(forms.Form):
    """The roles of the house of one person."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles of the house"),
        choices=ROLE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class AccountForm(CorrectForm):
    """Name, phone and sign-in address."""

    email = forms.EmailField(label=gettext_lazy("E-mail, for signing in"))


class SettingsForm(forms.Form):
    """Whether the head releases, and for each kind of mail the people who get it."""

    head_releases = forms.BooleanField(
        label=gettext_lazy("The head of the unit releases articles before they go to the editors"),
        required=False,
        help_text=gettext_lazy("A released article counts as handed in at the moment of its release."),
    )

    def __init__(self, *args: Any, unit: Unit, people: list[User], named: dict[NoticeKind, set[int]], **kwargs: Any):
        initial: dict[str, Any] = {"head_releases": unit.head_releases}
        initial |= {f"mail_{kind}": [str(pk) for pk in named.get(kind, ())] for kind in NoticeKind}
        super().__init__(*args, **{**kwargs, "initial": initial})
        choices = [(str(person.pk), person.full_name) for person in people]
        for kind in NoticeKind:
            self.fields[f"mail_{kind}"] = forms.MultipleChoiceField(
                label=kind.label,
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=HELP[kind],
            )

    def mail_fields(self) -> list[forms.BoundField]:
        """The fields of the mails, in the order of the kinds."""
        return [self[f"mail_{kind}"] for kind in NoticeKind]

    def arguments(self) -> dict[str, Any]:
        """What the action is called with."""
        given = self.cleaned_data
        routes = {kind: {int(pk) for pk in given[f"mail_{kind}"]} for kind in NoticeKind}
        return {"head_releases": given["head_releases"], "routes": routes}


HELP = {
    NoticeKind.RESULTS: gettext_lazy("The authors are told in any case; chosen people are told besides."),
    NoticeKind.REMINDERS: gettext_lazy("With nobody chosen: all contributors."),
    NoticeKind.LATE: gettext_lazy("With nobody chosen: the heads of the unit."),
    NoticeKind.RELEASE: gettext_lazy("With nobody chosen: the heads of the unit."),
    NoticeKind.DIGEST: gettext_lazy("With nobody chosen: the heads of the unit."),
}


class WelcomeForm(_PasswordForm):
    """The first password of an account, by the house's rules for passwords."""

"""What a reader types, and what the desk does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bulletin.newsletter.subscriber_actions import normalised


class AskForm(forms.Form):
    """An address. ``website`` is a field that people don't see and machines fill in."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "aria-describedby": "ask-help"}),
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("This is not a complete e-mail address, such as an@example.vn."),
            "max_length": _("This is not a complete e-mail address, such as an@example.vn."),
        },
    )
    website = forms.CharField(required=False, max_length=100)

    def clean_email(self) -> str:
        """In small letters; only what every mail server takes."""
        email = normalised(self.cleaned_data["email"])
        if not email.isascii() or not email.isprintable():
            raise ValidationError(_("This is not a complete e-mail address, such as an@example.vn."))
        return email

    @property
    def is_by_a_machine(self) -> bool:
        """Whether the hidden field was filled in."""
        data: Any = self.data
        return bool(data.get("website", ""))


class ReasonForm(forms.Form):
    """Why the desk stops an edition."""

    reason = forms.CharField(label=_("Reason"), max_length=300)

"""The forms of the desk: reminding by hand, and exempting a unit."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.text import clean_line, clean_text
from submissions.duty.actions import DOCUMENT_LENGTH, NOTE_LENGTH, REASON_LENGTH


class RemindForm(forms.Form):
    """The desk's own words to the units."""

    note = forms.CharField(
        label=_("Words of your own (may stay empty)"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They stand in the mail above the unit's link."),
    )

    def clean_note(self) -> str:
        """The words in composed Unicode without control characters."""
        return clean_text(self.cleaned_data["note"])


class ExemptionForm(forms.Form):
    """The document that exempts a unit for a month."""

    document = forms.CharField(
        label=_("Number and date of the document"),
        max_length=DOCUMENT_LENGTH,
        help_text=_("For example: 1234/SYT-TCHC, 02/11/2026"),
        error_messages={"required": _("Name the document that exempts the unit: its number and date.")},
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=REASON_LENGTH)

    def clean_document(self) -> str:
        """The line in composed Unicode."""
        return clean_line(self.cleaned_data["document"])

    def clean_reason(self) -> str:
        """The line in composed Unicode."""
        return clean_line(self.cleaned_data["reason"])

"""The forms of the consents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from cms.core.text import clean_line, clean_text
from cms.website.enums import People
from submissions.consent.actions import Terms
from submissions.consent.enums import Scope
from submissions.consent.errors import ConsentRefused
from submissions.consent.papers import LARGEST, MEGABYTES, read_paper


class ConsentForm(forms.Form):
    """A new consent with the scan of its paper."""

    person = forms.CharField(label=_("Who is in the photo"), max_length=150)
    relation = forms.CharField(
        label=_("Parent or guardian who signed"), max_length=150, required=False, help_text=_("For a child: required.")
    )
    scope = forms.ChoiceField(label=_("What it covers"), choices=Scope.choices, widget=forms.RadioSelect)
    given_on = forms.DateField(label=_("Signed on"), widget=AdminDateInput)
    valid_until = forms.DateField(
        label=_("Valid until"), required=False, widget=AdminDateInput, help_text=_("Empty: until it is withdrawn.")
    )
    file = forms.FileField(
        label=_("Scan or photo of the paper"),
        allow_empty_file=True,
        help_text=_("PDF, JPEG or PNG, at most 10 MB. Only the unit, the newsroom and administrators can open it."),
        widget=forms.FileInput(attrs={"accept": ".pdf,image/jpeg,image/png"}),
    )

    def __init__(self, *args: Any, people: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people

    def clean_person(self) -> str:
        """The name in one clean line."""
        return clean_line(self.cleaned_data["person"])

    def clean_relation(self) -> str:
        """The name in one clean line; asked for where the photo shows children."""
        relation = clean_line(self.cleaned_data["relation"])
        if self.people == People.CHILDREN and not relation:
            raise ValidationError(_("For a child, write the name of the parent or guardian who signed."))
        return relation

    def clean_file(self) -> bytes:
        """The bytes of the paper, if they are what a paper can be."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            message = _(
                "The file has more than %(megabytes)d MB. Scan the paper at a lower resolution and choose it again."
            )
            raise ValidationError(message % {"megabytes": MEGABYTES})
        data: bytes = file.read()
        try:
            read_paper(data)
        except ConsentRefused as refused:
            raise ValidationError(str(refused)) from refused
        return data

    def terms(self) -> Terms:
        """What was typed, in the shape of the action."""
        values = self.cleaned_data
        return Terms(
            person=values["person"],
            relation=values["relation"],
            scope=Scope(values["scope"]),
            given_on=values["given_on"],
            valid_until=values["valid_until"],
        )


class PeopleForm(forms.Form):
    """Who can be recognised in a photo."""

    people = forms.ChoiceField(label=_("People in the photo"), choices=People.choices, widget=forms.RadioSelect)


class WithdrawForm(forms.Form):
    """Why a consent is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        help_text=_(
            "Kept with the consent. Readers see only that a photo was removed at the request of the person in it."
        ),
    )

    def clean_reason(self) -> str:
        """The reason without control characters."""
        reason = clean_text(self.cleaned_data["reason"]).strip()
        if not reason:
            raise ValidationError(_("Give a reason: it is kept with the consent."))
        return reason

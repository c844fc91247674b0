"""What the verbs ask of a person before they act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from submissions.articles.enums import EventVerb

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WHEN = "%d/%m/%Y %H:%M"
# Reasons that editors give again and again; what is chosen is put before what is typed.
RETURN_REASONS: tuple[StrOrPromise, ...] = (
    _("A photo lacks its caption or its credit."),
    _("The standfirst does not say what is new."),
    _("Figures or names need a source."),
    _("The article reads like a report; show one patient or one member of staff."),
    _("The text names a patient who has not agreed to it."),
    _("The article is too long for its genre."),
)
REJECT_REASONS: tuple[StrOrPromise, ...] = (
    _("The topic is outside this year's outreach plan."),
    _("The same was published before."),
    _("The text is copied from another source."),
)


class VerbForm(forms.Form):
    """A verb that asks for nothing."""

    use_required_attribute = True

    def arguments(self) -> dict[str, Any]:
        """What the action is called with, beside the submission and the actor."""
        return dict(self.cleaned_data)


class ReasonForm(VerbForm):
    """A reason: chosen, typed, or both."""

    ready = forms.MultipleChoiceField(
        label=_("Frequent reasons"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        strip=True,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The author reads it in a mail and on the article's page."),
    )
    ready_reasons: tuple[StrOrPromise, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.ready_reasons:
            choices = [(str(index), reason) for index, reason in enumerate(self.ready_reasons)]
            self.fields["ready"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["ready"]

    def clean(self) -> dict[str, Any]:
        """Joins the chosen and the typed reasons; one of them is needed."""
        data = super().clean() or {}
        chosen = [str(self.ready_reasons[int(index)]) for index in data.pop("ready", [])]
        typed = data.get("reason", "")
        data["reason"] = "\n".join([*chosen, typed] if typed else chosen)
        if not data["reason"] and not self.has_error("reason"):
            self.add_error("reason", ValidationError(_("Give a reason: the people concerned will read it.")))
        return data


class ReturnForm(ReasonForm):
    """Back to the unit."""

    ready_reasons = RETURN_REASONS


class RejectForm(ReasonForm):
    """Refused for good, and meant so."""

    ready_reasons = REJECT_REASONS
    sure = forms.BooleanField(label=_("Yes, refuse this article for good. It can't be handed in again."))

    def arguments(self) -> dict[str, Any]:
        """The confirmation is for the form alone."""
        return {"reason": self.cleaned_data["reason"]}


class ApproveForm(VerbForm):
    """Approves the revision that is on the screen."""

    revision_id = forms.IntegerField(widget=forms.HiddenInput)


class OverrideForm(ApproveForm):
    """Approves against four eyes, by the board, with a reason for the record."""

    override_reason = forms.CharField(
        label=_("Why the board approves it all the same"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays on record with the approval."),
    )


class ScheduleForm(VerbForm):
    """The time at which the article goes live."""

    at = forms.DateTimeField(
        label=_("Day and time"),
        input_formats=[WHEN],
        widget=forms.DateTimeInput(
            format=WHEN, attrs={"placeholder": "dd/mm/yyyy hh:mm", "inputmode": "numeric", "autocomplete": "off"}
        ),
        help_text=_("Day/month/year hour:minute, for example 25/11/2026 07:30"),
        error_messages={"invalid": _("Write day/month/year hour:minute, for example 25/11/2026 07:30.")},
    )


class CorrectForm(VerbForm):
    """The note of a correction."""

    note = forms.CharField(
        label=_("Note for readers"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands below the article: what was wrong and what is right."),
    )


class WithdrawForm(VerbForm):
    """Why an article is taken away, for the record and for readers."""

    reason = forms.CharField(
        label=_("Reason, for the record"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    public_note = forms.CharField(
        label=_("Note for readers, at the article's address"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


FORMS: dict[EventVerb, type[VerbForm]] = {
    EventVerb.RETURN: ReturnForm,
    EventVerb.REJECT: RejectForm,
    EventVerb.APPROVE: ApproveForm,
    EventVerb.SCHEDULE: ScheduleForm,
    EventVerb.CORRECT: CorrectForm,
    EventVerb.WITHDRAW: WithdrawForm,
}

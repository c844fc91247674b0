"""What the verbs ask of a person before they act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.absence import deputies
from cms.accounts.roles import Role
from submissions.articles.enums import EventVerb
from submissions.moderation.models import ReturnReason
from submissions.moderation.person_field import PersonField, people_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from submissions.articles.models import Submission

WHEN = "%d/%m/%Y %H:%M"


class VerbForm(forms.Form):
    """A verb that asks for nothing. Every form of a verb is told which submission it is about."""

    use_required_attribute = True

    def __init__(self, *args: Any, submission: Submission | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submission = submission

    def arguments(self) -> dict[str, Any]:
        """What the action is called with, beside the submission and the actor."""
        return dict(self.cleaned_data)


class ReasonForm(VerbForm):
    """A reason, typed."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        strip=True,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The people concerned read it on the article's page."),
    )

    def clean(self) -> dict[str, Any]:
        """A reason is needed."""
        data = super().clean() or {}
        if not data.get("reason") and not self.has_error("reason"):
            self.add_error("reason", ValidationError(_("Give a reason: the people concerned will read it.")))
        return data


class ListedReasonForm(ReasonForm):
    """A reason: chosen from the desk's list, typed, or both."""

    ready = forms.ModelMultipleChoiceField(
        label=_("Frequent reasons"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        queryset=ReturnReason.objects.none(),
    )
    kind: ClassVar[str]
    field_order: Sequence[str] | None = ("ready", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["ready"]
        field.queryset = ReturnReason.objects.filter(kind=self.kind, is_active=True)
        self.fields["reason"].help_text = _("The author reads it in a mail and on the article's page.")

    def clean(self) -> dict[str, Any]:
        """Puts the words of what was chosen before what was typed; one of them is needed."""
        data = self.cleaned_data
        chosen = [reason.text for reason in data.get("ready", [])]
        typed = data.get("reason", "")
        data["reason"] = "\n".join([*chosen, typed] if typed else chosen)
        return super().clean()

    def arguments(self) -> dict[str, Any]:
        """The words, and which of the list they are."""
        chosen = [reason.pk for reason in self.cleaned_data["ready"]]
        return {"reason": self.cleaned_data["reason"], "reason_ids": chosen}


class ReturnForm(ListedReasonForm):
    """Back to the unit."""

    kind = ReturnReason.Kind.RETURN


class RejectForm(ListedReasonForm):
    """Refused for good, and meant so."""

    kind = ReturnReason.Kind.REJECT
    field_order = ("ready", "reason", "sure")
    sure = forms.BooleanField(label=_("Yes, refuse this article for good. It can't be handed in again."))


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


class DeclareForm(VerbForm):
    """What whoever hands an article in declares."""

    no_secrets = forms.BooleanField(
        label=_("The article holds no state secret."),
        error_messages={"required": _("Confirm that the article holds no state secret.")},
    )


class TakeOverForm(VerbForm):
    """A word to the colleague who holds it."""

    reason = forms.CharField(
        label=_("A word to the colleague who holds it"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AssignForm(VerbForm):
    """To whom."""

    assignee = PersonField(label=_("Editor"))
    reason = forms.CharField(
        label=_("A word with it"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder = self.submission.claimed_by_id if self.submission else None
        field: Any = self.fields["assignee"]
        field.people = people_with(Role.EDITOR, Role.DESK, but=holder)
        field.mark_away(deputies(on=timezone.localdate()))

    def arguments(self) -> dict[str, Any]:
        """The person by id."""
        return {"assignee_id": self.cleaned_data["assignee"].pk, "reason": self.cleaned_data["reason"]}


class AskBoardForm(ApproveForm):
    """Whom of the board."""

    person = PersonField(label=_("Member of the board"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].people = people_with(Role.BOARD)  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """The person by id, and the revision that was on the screen."""
        return {"person_id": self.cleaned_data["person"].pk, "revision_id": self.cleaned_data["revision_id"]}


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
    EventVerb.SUBMIT: DeclareForm,
    EventVerb.SEND_BACK: ReasonForm,
    EventVerb.TAKE_OVER: TakeOverForm,
    EventVerb.ASSIGN: AssignForm,
    EventVerb.ASK_SECOND: ReasonForm,
    EventVerb.WAIVE_SECOND: ReasonForm,
    EventVerb.ASK_BOARD: AskBoardForm,
    EventVerb.ENDORSE: ApproveForm,
    EventVerb.RETURN: ReturnForm,
    EventVerb.REJECT: RejectForm,
    EventVerb.APPROVE: ApproveForm,
    EventVerb.SCHEDULE: ScheduleForm,
    EventVerb.CORRECT: CorrectForm,
    EventVerb.WITHDRAW: WithdrawForm,
}

"""The verbs of a submission as a person meets them: open ones with their form, closed ones with the reason why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.articles.enums import EventVerb, State
from submissions.moderation.forms import FORMS, WHEN, OverrideForm, VerbForm
from submissions.moderation.permissions import actors_of, closed_reason, four_eyes_reason, may_override, refusal
from submissions.moderation.transitions import Actor, verbs_from

if TYPE_CHECKING:
    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

    from cms.accounts.models import User
    from submissions.articles.models import Submission

LABELS: dict[EventVerb, StrOrPromise] = {
    EventVerb.SUBMIT: _("Release to the editors"),
    EventVerb.SEND_BACK: _("Give back to the writer"),
    EventVerb.CLAIM: _("Claim"),
    EventVerb.RELEASE: _("Put back into the pool"),
    EventVerb.TAKE_OVER: _("Take over"),
    EventVerb.ASSIGN: _("Assign"),
    EventVerb.ASK_SECOND: _("Ask for a second reviewer"),
    EventVerb.WAIVE_SECOND: _("One reviewer is enough"),
    EventVerb.ENDORSE: _("Approve as the first of two"),
    EventVerb.RECONSIDER: _("Take back into review"),
    EventVerb.ASK_BOARD: _("Ask the board by link"),
    EventVerb.RETURN: _("Return to the unit"),
    EventVerb.APPROVE: _("Approve"),
    EventVerb.REJECT: _("Reject"),
    EventVerb.REOPEN: _("Reopen for changes"),
    EventVerb.SCHEDULE: _("Publish at a set time"),
    EventVerb.UNSCHEDULE: _("Take the set time off"),
    EventVerb.PUBLISH: _("Publish now"),
    EventVerb.CORRECT: _("Start a correction"),
    EventVerb.DROP_CORRECTION: _("Drop the correction"),
    EventVerb.WITHDRAW: _("Withdraw"),
}
ICONS: dict[EventVerb, str] = {
    EventVerb.CREATE: "plus",
    EventVerb.EDIT: "edit",
    EventVerb.FRAME: "crosshairs",
    EventVerb.PROPOSE: "upload",
    EventVerb.SEND_BACK: "rotate",
    EventVerb.SUBMIT: "upload",
    EventVerb.CLAIM: "user",
    EventVerb.RELEASE: "group",
    EventVerb.TAKE_OVER: "redirect",
    EventVerb.ASSIGN: "user",
    EventVerb.ASK_SECOND: "group",
    EventVerb.WAIVE_SECOND: "minus",
    EventVerb.ENDORSE: "check",
    EventVerb.RECONSIDER: "resubmit",
    EventVerb.ASK_BOARD: "mail",
    EventVerb.BOARD_LINK: "link",
    EventVerb.RETURN: "rotate",
    EventVerb.APPROVE: "check",
    EventVerb.REJECT: "cross",
    EventVerb.REOPEN: "lock-open",
    EventVerb.SCHEDULE: "calendar-alt",
    EventVerb.UNSCHEDULE: "calendar",
    EventVerb.PUBLISH: "globe",
    EventVerb.CORRECT: "pilcrow",
    EventVerb.DROP_CORRECTION: "bin",
    EventVerb.WITHDRAW: "no-view",
    EventVerb.CONFIRM: "circle-check",
}
CONSEQUENCES: dict[EventVerb, StrOrPromise] = {
    EventVerb.SUBMIT: _("It goes to the editors, and counts as handed in from this moment."),
    EventVerb.SEND_BACK: _("The writer can change it again, and is told why."),
    EventVerb.CLAIM: _("It becomes yours; colleagues see that you hold it."),
    EventVerb.TAKE_OVER: _("It becomes yours; the colleague who holds it is told."),
    EventVerb.ASSIGN: _("The editor holds it from now on, and is told."),
    EventVerb.ASK_SECOND: _("Two different people then have to approve it."),
    EventVerb.WAIVE_SECOND: _("The next approval is enough. Your reason stays on record."),
    EventVerb.ENDORSE: _("The text is closed, and somebody else has to approve it too before it can be published."),
    EventVerb.RECONSIDER: _("The first approval is taken back, and the text can be changed again."),
    EventVerb.ASK_BOARD: _("They get a mail with a link for this very text. It works once, and only for a few days."),
    EventVerb.RELEASE: _("It waits again, for whoever takes it first."),
    EventVerb.RETURN: _("The unit can change it again, and its author is told by mail."),
    EventVerb.APPROVE: _("Exactly the text on this page is approved. Any later change asks for approval again."),
    EventVerb.REJECT: _("The article is closed for good, and its author is told by mail."),
    EventVerb.REOPEN: _("The approval is taken back. The text can be changed, and needs approval again."),
    EventVerb.SCHEDULE: _("The approved text goes live by itself at that time."),
    EventVerb.UNSCHEDULE: _("It stays approved and waits for somebody to publish it."),
    EventVerb.PUBLISH: _("Readers can read it at once, and it is sent on to the province's site."),
    EventVerb.CORRECT: _(
        "The present text stays public until the correction is approved; then it replaces it, here and on the province's site."
    ),
    EventVerb.DROP_CORRECTION: _("What is public stays as it is; the changes since are not used."),
    EventVerb.WITHDRAW: _(
        "It disappears from this site at once; its address shows your note. The province's site is told to take it down too."
    ),
}
APPROVALS = frozenset({EventVerb.APPROVE, EventVerb.ENDORSE})
DANGEROUS = frozenset({EventVerb.REJECT, EventVerb.WITHDRAW})
# Conditions of an article and not of a person: where they are not met, the verb is not worth a word.
SILENT = frozenset({EventVerb.ENDORSE, EventVerb.WAIVE_SECOND, EventVerb.ASK_SECOND, EventVerb.TAKE_OVER})
# The unit hands in from its own screens; only its head, who looks at the article here, submits here.
ON_THE_PAGE = {EventVerb.SUBMIT: frozenset({State.TO_RELEASE})}
# The verb of the one primary button, by state; the first that is open to the person.
PRIMARY: dict[State, tuple[EventVerb, ...]] = {
    State.TO_RELEASE: (EventVerb.SUBMIT,),
    State.SUBMITTED: (EventVerb.CLAIM,),
    State.IN_REVIEW: (EventVerb.APPROVE, EventVerb.ENDORSE),
    State.SECOND_REVIEW: (EventVerb.APPROVE,),
    State.CORRECTING: (EventVerb.APPROVE,),
    State.APPROVED: (EventVerb.PUBLISH,),
    State.SCHEDULED: (EventVerb.PUBLISH,),
}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A verb on the screen: its words, its form, and whether its form stands open."""

    verb: EventVerb
    label: StrOrPromise
    icon: str
    consequence: StrOrPromise
    form: VerbForm
    is_primary: bool
    is_dangerous: bool
    is_open: bool
    error: str = ""

    @property
    def asks(self) -> bool:
        """Whether anything has to be filled in first."""
        return bool(self.form.visible_fields())


@dataclass(frozen=True, kw_only=True)
class Closed:
    """A verb that is closed to this person right now, with the reason in words."""

    label: StrOrPromise
    icon: str
    reason: str


def form_class(verb: EventVerb, *, user: User, submission: Submission) -> type[VerbForm]:
    """The form of a verb for this person: the board, where it is too close, gives a reason for approving."""
    if verb in APPROVALS and _overrides(verb, user=user, submission=submission):
        return OverrideForm
    return FORMS.get(verb, VerbForm)


def offers(
    *,
    user: User,
    submission: Submission,
    tried: EventVerb | None = None,
    data: QueryDict | None = None,
    error: str = "",
) -> list[Offer]:
    """The verbs that are open to a person, the primary one first.

    ``tried`` is the verb that was just refused, ``data`` what was typed for it, ``error`` why.
    """
    verbs = [
        verb
        for verb in dict.fromkeys(verbs_from(submission.state))
        if _is_offered(verb, submission) and _is_open(verb, user=user, submission=submission)
    ]
    primary = next((verb for verb in PRIMARY.get(State(submission.state), ()) if verb in verbs), None)
    made = [
        Offer(
            verb=verb,
            label=LABELS[verb],
            icon=ICONS[verb],
            consequence=CONSEQUENCES[verb],
            form=_form(verb, user=user, submission=submission, data=data if verb == tried else None),
            is_primary=verb == primary,
            is_dangerous=verb in DANGEROUS,
            is_open=verb == tried,
            error=error if verb == tried else "",
        )
        for verb in verbs
    ]
    return sorted(made, key=lambda offer: (not offer.is_primary, offer.is_dangerous))


def closed(*, user: User, submission: Submission) -> list[Closed]:
    """The verbs of the present state that this person can't use, each with its reason; none for people of units."""
    if not actors_of(user=user, submission=submission) & {Actor.EDITOR, Actor.DESK}:
        return []
    return [
        Closed(label=LABELS[verb], icon=ICONS[verb], reason=reason)
        for verb in dict.fromkeys(verbs_from(submission.state))
        if _is_offered(verb, submission)
        and verb not in SILENT
        and not _is_open(verb, user=user, submission=submission)
        and (reason := closed_reason(verb=verb, user=user, submission=submission))
    ]


def _is_offered(verb: EventVerb, submission: Submission) -> bool:
    return verb in LABELS and submission.state in ON_THE_PAGE.get(verb, {submission.state})


def _is_open(verb: EventVerb, *, user: User, submission: Submission) -> bool:
    if verb in APPROVALS and _overrides(verb, user=user, submission=submission):
        return True
    return not closed_reason(verb=verb, user=user, submission=submission)


def _overrides(verb: EventVerb, *, user: User, submission: Submission) -> bool:
    return (
        not refusal(verb=verb, user=user, submission=submission)
        and may_override(user=user)
        and bool(four_eyes_reason(user=user, submission=submission))
    )


def _form(verb: EventVerb, *, user: User, submission: Submission, data: QueryDict | None) -> VerbForm:
    made = form_class(verb, user=user, submission=submission)
    initial: dict[str, Any] = {"revision_id": submission.page.latest_revision_id}
    if verb == EventVerb.SCHEDULE:
        initial["at"] = submission.scheduled_at or _next_morning()
    if data is None:
        return made(initial=initial, auto_id=f"{verb}-%s", submission=submission)
    # What was typed stays; the revision is the one that is on the screen now.
    fresh = data.copy()
    fresh["revision_id"] = str(submission.page.latest_revision_id)
    form = made(fresh, initial=initial, auto_id=f"{verb}-%s", submission=submission)
    form.is_valid()
    return form


def _next_morning() -> Any:
    """Tomorrow at seven, when the month's readers get up: a proposal, which the form leaves open."""
    tomorrow = timezone.localtime() + timedelta(days=1)
    return tomorrow.replace(hour=7, minute=0, second=0, microsecond=0).strftime(WHEN)

"""A submission's history as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from submissions.articles.enums import EventVerb, State
from submissions.moderation.offers import ICONS

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from submissions.articles.models import Submission, SubmissionEvent

SENTENCES: dict[EventVerb, StrOrPromise] = {
    EventVerb.CREATE: gettext_lazy("%(person)s began the article."),
    EventVerb.EDIT: gettext_lazy("%(person)s changed the text."),
    EventVerb.FRAME: gettext_lazy("%(person)s said what must stay in the picture when it is cropped:"),
    EventVerb.PROPOSE: gettext_lazy("%(person)s put it before the head of the unit."),
    EventVerb.SEND_BACK: gettext_lazy("%(person)s gave it back to the writer:"),
    EventVerb.SUBMIT: gettext_lazy("%(person)s handed it in."),
    EventVerb.CLAIM: gettext_lazy("%(person)s claimed it."),
    EventVerb.RELEASE: gettext_lazy("%(person)s put it back into the pool."),
    EventVerb.TAKE_OVER: gettext_lazy("%(person)s took it over:"),
    EventVerb.ASSIGN: gettext_lazy("%(person)s assigned it:"),
    EventVerb.ASK_SECOND: gettext_lazy("%(person)s asked for a second reviewer:"),
    EventVerb.WAIVE_SECOND: gettext_lazy("%(person)s said that one reviewer is enough:"),
    EventVerb.ENDORSE: gettext_lazy("%(person)s approved it as the first of two."),
    EventVerb.RECONSIDER: gettext_lazy("%(person)s took it back into review; the first approval was taken back."),
    EventVerb.ASK_BOARD: gettext_lazy("%(person)s put it before the board:"),
    EventVerb.BOARD_LINK: gettext_lazy("%(person)s did so through the link that was sent to them."),
    EventVerb.RETURN: gettext_lazy("%(person)s returned it to the unit:"),
    EventVerb.APPROVE: gettext_lazy("%(person)s approved it."),
    EventVerb.REJECT: gettext_lazy("%(person)s rejected it:"),
    EventVerb.REOPEN: gettext_lazy("%(person)s reopened it; the approval was taken back."),
    EventVerb.SCHEDULE: gettext_lazy("%(person)s set the time of publication."),
    EventVerb.UNSCHEDULE: gettext_lazy("%(person)s took the set time off."),
    EventVerb.PUBLISH: gettext_lazy("%(person)s published it."),
    EventVerb.CORRECT: gettext_lazy("%(person)s began a correction:"),
    EventVerb.DROP_CORRECTION: gettext_lazy("%(person)s dropped the correction."),
    EventVerb.WITHDRAW: gettext_lazy("%(person)s withdrew it:"),
    EventVerb.CONFIRM: gettext_lazy("The province's site shows it."),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: what happened, when, and the words that were given with it."""

    icon: str
    sentence: str
    at: datetime
    reason: str
    override_reason: str
    revision_id: int | None


def lines(submission: Submission) -> list[Line]:
    """The history of a submission, newest first, in one query."""
    events = submission.events.select_related("actor").order_by("-at", "-pk")
    return [_line(event) for event in events]


def last_return(submission: Submission) -> SubmissionEvent | None:
    """The return that the unit is working on, with its reason; None where there is none."""
    if submission.state != State.RETURNED:
        return None
    return (
        submission.events.filter(verb__in=[EventVerb.RETURN, EventVerb.SEND_BACK])
        .select_related("actor")
        .order_by("-at", "-pk")
        .first()
    )


def _line(event: SubmissionEvent) -> Line:
    person = str(event.actor) if event.actor else _("The system")
    sentence = SENTENCES[EventVerb(event.verb)] % {"person": person}
    return Line(
        icon=ICONS[EventVerb(event.verb)],
        sentence=sentence if event.reason else sentence.rstrip(":"),
        at=event.at,
        reason=event.reason,
        override_reason=event.override_reason,
        revision_id=event.revision_id,
    )

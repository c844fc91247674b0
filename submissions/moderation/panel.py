"""What the panel of an article says beside its state and verbs: reviewers, links for the board, what was told upwards,
who stands in for whoever holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.accounts.absence import deputy_of
from submissions.moderation.actions.steps import says_the_same
from submissions.moderation.models import ApprovalLink

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from submissions.articles.models import Submission
    from submissions.moderation.models import Escalation

NEWEST_LINKS = 3


@dataclass(frozen=True, kw_only=True)
class LinkLine:
    """A link for the board: to whom, and whether it still opens anything. ``icon`` goes with the word."""

    person: str
    words: str
    icon: str


def deputy(submission: Submission, *, now: datetime | None = None) -> User | None:
    """Who stands in today for whoever holds the article; None where the holder is there, or nobody holds it."""
    holder = submission.claimed_by
    return deputy_of(holder, on=timezone.localdate(now)) if holder is not None else None


def board_links(submission: Submission, *, now: datetime | None = None) -> list[LinkLine]:
    """The newest links by which the article was put before the board."""
    now = now or timezone.now()
    rows = ApprovalLink.objects.filter(submission=submission).select_related("person").order_by("-made_at", "-pk")
    return [_line(submission, link, now) for link in rows[:NEWEST_LINKS]]


def escalations(submission: Submission) -> list[Escalation]:
    """What was told upwards about the present delay, the desk first."""
    if submission.due_at is None:
        return []
    return list(submission.escalations.filter(due_at=submission.due_at).order_by("level"))


def _line(submission: Submission, link: ApprovalLink, now: datetime) -> LinkLine:
    person = str(link.person)
    if link.used_at is not None:
        return LinkLine(person=person, icon="check", words=_("used %(time)s") % {"time": _time(link.used_at)})
    if link.revoked_at is not None:
        return LinkLine(person=person, icon="redirect", words=_("replaced by a later link"))
    if link.expires_at <= now:
        return LinkLine(person=person, icon="time", words=_("expired %(time)s") % {"time": _time(link.expires_at)})
    if not says_the_same(submission, link.revision_id):
        return LinkLine(person=person, icon="warning", words=_("no longer holds: the text was changed after it"))
    return LinkLine(
        person=person, icon="mail", words=_("not used yet, holds until %(time)s") % {"time": _time(link.expires_at)}
    )


def _time(at: datetime) -> str:
    return date_format(timezone.localtime(at), "H:i d/m/Y")

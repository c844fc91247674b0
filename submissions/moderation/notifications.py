"""What the people of a submission are told: notices and mails in the transaction of the act, sent after its commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.accounts.notices import tell
from cms.accounts.roles import Role
from submissions.articles.permissions import is_of_unit
from submissions.moderation import notice_kinds as kinds
from submissions.moderation.permissions import four_eyes_reason
from submissions.moderation.person_field import people_with
from submissions.units.enums import NoticeKind as UnitMail
from submissions.units.routing import recipients

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cms.accounts.models import User
    from submissions.articles.models import Submission, SubmissionEvent

TEMPLATE = "accounts/mail/message"


def returned(*, submission: Submission, event: SubmissionEvent) -> None:
    """Tells the authors what to change and why."""
    _tell(
        _for_authors(submission),
        submission=submission,
        kind=kinds.RETURNED,
        key=f"returned:{event.pk}",
        subject=_("To change: %(title)s"),
        sentence=_("The editors returned your article “%(title)s” and ask you to change it:"),
        quote=event.reason,
        now=event.at,
    )


def sent_back(*, submission: Submission, event: SubmissionEvent) -> None:
    """Tells the authors that their head gave the article back, and why."""
    _tell(
        _for_authors(submission, but=event.actor_id),
        submission=submission,
        kind=kinds.SENT_BACK,
        key=f"sent-back:{event.pk}",
        subject=_("To change: %(title)s"),
        sentence=_("%(person)s has not released your article “%(title)s” yet and asks you to change it:"),
        person=event.actor,
        quote=event.reason,
        now=event.at,
    )


def rejected(*, submission: Submission, event: SubmissionEvent) -> None:
    """Tells the authors that the article was refused, and why."""
    _tell(
        _for_authors(submission),
        submission=submission,
        kind=kinds.REJECTED,
        key=f"rejected:{event.pk}",
        subject=_("Not accepted: %(title)s"),
        sentence=_("The editors did not accept your article “%(title)s”. Their reason:"),
        quote=event.reason,
        now=event.at,
    )


def approved(*, submission: Submission, at: datetime) -> None:
    """Tells the authors that the article was accepted."""
    _tell(
        _for_authors(submission),
        submission=submission,
        kind=kinds.APPROVED,
        key=f"approved:{submission.pk}:{at.timestamp():.0f}",
        subject=_("Approved: %(title)s"),
        sentence=_("Your article “%(title)s” was approved. It will be published soon."),
        now=at,
    )


def published(*, submission: Submission, at: datetime) -> None:
    """Tells the authors that the article can be read, and where."""
    _tell(
        _for_authors(submission),
        submission=submission,
        kind=kinds.PUBLISHED,
        key=f"published:{submission.pk}",
        subject=_("Published: %(title)s"),
        sentence=_("Your article “%(title)s” has been published. Thank you."),
        link=submission.page.full_url or "",
        button=_("Read it"),
        now=at,
    )


def suggested_changes(*, submission: Submission, event: SubmissionEvent) -> None:
    """Tells the authors that the article was returned, why, and that the editors changed some of its text."""
    _tell(
        _for_authors(submission),
        submission=submission,
        kind=kinds.SUGGESTED,
        key=f"suggested:{event.pk}",
        subject=_("Suggested changes: %(title)s"),
        sentence=_("The editors returned your article “%(title)s” and ask you to change it:"),
        quote=event.reason,
        after=_(
            "They also changed some of the text: you find the changes marked on its page, and can take back each."
        ),
        now=event.at,
    )


def to_release(*, submission: Submission, event: SubmissionEvent) -> None:
    """Tells the heads of the unit that an article waits for their release."""
    heads = [person for person in recipients(submission.unit, UnitMail.RELEASE) if person.pk != event.actor_id]
    _tell(
        heads,
        submission=submission,
        kind=kinds.TO_RELEASE,
        key=f"to-release:{event.pk}",
        subject=_("For your release: %(title)s"),
        sentence=_("%(person)s has finished the article “%(title)s”. It goes to the editors once you release it."),
        person=event.actor,
        after=_until(submission.due_at),
        now=event.at,
    )


def assigned(*, submission: Submission, event: SubmissionEvent, assignee: User) -> None:
    """Tells an editor that an article was put into their hands."""
    _tell(
        [assignee] if assignee.pk != event.actor_id else [],
        submission=submission,
        kind=kinds.ASSIGNED,
        key=f"assigned:{event.pk}",
        subject=_("Assigned to you: %(title)s"),
        sentence=_("%(person)s assigned the article “%(title)s” of %(unit)s to you."),
        person=event.actor,
        after=_until(submission.due_at),
        now=event.at,
    )


def taken_over(*, submission: Submission, event: SubmissionEvent, previous: User) -> None:
    """Tells the editor who held an article that somebody else holds it now."""
    _tell(
        [previous] if previous.pk != event.actor_id else [],
        submission=submission,
        kind=kinds.TAKEN_OVER,
        key=f"taken-over:{event.pk}",
        subject=_("Taken over: %(title)s"),
        sentence=_(
            "%(person)s took over the article “%(title)s” of %(unit)s from you. There is nothing for you to do."
        ),
        person=event.actor,
        quote=event.reason,
        now=event.at,
    )


def second_review(*, submission: Submission, event: SubmissionEvent) -> None:
    """Tells the editors who may be the second reviewer that an article waits for one."""
    readers = [
        person
        for person in people_with(Role.EDITOR, Role.DESK, but=event.actor_id)
        if not four_eyes_reason(user=person, submission=submission)
    ]
    _tell(
        readers,
        submission=submission,
        kind=kinds.SECOND_REVIEW,
        key=f"second-review:{event.pk}",
        subject=_("For a second reviewer: %(title)s"),
        sentence=_(
            "%(person)s approved the article “%(title)s” of %(unit)s as the first of two. It waits for a second."
        ),
        person=event.actor,
        after=_until(submission.due_at),
        now=event.at,
    )


def board_link(
    *,
    submission: Submission,
    person: User,
    url: str,
    expires_at: datetime,
    link_id: int,
    now: datetime | None = None,
) -> None:
    """Sends a member of the board the link (absolute) with which they approve one revision.

    The mail alone carries the link, and its words are deleted once it has left; the notice leads to the moderation
    page.
    """
    _tell(
        [person],
        submission=submission,
        kind=kinds.BOARD_LINK,
        key=f"board-link:{link_id}",
        subject=_("For your decision: %(title)s"),
        sentence=_("The desk puts the article “%(title)s” of %(unit)s before you."),
        after=_("The link is yours alone, works once, and expires on %(time)s. Please do not pass it on.")
        % {"time": _time(expires_at)},
        link=url,
        button=_("Read and decide"),
        now=now,
    )


def escalated(
    *,
    submission: Submission,
    people: Iterable[User],
    level: int,
    due_at: datetime,
    now: datetime | None = None,
) -> None:
    """Tells the desk or the board that an article is overdue, once for each level of each due time."""
    holder = submission.claimed_by
    _tell(
        people,
        submission=submission,
        kind=kinds.ESCALATED,
        key=f"escalated:{submission.pk}:{level}:{due_at.timestamp():.0f}",
        subject=_("Overdue: %(title)s"),
        sentence=_("The article “%(title)s” of %(unit)s was due on %(time)s and still stands at “%(state)s”."),
        time=_time(due_at),
        after=_("%(person)s holds it.") % {"person": holder} if holder else _("Nobody holds it."),
        now=now,
    )


def commented(
    *, submission: Submission, people: Iterable[User], author: User, text: str, key: str, now: datetime | None = None
) -> None:
    """Tells people that somebody wrote a comment on an article, or answered one."""
    _tell(
        people,
        submission=submission,
        kind=kinds.COMMENT,
        key=key,
        subject=_("Comment: %(title)s"),
        sentence=_("%(person)s commented on the article “%(title)s”:"),
        person=author,
        quote=text,
        url=reverse("wagtailadmin_pages:edit", args=[submission.page_id]),
        button=_("Open the article"),
        now=now,
    )


def original_corrected(*, submission: Submission, note: str, key: str, now: datetime | None = None) -> None:
    """Tells whoever works on an English version (``submission``) that its original was corrected."""
    _tell(
        _keepers(submission),
        submission=submission,
        kind=kinds.ORIGINAL_CHANGED,
        key=f"original-corrected:{key}",
        subject=_("English version older than its original: %(title)s"),
        sentence=_("The Vietnamese original of “%(title)s” was corrected. Bring the English version up to date:"),
        quote=note,
        now=now,
    )


def original_withdrawn(*, submission: Submission, reason: str, now: datetime | None = None) -> None:
    """Tells whoever works on an English version (``submission``) that its original was withdrawn."""
    _tell(
        _keepers(submission),
        submission=submission,
        kind=kinds.ORIGINAL_CHANGED,
        key=f"original-withdrawn:{submission.pk}",
        subject=_("Original withdrawn: %(title)s"),
        sentence=_("The Vietnamese original of “%(title)s” was withdrawn, and its English version goes with it:"),
        quote=reason,
        now=now,
    )


def _keepers(submission: Submission) -> list[User]:
    """The desk, and who made, handed in or holds the English version."""
    people = [*people_with(Role.DESK), submission.created_by, submission.first_submitted_by, submission.claimed_by]
    return list({person.pk: person for person in people if person is not None}.values())


def authors(submission: Submission) -> list[User]:
    """Who made the article and who handed it in, as long as they act for its unit."""
    people = {person.pk: person for person in (submission.created_by, submission.first_submitted_by) if person}
    return [
        person for person in people.values() if person.is_active and is_of_unit(user=person, submission=submission)
    ]


def _for_authors(submission: Submission, *, but: int | None = None) -> list[User]:
    if submission.is_translation:
        # The editors' own work: the unit hears of it by reading it.
        people = authors(submission)
    else:
        people = recipients(submission.unit, UnitMail.RESULTS, authors=authors(submission))
    return [person for person in people if person.pk != but]


def _tell(
    people: Iterable[User],
    *,
    submission: Submission,
    kind: str,
    key: str,
    subject: str,
    sentence: str,
    now: datetime | None,
    person: User | None = None,
    time: str = "",
    quote: str = "",
    after: str = "",
    link: str = "",
    url: str = "",
    button: str = "",
) -> None:
    """One notice for each of the people. ``link`` is where the mail leads if not to the notice's own ``url``."""
    facts = {
        "title": submission.page.draft_title,
        "unit": submission.unit.short_name,
        "state": submission.get_state_display(),
        "person": person or _("The system"),
        "time": time,
    }
    context = {
        "sentence": sentence % facts,
        "quote": quote,
        "after": after,
        "button": button or _("Open the article"),
        **({"link": link} if link else {}),
    }
    for each in people:
        tell(
            person=each,
            kind=kind,
            key=key,
            subject=subject % facts,
            template=TEMPLATE,
            context=context,
            url=url or reverse("moderation:submission", args=[submission.pk]),
            now=now,
        )


def _until(due_at: datetime | None) -> str:
    return _("Please do it by %(time)s.") % {"time": _time(due_at)} if due_at else ""


def _time(at: datetime) -> str:
    return date_format(timezone.localtime(at), "H:i, l d/m/Y")

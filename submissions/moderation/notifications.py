"""What the people of a submission are told by mail: rows in the transaction of the act, sent after its commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.mail import queue_mail

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from submissions.articles.models import Submission, SubmissionEvent


def returned(*, submission: Submission, event: SubmissionEvent) -> None:
    """Tells the authors what to change and why."""
    subject = _("To change: %(title)s") % {"title": submission.page.draft_title}
    _tell_authors(submission, key=f"returned:{event.pk}", subject=subject, template="returned", event=event)


def rejected(*, submission: Submission, event: SubmissionEvent) -> None:
    """Tells the authors that the article was refused, and why."""
    subject = _("Not accepted: %(title)s") % {"title": submission.page.draft_title}
    _tell_authors(submission, key=f"rejected:{event.pk}", subject=subject, template="rejected", event=event)


def approved(*, submission: Submission, at: datetime) -> None:
    """Tells the authors that the article was accepted."""
    subject = _("Approved: %(title)s") % {"title": submission.page.draft_title}
    _tell_authors(
        submission, key=f"approved:{submission.pk}:{at.timestamp():.0f}", subject=subject, template="approved"
    )


def published(*, submission: Submission, at: datetime) -> None:
    """Tells the authors that the article can be read, and where."""
    subject = _("Published: %(title)s") % {"title": submission.page.draft_title}
    _tell_authors(submission, key=f"published:{submission.pk}", subject=subject, template="published")


def authors(submission: Submission) -> list[User]:
    """Who is told: who made the article and who handed it in, if they can still sign in."""
    people = {person.pk: person for person in (submission.created_by, submission.first_submitted_by) if person}
    return [person for person in people.values() if person.is_active]


def _tell_authors(
    submission: Submission, *, key: str, subject: str, template: str, event: SubmissionEvent | None = None
) -> None:
    page = submission.page
    context = {
        "submission": submission,
        "title": page.draft_title,
        "event": event,
        "desk_url": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "public_url": page.full_url,
    }
    for person in authors(submission):
        text = render_to_string(f"moderation/mail/{template}.txt", {**context, "person": person})
        html = render_to_string(f"moderation/mail/{template}.html", {**context, "person": person})
        queue_mail(key=f"{key}:{person.pk}", to=person.email, subject=subject, text=text, html=html)

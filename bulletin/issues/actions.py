"""The verbs of issues. Each locks the issue's row, asks the table, writes, and leaves a line of history.

All are keyword-only and atomic and raise one of `bulletin.issues.errors`. ``now`` is the moment of the act (aware).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.issues.enums import IssueState, IssueVerb
from bulletin.issues.errors import ArticlesNotReady, IssueClosed, IssueNotAllowed, IssueRefused
from bulletin.issues.models import Issue, IssueArticle, IssueEvent, IssueIndexPage, IssuePage, IssueYearPage
from bulletin.issues.transitions import IssueTransition, find
from cms.accounts.roles import Role, has_role, house_roles
from cms.core.text import clean_line, clean_text
from cms.website import actions as website
from cms.website.models import ApprovedRevision
from submissions.articles.enums import READY_FOR_ISSUE, SETTLED, State
from submissions.articles.models import ArticlePage, Submission
from submissions.moderation import actions as moderation
from submissions.moderation.errors import VerbRefused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from cms.accounts.models import User
    from cms.website.models import HomePage

logger = logging.getLogger(__name__)


def ensure_issue_index(*, home: HomePage) -> IssueIndexPage:
    """``/ban-tin/``; made when missing."""
    return IssueIndexPage.objects.first() or home.add_child(instance=IssueIndexPage(title="Bản tin", slug="ban-tin"))


@transaction.atomic
def create_issue(
    *,
    actor: User,
    period: date,
    issue_date: date,
    title: str = "",
    number: int | None = None,
    now: datetime | None = None,
) -> Issue:
    """A new, empty issue with the next number of its year (or the number given, for a first take-over of old issues).

    ``period`` is the first day of the month in which it counts.
    """
    if not has_role(actor, Role.DESK):
        raise IssueNotAllowed(_("Only the desk composes issues."))
    year_page = _year_page(issue_date.year)
    last = IssuePage.objects.filter(year=issue_date.year).order_by("-number").first()
    number = number or (last.number + 1 if last else 1)
    page = IssuePage(
        title=clean_line(title) or _("Bulletin no. %(number)d/%(year)d") % {"number": number, "year": issue_date.year},
        slug=str(number),
        number=number,
        year=issue_date.year,
        period=period,
        issue_date=issue_date,
        live=False,
        owner=actor,
    )
    year_page.add_child(instance=page)
    issue = Issue.objects.create(page=page, period=period, composed_by=actor)
    _record(issue, IssueVerb.CREATE, actor=actor, now=now)
    return issue


@transaction.atomic
def compose(
    *,
    issue_id: int,
    actor: User,
    article_ids: Sequence[int],
    title: str = "",
    sapo: str = "",
    editorial_note: str = "",
    issue_date: date | None = None,
    now: datetime | None = None,
) -> Issue:
    """Sets which articles are in an issue, in which order, and the words around them.

    ``article_ids`` are page ids of articles that are approved, scheduled or published.

    Raises:
        ArticlesNotReady: an article is not approved, or stands in another issue.
    """
    issue, row, source = _enter(issue_id, IssueVerb.COMPOSE, actor)
    wanted = list(dict.fromkeys(article_ids))
    found = {
        submission.page_id: submission
        for submission in Submission.objects.originals().filter(page_id__in=wanted).select_related("page")
    }
    problems = [_problem(found.get(article_id)) for article_id in wanted]
    if any(problems):
        raise ArticlesNotReady([problem for problem in problems if problem])
    issue.entries.all().delete()
    try:
        with transaction.atomic():
            IssueArticle.objects.bulk_create(
                IssueArticle(issue=issue, article_id=article_id, position=position)
                for position, article_id in enumerate(wanted, start=1)
            )
    except IntegrityError as error:
        taken = IssueArticle.objects.filter(article_id__in=wanted).select_related("issue__page", "article")
        raise ArticlesNotReady(
            [
                _("“%(title)s” is already in issue %(issue)s.") % {"title": entry.article.title, "issue": entry.issue}
                for entry in taken
            ]
        ) from error
    page = issue.page
    page.title = clean_line(title) or page.title
    page.sapo, page.editorial_note = clean_text(sapo), clean_text(editorial_note)
    page.issue_date = issue_date or page.issue_date
    first = ArticlePage.objects.filter(pk__in=wanted[:1]).first()
    if first is not None and page.lead_image_id is None:
        # Without a cover of its own, an issue wears the picture of its first article.
        page.lead_image, page.lead_alt = first.lead_image, first.lead_alt
        page.lead_credit = first.lead_credit
    page.save()
    _leave(issue, row, source, actor=actor, now=now)
    return issue


@transaction.atomic
def submit(*, issue_id: int, actor: User, now: datetime | None = None) -> Issue:
    """Puts an issue before the board; its contents are written into the revision that the board will see."""
    issue, row, source = _enter(issue_id, IssueVerb.SUBMIT, actor)
    stories = [entry.article for entry in issue.entries.select_related("article").order_by("position")]
    if not stories:
        raise IssueRefused(_("The issue is empty. Choose its articles first."))
    page = issue.page
    page.contents = [str(story.uid) for story in stories]
    page.save()
    page.save_revision(user=actor, clean=False)
    _leave(issue, row, source, actor=actor, now=now)
    return issue


@transaction.atomic
def return_to_desk(*, issue_id: int, actor: User, reason: str, now: datetime | None = None) -> Issue:
    """Gives an issue back to the desk, with a reason."""
    issue, row, source = _enter(issue_id, IssueVerb.RETURN, actor)
    _leave(issue, row, source, actor=actor, now=now, reason=_reason(row, reason))
    return issue


@transaction.atomic
def approve(*, issue_id: int, actor: User, revision_id: int, now: datetime | None = None) -> Issue:
    """The board's yes to the revision it looked at. Who composed an issue does not approve it."""
    issue, row, source = _enter(issue_id, IssueVerb.APPROVE, actor)
    page = issue.page
    if page.latest_revision_id != revision_id:
        raise IssueRefused(_("The issue was changed after you opened it. Look at it again, then decide."))
    composer = page.latest_revision.user or issue.composed_by
    if composer.pk == actor.pk:
        raise IssueNotAllowed(_("You composed this issue, so somebody else has to approve it."))
    try:
        website.record_approval(
            story=page,
            revision=page.latest_revision,
            approved_by=actor,
            last_edited_by=composer,
            at=now or timezone.now(),
        )
    except website.PhotoWithdrawn as refusal:
        raise IssueRefused(str(refusal)) from refusal
    issue.approved_by, issue.approved_revision = actor, page.latest_revision
    _leave(issue, row, source, actor=actor, now=now)
    return issue


@transaction.atomic
def reopen(*, issue_id: int, actor: User, now: datetime | None = None) -> Issue:
    """Opens an issue to changes again; it then goes before the board anew."""
    issue, row, source = _enter(issue_id, IssueVerb.REOPEN, actor)
    issue.approved_by = issue.approved_revision = None
    _leave(issue, row, source, actor=actor, now=now)
    return issue


@transaction.atomic
def schedule(*, issue_id: int, actor: User, at: datetime, now: datetime | None = None) -> Issue:
    """Sets the time at which an approved issue goes live by itself."""
    now = now or timezone.now()
    issue, row, source = _enter(issue_id, IssueVerb.SCHEDULE, actor)
    if at <= now:
        raise IssueRefused(_("The time lies in the past. Choose a later one, or publish now."))
    issue.scheduled_at = at
    _leave(issue, row, source, actor=actor, now=now)
    return issue


@transaction.atomic
def unschedule(*, issue_id: int, actor: User | None, reason: str = "", now: datetime | None = None) -> Issue:
    """Takes the set time off; without an actor it is the clock that could not publish, with the reason."""
    issue, row, source = _enter(issue_id, IssueVerb.UNSCHEDULE, actor)
    _leave(issue, row, source, actor=actor, now=now, reason=reason)
    return issue


@transaction.atomic
def publish(*, issue_id: int, actor: User | None, now: datetime | None = None) -> Issue:
    """Publishes an issue and those of its articles that are not live yet, in one transaction: all or nothing.

    Raises:
        ArticlesNotReady: names each article that can't be published, with its reason.
    """
    now = now or timezone.now()
    issue, row, source = _enter(issue_id, IssueVerb.PUBLISH, actor)
    problems: list[str] = []
    for entry in issue.entries.select_related("article__submission").order_by("position"):
        submission = entry.article.submission
        if submission.state not in READY_FOR_ISSUE and submission.state != State.CORRECTING:
            problems.append(_problem(submission) or entry.article.title)
        elif submission.state in SETTLED:
            try:
                moderation.publish(submission_id=submission.pk, actor=None, now=now)
            except VerbRefused as refusal:
                problems.append(f"{entry.article.title}: {refusal}")
    if problems:
        raise ArticlesNotReady(problems)
    approval = ApprovedRevision.objects.select_related("revision", "story").get(revision=issue.approved_revision)
    try:
        website.publish(approval=approval, actor=actor, at=now)
    except website.PublishRefused as refusal:
        raise IssueRefused(
            _("The issue is no longer what the board approved. Reopen it and put it before the board again.")
        ) from refusal
    issue.published_at = now
    _leave(issue, row, source, actor=actor, now=now)
    return issue


def publish_due_issues(*, now: datetime | None = None) -> int:
    """Publishes every scheduled issue whose time is reached, each by itself; returns how many went live.

    One that can't go live falls back to approved with the reason in its history, where the desk finds it.
    """
    now = now or timezone.now()
    live = 0
    due = Issue.objects.filter(state=IssueState.SCHEDULED, scheduled_at__lte=now).order_by("scheduled_at")
    for issue_id in list(due.values_list("pk", flat=True)):
        try:
            publish(issue_id=issue_id, actor=None, now=now)
            live += 1
        except IssueClosed:
            continue  # somebody was quicker, which is all the same
        except IssueRefused as refusal:
            logger.warning("Issue %s was due and could not be published: %s", issue_id, refusal)
            unschedule(issue_id=issue_id, actor=None, reason=str(refusal), now=now)
    return live


def _year_page(year: int) -> IssueYearPage:
    index = IssueIndexPage.objects.get()
    page = IssueYearPage.objects.child_of(index).filter(slug=str(year)).first()
    return page or index.add_child(
        instance=IssueYearPage(title=_("Bulletins of %(year)d") % {"year": year}, slug=str(year))
    )


def _problem(submission: Submission | None) -> str:
    """Why an article can't be in an issue, in words; empty if it can."""
    if submission is None:
        return _("An article does not exist any more.")
    if submission.state not in READY_FOR_ISSUE:
        return _("“%(title)s” is not approved: it is “%(state)s”.") % {
            "title": submission.page.draft_title or submission.page.title,
            "state": submission.get_state_display().lower(),
        }
    return ""


def _enter(issue_id: int, verb: IssueVerb, actor: User | None) -> tuple[Issue, IssueTransition, IssueState]:
    issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue_id)
    source = IssueState(issue.state)
    row = find(verb, source)
    if row is None:
        raise IssueClosed(
            _("This can't be done while the issue is “%(state)s”. Nothing was changed.")
            % {"state": issue.get_state_display().lower()}
        )
    allowed = row.by_clock if actor is None else bool(row.roles & house_roles(actor))
    if not allowed:
        raise IssueNotAllowed(_("Your role does not include this."))
    return issue, row, source


def _leave(
    issue: Issue,
    row: IssueTransition,
    source: IssueState,
    *,
    actor: User | None,
    now: datetime | None,
    reason: str = "",
) -> None:
    issue.state = row.target
    if row.target != IssueState.SCHEDULED:
        issue.scheduled_at = None
    issue.save()
    _record(issue, row.verb, actor=actor, now=now, reason=reason)
    logger.info("Issue %s: %s → %s (%s)", issue.pk, source, row.target, row.verb)


def _record(issue: Issue, verb: IssueVerb, *, actor: User | None, now: datetime | None, reason: str = "") -> None:
    IssueEvent.objects.create(issue=issue, verb=verb, actor=actor, at=now or timezone.now(), reason=reason)


def _reason(row: IssueTransition, reason: str) -> str:
    reason = clean_text(reason).strip()
    if row.needs_reason and not reason:
        raise IssueRefused(_("Give a reason: the people concerned will read it."))
    return reason

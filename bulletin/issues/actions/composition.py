"""Verbs of the desk: a new issue, what stands in it, and the way to the board."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bulletin.issues.actions.steps import enter, leave, problem_of, record
from bulletin.issues.enums import IssueVerb
from bulletin.issues.errors import ArticlesNotReady, IssueNotAllowed, IssueRefused
from bulletin.issues.models import Issue, IssueArticle, IssueIndexPage, IssuePage, IssueYearPage
from cms.accounts.roles import Role, has_role
from cms.core.text import clean_line, clean_text
from cms.website.models import Photo
from submissions.articles.models import ArticlePage, Submission

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from cms.accounts.models import User
    from cms.website.models import HomePage

HEADING_LENGTH = 120


@dataclass(frozen=True, kw_only=True)
class Composition:
    """What is new around an issue's articles. ``headings``: page id → the heading of the group that begins there.

    ``cover_id``: a photo, 0 for the drawn cover, None to leave it (a new issue then wears its first article's photo).
    ``contributors``: one name a line; left empty, the bylines of the articles stand in.
    """

    headings: Mapping[int, str] = field(default_factory=dict)
    contributors: str = ""
    cover_id: int | None = None
    cover_alt: str = ""


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
    # Two desks that begin an issue at once get two numbers: the year is locked while one is given out.
    list(IssueYearPage.objects.select_for_update(of=("self",)).filter(pk=year_page.pk).values_list("pk"))
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
    year_page.refresh_from_db()
    year_page.add_child(instance=page)
    issue = Issue.objects.create(page=page, period=period, composed_by=actor)
    record(issue, IssueVerb.CREATE, actor=actor, now=now)
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
    around: Composition | None = None,
    seen: int | None = None,
    now: datetime | None = None,
) -> Issue:
    """Sets which articles are in an issue, in which order and groups, and the words around them.

    ``article_ids`` are page ids of articles that are approved, scheduled or published. ``seen`` is the number of the
    newest line of history that the person had on the screen.

    Raises:
        ArticlesNotReady: an article is not approved, or stands in another issue.
        IssueRefused: somebody else saved the issue after it was opened here.
    """
    issue, row, source = enter(issue_id, IssueVerb.COMPOSE, actor)
    around = around or Composition()
    _require_seen(issue, seen)
    wanted = list(dict.fromkeys(article_ids))
    found = {
        submission.page_id: submission
        for submission in Submission.objects.originals().filter(page_id__in=wanted).select_related("page")
    }
    problems = [problem_of(found.get(article_id)) for article_id in wanted]
    if any(problems):
        raise ArticlesNotReady([problem for problem in problems if problem])
    _put_in(issue, wanted, around.headings)
    page = issue.page
    page.title = clean_line(title) or page.title
    page.sapo, page.editorial_note = clean_text(sapo), clean_text(editorial_note)
    page.issue_date = issue_date or page.issue_date
    pieces = list(ArticlePage.objects.filter(pk__in=wanted))
    pieces.sort(key=lambda piece: wanted.index(piece.pk))
    page.contributors = clean_text(around.contributors) or "\n".join(
        dict.fromkeys(f"{piece.byline} ({piece.unit_label})" for piece in pieces if piece.byline)
    )
    _set_cover(page, around, first=pieces[0] if pieces else None)
    page.save()
    issue.composed_by = actor
    leave(issue, row, source, actor=actor, now=now)
    return issue


@transaction.atomic
def submit(*, issue_id: int, actor: User, now: datetime | None = None) -> Issue:
    """Puts an issue before the board; its contents are written into the revision that the board will see."""
    issue, row, source = enter(issue_id, IssueVerb.SUBMIT, actor)
    entries = list(issue.entries.select_related("article").order_by("position"))
    if not entries:
        raise IssueRefused(_("The issue is empty. Choose its articles first."))
    page = issue.page
    page.contents = [str(entry.article.uid) for entry in entries]
    page.headings = {str(entry.article.uid): entry.heading for entry in entries if entry.heading}
    page.save()
    page.save_revision(user=actor, clean=False)
    leave(issue, row, source, actor=actor, now=now)
    return issue


def _put_in(issue: Issue, wanted: Sequence[int], headings: Mapping[int, str]) -> None:
    """Gives the articles their places. The database decides between two desks that want the same one."""
    issue.entries.all().delete()
    places = [
        IssueArticle(
            issue=issue,
            article_id=article_id,
            position=position,
            heading=clean_line(headings.get(article_id, ""))[:HEADING_LENGTH],
        )
        for position, article_id in enumerate(wanted, start=1)
    ]
    try:
        with transaction.atomic():
            # In the order of the articles, so that two desks who want several wait for each other in one direction.
            IssueArticle.objects.bulk_create(sorted(places, key=lambda place: place.article_id))
    except IntegrityError as error:
        taken = IssueArticle.objects.holding().filter(article_id__in=wanted).select_related("issue__page", "article")
        raise ArticlesNotReady(
            [
                _("“%(title)s” is already in issue %(issue)s.") % {"title": entry.article.title, "issue": entry.issue}
                for entry in taken
            ]
        ) from error


def _set_cover(page: IssuePage, around: Composition, *, first: ArticlePage | None) -> None:
    if around.cover_id is None:
        if first is not None and page.lead_image_id is None:
            # Without a cover of its own, an issue wears the picture of its first article.
            page.lead_image, page.lead_alt = first.lead_image, first.lead_alt
            page.lead_credit = first.lead_credit
        return
    cover = Photo.objects.filter(pk=around.cover_id).first()
    if cover is not None and cover.is_withdrawn:
        raise IssueRefused(_("The photo on the cover was withdrawn by somebody in it. Choose another cover."))
    if page.lead_image_id != (cover.pk if cover else None):
        page.lead_credit = ""
    page.lead_image = cover
    page.lead_alt = clean_line(around.cover_alt) if cover is not None else ""


def _require_seen(issue: Issue, seen: int | None) -> None:
    last = issue.events.select_related("actor").last()
    if seen is not None and last is not None and last.pk != seen:
        raise IssueRefused(
            _(
                "%(who)s saved this issue after you opened it. What you typed is still here: compare, then save again, "
                "and yours counts."
            )
            % {"who": last.actor or _("The clock")}
        )


def _year_page(year: int) -> IssueYearPage:
    index = IssueIndexPage.objects.get()
    page = IssueYearPage.objects.child_of(index).filter(slug=str(year)).first()
    return page or index.add_child(
        instance=IssueYearPage(title=_("Bulletins of %(year)d") % {"year": year}, slug=str(year))
    )

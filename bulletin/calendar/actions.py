"""The verbs of planned pieces: keyword-only, atomic, raising one of `bulletin.calendar.errors`.

``version`` is the one that the person had on the screen; a piece that was changed since is not overwritten.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.calendar.errors import CalendarNotAllowed, CalendarRefused, PieceChanged
from bulletin.calendar.models import PlannedPiece
from bulletin.calendar.permissions import may_plan
from bulletin.issues import actions as issues
from bulletin.issues.models import Issue
from cms.core.periods import ZONE, Month, local
from cms.core.text import clean_line, clean_text
from submissions.articles.models import Submission
from submissions.units.people import is_member

if TYPE_CHECKING:
    from datetime import date, datetime

    from cms.accounts.models import User
    from cms.website.models import Topic
    from submissions.units.models import Unit

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is said about a piece; ``period`` is any day of its month, ``day`` one of the same month or None."""

    working_title: str
    topic: Topic
    period: date
    day: date | None = None
    unit: Unit | None = None
    audience: str = ""
    genre: str = ""
    person: User | None = None
    note: str = ""


@transaction.atomic
def plan_piece(*, actor: User, plan: Plan, now: datetime | None = None) -> PlannedPiece:
    """Plans a piece."""
    _require_planner(actor)
    now = now or timezone.now()
    piece = PlannedPiece(created_by=actor, created_at=now, changed_by=actor, changed_at=now)
    _write(piece, plan)
    piece.save()
    logger.info("Piece %s planned for %s", piece.pk, piece.period)
    return piece


@transaction.atomic
def change_piece(*, piece_id: int, actor: User, plan: Plan, version: int, now: datetime | None = None) -> PlannedPiece:
    """Changes what is said about a piece. Raises PieceChanged."""
    piece = _enter(piece_id, actor, version)
    _write(piece, plan)
    return _leave(piece, actor, now)


@transaction.atomic
def move_piece(*, piece_id: int, actor: User, day: date, version: int, now: datetime | None = None) -> PlannedPiece:
    """Puts a piece on another day, and into that day's month. Raises PieceChanged."""
    piece = _enter(piece_id, actor, version)
    piece.period, piece.day = Month.of(day).first_day, day
    return _leave(piece, actor, now)


@transaction.atomic
def drop_piece(*, piece_id: int, actor: User, version: int, now: datetime | None = None) -> PlannedPiece:
    """Takes a piece out of the calendar; the row stays. One that has its article is not dropped."""
    piece = _enter(piece_id, actor, version)
    if piece.article_id is not None:
        raise CalendarRefused(_("The article for this piece was handed in already. Take the link off first."))
    piece.dropped_at = now or timezone.now()
    return _leave(piece, actor, now)


@transaction.atomic
def link_article(
    *, piece_id: int, actor: User, submission_id: int | None, version: int, now: datetime | None = None
) -> PlannedPiece:
    """Says which article was handed in for a piece, or with None that it was none."""
    piece = _enter(piece_id, actor, version)
    if submission_id is None:
        piece.article = None
        return _leave(piece, actor, now)
    submission = Submission.objects.visible_to(actor).filter(pk=submission_id).first()
    if submission is None or (piece.unit_id is not None and submission.unit_id != piece.unit_id):
        raise CalendarRefused(_("This article is not one of the unit's. Choose another."))
    taken = PlannedPiece.objects.filter(article=submission).exclude(pk=piece.pk).first()
    if taken is not None:
        raise CalendarRefused(_("This article belongs to “%(piece)s” already.") % {"piece": taken.working_title})
    piece.article = submission
    return _leave(piece, actor, now)


@transaction.atomic
def link_what_was_handed_in(*, submission: Submission, topic_id: int | None, audience: str) -> PlannedPiece | None:
    """Links an article that was just handed in to the one waiting piece that it fits; None where none or several do.

    It fits a piece of its unit and its topic, planned for its month or one beside it. Where several do, those of its
    very month, its author and its audience go first; what is still in doubt is left to people.
    """
    if submission.period is None or topic_id is None:
        return None
    month = Month.of(submission.period)
    found = list(
        PlannedPiece.objects.select_for_update()
        .filter(dropped_at__isnull=True, article__isnull=True, unit_id=submission.unit_id, topic_id=topic_id)
        .filter(period__gte=month.previous().first_day, period__lte=month.next().first_day)
        .order_by("pk")
    )
    if not found or PlannedPiece.objects.filter(article=submission).exists():
        return None

    def fit(piece: PlannedPiece) -> tuple[bool, bool, bool]:
        return (
            piece.period == submission.period,
            piece.person_id == submission.created_by_id,
            bool(audience) and piece.audience == audience,
        )

    best = max(map(fit, found))
    fitting = [piece for piece in found if fit(piece) == best]
    if len(fitting) > 1:
        return None
    piece = fitting[0]
    piece.article = submission
    piece.version += 1
    piece.save(update_fields=["article", "version"])
    logger.info("Piece %s: submission %s was handed in for it", piece.pk, submission.pk)
    return piece


def move_issue(*, issue_id: int, actor: User, day: date, now: datetime | None = None) -> Issue:
    """Sets an issue's time to the same hour of another day, with all the checks of the desk's own form.

    Raises `bulletin.issues.errors.IssueRefused`.
    """
    issue = Issue.objects.get(pk=issue_id)
    if issue.scheduled_at is None:
        raise CalendarRefused(_("The issue has no set time that could be moved. Set one on its own page."))
    at = local(issue.scheduled_at).replace(year=day.year, month=day.month, day=day.day, tzinfo=ZONE)
    return issues.schedule(issue_id=issue_id, actor=actor, at=at, now=now)


def _require_planner(actor: User) -> None:
    if not may_plan(actor):
        raise CalendarNotAllowed(_("Your role does not include this."))


def _enter(piece_id: int, actor: User, version: int) -> PlannedPiece:
    _require_planner(actor)
    piece = PlannedPiece.objects.select_for_update(of=("self",)).get(pk=piece_id)
    if piece.dropped_at is not None:
        raise PieceChanged(_("Somebody took this piece out of the calendar. Nothing was changed."))
    if piece.version != version:
        raise PieceChanged(
            _("Somebody changed this piece after you opened it. Look at it again; nothing was changed.")
        )
    return piece


def _leave(piece: PlannedPiece, actor: User, now: datetime | None) -> PlannedPiece:
    piece.changed_by, piece.changed_at = actor, now or timezone.now()
    piece.version += 1
    piece.save()
    return piece


def _write(piece: PlannedPiece, plan: Plan) -> None:
    title = clean_line(plan.working_title)
    if not title:
        raise CalendarRefused(_("Give the piece a working title."))
    month = Month.of(plan.period)
    if plan.day is not None and not month.contains(plan.day):
        raise CalendarRefused(_("The day lies in another month. Change one of the two."))
    if (
        plan.person is not None
        and plan.unit is not None
        and not (is_member(plan.person, plan.unit.pk) or may_plan(plan.person))
    ):
        raise CalendarRefused(_("This person does not belong to the unit. Choose another."))
    piece.working_title, piece.note = title, clean_text(plan.note)
    piece.topic, piece.unit, piece.person = plan.topic, plan.unit, plan.person
    piece.audience, piece.genre = plan.audience, plan.genre
    piece.period, piece.day = month.first_day, plan.day

"""What stands in the calendar for a person between two days: one list for the month, the agenda and the feed.

Each kind is one query or less, however many units, pieces and days there are. The walls are here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bulletin.calendar.enums import ICONS, EntryKind
from bulletin.calendar.permissions import is_officer, may_move_issue, may_plan, own_units, sees_all, visible_pieces
from bulletin.issues.enums import OUT, TO_COME_STATES, IssueState
from bulletin.issues.models import Issue
from cms.core import rules
from cms.core.calendar import holiday_names
from cms.core.periods import Month, before_day, cut_off, end_of_day, local, local_day, start_of_day
from submissions.articles.enums import WITH_HEAD, WITH_UNIT, State
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from bulletin.calendar.models import PlannedPiece
    from cms.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry. ``at`` is its moment (aware); without one it is of the whole day, or of the days up to ``last``.

    ``key`` is lasting and unique. ``move_url`` is where whoever may move it says to which day; ``version`` is what the
    mover has seen of it. ``month_only`` says that it has a month and no day.
    """

    key: str
    kind: EntryKind
    title: str
    day: date
    last: date
    at: datetime | None = None
    url: str = ""
    about: str = ""
    unit_code: str = ""
    move_url: str = ""
    version: int = 0
    is_done: bool = False
    month_only: bool = False

    @property
    def icon(self) -> str:
        """The icon of the kind."""
        return ICONS[self.kind]

    @property
    def order(self) -> tuple[date, bool, time, str]:
        """By day; what is of the whole day first."""
        return self.day, self.at is not None, local(self.at).time() if self.at else time.min, self.key


def entries(
    user: User, *, first: date, last: date, unit: str = "", kinds: frozenset[str] = frozenset()
) -> list[Entry]:
    """The entries of a person from ``first`` to ``last``, both included, in order.

    ``unit`` narrows to what concerns a unit's code, ``kinds`` to some kinds. Nobody sees more than their walls allow.
    """
    sources = {
        EntryKind.HOLIDAY: lambda: _holidays(first, last),
        EntryKind.CUT_OFF: lambda: _cut_offs(user, first, last),
        EntryKind.REPORT: lambda: _reports(user, first, last),
        EntryKind.DUE: lambda: _due_times(user, first, last),
        EntryKind.PIECE: lambda: _pieces(user, first, last),
        EntryKind.ARTICLE: lambda: _scheduled(user, first, last),
        EntryKind.ISSUE: lambda: _issues(user, first, last),
    }
    found = [entry for kind, source in sources.items() if not kinds or kind in kinds for entry in source()]
    if unit:
        found = [entry for entry in found if entry.unit_code in {"", unit}]
    return sorted(found, key=lambda entry: entry.order)


def _months(first: date, last: date) -> list[Month]:
    return Month.between(Month.of(first), Month.of(last))


def _holidays(first: date, last: date) -> Iterator[Entry]:
    for year in range(first.year, last.year + 1):
        for day, name in holiday_names(year).items():
            if first <= day <= last:
                yield Entry(key=f"holiday-{day}", kind=EntryKind.HOLIDAY, title=name, day=day, last=day)


def _cut_offs(user: User, first: date, last: date) -> Iterator[Entry]:
    if not (sees_all(user) or own_units(user)):
        return
    months = _months(first, last)
    values = rules.by_day("unit.cut_off_day", days=[month.first_day for month in months])
    for month in months:
        number = values[month.first_day].get("")
        if number is None:
            continue
        at = cut_off(month, int(number)).replace(microsecond=0)
        if first <= at.date() <= last:
            yield Entry(
                key=f"cut-off-{month}",
                kind=EntryKind.CUT_OFF,
                title=_("Articles of %(month)s are due") % {"month": month.label},
                day=at.date(),
                last=at.date(),
                at=at,
                url=f"{reverse('issues_board')}?thang={month}" if sees_all(user) else "",
            )


def _reports(user: User, first: date, last: date) -> Iterator[Entry]:
    if not (sees_all(user) or is_officer(user)):
        return
    months = _months(first, last)
    # “Before the 1st” would be the last day of the month before.
    months.append(months[-1].next())
    values = rules.by_day("report.due_before_day", days=[month.first_day for month in months])
    for month in months:
        number = values[month.first_day].get("")
        if number is None:
            continue
        day = before_day(month, int(number)).date()
        if first <= day <= last:
            yield Entry(
                key=f"report-{month}",
                kind=EntryKind.REPORT,
                title=_("Last day for the report of %(month)s (due before the %(day)sth)")
                % {"month": month.label, "day": number},
                day=day,
                last=day,
            )


def _due_times(user: User, first: date, last: date) -> Iterator[Entry]:
    """When a stage has to end: for the newsroom all that they may see, for units what they have to do themselves."""
    units = own_units(user)
    if not (sees_all(user) or units):
        return
    within = Q(due_at__gte=start_of_day(first), due_at__lte=end_of_day(last))
    mine = Q(unit_id__in=units, state__in=WITH_UNIT | WITH_HEAD)
    wanted = Submission.objects.visible_to(user).filter(within)
    for row in (wanted if sees_all(user) else wanted.filter(mine)).select_related("page", "unit"):
        if row.due_at is None:
            continue
        day = local_day(row.due_at)
        yield Entry(
            key=f"due-{row.pk}",
            kind=EntryKind.DUE,
            title=row.page.draft_title or row.page.title,
            about=f"{row.unit.short_name} · {row.get_state_display()}",
            day=day,
            last=day,
            at=row.due_at,
            url=reverse("moderation:submission", args=[row.pk]),
            unit_code=row.unit.code,
        )


def _pieces(user: User, first: date, last: date) -> Iterator[Entry]:
    months = _months(first, last)
    on_a_day = Q(day__gte=first, day__lte=last)
    of_a_month = Q(day__isnull=True, period__gte=months[0].first_day, period__lte=months[-1].first_day)
    rows = visible_pieces(user).filter(on_a_day | of_a_month)
    for piece in rows.select_related("topic", "unit", "person", "article"):
        yield piece_entry(piece, user=user)


def piece_entry(piece: PlannedPiece, *, user: User) -> Entry:
    """A planned piece as an entry; what it needs has been read."""
    facts = [piece.unit.short_name if piece.unit else _("the newsroom"), piece.topic.code]
    if piece.person:
        facts.append(piece.person.full_name)
    if piece.article:
        facts.append(_("handed in: %(state)s") % {"state": piece.article.get_state_display().lower()})
    return Entry(
        key=f"piece-{piece.pk}",
        kind=EntryKind.PIECE,
        title=piece.working_title,
        about=" · ".join(facts),
        day=piece.day or piece.period,
        last=piece.day or piece.month.last_day,
        url=reverse("calendar_piece", args=[piece.pk]),
        unit_code=piece.unit.code if piece.unit else "",
        move_url=reverse("calendar_move_piece", args=[piece.pk]) if may_plan(user) else "",
        version=piece.version,
        is_done=piece.article_id is not None,
        month_only=piece.day is None,
    )


def _scheduled(user: User, first: date, last: date) -> Iterator[Entry]:
    """Articles with a set time: the newsroom's all, a unit's own."""
    if not (sees_all(user) or own_units(user)):
        return
    rows = Submission.objects.visible_to(user).filter(
        state=State.SCHEDULED, scheduled_at__gte=start_of_day(first), scheduled_at__lte=end_of_day(last)
    )
    for row in rows.select_related("page", "unit"):
        if row.scheduled_at is None:
            continue
        day = local_day(row.scheduled_at)
        yield Entry(
            key=f"article-{row.pk}",
            kind=EntryKind.ARTICLE,
            title=row.page.draft_title or row.page.title,
            about=row.unit.short_name,
            day=day,
            last=day,
            at=row.scheduled_at,
            url=reverse("moderation:submission", args=[row.pk]),
            unit_code=row.unit.code,
        )


def _issues(user: User, first: date, last: date) -> Iterator[Entry]:
    start, end = start_of_day(first), end_of_day(last)
    out = Q(state__in=OUT, published_at__gte=start, published_at__lte=end)
    wanted = out
    if sees_all(user) or is_officer(user):
        wanted |= Q(state=IssueState.SCHEDULED, scheduled_at__gte=start, scheduled_at__lte=end)
    if sees_all(user):
        at_work = ~Q(state__in=OUT | {IssueState.SCHEDULED, IssueState.WITHDRAWN})
        wanted |= at_work & Q(page__issue_date__gte=first, page__issue_date__lte=last)
    insider = sees_all(user) or is_officer(user)
    for issue in Issue.objects.filter(wanted).select_related("page__latest_revision"):
        at = issue.scheduled_at or (issue.published_at if issue.state in OUT else None)
        day = local_day(at) if at else issue.page.issue_date
        movable = issue.state in TO_COME_STATES and issue.scheduled_at and may_move_issue(user=user, issue=issue)
        yield Entry(
            key=f"issue-{issue.pk}",
            kind=EntryKind.ISSUE,
            title=issue.page.title,
            about=str(issue.get_state_display()),
            day=day,
            last=day,
            at=at,
            url=reverse("issues_issue", args=[issue.pk]) if insider else reverse("calendar_issue", args=[issue.pk]),
            move_url=reverse("calendar_move_issue", args=[issue.pk]) if movable else "",
            is_done=issue.state in OUT,
        )

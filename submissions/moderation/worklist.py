"""What waits for an editor: the lists of “My work”, their counts, and what each row offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core import rules
from submissions.articles.enums import SETTLED, WITH_EDITORS, EventVerb, State
from submissions.articles.models import ArticlePage, Submission, SubmissionEvent
from submissions.moderation.permissions import closed_reason, four_eyes_reason
from submissions.units.models import Membership

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cms.accounts.models import User

PAGE_SIZE = 50
SEARCH_LIMIT = 200
# A row waits since one of these; claims and edits do not start its wait anew.
WAIT_BEGINS = (EventVerb.SUBMIT, EventVerb.RETURN, EventVerb.APPROVE, EventVerb.CORRECT, EventVerb.REOPEN)


class Tab(models.TextChoices):
    """The lists of the screen, in their order."""

    WAITING = "cho-nhan", gettext_lazy("To claim")
    MINE = "cua-toi", gettext_lazy("Mine")
    SECOND = "cho-duyet-lan-hai", gettext_lazy("For a second reader")
    RETURNED = "da-tra-lai", gettext_lazy("Returned, the unit is changing it")
    APPROVED = "da-duyet", gettext_lazy("Approved, to be published")
    CORRECTIONS = "dinh-chinh", gettext_lazy("Corrections")
    SOON = "sap-qua-han", gettext_lazy("Due soon")


EMPTY = {
    Tab.WAITING: gettext_lazy("Nothing waits to be claimed. What a unit hands in appears here."),
    Tab.MINE: gettext_lazy("You hold no article. Claim one from the list of those that wait."),
    Tab.SECOND: gettext_lazy(
        "Nothing waits for a second reader. What a colleague has edited appears here, for you to approve."
    ),
    Tab.RETURNED: gettext_lazy("No unit has an article to change."),
    Tab.APPROVED: gettext_lazy("Every approved article is published."),
    Tab.CORRECTIONS: gettext_lazy("No correction is under way."),
    Tab.SOON: gettext_lazy("Nothing is due soon."),
}


@dataclass(frozen=True, kw_only=True)
class TabCount:
    """A list and how many rows stand in it."""

    tab: Tab
    count: int


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the list: the submission, what may be done with it first, and a note for this person.

    ``verb`` is ``claim`` where one click claims it; otherwise the button opens the article. ``waiting_since`` is when
    the present wait began.
    """

    submission: Submission
    waiting_since: datetime | None
    verb: EventVerb | None
    label: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Slice:
    """One page of a list, and the cursor of the next page where there is one."""

    rows: list[Row]
    after: str


def counts(user: User, *, now: datetime | None = None) -> list[TabCount]:
    """How many rows each list has for this person, in one query over what is under way."""
    now = now or timezone.now()
    under_way = _under_way().aggregate(**{tab.name: Count("pk", filter=_condition(tab, user, now)) for tab in Tab})
    return [TabCount(tab=tab, count=under_way[tab.name]) for tab in Tab]


def page_of(tab: Tab, user: User, *, after: str = "", now: datetime | None = None) -> Slice:
    """One page of a list, the longest wait first, beginning after the row that ``after`` names.

    Two queries whatever the length; a cursor that was never given out begins at the front.
    """
    now = now or timezone.now()
    found = _with_people(_under_way().filter(_condition(tab, user, now))).order_by("submitted_at", "pk")
    cursor = _read(after)
    if cursor is not None:
        at, pk = cursor
        found = found.filter(Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gt=pk))
    submissions = list(found[: PAGE_SIZE + 1])
    shown = submissions[:PAGE_SIZE]
    more = len(submissions) > PAGE_SIZE
    return Slice(rows=[_row(each, user) for each in shown], after=_written(shown[-1]) if more else "")


def search(query: str, user: User) -> Slice:
    """Handed-in articles of any state whose text, title or unit matches, newest first; at most `SEARCH_LIMIT`."""
    pages = {page.pk for page in ArticlePage.objects.search(query)[:SEARCH_LIMIT]}
    matches = Q(page_id__in=pages) | Q(page__draft_title__icontains=query) | Q(unit__short_name__icontains=query)
    found = Submission.objects.filter(first_submitted_at__isnull=False).filter(matches)
    rows = _with_people(found).order_by("-first_submitted_at", "-pk")[:PAGE_SIZE]
    return Slice(rows=[_row(each, user) for each in rows], after="")


def _under_way() -> QuerySet[Submission]:
    """What somebody still has to do something about; published articles, ever more, are not looked at."""
    states = [*WITH_EDITORS, *SETTLED, State.RETURNED]
    return Submission.objects.filter(state__in=states, submitted_at__isnull=False)


def _condition(tab: Tab, user: User, now: datetime) -> Q:
    with_editors = Q(state__in=WITH_EDITORS)
    match tab:
        case Tab.WAITING:
            return Q(state=State.SUBMITTED)
        case Tab.MINE:
            return with_editors & Q(claimed_by=user)
        case Tab.SECOND:
            # A colleague has edited it and nobody else has taken it over.
            free = Q(claimed_by__isnull=True) | Q(claimed_by=F("last_edited_by"))
            by_unit = Exists(Membership.objects.filter(unit=OuterRef("unit"), user=OuterRef("last_edited_by")))
            written = Q(last_edited_by=F("created_by"))
            return with_editors & free & ~written & ~by_unit & ~Q(last_edited_by=user)
        case Tab.RETURNED:
            return Q(state=State.RETURNED)
        case Tab.APPROVED:
            return Q(state__in=SETTLED)
        case Tab.CORRECTIONS:
            return Q(state=State.CORRECTING)
        case Tab.SOON:
            hours = rules.number("moderation.due_soon_hours", on=timezone.localdate(now))
            return with_editors & Q(due_at__lte=now + timedelta(hours=hours))


def _with_people(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    began = SubmissionEvent.objects.filter(submission=OuterRef("pk"), verb__in=WAIT_BEGINS).order_by("-at", "-pk")
    return (
        submissions.select_related("page__topic", "unit", "claimed_by", "last_edited_by")
        .defer("page__body", "import_notes")
        .annotate(waiting_since=Subquery(began.values("at")[:1]))
    )


def _row(submission: Submission, user: User) -> Row:
    verb, label = _first_verb(submission, user)
    return Row(
        submission=submission,
        waiting_since=getattr(submission, "waiting_since", None),
        verb=verb,
        label=label,
        note=_note(submission, user),
    )


def _first_verb(submission: Submission, user: User) -> tuple[EventVerb | None, str]:
    def is_open(verb: EventVerb) -> bool:
        return not closed_reason(verb=verb, user=user, submission=submission)

    if submission.state == State.SUBMITTED and is_open(EventVerb.CLAIM):
        return EventVerb.CLAIM, _("Claim")
    if submission.state in WITH_EDITORS and is_open(EventVerb.APPROVE):
        return None, _("Read and decide")
    if submission.state in SETTLED and is_open(EventVerb.PUBLISH):
        return None, _("Publish…")
    return None, _("Open")


def _note(submission: Submission, user: User) -> str:
    if submission.state in WITH_EDITORS and four_eyes_reason(user=user, submission=submission):
        return _("Somebody else has to approve it")
    return ""


def _written(submission: Submission) -> str:
    at = submission.submitted_at
    return f"{at.timestamp():.6f}-{submission.pk}" if at else ""


def _read(cursor: str) -> tuple[datetime, int] | None:
    seconds, _dash, pk = cursor.partition("-")
    try:
        return datetime.fromtimestamp(float(seconds), tz=timezone.get_default_timezone()), int(pk)
    except (ValueError, OverflowError, OSError):
        return None

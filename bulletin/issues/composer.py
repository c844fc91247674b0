"""What the composer shows: the articles that wait with what speaks for them, the issue as an outline, its checks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bulletin.issues.checks import issue_checks, lacks_of, photos_withdrawn
from bulletin.issues.models import IssueArticle
from bulletin.issues.quota import spare_articles
from bulletin.issues.suggestion import Candidate, MonthSoFar, Reason, Why, reasons_for, suggest
from bulletin.plan.coverage import lacking
from cms.core import rules
from cms.core.periods import Month
from cms.website.enums import Audience
from cms.website.models import Photo
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bulletin.issues.checks import IssueCheck
    from bulletin.issues.models import Issue

LIST_LIMIT = 200
COVER_SIZE = "fill-240x160"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """An article on the composer's screen: ``reasons`` in words, ``suggested`` where it is among the best."""

    row: Submission
    heading: str = ""
    reasons: tuple[str, ...] = ()
    suggested: bool = False


@dataclass(frozen=True, kw_only=True)
class Composer:
    """The whole screen. ``suggestion``: page ids that would fill the issue, in their order, after what is chosen."""

    chosen: list[Piece]
    spare: list[Piece]
    suggestion: list[int]
    checks: list[IssueCheck]
    covers: list[Photo]
    size: int


def composer(
    issue: Issue,
    *,
    chosen: Sequence[int],
    headings: Mapping[int, str],
    composing: bool,
    now: datetime,
    cover: int | None = None,
) -> Composer:
    """The screen of an issue with these pieces (page ids) and headings; a constant number of queries.

    ``cover`` is a photo that was asked for and is not saved yet.
    """
    this_month = Month.of(now)
    size = rules.number("bulletin.articles_per_issue", on=issue.period)
    fresh_months = rules.number("bulletin.article_fresh_months", on=this_month.first_day)
    oldest = this_month.shift(-fresh_months).start
    inside = _rows(issue, chosen)
    spare = _spare(issue, chosen) if composing else []
    withdrawn = photos_withdrawn([*inside, *spare])
    month = _month_so_far(issue) if composing else MonthSoFar()
    as_candidate = {
        row.page_id: _candidate(row, withdrawn=withdrawn, now=now, fresh_months=fresh_months)
        for row in [*inside, *spare]
    }
    picked = [as_candidate[row.page_id] for row in inside]
    suggested = suggest([as_candidate[row.page_id] for row in spare], month=month, size=size, chosen=picked)
    why = {piece.key: piece.reasons for piece in suggested}
    words = _Words.of([*inside, *spare])
    pieces = [
        Piece(
            row=row,
            suggested=row.page_id in why,
            reasons=words.all(
                why.get(row.page_id) or reasons_for(as_candidate[row.page_id], month=month, picked=picked)
            ),
        )
        for row in spare
    ]
    return Composer(
        chosen=[Piece(row=row, heading=headings.get(row.page_id, "")) for row in inside],
        # What is suggested first, in its order; the rest as it waits.
        spare=sorted(pieces, key=lambda piece: list(why).index(piece.row.page_id) if piece.suggested else len(why)),
        suggestion=list(why),
        checks=issue_checks(issue.page, inside, size=size, oldest=oldest, withdrawn=withdrawn),
        covers=_covers(issue, inside, cover) if composing else [],
        size=size,
    )


def _rows(issue: Issue, chosen: Sequence[int]) -> list[Submission]:
    """What is in the issue, in order; an id that is none of an article is left out, here and by the action."""
    found = Submission.objects.filter(page_id__in=chosen).select_related(
        "page__topic", "page__lead_image", "unit", "approved_revision"
    )
    by_page = {row.page_id: row for row in found}
    return [by_page[page_id] for page_id in chosen if page_id in by_page]


def _spare(issue: Issue, chosen: Sequence[int]) -> list[Submission]:
    # What this issue holds can be taken out on the screen and is spare from then on, saved or not.
    ready = Q(pk__in=spare_articles().values("pk")) | Q(page_id__in=issue.entries.values("article_id"))
    found = (
        Submission.objects.originals()
        .filter(ready)
        .select_related("page__topic", "page__lead_image", "unit", "approved_revision")
    )
    return list(found.exclude(page_id__in=chosen).order_by("accepted_at", "pk")[:LIST_LIMIT])


def _month_so_far(issue: Issue) -> MonthSoFar:
    others = (
        IssueArticle.objects.holding()
        .filter(issue__period=issue.period)
        .exclude(issue=issue)
        .values_list("article__unit_code", "article__topic__code", "article__audience", "article__live")
    )
    rows = list(others)
    # What is public already is no longer lacking; it counts on both sides, as what the month has and as what it should.
    wanted = lacking(Month.of(issue.period))
    public_topics = Counter(topic for _unit, topic, _audience, is_live in rows if is_live and topic)
    public_audiences = Counter(audience for _unit, _topic, audience, is_live in rows if is_live and audience)
    return MonthSoFar(
        units=Counter(unit for unit, _topic, _audience, _live in rows),
        topics=Counter(topic for _unit, topic, _audience, _live in rows if topic),
        audiences=Counter(audience for _unit, _topic, audience, _live in rows),
        topic_plan=public_topics + Counter(wanted.topics),
        audience_plan=public_audiences + Counter({key: n for key, n in wanted.audiences.items() if key}),
    )


def _candidate(row: Submission, *, withdrawn: Mapping[int, bool], now: datetime, fresh_months: int) -> Candidate:
    since = row.accepted_at or row.submitted_at or now
    handed_in = row.submitted_at or now
    # An article is past it with the first day of the month in which the limit is over.
    limit = Month.of(handed_in).shift(fresh_months + 1).start
    return Candidate(
        key=row.page_id,
        unit=row.unit.code,
        topic=row.page.topic.code if row.page.topic else "",
        audience=row.page.audience,
        waited=max((now - since).days, 0),
        days_left=(limit - now).days,
        lacks=lacks_of(row, withdrawn=withdrawn),
    )


def _covers(issue: Issue, inside: Sequence[Submission], wanted: int | None) -> list[Photo]:
    """The photos that can be the cover: the one just asked for, the present one, and the lead photos of the pieces."""
    keys = [wanted, issue.page.lead_image_id, *(row.page.lead_image_id for row in inside)]
    order = list(dict.fromkeys(key for key in keys if key))
    photos = Photo.objects.filter(pk__in=order, withdrawn_at__isnull=True).prefetch_renditions(COVER_SIZE)
    return sorted(photos, key=lambda photo: order.index(photo.pk))


@dataclass(frozen=True)
class _Words:
    """Reasons in words, with the names of units and audiences."""

    units: Mapping[str, str]

    @classmethod
    def of(cls, rows: Sequence[Submission]) -> _Words:
        return cls({row.unit.code: row.unit.short_name for row in rows})

    def all(self, reasons: Sequence[Reason]) -> tuple[str, ...]:
        return tuple(self.one(reason) for reason in reasons)

    def one(self, reason: Reason) -> str:
        values = {"subject": reason.subject, "have": reason.have, "plan": reason.plan}
        match reason.why:
            case Why.UNIT_SILENT:
                return _("%(subject)s has no article in the issues of the month") % self._unit(values)
            case Why.UNIT_HAS:
                return _("%(subject)s has %(have)d in the issues of the month already") % self._unit(values)
            case Why.UNIT_TWICE:
                return _("%(subject)s stands in this issue already") % self._unit(values)
            case Why.TOPIC_SHORT:
                return _("Topic %(subject)s is short of the plan (%(have)d of %(plan)d)") % values
            case Why.TOPIC_TWICE:
                return _("Topic %(subject)s stands in this issue already") % values
            case Why.AUDIENCE_SHORT:
                values["subject"] = str(Audience(reason.subject).label).lower()
                return _("For %(subject)s the plan asks for more (%(have)d of %(plan)d)") % values
            case Why.WAITS:
                words = ngettext(
                    "Has waited %(have)d day since its approval",
                    "Has waited %(have)d days since its approval",
                    reason.have,
                )
                return words % values
            case Why.AGES:
                words = ngettext(
                    "Too old for an issue in %(have)d day", "Too old for an issue in %(have)d days", reason.have
                )
                return words % values
            case Why.NOT_READY:
                return _("Not yet: %(subject)s") % values

    def _unit(self, values: dict[str, object]) -> dict[str, object]:
        return {**values, "subject": self.units.get(str(values["subject"]), values["subject"])}

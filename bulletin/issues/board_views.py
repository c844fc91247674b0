"""The board's screens: a month, a longer period, the lists behind their numbers, and the one button that composes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages

from bulletin.issues import actions
from bulletin.issues import board as boards
from bulletin.issues.errors import IssueRefused
from bulletin.issues.heat import SIGNS, Look, heat_map
from bulletin.issues.period_board import STATES_BY_WORD, issues_in, period_board
from bulletin.issues.permissions import may_compose, may_see_board
from bulletin.issues.quota import WAYS, counted_by
from bulletin.plan.coverage import articles_of
from cms.core import rules
from cms.core.periods import Month, PeriodError, Quarter, Year, local_day, parse_period
from cms.website.enums import Audience
from submissions.articles.models import Submission
from submissions.duty.facts import duty
from submissions.duty.permissions import may_remind

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from cms.core.periods import Period
    from submissions.articles.models import SubmissionQuerySet

LIST_LIMIT = 200
# The word for the units that still owe an article, beside those of `Look`.
OWING = "silent"
# Boards of other centuries were mistyped, and the ends of time have no neighbours.
YEARS = range(1900, 2200)


@require_safe
def month_board(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/bang-thang/?thang=YYYY-MM``: the board of a month, the current one by default."""
    require_board(request)
    now = timezone.now()
    month = month_of(request, default=Month.of(now))
    return TemplateResponse(
        request,
        "issues/desk/board.html",
        {
            "board": boards.board(month, now=now, counts=_counts(request)),
            "is_current": month == Month.of(now),
            "may_compose": may_compose(request.user),
            "may_remind": may_remind(request.user),
            "fact_names": fact_names(),
            "page_title": _("Month %(month)s") % {"month": f"{month.month:02}/{month.year}"},
            **_around(request, month),
        },
    )


@require_safe
def board_of_period(request: HttpRequest, period: str) -> HttpResponse:
    """``/quan-tri/bang-thang/ky/<period>/``: a quarter, half a year or a year; a month has its own board."""
    require_board(request)
    wanted = _parsed(period)
    if wanted is None:
        return redirect("issues_board")
    if isinstance(wanted, Month):
        return redirect(f"{reverse('issues_board')}?thang={wanted}")
    found = period_board(wanted, now=timezone.now(), counts=_counts(request))
    return TemplateResponse(
        request,
        "issues/desk/period.html",
        {
            "board": found,
            "legend": [(SIGNS[look], look) for look in Look],
            "page_title": _("Board of %(period)s") % {"period": wanted.label},
            **_around(request, wanted),
        },
    )


@require_safe
def item_list(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/bang-thang/bai/``: the submissions behind a number.

    ``ky`` (any period) or ``thang``, ``don-vi``, ``viec`` (a fact), ``chu-de`` and ``doi-tuong`` narrow it.
    """
    require_board(request)
    period, query = _period(request), request.GET
    user: Any = request.user
    counted = _behind(period, query)
    total = counted.count()
    found = counted.filter(pk__in=Submission.objects.visible_to(user).values("pk")).select_related("page", "unit")
    shown = list(found.order_by("first_submitted_at", "pk")[:LIST_LIMIT])
    return TemplateResponse(
        request,
        "issues/desk/items.html",
        {
            "period": period,
            "items": shown,
            "kept_back": total - found.count(),
            "more": max(0, total - LIST_LIMIT),
            "narrowed": _narrowed(query),
            "fact_name": _names().get(str(query.get("viec")), _("Articles of the period")),
            "page_title": _("Articles"),
            "back": _board_address(period),
        },
    )


@require_safe
def issue_list(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/bang-thang/so/``: the issues behind a number; ``ky`` and ``trang-thai`` narrow it."""
    require_board(request)
    period, word = _period(request), request.GET.get("trang-thai", "")
    names = {"published": _("Published"), "scheduled": _("Approved or scheduled"), "in_work": _("In work")}
    return TemplateResponse(
        request,
        "issues/desk/issue_list.html",
        {
            "period": period,
            "issues": issues_in(period, word=word if word in STATES_BY_WORD else "")[:LIST_LIMIT],
            "state_name": names.get(word, _("All issues")),
            "page_title": _("Bulletins"),
            "back": _board_address(period),
        },
    )


@require_safe
def unit_list(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/bang-thang/don-vi/?thang=YYYY-MM&tinh-trang=missed``: the units behind a number of the heat table.

    ``silent`` names those that still owe an article, as the board's reminder counts them.
    """
    require_board(request)
    month, word = month_of(request, default=Month.of(timezone.now())), request.GET.get("tinh-trang", "")
    look = Look(word) if word in Look.values else None
    owing = {row.unit.pk for row in duty(month) if row.owes} if word == OWING else None
    found = heat_map(month, now=timezone.now())
    return TemplateResponse(
        request,
        "issues/desk/unit_list.html",
        {
            "month": month,
            "rows": [
                (row.unit, row.cells[0])
                for row in found.rows
                if look in {None, row.cells[0].look} and (owing is None or row.unit.pk in owing)
            ],
            "look": _("Still owe an article") if word == OWING else look.label if look else "",
            "page_title": _("Units of %(month)s") % {"month": month.label},
            "back": _board_address(month),
        },
    )


@require_POST
def compose_ready(request: HttpRequest) -> HttpResponse:
    """Makes the next issue of a month out of the ready articles that wait longest, and opens it to be looked through."""
    now = timezone.now()
    month, today = month_of(request, default=Month.of(now)), local_day(now)
    user: Any = request.user
    size = rules.number("bulletin.articles_per_issue", on=month.first_day)
    try:
        with transaction.atomic():
            issue = actions.create_issue(
                actor=user, period=month.first_day, issue_date=today if month.contains(today) else month.last_day
            )
            chosen = list(boards.choosable(issue).values_list("page_id", flat=True)[:size])
            if chosen:
                actions.compose(issue_id=issue.pk, actor=user, article_ids=chosen)
    except IssueRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('issues_board')}?thang={month}")
    words = ngettext(
        "The issue holds the %(count)d article that waited longest. Look it through, then put it before the board.",
        "The issue holds the %(count)d articles that waited longest. Look it through, then put it before the board.",
        len(chosen),
    )
    messages.success(request, words % {"count": len(chosen)})
    return redirect("issues_issue", issue.pk)


def fact_names() -> dict[str, str]:
    """The five facts in words."""
    return {
        "submitted": _("Submitted"),
        "on_time": _("On time"),
        "accepted": _("Accepted"),
        "published": _("Published"),
        "confirmed": _("On the province's site"),
    }


def require_board(request: HttpRequest) -> None:
    """Raises PermissionDenied for whoever does not look at the whole month."""
    if not may_see_board(request.user):
        raise PermissionDenied


def month_of(request: HttpRequest, *, default: Month) -> Month:
    """The month that a request names with ``thang``; anything odd is the default."""
    found = _parsed(request.GET.get("thang") or request.POST.get("thang") or "")
    return found if isinstance(found, Month) else default


def _names() -> dict[str, str]:
    return {
        **fact_names(),
        "spare": _("Ready, in no issue"),
        "in_review": _("Before the editors"),
        "settled": _("Approved or scheduled"),
        "out": _("Published in the period"),
        "scheduled": _("Scheduled in the period"),
        "coming": _("On their way"),
    }


def _behind(period: Period, query: QueryDict) -> SubmissionQuerySet:
    """The submissions that a number counts, before anybody's walls."""
    fact, topic, audience = query.get("viec", ""), query.get("chu-de"), query.get("doi-tuong")
    if topic is not None or audience is not None:
        return articles_of(period, topic=topic, audience=audience, on_the_way=fact == "coming")
    lists = {
        "spare": boards.spare_articles,
        "in_review": boards.waiting_for_decision,
        "settled": boards.settled,
        "out": lambda: boards.published_in(period),
        "scheduled": lambda: boards.scheduled_in(period),
    }
    if fact in lists:
        return lists[fact]()
    return boards.items(period, unit=query.get("don-vi", ""), fact=fact)


def _narrowed(query: QueryDict) -> list[str]:
    """In words what a list was narrowed by."""
    labels = {str(value): str(label) for value, label in Audience.choices}
    found = [query.get("don-vi", ""), query.get("chu-de", "")]
    if "doi-tuong" in query:
        found.append(labels.get(str(query["doi-tuong"]), _("without audience")))
    return [text for text in found if text]


def _period(request: HttpRequest) -> Period:
    """The period that a request names with ``ky`` or ``thang``; anything odd is the current month."""
    return _parsed(request.GET.get("ky", "")) or month_of(request, default=Month.of(timezone.now()))


def _parsed(text: str) -> Period | None:
    """The period of a text; None for what names none."""
    try:
        found = parse_period(text)
    except PeriodError:
        return None
    return found if found.months[0].year in YEARS else None


def _counts(request: HttpRequest) -> str:
    way = request.GET.get("dem", "")
    return way if way in WAYS else ""


def _board_address(period: Period) -> str:
    if isinstance(period, Month):
        return f"{reverse('issues_board')}?thang={period}"
    return reverse("issues_period", args=[period])


def _around(request: HttpRequest, period: Period) -> dict[str, Any]:
    """What every board has around it: the neighbours, the wider periods, the way to count, and who may plan a piece."""
    last = period.months[-1]
    quarter, year = Quarter(last.year, (last.month + 2) // 3), Year(last.year)
    steps = len(period.months)
    rule = counted_by(period.months[0])
    plans = [address for plan in hooks.get_hooks("plan_a_piece") if (address := plan(request.user))]
    return {
        "earlier": _board_address(_shifted(period, -steps)),
        "later": _board_address(_shifted(period, steps)),
        "here": _board_address(period),
        "scopes": [
            (_("Month"), _board_address(last), isinstance(period, Month)),
            (_("Quarter"), _board_address(quarter), isinstance(period, Quarter)),
            (_("Year"), _board_address(year), isinstance(period, Year)),
        ],
        "counted_by_rule": rule,
        "counts": _counts(request) or rule,
        "plan_address": plans[0] if plans else "",
    }


def _shifted(period: Period, months: int) -> Period:
    """The period of the same kind so many months later."""
    return type(period).of(period.months[0].shift(months).first_day)

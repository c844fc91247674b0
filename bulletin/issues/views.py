"""The desk's screens of a month: its board, the lists behind its numbers, and where a new issue begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from bulletin.issues import actions
from bulletin.issues import board as boards
from bulletin.issues.errors import IssueRefused
from bulletin.issues.permissions import may_compose, may_see_board
from cms.core.periods import Month, PeriodError, local_day
from submissions.articles.models import Submission
from submissions.duty.permissions import may_remind

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LIST_LIMIT = 200


@require_safe
def month_board(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/bang-thang/?thang=YYYY-MM``: the board of a month, the current one by default."""
    _require_board(request)
    now = timezone.now()
    month = _month(request, default=Month.of(now))
    return TemplateResponse(
        request,
        "issues/desk/board.html",
        {
            "board": boards.board(month, now=now),
            "is_current": month == Month.of(now),
            "may_compose": may_compose(request.user),
            "may_remind": may_remind(request.user),
            "fact_names": _fact_names(),
            "page_title": _("Month %(month)s") % {"month": f"{month.month:02}/{month.year}"},
        },
    )


@require_safe
def item_list(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/bang-thang/bai/``: the submissions behind a number; ``thang``, ``don-vi``, ``viec`` narrow it."""
    _require_board(request)
    month = _month(request, default=Month.of(timezone.now()))
    unit, fact = request.GET.get("don-vi", ""), request.GET.get("viec", "")
    if fact == "spare":
        found = boards.spare_articles().select_related("page", "unit").order_by("accepted_at", "pk")
    elif fact == "in_review":
        found = boards.waiting_for_decision()
    else:
        found = boards.items(month, unit=unit, fact=fact)
    user: Any = request.user
    counted, found = found.count(), found.filter(pk__in=Submission.objects.visible_to(user).values("pk"))
    names = {**_fact_names(), "spare": _("Ready, in no issue"), "in_review": _("Before the editors")}
    return TemplateResponse(
        request,
        "issues/desk/items.html",
        {
            "month": month,
            "items": found[:LIST_LIMIT],
            "kept_back": counted - found.count(),
            "unit": unit,
            "fact_name": names.get(fact, _("Articles of the month")),
            "page_title": _("Articles"),
        },
    )


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Makes the next issue of a month and opens its composition, with what would fill it well first on the left."""
    month = _month(request, default=Month.of(timezone.now()))
    today = local_day(timezone.now())
    try:
        issue = actions.create_issue(
            actor=request.user,  # type: ignore[arg-type]  # only people of ours reach the admin
            period=month.first_day,
            issue_date=today if month.contains(today) else month.last_day,
        )
    except IssueRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("issues_board")
    return redirect("issues_issue", issue.pk)


def _fact_names() -> dict[str, str]:
    return {
        "submitted": _("Submitted"),
        "on_time": _("On time"),
        "accepted": _("Accepted"),
        "published": _("Published"),
        "confirmed": _("On the province's site"),
    }


def _require_board(request: HttpRequest) -> None:
    if not may_see_board(request.user):
        raise PermissionDenied


def _month(request: HttpRequest, *, default: Month) -> Month:
    text = request.GET.get("thang") or request.POST.get("thang") or ""
    try:
        return Month.parse(text) if text else default
    except PeriodError:
        return default

"""The calendar's screens: month and agenda, a planned piece, moving something, and one's own address.

What a person must not know of answers 404.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from bulletin.calendar import actions, feeds
from bulletin.calendar.entries import entries
from bulletin.calendar.enums import EntryKind
from bulletin.calendar.errors import CalendarRefused, PieceChanged
from bulletin.calendar.forms import LinkForm, MoveForm, PieceForm
from bulletin.calendar.ics import calendar_of
from bulletin.calendar.models import CalendarFeed, PlannedPiece
from bulletin.calendar.month import days, shown_days, weeks
from bulletin.calendar.permissions import (
    is_officer,
    may_move_issue,
    may_plan,
    may_see_calendar,
    sees_all,
    visible_pieces,
)
from bulletin.issues.enums import OUT
from bulletin.issues.errors import IssueRefused
from bulletin.issues.models import Issue
from cms.core.periods import Month, PeriodError, local_day
from cms.website.enums import Audience
from cms.website.models import Topic
from submissions.articles.models import Submission
from submissions.units.models import Unit

if TYPE_CHECKING:
    from django.http import HttpRequest

CONFLICT, UNPROCESSABLE = 409, 422


@require_safe
def month_view(request: HttpRequest) -> HttpResponse:
    """``lich/?thang=YYYY-MM``: the month as a table; ``xem=ds`` as a list; ``loai`` and ``don-vi`` narrow it."""
    user = _reader(request)
    now = timezone.now()
    month = _month(request)
    as_list = request.GET.get("xem") == "ds"
    first, last = (month.first_day, month.last_day) if as_list else shown_days(month)
    kinds = frozenset(kind for kind in request.GET.getlist("loai") if kind in EntryKind.values)
    unit = request.GET.get("don-vi", "")[:20]
    found = entries(user, first=first, last=last, unit=unit, kinds=kinds)
    today = local_day(now)
    kept = {"don-vi": unit, "loai": sorted(kinds), "xem": "ds" if as_list else ""}
    return TemplateResponse(
        request,
        "calendar/agenda.html" if as_list else "calendar/month.html",
        {
            "month": month,
            "weeks": [] if as_list else weeks(month, found, today=today),
            "days": sorted(days(found).items()) if as_list else [],
            "undated": [entry for entry in found if entry.month_only and month.contains(entry.day)],
            "today": today,
            "kinds": [(kind, kind in kinds) for kind in EntryKind],
            "units": Unit.objects.order_by("name") if sees_all(user) else [],
            "unit": unit,
            "may_plan": may_plan(user),
            "as_list": as_list,
            "earlier": _address(month.shift(-1), kept),
            "later": _address(month.shift(1), kept),
            "as_month": _address(month, {**kept, "xem": ""}),
            "as_agenda": _address(month, {**kept, "xem": "ds"}),
            "page_title": _("Calendar of %(month)s") % {"month": month.label},
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_piece(request: HttpRequest) -> HttpResponse:
    """``lich/bai/moi/``: plans a piece; ``chu-de``, ``doi-tuong`` and ``ngay`` fill in what the asker knows."""
    user = _planner(request)
    form = PieceForm(request.POST or None, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        try:
            piece = actions.plan_piece(actor=user, plan=form.plan())
        except CalendarRefused as refusal:
            return _piece_page(request, form=form, problem=str(refusal), status=CONFLICT)
        messages.success(request, _("The piece is planned."))
        return redirect(_address(piece.month, {}))
    return _piece_page(request, form=form, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def piece_view(request: HttpRequest, piece_id: int) -> HttpResponse:
    """``lich/bai/<id>/``: a planned piece; planners change it here, its unit reads it."""
    user = _reader(request)
    piece = _piece(user, piece_id)
    if request.method != "POST":
        return _piece_page(request, piece=piece, form=PieceForm(piece=piece) if may_plan(user) else None)
    if not may_plan(user):
        raise Http404
    form = PieceForm(request.POST, piece=piece)
    if not form.is_valid():
        return _piece_page(request, piece=piece, form=form, status=UNPROCESSABLE)
    try:
        piece = actions.change_piece(
            piece_id=piece.pk, actor=user, plan=form.plan(), version=form.cleaned_data["version"] or 0
        )
    except CalendarRefused as refusal:
        return _piece_page(request, piece=piece, form=form, problem=str(refusal), status=CONFLICT)
    messages.success(request, _("The piece is saved."))
    return redirect(_address(piece.month, {}))


@require_POST
def link_piece(request: HttpRequest, piece_id: int) -> HttpResponse:
    """``lich/bai/<id>/bai-nop/``: says which article was handed in for a piece."""
    user = _planner(request)
    piece = _piece(user, piece_id)
    form = LinkForm(request.POST, piece=piece, user=user)
    if not form.is_valid():
        return _piece_page(request, piece=piece, form=PieceForm(piece=piece), link=form, status=UNPROCESSABLE)
    article = form.cleaned_data["article"]
    try:
        actions.link_article(
            piece_id=piece.pk,
            actor=user,
            submission_id=article.pk if article else None,
            version=form.cleaned_data["version"],
        )
    except CalendarRefused as refusal:
        return _piece_page(request, piece=piece, form=PieceForm(piece=piece), problem=str(refusal), status=CONFLICT)
    messages.success(request, _("The link is saved."))
    return redirect("calendar_piece", piece.pk)


@require_POST
def drop_piece(request: HttpRequest, piece_id: int) -> HttpResponse:
    """``lich/bai/<id>/bo/``: takes a piece out of the calendar."""
    user = _planner(request)
    piece = _piece(user, piece_id)
    try:
        actions.drop_piece(piece_id=piece.pk, actor=user, version=_version(request))
    except CalendarRefused as refusal:
        return _piece_page(request, piece=piece, form=PieceForm(piece=piece), problem=str(refusal), status=CONFLICT)
    messages.success(request, _("“%(title)s” is no longer planned.") % {"title": piece.working_title})
    return redirect(_address(piece.month, {}))


@require_http_methods(["GET", "HEAD", "POST"])
def move_piece(request: HttpRequest, piece_id: int) -> HttpResponse:
    """``lich/bai/<id>/doi-ngay/``: puts a piece on another day, from the form or from a drag."""
    user = _planner(request)
    piece = _piece(user, piece_id)
    form = MoveForm(request.POST or None, initial={"day": piece.day, "version": piece.version})
    problem = ""
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        try:
            actions.move_piece(piece_id=piece.pk, actor=user, day=day, version=form.cleaned_data["version"] or 0)
        except PieceChanged as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Moved to %(day)s.") % {"day": f"{day:%d/%m/%Y}"})
            return redirect(_address(Month.of(day), {}))
    return _move_page(request, form=form, title=piece.working_title, problem=problem)


@require_http_methods(["GET", "HEAD", "POST"])
def move_issue(request: HttpRequest, issue_id: int) -> HttpResponse:
    """``lich/so/<id>/doi-ngay/``: sets an issue's time to the same hour of another day."""
    user = _reader(request)
    issue = get_object_or_404(Issue.objects.select_related("page__latest_revision"), pk=issue_id)
    if not may_move_issue(user=user, issue=issue) or issue.scheduled_at is None:
        raise Http404
    form = MoveForm(request.POST or None, initial={"day": local_day(issue.scheduled_at)})
    problem = ""
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        try:
            actions.move_issue(issue_id=issue.pk, actor=user, day=day)
        except (CalendarRefused, IssueRefused) as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Moved to %(day)s.") % {"day": f"{day:%d/%m/%Y}"})
            return redirect(_address(Month.of(day), {}))
    return _move_page(request, form=form, title=issue.page.title, problem=problem)


@require_safe
def issue_for_readers(request: HttpRequest, issue_id: int) -> HttpResponse:
    """``lich/so/<id>/``: leads to an issue that is out, on the readers' side."""
    _reader(request)
    issue = get_object_or_404(Issue.objects.select_related("page"), pk=issue_id, state__in=OUT)
    return redirect(issue.page.get_url(request) or "/")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def subscribe(request: HttpRequest) -> HttpResponse:
    """``lich/dia-chi/``: one's own secret address: made, made anew, taken back. It is shown once."""
    user = _reader(request)
    address = ""
    if request.method == "POST":
        if "revoke" in request.POST:
            feeds.revoke(user=user)
            messages.success(request, _("The address is taken back. Calendars that used it get nothing any more."))
            return redirect("calendar_subscribe")
        address = urljoin(settings.WAGTAILADMIN_BASE_URL, reverse("calendar_feed", args=[feeds.make_token(user=user)]))
    feed = CalendarFeed.objects.select_related("user").filter(user=user).first()
    return TemplateResponse(
        request,
        "calendar/subscribe.html",
        {
            "address": address,
            "feed": feed,
            "is_valid": feed is not None and feeds.is_valid(feed),
            "sees": _what_is_seen(user),
            "page_title": _("The calendar on your phone"),
        },
    )


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """``/lich/<token>.ics``: a person's calendar, for whoever has the address; anything else is 404."""
    user = feeds.reader_of(token)
    if user is None:
        raise Http404
    return HttpResponse(
        calendar_of(user),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": 'inline; filename="lich-bien-tap.ics"',
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex, nofollow",
        },
    )


def _piece_page(
    request: HttpRequest,
    *,
    piece: PlannedPiece | None = None,
    form: PieceForm | None = None,
    link: LinkForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    user: Any = request.user
    article = piece.article if piece and piece.article_id else None
    readable = article is not None and Submission.objects.visible_to(user).filter(pk=article.pk).exists()
    if piece is not None and link is None and may_plan(user):
        link = LinkForm(piece=piece, user=user)
    return TemplateResponse(
        request,
        "calendar/piece.html",
        {
            "piece": piece,
            "form": form,
            "link": link,
            "article": article if readable else None,
            "problem": problem,
            "back": _address(piece.month if piece else Month.of(timezone.now()), {}),
            "page_title": _("Planned piece") if piece else _("Plan a piece"),
        },
        status=status,
    )


def _move_page(request: HttpRequest, *, form: MoveForm, title: str, problem: str) -> HttpResponse:
    status = CONFLICT if problem else UNPROCESSABLE if form.is_bound else 200
    context = {"form": form, "title": title, "problem": problem, "page_title": _("Move to another day")}
    return TemplateResponse(request, "calendar/move.html", context, status=status)


def _what_is_seen(user: Any) -> str:
    if sees_all(user):
        return _("It holds all that you see here: cut-offs, due times, planned pieces, issues, reports and holidays.")
    if is_officer(user):
        return _("It holds what you see here: issues, reports and holidays.")
    return _("It holds what you see here: your unit's dates and planned pieces, issues that are out, and holidays.")


def _known(request: HttpRequest) -> dict[str, Any]:
    """What the address says about a piece that shall be planned; anything odd is left out."""
    known: dict[str, Any] = {"month": Month.of(timezone.now()).label}
    topic = Topic.objects.filter(code=request.GET.get("chu-de", "")[:8]).first()
    if topic is not None:
        known["topic"] = topic.pk
    if request.GET.get("doi-tuong") in Audience.values:
        known["audience"] = request.GET["doi-tuong"]
    if request.GET.get("ngay"):
        known |= {"day": request.GET["ngay"][:10], "month": ""}
    return known


def _reader(request: HttpRequest) -> Any:
    if not may_see_calendar(request.user):
        raise Http404
    return request.user


def _planner(request: HttpRequest) -> Any:
    if not may_plan(request.user):
        raise Http404
    return request.user


def _piece(user: Any, piece_id: int) -> PlannedPiece:
    pieces = visible_pieces(user).select_related("topic", "unit", "person", "article__page", "changed_by")
    return get_object_or_404(pieces, pk=piece_id)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _month(request: HttpRequest) -> Month:
    try:
        month = Month.parse(request.GET["thang"]) if request.GET.get("thang") else Month.of(timezone.now())
    except PeriodError:
        return Month.of(timezone.now())
    # The table shows days of the neighbouring months too, so it stops before the ends of time.
    return month if 1900 < month.year < 2200 else Month.of(timezone.now())


def _address(month: Month, kept: dict[str, Any]) -> str:
    given = {name: value for name, value in kept.items() if value}
    return f"{reverse('calendar_month')}?{urlencode({'thang': str(month), **given}, doseq=True)}"

"""The desk's screens of the bulletin by mail: editions, the mails behind each number, and the subscribers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from bulletin.issues.models import Issue
from bulletin.newsletter import actions, desk, subscriber_actions
from bulletin.newsletter.errors import NewsletterRefused
from bulletin.newsletter.forms import ReasonForm
from bulletin.newsletter.letter import letter_of
from bulletin.newsletter.models import Dispatch, Edition
from bulletin.newsletter.permissions import may_manage
from bulletin.newsletter.states import Standing, State
from bulletin.pdf.permissions import may_preview

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/thu-ban-tin/``: editions with their counts, and how many people there are."""
    return _overview(request)


@require_safe
def edition_page(request: HttpRequest, issue_id: int) -> HttpResponse:
    """``/quan-tri/thu-ban-tin/so/<issue>/``: an edition's mails; ``tinh-trang`` narrows them, ``sau`` goes on."""
    return _edition(request, issue_id)


@require_safe
def subscriber_list(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/thu-ban-tin/nguoi-nhan/``: the subscribers; ``tinh-trang`` narrows them, ``sau`` goes on."""
    _require(request)
    standing = request.GET.get("tinh-trang", "")
    standing = standing if standing in Standing.values else ""
    return TemplateResponse(
        request,
        "newsletter/desk/subscribers.html",
        {
            "standings": desk.standings(),
            "standing": standing,
            "found": desk.subscribers(standing=standing, after=_after(request)),
            "page_title": _("Subscribers"),
        },
    )


@require_POST
def act_on_edition(request: HttpRequest, issue_id: int, verb: str) -> HttpResponse:
    """Sends an edition that is held, or stops one. A refusal answers in place."""
    _require(request)
    user: Any = request.user
    edition = get_object_or_404(Edition, issue_id=issue_id)
    try:
        match verb:
            case "gui":
                actions.release(edition_id=edition.pk, actor=user)
                messages.success(request, _("The edition is on its way."))
            case "dung":
                form = ReasonForm(request.POST)
                form.is_valid()
                actions.stop(edition_id=edition.pk, actor=user, reason=form.cleaned_data.get("reason", ""))
                messages.success(request, _("The edition is stopped. What had left has left."))
            case _:
                raise Http404
    except NewsletterRefused as refusal:
        return _edition(request, issue_id, problem=str(refusal), status=HTTPStatus.CONFLICT)
    return redirect("issues_letter", issue_id)


@require_POST
def act_on_mail(request: HttpRequest, row_id: int) -> HttpResponse:
    """Has a mail of unknown outcome sent once more."""
    _require(request)
    user: Any = request.user
    row = get_object_or_404(Dispatch.objects.select_related("edition"), pk=row_id)
    try:
        actions.send_again(dispatch_id=row.pk, actor=user)
    except NewsletterRefused as refusal:
        return _edition(request, row.edition.issue_id, problem=str(refusal), status=HTTPStatus.CONFLICT)
    messages.success(request, _("The mail is sent once more."))
    return redirect("issues_letter", row.edition.issue_id)


@require_POST
def end_subscriber(request: HttpRequest, row_id: int) -> HttpResponse:
    """Unsubscribes somebody who asked for it by other means."""
    _require(request)
    user: Any = request.user
    if subscriber_actions.end_for(subscriber_id=row_id, actor=user):
        messages.success(request, _("The address gets no further mail."))
    return redirect("issues_letter_readers")


@require_safe
def preview(request: HttpRequest, issue_id: int) -> HttpResponse:
    """``/quan-tri/thu-ban-tin/so/<issue>/xem/``: the letter of an issue as it would leave now."""
    user: Any = request.user
    issue = get_object_or_404(Issue.objects.select_related("page"), pk=issue_id)
    if not may_preview(user=user, issue=issue):
        raise PermissionDenied
    answer = HttpResponse(letter_of(issue, own_link=False, planned=not issue.page.live).html)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _overview(request: HttpRequest) -> HttpResponse:
    _require(request)
    return TemplateResponse(
        request,
        "newsletter/desk/overview.html",
        {
            "lines": desk.edition_lines(),
            "standings": desk.standings(),
            "page_title": _("The bulletin by mail"),
        },
    )


def _edition(request: HttpRequest, issue_id: int, *, problem: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
    _require(request)
    line = desk.edition_line(issue_id)
    if line is None:
        raise Http404
    state = request.GET.get("tinh-trang", "")
    state = state if state in State.values else ""
    found = desk.mails(line.edition, state=state, after=_after(request))
    for row in found.rows:
        row.edition = line.edition
    return TemplateResponse(
        request,
        "newsletter/desk/edition.html",
        {
            "line": line,
            "state": state,
            "found": found,
            "rows": [(row, desk.may_send_again(row)) for row in found.rows],
            "problem": problem,
            "page_title": _("Issue %(issue)s by mail") % {"issue": line.edition},
        },
        status=status,
    )


def _after(request: HttpRequest) -> int:
    text = request.GET.get("sau", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def _require(request: HttpRequest) -> None:
    if not may_manage(request.user):
        raise PermissionDenied

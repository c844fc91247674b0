"""The PDF for readers, and the desk's screen of it: where it stands, and a preview of what is not published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from bulletin.issues.models import Issue
from bulletin.pdf import actions, serving
from bulletin.pdf.enums import UNDER_WAY, Fault, Kind, State
from bulletin.pdf.models import IssuePdf
from bulletin.pdf.paper import material_of
from bulletin.pdf.permissions import may_preview

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


@require_safe
def issue_pdf(request: HttpRequest, year: int, number: int) -> HttpResponseBase:
    """``/ban-tin/2026/46.pdf``."""
    return serving.public_answer(request, year=year, number=number)


@require_safe
def desk_page(request: HttpRequest, issue_id: int) -> HttpResponse:
    """``/quan-tri/so-ban-tin-pdf/<issue>/``: the PDF that readers get, or before publication a preview of it."""
    issue = _issue(request, issue_id)
    kind = _kind(issue)
    row = IssuePdf.objects.filter(issue=issue, kind=kind).first()
    return TemplateResponse(
        request,
        "pdf/desk.html",
        {
            "issue": issue,
            "pdf": row,
            "is_public": kind == Kind.PUBLIC,
            "is_ready": row is not None and row.state == State.READY,
            "is_under_way": row is not None and row.state in UNDER_WAY,
            "lacks_library": row is not None and row.fault == Fault.NO_LIBRARY,
            "has_changed": kind == Kind.PREVIEW and row is not None and row.material != material_of(issue),
            "page_title": _("PDF of issue %(issue)s") % {"issue": issue},
        },
    )


@require_POST
def make(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Asks for the PDF (anew); the worker makes it."""
    issue = _issue(request, issue_id)
    actions.want(issue_id=issue.pk, kind=_kind(issue))
    messages.success(request, _("The PDF is being made. It takes a few seconds."))
    return redirect("issues_pdf", issue.pk)


@require_safe
def preview_file(request: HttpRequest, issue_id: int) -> HttpResponseBase:
    """The file of the preview, or of the public PDF once there is one."""
    issue = _issue(request, issue_id)
    row = IssuePdf.objects.filter(issue=issue, kind=_kind(issue), state=State.READY).first()
    if row is None:
        raise Http404("There is no file yet.")
    return serving.file_answer(request, row, cache="private, no-store")


def _kind(issue: Issue) -> Kind:
    return Kind.PUBLIC if issue.page.live else Kind.PREVIEW


def _issue(request: HttpRequest, issue_id: int) -> Issue:
    user: Any = request.user
    issue = get_object_or_404(Issue.objects.select_related("page"), pk=issue_id)
    if not may_preview(user=user, issue=issue):
        raise PermissionDenied
    return issue

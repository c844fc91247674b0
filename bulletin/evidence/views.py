"""The screen of an article's proof files: ask for one, see where it stands, take it away."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from bulletin.evidence import actions
from bulletin.evidence.enums import UNDER_WAY, State
from bulletin.evidence.models import ProofFile
from bulletin.evidence.permissions import may_have_proof
from bulletin.pdf.enums import Fault
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

logger = logging.getLogger(__name__)
FILES_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def proof_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """``/quan-tri/ho-so-minh-chung/<article>/``: its files; a POST asks for a new one."""
    submission, user = _submission(request, page_id)
    if request.method == "POST":
        actions.want(submission=submission, actor=user)
        messages.success(request, _("The proof file is being made. It takes a few seconds."))
        return redirect("evidence_article", page_id)
    rows = list(ProofFile.objects.filter(story_id=page_id).select_related("asked_by")[:FILES_SHOWN])
    context = {
        "submission": submission,
        "article_title": submission.page.title,
        "files": rows,
        "is_under_way": any(row.state in UNDER_WAY for row in rows),
        "lacks_library": any(row.fault == Fault.NO_LIBRARY for row in rows if row.state in UNDER_WAY),
        "back": reverse("moderation:submission", args=[submission.pk]),
        "page_title": _("Proof of publication"),
    }
    return TemplateResponse(request, "evidence/desk.html", context)


@require_safe
def proof_download(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """The file, for whoever may have the proof of its article."""
    row = ProofFile.objects.filter(pk=file_id, state=State.READY).first()
    if row is None:
        raise Http404
    _submission_of, user = _submission(request, row.story_id)
    try:
        answer = FileResponse(row.file.open("rb"), content_type="application/pdf")
    except FileNotFoundError as error:
        raise Http404 from error
    answer["Content-Disposition"] = f'attachment; filename="ho-so-minh-chung-{row.pk}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    logger.info("Proof file %s was taken by person %s", row.pk, user.pk)
    return answer


def _submission(request: HttpRequest, page_id: int) -> tuple[Submission, Any]:
    """The article of a proof; whoever may not have it learns nothing of it (404)."""
    user: Any = request.user
    found = Submission.objects.select_related("page", "unit").filter(page_id=page_id).first()
    if found is None or not may_have_proof(user=user, submission=found):
        raise Http404
    return found, user

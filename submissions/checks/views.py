"""The checks of a saved article, as a piece of HTML for the editor's side panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from submissions.articles.models import Submission
from submissions.articles.permissions import may_see
from submissions.checks.panel import panel_context

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_safe
def panel(request: HttpRequest, page_id: int) -> HttpResponse:
    """``/quan-tri/kiem-tra/<page id>/``: the latest revision's findings and where the article stands.

    For who may see the article; for everybody else it does not exist (404).
    """
    submission = get_object_or_404(
        Submission.objects.select_related("page", "claimed_by", "last_edited_by"), page_id=page_id
    )
    user: Any = request.user
    if not may_see(user=user, submission=submission):
        raise Http404
    page = submission.page.get_latest_revision_as_object()
    return render(request, "checks/parts/panel.html", panel_context(page=page, submission=submission, user=user))

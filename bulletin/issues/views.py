"""Where a new issue begins. Its composition is in `composer_views`, the boards are in `board_views`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from bulletin.issues import actions
from bulletin.issues.board_views import month_of
from bulletin.issues.errors import IssueRefused
from cms.core.periods import Month, local_day

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Makes the next issue of a month and opens its composition, with what would fill it well first on the left."""
    month = month_of(request, default=Month.of(timezone.now()))
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

"""The officer's list of differences: what another site shows that is not what was confirmed."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from bulletin.forwarding.actors import Actor
from bulletin.forwarding.admission import require_look
from bulletin.forwarding.errors import ActionError, NotAllowed, NotFound
from bulletin.forwarding.models import Drift
from bulletin.forwarding.permissions import may_operate
from bulletin.forwarding.proof import drift_actions
from bulletin.forwarding.proof.records import DriftState
from cms.core.keyset import by_number

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

REPAIR, DISMISS = "gui-lai", "chap-nhan"
PAGE_SIZE = 50


@require_safe
def drift_page(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/chuyen-tinh/sai-khac/``: the open ones; ``xong`` shows those that were closed."""
    return _list(request)


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, drift_id: int, verb: str) -> HttpResponse:
    """Send again, or accept. A refusal answers in place with the reason that was typed."""
    require_look(request)
    if verb not in {REPAIR, DISMISS}:
        raise Http404
    if request.method != "POST":
        return redirect("forwarding_drift")
    user: Any = request.user
    reason = request.POST.get("reason", "").replace("\x00", "")
    act = drift_actions.repair if verb == REPAIR else drift_actions.dismiss
    try:
        act(drift_id=drift_id, reason=reason, actor=Actor.person(user))
    except NotFound:
        raise Http404 from None
    except ActionError as error:
        status = HTTPStatus.FORBIDDEN if isinstance(error, NotAllowed) else HTTPStatus.CONFLICT
        return _list(request, tried=(drift_id, verb, reason), error=str(error), status=status)
    messages.success(
        request, _("It is in the queue again.") if verb == REPAIR else _("What is shown there is accepted as it is.")
    )
    return redirect("forwarding_drift")


def _list(
    request: HttpRequest, *, tried: tuple[int, str, str] | None = None, error: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    require_look(request)
    user: Any = request.user
    is_done = "xong" in request.GET
    rows = Drift.objects.select_related("delivery__destination", "closed_by").defer(
        "delivery__body", "delivery__destination__secrets_sealed"
    )
    rows = rows.exclude(state=DriftState.OPEN) if is_done else rows.filter(state=DriftState.OPEN)
    context = {
        "found": by_number(rows, after=request.GET.get("truoc", ""), size=PAGE_SIZE),
        "is_done": is_done,
        "may_operate": may_operate(user),
        "error": error,
        "tried_id": tried[0] if tried else None,
        "tried_verb": tried[1] if tried else "",
        "typed": tried[2] if tried else "",
        "page_title": _("Differences at other sites"),
    }
    return TemplateResponse(request, "forwarding/desk/drift.html", context, status=status)

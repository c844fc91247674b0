"""One proposal for a destination: what would change, who proposed it, and the second person's decision."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from bulletin.forwarding.admission import require_look
from bulletin.forwarding.destinations import proposals
from bulletin.forwarding.destinations.forms import DecisionForm
from bulletin.forwarding.destinations.models import Change, DestinationProposal
from bulletin.forwarding.destinations.proposal_words import changes_in_words, consequence
from bulletin.forwarding.destinations.proposals import Decision, closed_reason
from bulletin.forwarding.destinations.views import what_stays
from bulletin.forwarding.errors import ActionError, NotAllowed, NotFound
from bulletin.forwarding.permissions import may_administer, may_decide

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

LABELS: Mapping[Decision, tuple[StrOrPromise, str]] = {
    Decision.APPROVE: (gettext_lazy("Approve"), "check"),
    Decision.REJECT: (gettext_lazy("Reject"), "cross"),
    Decision.WITHDRAW: (gettext_lazy("Withdraw the proposal"), "undo"),
}
DONE: Mapping[Decision, StrOrPromise] = {
    Decision.APPROVE: gettext_lazy("Approved and carried out. Whoever proposed it is told."),
    Decision.REJECT: gettext_lazy("Rejected. Whoever proposed it is told why; nothing has changed."),
    Decision.WITHDRAW: gettext_lazy("Withdrawn. Nothing has changed."),
}


@require_safe
def proposal_page(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """``/quan-tri/chuyen-tinh/de-xuat/<id>/``: one proposal, for everybody who may look at destinations."""
    return _page(request, proposal_id)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, proposal_id: int, decision: str) -> HttpResponse:
    """Approve, reject or withdraw. A refusal answers in place with the reason that was typed (400, 403 or 409)."""
    require_look(request)
    if decision not in set(Decision):
        raise Http404
    if request.method != "POST":
        return redirect("forwarding_proposal", proposal_id)
    user: Any = request.user
    wanted, form = Decision(decision), DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, proposal_id, form=form, status=HTTPStatus.BAD_REQUEST)
    reason = form.cleaned_data["reason"]
    try:
        match wanted:
            case Decision.APPROVE:
                proposals.approve(proposal_id=proposal_id, actor=user, reason=reason)
            case Decision.REJECT:
                proposals.reject(proposal_id=proposal_id, actor=user, reason=reason)
            case Decision.WITHDRAW:
                proposals.withdraw(proposal_id=proposal_id, actor=user, reason=reason)
    except NotFound:
        raise Http404 from None
    except ActionError as error:
        status = HTTPStatus.FORBIDDEN if isinstance(error, NotAllowed) else HTTPStatus.CONFLICT
        return _page(request, proposal_id, form=form, error=str(error), status=status)
    messages.success(request, str(DONE[wanted]))
    return redirect("forwarding_proposal", proposal_id)


def _page(
    request: HttpRequest,
    proposal_id: int,
    *,
    form: DecisionForm | None = None,
    error: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    require_look(request)
    user: Any = request.user
    rows = DestinationProposal.objects.select_related("destination", "proposed_by", "decided_by")
    proposal = rows.defer("destination__secrets_sealed").filter(pk=proposal_id).first()
    if proposal is None:
        raise Http404
    involved = may_administer(user) or may_decide(user) or proposal.proposed_by_id == user.pk
    closed = {each: closed_reason(decision=each, proposal=proposal, user=user) for each in Decision}
    context: dict[str, Any] = {
        "proposal": proposal,
        "rows": changes_in_words(proposal),
        "consequence": consequence(proposal),
        "verbs": [(each.value, *LABELS[each]) for each in Decision if not closed[each]],
        "closed": closed[Decision.APPROVE] if proposal.is_open and involved else "",
        "form": form or DecisionForm(),
        "error": error,
        "page_title": f"{proposal.get_change_display()}: {proposal.name}",
        "back_title": _("Destinations"),
    }
    if proposal.is_open and proposal.change == Change.RETIRE and proposal.destination is not None:
        context |= what_stays(proposal.destination)
    return TemplateResponse(request, "forwarding/desk/proposal.html", context, status=status)

"""The screen of a destination's policy: the administrator changes it, who sees deliveries reads it and its record."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from bulletin.forwarding.actors import Actor
from bulletin.forwarding.admission import require_look
from bulletin.forwarding.errors import ActionError, NotAllowed
from bulletin.forwarding.models import Destination
from bulletin.forwarding.permissions import may_administer
from bulletin.forwarding.policy import actions as policy_actions
from bulletin.forwarding.policy.forms import PolicyForm, initial_of
from bulletin.forwarding.policy.rules import Policy
from bulletin.forwarding.policy.words import differences

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CHANGES_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def policy_page(request: HttpRequest, destination_id: int) -> HttpResponse:
    """``/quan-tri/chuyen-tinh/chinh-sach/<destination>/``."""
    user = require_look(request)
    destination = Destination.objects.defer("secrets_sealed").filter(pk=destination_id).first()
    if destination is None:
        raise Http404
    if request.method != "POST":
        return _page(request, destination, form=PolicyForm(initial=initial_of(Policy.of(destination))))
    form = PolicyForm(request.POST)
    if not form.is_valid() and may_administer(user):
        return _page(request, destination, form=form, status=HTTPStatus.BAD_REQUEST)
    try:
        policy_actions.set_policy(
            destination_id=destination.pk,
            values=form.values() if form.is_valid() else {},
            reason=str(form.cleaned_data.get("reason", "")),
            actor=Actor.person(user),
        )
    except ActionError as error:
        status = HTTPStatus.FORBIDDEN if isinstance(error, NotAllowed) else HTTPStatus.CONFLICT
        return _page(request, destination, form=form, error=str(error), status=status)
    messages.success(
        request, _("The policy of %(name)s holds for what is published from now on.") % {"name": destination.name}
    )
    return redirect("forwarding_policy", destination.pk)


def _page(
    request: HttpRequest, destination: Destination, *, form: PolicyForm, error: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    user: Any = request.user
    changes = destination.policy_changes.select_related("actor")[:CHANGES_SHOWN]
    context = {
        "destination": destination,
        "form": form,
        "may_administer": may_administer(user),
        "changes": [(change, differences(change.before, change.after)) for change in changes],
        "error": error,
        "page_title": _("Policy"),
        "page_subtitle": destination.name,
    }
    return TemplateResponse(request, "forwarding/desk/policy.html", context, status=status)

"""The officer's release screen: what waits for a decision, what an embargo keeps back, what is sent by choice."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from bulletin.forwarding.actors import Actor
from bulletin.forwarding.admission import require_look, status_of
from bulletin.forwarding.desk.lists import LONGEST_QUERY
from bulletin.forwarding.errors import ActionError, NotFound
from bulletin.forwarding.permissions import may_operate
from bulletin.forwarding.policy import release, release_lists
from bulletin.forwarding.reasons import LONGEST_REASON
from cms.core.moments import MomentField

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

DECLINE, EMBARGO = "tu-choi", "han"


class DeclineForm(forms.Form):
    """Why an article does not go there."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )


class EmbargoForm(DeclineForm):
    """Until when an article is kept back; an empty moment lifts the embargo."""

    until = MomentField(label=gettext_lazy("Not before"), required=False)
    field_order = ["until", "reason"]


@require_http_methods(["GET", "HEAD", "POST"])
def release_page(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/chuyen-tinh/cho-di/``: the list; a POST with ``ids`` releases those that are ticked."""
    require_look(request)
    if request.method != "POST":
        return _list(request)
    user: Any = request.user
    ids = [key for given in request.POST.getlist("ids") if (key := _uuid(given)) is not None]
    try:
        done = release.let_go_all(delivery_ids=ids, actor=Actor.person(user))
    except ActionError as error:
        return _list(request, error=str(error), status=status_of(error))
    if not ids:
        return _list(request, error=_("Tick at least one article."), status=HTTPStatus.BAD_REQUEST)
    if done:
        words = ngettext("%(n)d article is released.", "%(n)d articles are released.", len(done))
        messages.success(request, words % {"n": len(done)})
    if left := len(set(ids)) - len(done):
        words = ngettext(
            "%(n)d was decided or replaced by a newer version in the meantime; nothing was changed there.",
            "%(n)d were decided or replaced by newer versions in the meantime; nothing was changed there.",
            left,
        )
        messages.warning(request, words % {"n": left})
    return redirect("forwarding_release")


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, delivery_id: UUID, verb: str) -> HttpResponse:
    """Decline one delivery, or set its embargo. A refusal answers in place with what was typed."""
    require_look(request)
    if verb not in {DECLINE, EMBARGO}:
        raise Http404
    if request.method != "POST":
        return redirect("forwarding_release")
    user: Any = request.user
    form = (DeclineForm if verb == DECLINE else EmbargoForm)(request.POST)
    is_valid = form.is_valid()
    if not is_valid and may_operate(user):
        error = _("Say why: the reason stays in the history.") if "reason" in form.errors else _("This is no moment.")
        return _list(request, tried=(delivery_id, verb, form), error=error, status=HTTPStatus.BAD_REQUEST)
    reason = str(form.cleaned_data.get("reason", "")) if is_valid else ""
    try:
        if verb == DECLINE:
            row = release.decline(delivery_id=delivery_id, reason=reason, actor=Actor.person(user))
            words = _("“%(title)s” does not go to %(name)s.")
        else:
            until = form.cleaned_data.get("until") if is_valid else None
            row = release.keep_until(delivery_id=delivery_id, until=until, reason=reason, actor=Actor.person(user))
            words = _("The embargo of “%(title)s” for %(name)s is set.")
    except NotFound:
        raise Http404 from None
    except ActionError as error:
        return _list(request, tried=(delivery_id, verb, form), error=str(error), status=status_of(error))
    messages.success(request, words % {"title": row.title, "name": row.destination.name})
    return redirect("forwarding_release")


@require_http_methods(["GET", "HEAD", "POST"])
def choose_page(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/chuyen-tinh/chon/?noi=1&q=…``: published articles that a destination does not get by itself."""
    require_look(request)
    if request.method != "POST":
        return _choices(request)
    user: Any = request.user
    try:
        row = release.send_by_choice(
            destination_id=_number(request.POST.get("noi")), story_id=_number(request.POST.get("bai")),
            actor=Actor.person(user),
        )  # fmt: skip
    except NotFound:
        raise Http404 from None
    except ActionError as error:
        return _choices(request, error=str(error), status=status_of(error))
    messages.success(request, _("“%(title)s” goes to %(name)s.") % {"title": row.title, "name": row.destination.name})
    return redirect(f"{reverse('forwarding_choose')}?noi={row.destination_id}")


def _list(
    request: HttpRequest,
    *,
    tried: tuple[UUID, str, forms.Form] | None = None,
    error: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    user: Any = request.user
    now = timezone.now()
    found = release_lists.held_page(after=request.GET.get("sau", ""), now=now)
    context = {
        "found": found,
        "kept_back": release_lists.kept_back(now=now),
        "may_operate": may_operate(user),
        "has_choices": bool(release_lists.choosing_destinations()),
        "error": error,
        "tried_id": tried[0] if tried else None,
        "tried_verb": tried[1] if tried else "",
        "typed": tried[2].data if tried else {},
        "page_title": _("Wait for release"),
    }
    return TemplateResponse(request, "forwarding/desk/release.html", context, status=status)


def _choices(request: HttpRequest, *, error: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
    user: Any = request.user
    places = release_lists.choosing_destinations()
    given = request.POST if request.method == "POST" else request.GET
    chosen = next((place for place in places if str(place.pk) == given.get("noi", "")), places[0] if places else None)
    query = " ".join(given.get("q", "").split())[:LONGEST_QUERY].replace("\x00", "")
    context = {
        "places": places,
        "chosen": chosen,
        "query": query,
        "stories": release_lists.choices(chosen, query=query) if chosen else [],
        "may_operate": may_operate(user),
        "error": error,
        "page_title": _("Send by choice"),
    }
    return TemplateResponse(request, "forwarding/desk/choose.html", context, status=status)


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None


def _number(given: str | None) -> int:
    """A key from a form; one that is none names nothing."""
    text = given or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0

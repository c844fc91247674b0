"""Destinations at the desk: how each is set up, its history, a test, and the changes that an administrator proposes."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from bulletin.forwarding.actors import Actor
from bulletin.forwarding.adapters import KINDS
from bulletin.forwarding.admission import require_look
from bulletin.forwarding.desk import lists
from bulletin.forwarding.desk.lists import HEALTH_ICONS, health_of
from bulletin.forwarding.destinations import probing, proposals
from bulletin.forwarding.destinations.changes import MOST_SECRETS, secret_dates, values_of
from bulletin.forwarding.destinations.forms import (
    SECRET,
    DestinationForm,
    SecretForm,
    WhyForm,
    kind_label,
    offered_kinds,
)
from bulletin.forwarding.destinations.models import Change, DestinationEvent, DestinationProposal
from bulletin.forwarding.destinations.proposal_words import EventLine, values_in_words
from bulletin.forwarding.destinations.staying import staying_at
from bulletin.forwarding.errors import ActionError, NotAllowed, NotFound
from bulletin.forwarding.models import Destination
from bulletin.forwarding.permissions import may_administer, may_operate
from cms.core.keyset import by_number
from cms.core.text import collation_key

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

EVENTS_SHOWN = 30
PROPOSALS_SHOWN = 20
CHANGES = {
    "cai-dat": Change.CHANGE,
    "khoa-moi": Change.ADD_SECRET,
    "bo-khoa-cu": Change.DROP_SECRETS,
    "ngung-dung": Change.RETIRE,
}
"""The changes of a destination that exists, by their word in the address."""


@require_safe
def destination_list(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/chuyen-tinh/noi/``: destinations in use and retired, proposals that wait and the last ones decided."""
    user = require_look(request)
    found = sorted(Destination.objects.defer("secrets_sealed"), key=lambda each: (collation_key(each.name), each.pk))
    now = timezone.now()
    rows = [(each, kind_label(each.kind), health_of(each, now=now)) for each in found]
    known = DestinationProposal.objects.select_related("destination", "proposed_by", "decided_by").defer(
        "secret_sealed", "destination__secrets_sealed"
    )
    decided = by_number(known.exclude(state="proposed"), after=request.GET.get("truoc", ""), size=PROPOSALS_SHOWN)
    context = {
        "in_use": [row for row in rows if not row[0].is_retired],
        "retired": [row for row in rows if row[0].is_retired],
        "waiting": list(known.open().order_by("pk")),
        "decided": decided.rows,
        "after": decided.after,
        "kinds": offered_kinds() if may_administer(user) else {},
        "page_title": _("Destinations"),
    }
    return TemplateResponse(request, "forwarding/desk/destinations.html", context)


@require_safe
def destination_page(request: HttpRequest, destination_id: int) -> HttpResponse:
    """``/quan-tri/chuyen-tinh/noi/<id>/``: settings without secrets, proposals, history; ``truoc`` goes back in it."""
    user = require_look(request)
    place = get_object_or_404(Destination, pk=destination_id)
    cursor = request.GET.get("truoc", "")
    events = DestinationEvent.objects.filter(destination=place).select_related("actor", "answers__actor")
    history = by_number(events, after=cursor, size=EVENTS_SHOWN)
    health = health_of(place, now=timezone.now())
    dates = [datetime.fromisoformat(each) for each in secret_dates(place)]
    closed = {
        "bo-khoa-cu": len(dates) < MOST_SECRETS,
        "khoa-moi": len(dates) >= MOST_SECRETS or not _has_secret(place),
    }
    context = {
        "place": place,
        "kind": kind_label(place.kind),
        "health": health,
        "health_icon": HEALTH_ICONS[health],
        "settings": values_in_words(values_of(place), kind=place.kind),
        "secret_dates": dates,
        "test": probing.latest_tests([place.pk]).get(place.pk),
        "lines": [EventLine(event=event) for event in history.rows],
        "after": history.after,
        "is_first": not cursor,
        "waiting": DestinationProposal.objects.open().filter(destination=place).select_related("proposed_by").first(),
        "changes": [
            (word, change.label)
            for word, change in CHANGES.items()
            if may_administer(user) and not place.is_retired and not closed.get(word)
        ],
        "may_operate": may_operate(user) and not place.is_retired,
        "page_title": place.name,
    }
    return TemplateResponse(request, "forwarding/desk/destination.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def send_test(request: HttpRequest, destination_id: int) -> HttpResponse:
    """Have the worker ask the destination a harmless question; the result appears on the screens."""
    user = require_look(request)
    if request.method == "POST":
        try:
            event = probing.ask_for_test(destination_id=destination_id, actor=Actor.person(user))
        except NotFound:
            raise Http404 from None
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        except ActionError as error:
            messages.error(request, str(error))
        else:
            words = _("%(name)s is being asked. The result appears here in a moment; nothing is published by it.")
            messages.success(request, words % {"name": event.destination.name})
    if "ve" in request.POST:
        return redirect("forwarding_overview")
    return redirect("forwarding_destination", destination_id)


@sensitive_post_parameters(SECRET)
@require_http_methods(["GET", "HEAD", "POST"])
def new_destination(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/chuyen-tinh/noi/them/?loai=``: an administrator proposes a destination of a kind."""
    _administrator(request)
    kind = request.GET.get("loai", "")
    if kind not in offered_kinds():
        raise Http404
    posted = request.method == "POST"
    form = DestinationForm(request.POST if posted else None, kind=kind, is_new=True)
    title = _("Propose a destination: %(kind)s") % {"kind": kind_label(kind)}
    if not posted or not form.is_valid():
        return _form_page(request, form, title=title, back=reverse("forwarding_destinations"))
    values = form.values() | {"kind": kind}
    return _propose(request, form, Change.ADD, title=title, back=reverse("forwarding_destinations"), values=values)


@sensitive_post_parameters(SECRET)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_change(request: HttpRequest, destination_id: int, word: str) -> HttpResponse:
    """``…/noi/<id>/de-xuat/<change>/``: an administrator proposes a change of a destination."""
    _administrator(request)
    place = get_object_or_404(Destination, pk=destination_id)
    if word not in CHANGES or place.kind not in KINDS:
        raise Http404
    change, posted = CHANGES[word], request.method == "POST"
    data = request.POST if posted else None
    form: forms.Form
    if change == Change.CHANGE:
        form = DestinationForm(data, kind=place.kind, is_new=False, initial=values_of(place))
    else:
        form = SecretForm(data) if change == Change.ADD_SECRET else WhyForm(data)
    title, back = f"{change.label}: {place.name}", reverse("forwarding_destination", args=[place.pk])
    if not posted or not form.is_valid():
        return _form_page(request, form, title=title, back=back, change=change, place=place)
    values = form.values() if isinstance(form, DestinationForm) else None
    return _propose(request, form, change, title=title, back=back, values=values, place=place)


def _propose(
    request: HttpRequest,
    form: forms.Form,
    change: Change,
    *,
    title: str,
    back: str,
    values: dict[str, Any] | None,
    place: Destination | None = None,
) -> HttpResponse:
    user: Any = request.user
    try:
        proposal = proposals.propose(
            change=change,
            actor=user,
            reason=form.cleaned_data["reason"],
            destination_id=place.pk if place is not None else None,
            values=values,
            secret=form.cleaned_data.get(SECRET, ""),
        )
    except ActionError as error:
        form.add_error(None, str(error))
        return _form_page(request, form, title=title, back=back, change=change, place=place)
    messages.success(request, _("Proposed. A second administrator or a member of the board is told, and decides."))
    return redirect("forwarding_proposal", proposal.pk)


def _form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    back: str,
    change: Change = Change.ADD,
    place: Destination | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "back_url": back, "change": change.value, "page_title": title}
    if change == Change.RETIRE and place is not None:
        context |= what_stays(place)
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return TemplateResponse(request, "forwarding/desk/destination_form.html", context, status=status)


def what_stays(place: Destination) -> dict[str, Any]:
    """For whoever proposes or decides that a destination is retired: what nobody can take down there afterwards."""
    return {
        "place": place,
        "staying": staying_at(place),
        "takedowns": lists.takedowns(now=timezone.now(), destination=place),
    }


def _has_secret(place: Destination) -> bool:
    adapter = KINDS.get(place.kind)
    return adapter is not None and bool(adapter.needs_secret or adapter.default_secret or place.secrets_sealed)


def _administrator(request: HttpRequest) -> None:
    user: Any = request.user
    if not may_administer(user):
        raise PermissionDenied

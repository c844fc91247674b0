"""The officer's screens: what was forwarded where, what needs a person, and one delivery with its whole story."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from bulletin.forwarding import actions
from bulletin.forwarding.actors import Actor
from bulletin.forwarding.admission import require_look, status_of
from bulletin.forwarding.alarms.views import open_words
from bulletin.forwarding.alarms.watchman import machine_silent_since
from bulletin.forwarding.desk import bytes_sent, causes, lists
from bulletin.forwarding.desk.article_views import other_links
from bulletin.forwarding.desk.causes import FailureCause
from bulletin.forwarding.desk.forms import (
    DELIVERY_VERBS,
    DeskVerb,
    ReasonForm,
    Refusal,
    delivery_offers,
    destination_offer,
)
from bulletin.forwarding.desk.history_lines import Line
from bulletin.forwarding.desk.lists import Shelf
from bulletin.forwarding.desk.readable import readable
from bulletin.forwarding.destinations.models import DestinationProposal
from bulletin.forwarding.destinations.probing import latest_tests
from bulletin.forwarding.errors import ActionError, NotFound
from bulletin.forwarding.models import Destination
from bulletin.forwarding.permissions import may_administer, may_operate
from bulletin.forwarding.sending.breaker import FAILURES_TO_OPEN
from bulletin.forwarding.states import State

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from bulletin.forwarding.models import Delivery

ALARMS_SHOWN = 5
FRAGMENT = "manh"
"""The parameter with which a page asks for its own live parts."""
BACK = "ve"
"""The field that says that the person wants to go on with the list."""


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/chuyen-tinh/``: destinations, what needs a person, all deliveries.

    ``muc`` (a ``Shelf``), ``noi`` (id of a destination) and ``q`` (words of the title) narrow the list, ``truoc`` is
    the cursor of its next page.
    """
    return _overview(request)


@require_safe
def delivery_page(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """``/quan-tri/chuyen-tinh/<delivery>/``: one version at one destination; ``truoc`` goes back in its history."""
    return _delivery(request, delivery_id)


@require_http_methods(["GET", "HEAD", "POST"])
def act_on_delivery(request: HttpRequest, delivery_id: UUID, verb: str) -> HttpResponse:
    """One verb on a delivery. A refusal answers in place, with the reason that was typed (400, 403 or 409)."""
    require_look(request)
    if verb not in DELIVERY_VERBS:
        raise Http404
    if request.method != "POST":  # a reload after a refusal, or the way back from signing in
        return redirect("forwarding_delivery", delivery_id)
    user: Any = request.user
    wanted, form = DeskVerb(verb), ReasonForm(request.POST)
    if not form.is_valid() and may_operate(user):
        refusal = Refusal(verb=wanted, form=form)
        return _delivery(request, delivery_id, refusal=refusal, status=HTTPStatus.BAD_REQUEST)
    act = {
        DeskVerb.RETRY: actions.retry,
        DeskVerb.REDELIVER: actions.redeliver,
        DeskVerb.CANCEL: actions.cancel,
    }[wanted]
    try:
        row = act(delivery_id=delivery_id, reason=_reason(form), actor=Actor.person(user))
    except NotFound:
        raise Http404 from None
    except ActionError as error:
        refusal = Refusal(verb=wanted, form=form, error=str(error))
        return _delivery(request, delivery_id, refusal=refusal, status=status_of(error))
    messages.success(request, _done(wanted, row))
    if BACK in request.POST:
        return redirect("forwarding_overview")
    return redirect("forwarding_delivery", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def act_on_destination(request: HttpRequest, destination_id: int, verb: str) -> HttpResponse:
    """Pause or resume a destination. A refusal answers in place, with the reason that was typed."""
    require_look(request)
    if verb not in {DeskVerb.PAUSE, DeskVerb.RESUME}:
        raise Http404
    if request.method != "POST":
        return redirect("forwarding_overview")
    user: Any = request.user
    wanted, form = DeskVerb(verb), ReasonForm(request.POST)
    if not form.is_valid() and may_operate(user):
        refusal = Refusal(verb=wanted, form=form)
        return _overview(request, tried=(destination_id, refusal), status=HTTPStatus.BAD_REQUEST)
    act = actions.pause if wanted == DeskVerb.PAUSE else actions.resume
    try:
        destination = act(destination_id=destination_id, reason=_reason(form), actor=Actor.person(user))
    except NotFound:
        raise Http404 from None
    except ActionError as error:
        refusal = Refusal(verb=wanted, form=form, error=str(error))
        return _overview(request, tried=(destination_id, refusal), status=status_of(error))
    words = _("%(name)s is paused.") if wanted == DeskVerb.PAUSE else _("%(name)s is active again.")
    messages.success(request, words % {"name": destination.name})
    return redirect("forwarding_overview")


def _overview(
    request: HttpRequest, *, tried: tuple[int, Refusal] | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    require_look(request)
    user: Any = request.user
    now = timezone.now()
    standings = lists.standings(now=now)
    wanted = request.GET.get("muc", "")
    shelf = Shelf(wanted) if wanted in Shelf.values else Shelf.ALL
    chosen = _chosen(request.GET.get("noi", ""))
    query = " ".join(request.GET.get("q", "").split())[: lists.LONGEST_QUERY].replace("\x00", "")
    cursor = request.GET.get("truoc", "")
    destinations = [chosen.pk] if chosen else list(Destination.objects.values_list("pk", flat=True))
    why = request.GET.get("vi", "")
    cause = FailureCause(why) if why in FailureCause.values else None
    found = lists.page_of(shelf, destinations=destinations, query=query, before=cursor, cause=cause, now=now)
    people, more_people = lists.for_a_person(now=now)
    alarms = open_words()
    refusals = dict([tried]) if tried else {}
    tests = latest_tests([each.destination.pk for each in standings])
    cards = [
        (
            each,
            destination_offer(destination=each.destination, user=user, refusal=refusals.get(each.destination.pk)),
            tests.get(each.destination.pk),
        )
        for each in standings
    ]
    offered = {
        offer.verb for each, offer, _test in cards if offer and each.destination.pk in refusals and not offer.closed
    }
    context = {
        "cards": cards,
        "alarms": alarms[:ALARMS_SHOWN],
        "more_alarms": len(alarms) > ALARMS_SHOWN,
        "alarm_count": len(alarms),
        "silent_since": machine_silent_since(now=now),
        "refusal": tried[1] if tried and tried[1].verb not in offered else None,
        "people": [(row, delivery_offers(delivery=row.delivery, user=user)) for row in people],
        "more_people": more_people,
        "person_count": sum(each.person for each in standings),
        "takedowns": lists.takedowns(now=now),
        "takedown_count": sum(each.takedowns for each in standings),
        "causes": causes.counts(),
        "cause": cause,
        "may_administer": may_administer(user),
        "proposals_waiting": DestinationProposal.objects.open().count(),
        "shelf": shelf,
        "tabs": [*lists.TABS, *([] if shelf in lists.TABS else [shelf])],
        "chosen": chosen,
        "several": len(standings) > 1 or (chosen is not None and chosen.is_retired),
        "query": query,
        "found": found,
        "is_first": not cursor,
        "empty": _("Nothing fails for this cause any more.") if cause else lists.EMPTY[shelf],
        "may_operate": may_operate(user),
        "back": BACK,
        "failures_to_rest": FAILURES_TO_OPEN,
        "refresh_url": _fragment_address(request) if request.method != "POST" else "",
        "page_title": _("Forwarding to the province's CCHC site"),
    }
    if FRAGMENT in request.GET and request.method != "POST":
        return TemplateResponse(request, "forwarding/desk/overview_live.html", context)
    return TemplateResponse(request, "forwarding/desk/overview.html", context, status=status)


def _chosen(key: str) -> Destination | None:
    """The destination that narrows the list; also a retired one, whose articles are shown there all the same."""
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    return Destination.objects.defer("secrets_sealed").filter(pk=key).first()


def _delivery(
    request: HttpRequest, delivery_id: UUID, *, refusal: Refusal | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    require_look(request)
    user: Any = request.user
    now = timezone.now()
    row = lists.find(delivery_id)
    if row is None:
        raise Http404
    cursor = request.GET.get("truoc", "")
    history = lists.history_of(row, before=cursor)
    offers = delivery_offers(delivery=row, user=user, refusal=refusal)
    shown = any(refusal is not None and offer.verb == refusal.verb and not offer.closed for offer in offers)
    body = bytes_sent.body_of(row)
    context = {
        "row": lists.Row(delivery=row, now=now),
        "delivery": row,
        "offers": offers,
        "refusal": None if shown else refusal,
        "lines": [Line(event=event) for event in history.rows],
        "older": history.after,
        "is_first": not cursor,
        "versions": lists.versions_of(row, now=now),
        "identity": bytes_sent.identity_of(row),
        "body": body.decode("utf-8", errors="replace"),
        "body_bytes": len(body),
        "body_sha256": hashlib.sha256(body).hexdigest(),
        "readable": readable(bytes(row.body)),
        "links": other_links(story_id=row.story_id, article_id=row.article_id, user=user),
        "public_url": row.story.full_url if row.story.live else "",
        "may_operate": may_operate(user),
        "refresh_url": _fragment_address(request) if request.method != "POST" else "",
        "page_title": row.title or str(row.article_id),
        "page_subtitle": f"v{row.version} · {row.get_action_display()}",
    }
    if FRAGMENT in request.GET and request.method != "POST":
        return TemplateResponse(request, "forwarding/desk/delivery_live.html", context)
    return TemplateResponse(request, "forwarding/desk/delivery.html", context, status=status)


def _fragment_address(request: HttpRequest) -> str:
    """The address of this very page's live parts."""
    parameters = request.GET.copy()
    parameters[FRAGMENT] = "1"
    return f"{request.path}?{parameters.urlencode()}"


def _done(verb: DeskVerb, row: Delivery) -> str:
    asked = row.state == State.UNKNOWN
    words = {
        DeskVerb.RETRY: _("“%(title)s”: the other site is asked at once.")
        if asked
        else _("“%(title)s”: the next attempt starts at once."),
        DeskVerb.REDELIVER: _("“%(title)s” (v%(version)d) is in the queue again."),
        DeskVerb.CANCEL: _("“%(title)s” (v%(version)d) will not be sent."),
    }
    return words[verb] % {"title": row.title, "version": row.version}


def _reason(form: ReasonForm) -> str:
    """What was typed, if it is a reason at all; the action refuses an empty one after asking for the right."""
    return str(form.cleaned_data.get("reason", ""))


def overview_url() -> str:
    """The address of the officer's desk."""
    return reverse("forwarding_overview")

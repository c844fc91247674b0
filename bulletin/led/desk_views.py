"""The desk's side of the screens in waiting halls. Whoever has no part in them gets 404."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from bulletin.led import actions, screen_actions
from bulletin.led.enums import MessageState, MessageVerb, ScreenState, ScreenVerb
from bulletin.led.errors import LedNotAllowed, LedRefused
from bulletin.led.forms import MessageForm, ScreenForm
from bulletin.led.models import LedEvent, LedMessage, LedScreen
from bulletin.led.permissions import may_clear, may_see, may_write, message_verbs, screen_verbs
from bulletin.led.silence import patience
from bulletin.led.slides import message_card, profile_of_house, version
from bulletin.led.views import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

CONFLICT, UNPROCESSABLE = 409, 422
SHOWN_MESSAGES, SHOWN_EVENTS = 60, 30


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """``led/``: the screens with their state, the messages, and the switch for all."""
    user = _reader(request)
    now = timezone.now()
    limit = patience(now)
    screens = list(LedScreen.objects.exclude(state=ScreenState.RETIRED).select_related("unit"))
    found = list(
        LedMessage.objects.select_related("written_by", "changed_by").prefetch_related("screens")[:SHOWN_MESSAGES]
    )
    return TemplateResponse(
        request,
        "led/overview.html",
        {
            "page_title": _("Screens in waiting halls"),
            "screens": [
                {
                    "screen": screen,
                    "is_lit": screen.last_seen_at is not None and now - screen.last_seen_at <= limit,
                    "is_stale": screen.page_version not in ("", version()),
                    "address": _absolute(request, reverse("led:screen", args=[screen.key])),
                    "verbs": [verb for verb in screen_verbs(user, screen) if verb in (ScreenVerb.CLEAR, ScreenVerb.RELEASE)],
                }
                for screen in screens
            ],
            "messages_on_screens": [
                {"message": message, "is_over": message.valid_until <= now, "is_ahead": message.valid_from > now}
                for message in found
            ],
            "events": LedEvent.objects.select_related("actor", "screen", "message")[:SHOWN_EVENTS],
            "all_cleared": screen_actions.is_cleared(),
            "general_address": _absolute(request, reverse("led:general")),
            "may_write": may_write(user),
            "may_clear": may_clear(user),
        },
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def new_message(request: HttpRequest) -> HttpResponse:
    """``led/tin/moi/``: the short form."""
    user = _writer(request)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            message = actions.write_message(actor=user, words=form.words())
        except LedRefused as refusal:
            return _message_page(request, form=form, problem=str(refusal), status=CONFLICT)
        messages.success(request, _("The message waits for somebody else to approve it."))
        return redirect("led_message", message.pk)
    return _message_page(request, form=form, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def message_view(request: HttpRequest, message_id: int) -> HttpResponse:
    """``led/tin/<id>/``: a message; its form for those who may change it, its history for all who see it."""
    user = _reader(request)
    message = _message(message_id)
    may_change = MessageVerb.CHANGE in message_verbs(user, message)
    if request.method != "POST":
        return _message_page(request, message=message, form=MessageForm(message=message) if may_change else None)
    if not may_write(user):
        raise Http404
    form = MessageForm(request.POST, message=message)
    if not form.is_valid():
        return _message_page(request, message=message, form=form, status=UNPROCESSABLE)
    try:
        actions.change_message(
            message_id=message.pk, actor=user, words=form.words(), version=form.cleaned_data["version"] or 0
        )
    except LedRefused as refusal:
        return _message_page(request, message=message, form=form, problem=str(refusal), status=CONFLICT)
    messages.success(request, _("The message waits for somebody else to approve it."))
    return redirect("led_message", message.pk)


@require_POST
def act_on_message(request: HttpRequest, message_id: int, verb: str) -> HttpResponse:
    """``led/tin/<id>/<verb>/``: approves, returns or withdraws."""
    user = _reader(request)
    message = _message(message_id)
    asked: dict[str, Any] = {"message_id": message.pk, "actor": user, "version": _version(request)}
    reason = request.POST.get("reason", "")
    acts: dict[str, Callable[[], LedMessage]] = {
        MessageVerb.APPROVE: lambda: actions.approve_message(**asked),
        MessageVerb.RETURN: lambda: actions.return_message(**asked, reason=reason),
        MessageVerb.WITHDRAW: lambda: actions.withdraw_message(**asked, reason=reason),
    }
    if verb not in acts:
        raise Http404
    try:
        acts[verb]()
    except LedRefused as refusal:
        return _message_page(request, message=_message(message_id), problem=str(refusal), status=CONFLICT)
    messages.success(request, _("Done. Screens that are online follow within a minute."))
    return redirect("led_overview")


@require_safe
def preview(request: HttpRequest, message_id: int) -> HttpResponse:
    """``led/tin/<id>/xem/``: the message as a screen shows it."""
    _reader(request)
    profile = profile_of_house()
    shown = {"version": version(), "name": profile.department, "bulletin": profile.bulletin_name}
    return page(shown, card=message_card(_message(message_id)), addresses=None)


@require_http_methods(["GET", "HEAD", "POST"])
def new_screen(request: HttpRequest) -> HttpResponse:
    """``led/man-hinh/moi/``: one more screen."""
    user = _writer(request)
    form = ScreenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = {name: form.cleaned_data[name] for name in ("name", "place", "unit")}
            screen = screen_actions.add_screen(actor=user, **given)
        except LedRefused as refusal:
            return _screen_page(request, form=form, problem=str(refusal), status=CONFLICT)
        messages.success(request, _("The screen is added. Open its address on the device."))
        return redirect("led_screen", screen.pk)
    return _screen_page(request, form=form, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def screen_view(request: HttpRequest, screen_id: int) -> HttpResponse:
    """``led/man-hinh/<id>/``: a screen, its address, what may be done with it, its history."""
    user = _reader(request)
    screen = get_object_or_404(LedScreen.objects.select_related("unit"), pk=screen_id)
    if request.method != "POST":
        may_change = ScreenVerb.DESCRIBE in screen_verbs(user, screen)
        return _screen_page(request, screen=screen, form=ScreenForm(screen=screen) if may_change else None)
    if not may_write(user):
        raise Http404
    form = ScreenForm(request.POST, screen=screen)
    if not form.is_valid():
        return _screen_page(request, screen=screen, form=form, status=UNPROCESSABLE)
    try:
        given = {name: form.cleaned_data[name] for name in ("name", "place", "unit")}
        screen_actions.describe_screen(
            screen_id=screen.pk, actor=user, version=form.cleaned_data["version"] or 0, **given
        )
    except LedRefused as refusal:
        return _screen_page(request, screen=screen, form=form, problem=str(refusal), status=CONFLICT)
    messages.success(request, _("The screen is saved."))
    return redirect("led_screen", screen.pk)


@require_POST
def act_on_screen(request: HttpRequest, screen_id: int, verb: str) -> HttpResponse:
    """``led/man-hinh/<id>/<verb>/``: clears, releases, makes a new address, takes down."""
    user = _reader(request)
    screen = get_object_or_404(LedScreen, pk=screen_id)
    if verb not in (ScreenVerb.CLEAR, ScreenVerb.RELEASE, ScreenVerb.NEW_KEY, ScreenVerb.RETIRE):
        raise Http404
    try:
        screen_actions.act_on_screen(
            screen_id=screen.pk,
            actor=user,
            verb=ScreenVerb(verb),
            version=_version(request),
            reason=request.POST.get("reason", ""),
        )
    except LedNotAllowed:
        raise Http404 from None
    except LedRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done. Screens that are online follow within a minute."))
    return redirect("led_overview")


@require_POST
def act_on_all(request: HttpRequest, verb: str) -> HttpResponse:
    """``led/tat-ca/<verb>/``: clears or releases all screens."""
    user = _reader(request)
    acts = {"clear": screen_actions.clear_all, "release": screen_actions.release_all}
    if verb not in acts:
        raise Http404
    try:
        acts[verb](actor=user, reason=request.POST.get("reason", ""))
    except LedRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done. Screens that are online follow within a minute."))
    return redirect("led_overview")


def _message_page(
    request: HttpRequest,
    *,
    message: LedMessage | None = None,
    form: MessageForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    user: Any = request.user
    context = {
        "page_title": _("Message on the screens") if message else _("New message for the screens"),
        "message": message,
        "form": form,
        "problem": problem,
        "verbs": message_verbs(user, message) if message else [],
        "waits_for_another": bool(
            message and message.state == MessageState.WAITING and message.is_written_by(user)
        ),
        "events": message.events.select_related("actor", "screen")[:SHOWN_EVENTS] if message else [],
    }  # fmt: skip
    return TemplateResponse(request, "led/message.html", context, status=status)


def _screen_page(
    request: HttpRequest,
    *,
    screen: LedScreen | None = None,
    form: ScreenForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    user: Any = request.user
    context = {
        "page_title": _("Screen in a waiting hall") if screen else _("New screen"),
        "screen": screen,
        "form": form,
        "problem": problem,
        "verbs": screen_verbs(user, screen) if screen else [],
        "address": _absolute(request, reverse("led:screen", args=[screen.key])) if screen else "",
        "events": screen.events.select_related("actor", "screen")[:SHOWN_EVENTS] if screen else [],
    }
    return TemplateResponse(request, "led/screen.html", context, status=status)


def _message(message_id: int) -> LedMessage:
    found = LedMessage.objects.select_related("written_by", "changed_by", "approved_by").prefetch_related("screens")
    return get_object_or_404(found, pk=message_id)


def _reader(request: HttpRequest) -> Any:
    if not may_see(request.user):
        raise Http404
    return request.user


def _writer(request: HttpRequest) -> Any:
    if not may_write(request.user):
        raise Http404
    return request.user


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _absolute(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path)

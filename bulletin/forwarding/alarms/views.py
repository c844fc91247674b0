"""The list of alarms at the officer's desk, and taking note of one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from bulletin.forwarding.actors import Actor
from bulletin.forwarding.admission import require_look
from bulletin.forwarding.alarms import raising
from bulletin.forwarding.alarms.models import Alarm
from bulletin.forwarding.alarms.watchman import machine_silent_since
from bulletin.forwarding.alarms.words import Words
from bulletin.forwarding.errors import ActionError, NotAllowed, NotFound
from bulletin.forwarding.permissions import may_operate
from cms.core.keyset import by_number

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 30
OPEN_SHOWN = 200
LONGEST_NOTE = 300


class NoteForm(forms.Form):
    """What the person wants to leave with the alarm; may stay empty."""

    note = forms.CharField(
        label=gettext_lazy("Note (what you are doing about it)"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.TextInput(),
    )


@require_safe
def alarm_list(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/chuyen-tinh/bao-dong/``: open alarms, then those that have ended; ``truoc`` pages through these."""
    return _list(request)


@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """Take note of one alarm. A refusal answers in place with what was typed (400, 403 or 409)."""
    require_look(request)
    if request.method != "POST":
        return redirect("forwarding_alarms")
    user: Any = request.user
    form = NoteForm(request.POST)
    if not form.is_valid() and may_operate(user):
        return _list(request, tried=(alarm_id, form, ""), status=HTTPStatus.BAD_REQUEST)
    try:
        raising.acknowledge(alarm_id=alarm_id, actor=Actor.person(user), note=form.cleaned_data.get("note", ""))
    except NotFound:
        raise Http404 from None
    except ActionError as error:
        status = HTTPStatus.FORBIDDEN if isinstance(error, NotAllowed) else HTTPStatus.CONFLICT
        return _list(request, tried=(alarm_id, form, str(error)), status=status)
    messages.success(request, _("Noted. The alarm stays here until its cause is gone; the next mail comes in a day."))
    return redirect(reverse("forwarding_alarms") + f"#bao-dong-{alarm_id}")


def open_words() -> list[Words]:
    """The open alarms, the oldest first."""
    rows = _with_people(Alarm.objects.open()).order_by("first_seen_at", "pk")[:OPEN_SHOWN]
    return [Words(alarm=alarm) for alarm in rows]


def _with_people(rows: QuerySet[Alarm]) -> QuerySet[Alarm]:
    return rows.select_related("destination", "acknowledged_by").defer("destination__secrets_sealed")


def _list(
    request: HttpRequest, *, tried: tuple[int, NoteForm, str] | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    require_look(request)
    user: Any = request.user
    now = timezone.now()
    ended = by_number(
        _with_people(Alarm.objects.filter(resolved_at__isnull=False)).prefetch_related("events__actor"),
        after=request.GET.get("truoc", ""),
        size=PAGE_SIZE,
    )
    context = {
        "open": [_with_form(words, tried) for words in open_words()],
        "ended": [Words(alarm=alarm) for alarm in ended.rows],
        "after": ended.after,
        "is_first": not request.GET.get("truoc"),
        "refused": tried[2] if tried else "",
        "may_operate": may_operate(user),
        "silent_since": machine_silent_since(now=now),
        "page_title": _("Alarms of forwarding"),
    }
    return TemplateResponse(request, "forwarding/desk/alarms.html", context, status=status)


def _with_form(words: Words, tried: tuple[int, NoteForm, str] | None) -> tuple[Words, NoteForm, bool]:
    """An alarm with its form, and whether that form was just refused."""
    ids = f"alarm-{words.alarm.pk}-%s"
    if tried is not None and tried[0] == words.alarm.pk:
        tried[1].auto_id = ids
        return words, tried[1], True
    return words, NoteForm(auto_id=ids), False

"""Sending many articles again: choose, see the number and the list, say why."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from bulletin.forwarding import actions
from bulletin.forwarding.actors import Actor
from bulletin.forwarding.admission import require_look
from bulletin.forwarding.desk import lists
from bulletin.forwarding.desk.replays import AT_ONCE, Scope, replay, replayable
from bulletin.forwarding.errors import ActionError, NotAllowed
from bulletin.forwarding.models import Destination
from bulletin.forwarding.permissions import may_operate
from bulletin.forwarding.reasons import LONGEST_REASON
from cms.core.moments import MomentField

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LIST_SHOWN = 50
OLDEST = timedelta(days=366)


class Which(models.TextChoices):
    """What is to be sent again; the value stands in the address."""

    FAILED = "khong-duoc", gettext_lazy("What was refused or given up since then")
    ALL = "tat-ca", gettext_lazy("Everything since then, also what has arrived")


class ScopeForm(forms.Form):
    """Which articles: asked for by GET, so that the list has an address."""

    which = forms.ChoiceField(
        label=gettext_lazy("What"), choices=Which.choices, widget=forms.RadioSelect, initial=Which.FAILED
    )
    since = MomentField(label=gettext_lazy("Since"))
    place = forms.ModelChoiceField(
        label=gettext_lazy("Destination"),
        queryset=Destination.objects.none(),
        required=False,
        empty_label=gettext_lazy("All destinations"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Destination.objects.in_use().defer("secrets_sealed")  # type: ignore[attr-defined]

    def clean_since(self) -> datetime:
        """Not before a year ago and not in the future: both are slips."""
        since: datetime = self.cleaned_data["since"]
        now = timezone.now()
        if since > now:
            raise forms.ValidationError(_("This moment has not come yet."))
        if since < now - OLDEST:
            raise forms.ValidationError(_("At most a year back."))
        return since

    def scope(self) -> Scope:
        """What was chosen."""
        place = self.cleaned_data["place"]
        return Scope(
            since=self.cleaned_data["since"],
            failed_only=self.cleaned_data["which"] == Which.FAILED,
            destination_id=place.pk if place else None,
        )


class ReplayForm(forms.Form):
    """The number that was seen, and why."""

    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why: the reason stays in the history.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def replay_many(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/chuyen-tinh/gui-lai/?which=&since=&place=``: the count and the list; POST sends, with a reason."""
    user = require_look(request)
    asked = "which" in request.GET
    scope_form = ScopeForm(request.GET if asked else None, initial={"since": _midnight()})
    if not asked or not scope_form.is_valid():
        status = HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
        return _page(request, scope_form, status=status)
    if request.method != "POST":
        return _page(request, scope_form, form=ReplayForm())
    form = ReplayForm(request.POST)
    if not form.is_valid() and may_operate(user):
        return _page(request, scope_form, form=form, status=HTTPStatus.BAD_REQUEST)
    try:
        done = replay(
            scope=scope_form.scope(),
            expected=form.cleaned_data.get("expected", -1),
            reason=form.cleaned_data.get("reason", ""),
            actor=Actor.person(user),
            send_again=actions.redeliver_all,
        )
    except ActionError as error:
        status = HTTPStatus.FORBIDDEN if isinstance(error, NotAllowed) else HTTPStatus.CONFLICT
        return _page(request, scope_form, form=form, error=str(error), status=status)
    words = ngettext(
        "%(number)d article is in the queue again.", "%(number)d articles are in the queue again.", len(done)
    )
    messages.success(request, words % {"number": len(done)})
    return redirect("forwarding_overview")


def _page(
    request: HttpRequest,
    scope_form: ScopeForm,
    *,
    form: ReplayForm | None = None,
    error: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    user: Any = request.user
    now = timezone.now()
    context: dict[str, Any] = {
        "scope_form": scope_form,
        "form": form,
        "error": error,
        "may_operate": may_operate(user),
        "at_once": AT_ONCE,
        "page_title": _("Send many articles again"),
    }
    if form is not None:
        found = replayable(scope_form.scope())
        number = found.count()
        rows = [lists.Row(delivery=row, now=now) for row in lists.with_current(found)[:LIST_SHOWN]]
        context |= {"number": number, "rows": rows, "left_off": max(number - len(rows), 0)}
    return TemplateResponse(request, "forwarding/desk/replay.html", context, status=status)


def _midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)

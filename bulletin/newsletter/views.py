"""The reader's side of the bulletin by mail: asking, confirming, ending, and the letter in the browser.

No link changes anything by being opened: programs that look through mails open all of them. A button does.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from bulletin.issues.models import IssuePage
from bulletin.newsletter import subscriber_actions
from bulletin.newsletter.errors import LinkClosed, TooMany
from bulletin.newsletter.forms import AskForm
from bulletin.newsletter.letter import letter_of
from bulletin.newsletter.models import Subscriber
from bulletin.newsletter.states import Standing
from bulletin.newsletter.visitors import asks_too_often
from cms.core import rules
from cms.core.callers import is_from_here
from cms.website.views import withdrawn

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest


# No token, for that needs a cookie, and readers get none: nobody signs in here, and what another site's page sends is
# refused by what the browser says of it.
@csrf_exempt
@never_cache
@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """``/nhan-ban-tin/``: the form. The answer is the same whether the address is known or not."""
    if request.method != "POST":
        return _form(request, AskForm())
    if not is_from_here(request):
        raise PermissionDenied
    form = AskForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    limit = rules.number("newsletter.asks_an_hour_a_visitor", on=timezone.localdate())
    if asks_too_often(request, limit=limit):
        form.add_error(None, _("You have asked very often. Please try again in an hour."))
        return _form(request, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    if not form.is_by_a_machine:
        try:
            subscriber_actions.ask(email=form.cleaned_data["email"])
        except TooMany as refusal:
            form.add_error(None, str(refusal))
            return _form(request, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    return redirect("newsletter:asked")


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """``/nhan-ban-tin/da-gui/``: what happens next, for everybody."""
    return TemplateResponse(request, "newsletter/asked.html", {})


# The token in the address is what lets somebody confirm; a cookie would add nothing to it.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a confirmation: a page with a button, which works once."""
    try:
        if request.method == "POST":
            subscriber_actions.confirm(token=token)
            return TemplateResponse(request, "newsletter/confirmed.html", {})
        subscriber_actions.pending(token=token)
    except LinkClosed as closed:
        return TemplateResponse(
            request, "newsletter/link_closed.html", {"closed": str(closed)}, status=HTTPStatus.GONE
        )
    return TemplateResponse(request, "newsletter/confirm.html", {})


# Mail programs post here by themselves (RFC 8058) and bring no cookie; the key in the address is what lets them.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """The link to unsubscribe: a page with a button, or the button of the mail program. A key that is not known has
    ended, as far as anybody can see."""
    if request.method == "POST":
        subscriber_actions.end(key=key)
        return TemplateResponse(request, "newsletter/ended.html", {})
    known = Subscriber.objects.filter(key=key).exclude(standing=Standing.ENDED).exists()
    return TemplateResponse(request, "newsletter/end.html" if known else "newsletter/ended.html", {})


@require_safe
def letter(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """``/ban-tin/2026/46/thu/``: the letter as everybody may see it, drawn from what is public now."""
    page = IssuePage.objects.select_related("issue").filter(year=year, number=number).first()
    if page is None:
        raise Http404("No such issue.")
    if not page.live:
        # Raises Http404 where the issue was never public.
        return withdrawn(request, page)
    answer = HttpResponse(letter_of(page.issue, own_link=False).html)
    answer["X-Robots-Tag"] = "noindex"
    answer["Cache-Control"] = "no-cache"
    return answer


def _form(request: HttpRequest, form: AskForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    return TemplateResponse(request, "newsletter/ask.html", {"form": form}, status=status)

"""Catches a form of the desk whose session has ended before the sign-in page swallows it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cms.accounts import kept_forms

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

REDIRECTS = range(300, 400)
# Answers that show no form again: the article is gone, or its unit is closed to the person now.
WITHOUT_FORM = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


class KeptFormMiddleware:
    """Stands after the authentication and the messages, and so after the check of the form's token (CSRF)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or not hasattr(request, "kept_form_again"):
            return response
        if response.status_code in WITHOUT_FORM or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            keep_typed(request)
        # A page that takes a form leads on; one that refuses it shows it again, and the row stays.
        elif request.kept_form_again is not None and response.status_code in REDIRECTS:
            user: Any = request.user
            kept_forms.note_sent(user=user, key=request.kept_form_again)
        return response

    @cached_property
    def _admin(self) -> str:
        return reverse("wagtailadmin_home")

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Keeps the form of somebody who is not signed in any more; notes one that is sent again."""
        # The method and the path first: to ask who somebody is would mark a reader's page as one that differs by cookie.
        if request.method != "POST" or not request.path.startswith(self._admin):
            return None
        if request.user.is_authenticated:
            request.kept_form_again = _key(request.POST.get(kept_forms.AGAIN, ""))  # type: ignore[attr-defined]
            return None
        if kept_forms.keep(request) is None:
            return None
        messages.warning(
            request, _("Your session had ended. Nothing is lost: sign in, and what you typed is there to be sent.")
        )
        return HttpResponseRedirect(kept_forms.sign_in_address())


def keep_typed(request: HttpRequest) -> None:
    """Keeps what somebody who is signed in typed for a page that takes it no longer, and says so on the next page."""
    if kept_forms.keep(request) is None:
        return
    link = format_html('<a href="{}">{}</a>', reverse("kept_forms"), _("Look at it"))
    messages.warning(request, format_html("{} {}", _("What you typed was not saved, but it is kept for you."), link))


def _key(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None

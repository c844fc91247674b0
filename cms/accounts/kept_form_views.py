"""The screen of forms that were kept, and the answer to a form with the token of an earlier session."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts import kept_forms

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import KeptForm, User


@dataclass(frozen=True)
class Kept:
    """One form on the screen: its row, and the words in it that somebody typed."""

    row: KeptForm

    @property
    def words(self) -> list[str]:
        """The values that people read, in their order; numbers of rows and the like are none."""
        return [value for _name, value in self.row.fields if " " in value.strip() or "\n" in value.strip()]


@method_decorator(never_cache, name="dispatch")
class KeptFormsView(WagtailAdminTemplateMixin, TemplateView):
    """``/quan-tri/giu-lai/``: what was kept for the person who is signed in; nobody else's has an address."""

    template_name = "accounts/desk/kept_forms.html"
    page_title = gettext_lazy("What you typed")
    header_icon = "history"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        kept = [Kept(row) for row in kept_forms.waiting_for(user)]
        return {**super().get_context_data(**kwargs), "kept": kept, "again": kept_forms.AGAIN}


@require_POST
def throw_away(request: HttpRequest, key: UUID) -> HttpResponse:
    """Deletes one of the person's own; what is not theirs does not exist."""
    user: Any = request.user
    if not kept_forms.throw_away(user=user, key=key):
        raise Http404
    messages.success(request, _("It was thrown away."))
    return redirect("kept_forms")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this session (``CSRF_FAILURE_VIEW``): refused, and kept if it says whose it is.

    That happens when somebody signs in anew in another tab. The signature in the form is as good a proof as the token
    that the form is our page's own; and to keep it does nothing yet.
    """
    row = kept_forms.keep(request)
    user = request.user
    if row is not None and not user.is_authenticated:
        messages.warning(
            request, _("Your session had ended. Nothing is lost: sign in, and what you typed is there to be sent.")
        )
        return HttpResponseRedirect(kept_forms.sign_in_address())
    if row is not None and user.pk == row.user_id:
        messages.warning(
            request, _("You have signed in again since you opened that form. Look at what you typed, then send it.")
        )
        return redirect("kept_forms")
    context = {"is_kept_for_other": row is not None}
    return render(request, "accounts/csrf_failed.html", context, status=HTTPStatus.FORBIDDEN)


def offer_after_sign_in(sender: Any, *, request: HttpRequest | None, user: User, **_kwargs: Any) -> None:
    """Tells somebody who has just signed in that there is something of theirs (signal `user_logged_in`)."""
    # A test client and a command sign people in without a screen.
    if request is None or not hasattr(request, "_messages"):
        return
    address = kept_forms.sign_in_address().partition("=")[2]
    if request.POST.get("next") == address or not kept_forms.waiting_for(user).exists():
        return
    link = format_html('<a href="{}">{}</a>', address, _("Look at it"))
    messages.warning(request, format_html("{} {}", _("What you typed when your session ended is kept for you."), link))

"""The screen “Notices”: what a person was told, unread first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts import actions
from cms.accounts.inbox import page_of
from cms.accounts.models import Notice

if TYPE_CHECKING:
    from django.http import HttpRequest


class NoticesView(WagtailAdminTemplateMixin, TemplateView):
    """A person's own notices; nobody else's have an address."""

    template_name = "accounts/desk/notices.html"
    page_title = _("Notices")
    header_icon = "bell"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        after = self.request.GET.get("sau", "")
        return {**super().get_context_data(**kwargs), "found": page_of(user, after=after), "is_first": not after}


@require_POST
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Marks one notice as read and goes to what it is about."""
    return redirect(_mark(request, notice_id).url)


@require_POST
def mark_read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Marks one notice as read and stays."""
    _mark(request, notice_id)
    return redirect("notices:list")


@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Marks as read what was on the screen and what is older."""
    user: Any = request.user
    up_to = request.POST.get("up_to", "")
    if not (up_to.isascii() and up_to.isdigit() and len(up_to) < 18):
        raise Http404
    count = actions.mark_all_read(user=user, up_to=int(up_to))
    messages.success(
        request,
        ngettext("%(count)d notice is marked as read.", "%(count)d notices are marked as read.", count)
        % {"count": count},
    )
    return redirect("notices:list")


def _mark(request: HttpRequest, notice_id: int) -> Notice:
    user: Any = request.user
    try:
        return actions.mark_read(user=user, notice_id=notice_id)
    except Notice.DoesNotExist:
        raise Http404 from None

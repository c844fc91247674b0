"""The screen “Sent mails”: every mail the house has promised, what became of it, and sending one again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts import mail_list
from cms.accounts.notice_kinds import kinds
from cms.accounts.roles import Role, has_role
from cms.core.mail import ResendRefused, resend
from cms.core.mail_keeping import in_words
from cms.core.models import OutgoingMail

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.accounts.models import User

MAY_LOOK = (Role.DESK, Role.ADMINISTRATOR)


def may_look(user: User) -> bool:
    """Who looks after the mails: the desk and the administrator."""
    return has_role(user, *MAY_LOOK)


class MailsMixin(WagtailAdminTemplateMixin):
    """For those who look after the mails; for everybody else there is no such screen."""

    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user: Any = request.user
        if not may_look(user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class MailsView(MailsMixin, TemplateView):
    """The list, newest first; what could not be sent stands above it."""

    template_name = "accounts/desk/mails.html"
    page_title = _("Sent mails")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.get("q", "").replace("\x00", "").strip()[:200]
        state = self.request.GET.get("trang-thai", "")
        state = state if state in OutgoingMail.State.values else ""
        after = self.request.GET.get("sau", "")
        is_front = not (query or state or after)
        return {
            **super().get_context_data(**kwargs),
            "query": query,
            "state": state,
            "states": OutgoingMail.State.choices,
            "found": mail_list.page_of(state=state, query=query, after=after),
            "failed": mail_list.newest_failed() if is_front else [],
            "is_first": not after,
        }


class MailView(MailsMixin, TemplateView):
    """One mail as it was sent, and the button that sends it again."""

    template_name = "accounts/desk/mail.html"
    page_title = _("Mail")

    @cached_property
    def mail(self) -> OutgoingMail:
        """The row."""
        rows = OutgoingMail.objects.select_related("user", "resend_of", "resent_by")
        return get_object_or_404(rows, pk=self.kwargs["mail_id"])

    def get_page_subtitle(self) -> str:
        return self.mail.subject

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": reverse("mails:list"), "label": _("Sent mails")}, {"url": "", "label": self.mail.subject}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = self.mail
        spec = kinds().get(mail.kind)
        return {
            **super().get_context_data(**kwargs),
            "mail": mail,
            "kind": spec.label if spec else mail.kind,
            "error": in_words(mail.last_error),
            "resends": mail.resends.select_related("resent_by").order_by("-pk")[:20],
            "may_resend": not mail.is_private and mail.state != OutgoingMail.State.WAITING,
        }


class ResendView(MailView):
    """``POST``: sends the mail again, as a new row."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, mail_id: int) -> HttpResponse:
        try:
            new = resend(mail_id=self.mail.pk, actor_id=int(request.user.pk or 0))
        except ResendRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("mails:mail", mail_id)
        messages.success(request, _("The mail is sent again to %(address)s.") % {"address": new.recipient})
        return redirect("mails:mail", new.pk)

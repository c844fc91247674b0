"""What the accounts add to Wagtail: notices and mails in the menu, their screens, and their rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from cms.accounts.absence_views import AbsencesView, may_arrange
from cms.accounts.inbox import MOST_COUNTED, unread_count
from cms.accounts.mail_views import may_look
from cms.accounts.seeds import RULES
from cms.accounts.urls import kept_form_patterns, mail_patterns, notice_patterns
from cms.accounts.work_lists import mail_lists
from cms.core.seeds import ensure_rules

if TYPE_CHECKING:
    from django.http import HttpRequest

hooks.register("work_lists", mail_lists, order=50)


@hooks.register("setup_site", order=5)
def ensure_rules_of_notices() -> None:
    """Quiet hours, the hour of the daily mail, and how long mails and notices are kept."""
    ensure_rules(RULES)


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    """``/quan-tri/thong-bao/``, ``/quan-tri/thu/``, ``/quan-tri/giu-lai/`` and ``/quan-tri/vang-mat/``."""
    return [
        path("thong-bao/", include(notice_patterns)),
        path("thu/", include(mail_patterns)),
        path("giu-lai/", include(kept_form_patterns)),
        path("vang-mat/", AbsencesView.as_view(), name="absences"),
    ]


class NoticesMenuItem(MenuItem):
    """The bell, with how much is unread in its label: Wagtail's menu has no badges, and a word is read out too."""

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        user: Any = request.user
        unread = unread_count(user)
        label = str(self.label)
        if unread:
            count = f"{MOST_COUNTED}+" if unread > MOST_COUNTED else str(unread)
            label = _("Notices (%(count)s new)") % {"count": count}
        return LinkMenuItem(
            self.name, label, self.url, icon_name=self.icon_name, classname=self.classname, attrs=self.attrs
        )


class MailsMenuItem(MenuItem):
    """The way to the mails, for those who look after them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For the desk and the administrator."""
        user: Any = request.user
        return may_look(user)


@hooks.register("register_admin_menu_item")
def notices_menu_item() -> MenuItem:
    """The bell."""
    return NoticesMenuItem(
        gettext_lazy("Notices"), reverse_lazy("notices:list"), name="notices", icon_name="bell", order=15
    )


@hooks.register("register_admin_menu_item")
def mails_menu_item() -> MenuItem:
    """Sent mails."""
    return MailsMenuItem(
        gettext_lazy("Sent mails"), reverse_lazy("mails:list"), name="mails", icon_name="mail", order=900
    )


class AbsencesMenuItem(MenuItem):
    """The way to the absences, for those who record them for others."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For the desk and the administrator."""
        user: Any = request.user
        return may_arrange(user)


@hooks.register("register_admin_menu_item")
def absences_menu_item() -> MenuItem:
    """Absences."""
    return AbsencesMenuItem(
        gettext_lazy("Absences"), reverse_lazy("absences"), name="absences", icon_name="user", order=905
    )


@hooks.register("register_icons")
def bell_icon(icons: list[str]) -> list[str]:
    """Wagtail has no bell."""
    return [*icons, "accounts/icons/bell.svg"]


@hooks.register("insert_global_admin_css")
def notices_css() -> str:
    """The few styles of both screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("accounts/notices.css"))

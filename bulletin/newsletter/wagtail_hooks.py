"""What the bulletin by mail adds to Wagtail, to the reader's pages and to the screen of an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from bulletin.issues import previews
from bulletin.newsletter import desk_views, pieces
from bulletin.newsletter.permissions import may_manage
from bulletin.newsletter.seeds import RULES
from cms.core.seeds import ensure_rules

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern

hooks.register("reader_pieces", pieces.reader_pieces)
hooks.register(previews.HOOK, pieces.issue_previews, order=20)


@hooks.register("setup_site", order=40)
def ensure_newsletter_rules() -> None:
    """The first values of the rules."""
    ensure_rules(RULES)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """The desk's screens."""
    return [
        path("thu-ban-tin/", desk_views.overview, name="issues_letters"),
        path("thu-ban-tin/nguoi-nhan/", desk_views.subscriber_list, name="issues_letter_readers"),
        path("thu-ban-tin/nguoi-nhan/<int:row_id>/thoi/", desk_views.end_subscriber, name="issues_letter_reader_end"),
        path("thu-ban-tin/thu/<int:row_id>/gui-lai/", desk_views.act_on_mail, name="issues_letter_send_again"),
        path("thu-ban-tin/so/<int:issue_id>/", desk_views.edition_page, name="issues_letter"),
        path("thu-ban-tin/so/<int:issue_id>/xem/", desk_views.preview, name="issues_letter_preview"),
        path("thu-ban-tin/so/<int:issue_id>/<slug:verb>/", desk_views.act_on_edition, name="issues_letter_act"),
    ]


class NewsletterMenuItem(MenuItem):
    """The way to the editions, for those who steer them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """The desk and the administrator."""
        return may_manage(request.user)


@hooks.register("register_admin_menu_item")
def newsletter_menu_item() -> MenuItem:
    """The bulletin by mail in the menu."""
    return NewsletterMenuItem(
        _("The bulletin by mail"), reverse_lazy("issues_letters"), name="newsletter", icon_name="mail", order=24
    )


@hooks.register("insert_global_admin_css")
def newsletter_css() -> Any:
    """The little that the desk's own styles don't have."""
    return format_html('<link rel="stylesheet" href="{}">', static("newsletter/desk.css"))

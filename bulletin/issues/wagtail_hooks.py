"""What the issues add to Wagtail and to the reader's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from bulletin.issues import board_views, composer_views, views
from bulletin.issues.actions import ensure_issue_index
from bulletin.issues.permissions import may_see_board
from bulletin.issues.pieces import edge_addresses, issue_of, reader_pieces
from bulletin.issues.seeds import RULES
from bulletin.issues.work_lists import issue_lists
from cms.accounts.roles import Role, house_roles
from cms.core.seeds import ensure_rules
from cms.website.models import HomePage

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern

    from cms.accounts.models import User

hooks.register("reader_pieces", reader_pieces)
hooks.register("edge_addresses", edge_addresses)
hooks.register("story_gathered_by", issue_of)
hooks.register("work_lists", issue_lists, order=30)


@hooks.register("setup_site", order=40)
def ensure_issues() -> None:
    """The rules of the bulletin and ``/ban-tin/``."""
    ensure_rules(RULES)
    ensure_issue_index(home=HomePage.objects.get())


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """The desk's screens."""
    return [
        path("bang-thang/", board_views.month_board, name="issues_board"),
        path("bang-thang/ky/<str:period>/", board_views.board_of_period, name="issues_period"),
        path("bang-thang/bai/", board_views.item_list, name="issues_items"),
        path("bang-thang/so/", board_views.issue_list, name="issues_list"),
        path("bang-thang/don-vi/", board_views.unit_list, name="issues_units"),
        path("bang-thang/ghep/", board_views.compose_ready, name="issues_compose_ready"),
        path("so-ban-tin/moi/", views.create, name="issues_create"),
        path("so-ban-tin/<int:issue_id>/", composer_views.issue_page, name="issues_issue"),
        path("so-ban-tin/<int:issue_id>/xem-truoc/", composer_views.preview, name="issues_preview"),
        path("so-ban-tin/<int:issue_id>/<slug:verb>/", composer_views.act, name="issues_act"),
    ]


class BoardMenuItem(MenuItem):
    """The board, for those who look at the whole month."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Not for units."""
        return may_see_board(request.user)


@hooks.register("register_admin_menu_item")
def board_menu_item() -> MenuItem:
    """The board in the menu."""
    return BoardMenuItem(_("Board of the month"), reverse("issues_board"), icon_name="calendar-alt", order=20)


@hooks.register("register_desk_landing", order=15)
def board_landing(user: User) -> str | None:
    """The desk, the board and the administrator begin with the month."""
    begins_here = {Role.DESK, Role.BOARD, Role.ADMINISTRATOR}
    return reverse("issues_board") if house_roles(user) & begins_here else None


@hooks.register("insert_global_admin_css")
def board_css() -> Any:
    """The little that Wagtail's own components don't have."""
    return format_html('<link rel="stylesheet" href="{}">', static("issues/board.css"))

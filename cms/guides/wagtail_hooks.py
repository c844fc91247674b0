"""What the guides add to Wagtail: the help menu, and their screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from cms.accounts.roles import Role, has_role
from cms.guides.places import PLACES

if TYPE_CHECKING:
    from django.http import HttpRequest

# Wagtail's own entries lead to pages in English on the internet, about a product whose name most readers never met.
FOR_TECHNICIANS = ("whats-new-in-wagtail", "editor-guide")


def link_for(request: HttpRequest) -> str | None:
    """Where a screen's link to its guide points, or None where the guides say nothing about it. The place itself is
    looked up when somebody follows the link."""
    match = request.resolver_match
    if match is None or match.view_name not in PLACES:
        return None
    return f"{reverse('guides:index')}?tu={match.view_name}"


@hooks.register("register_admin_urls")
def guide_urls() -> list[Any]:
    """``/quan-tri/huong-dan/``."""
    return [path("huong-dan/", include("cms.guides.urls"))]


class PlaceMenuItem(MenuItem):
    """The way from a screen to what the guides say about it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Where they say something."""
        return link_for(request) is not None

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        return LinkMenuItem(
            self.name,
            self.label,
            link_for(request) or self.url,
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )


@hooks.register("register_help_menu_item")
def place_menu_item() -> MenuItem:
    """“Guide to this screen”."""
    return PlaceMenuItem(
        _("Guide to this screen"), reverse_lazy("guides:index"), name="guide-place", icon_name="help", order=10
    )


@hooks.register("register_help_menu_item")
def guides_menu_item() -> MenuItem:
    """“Guides”."""
    return MenuItem(_("Guides"), reverse_lazy("guides:index"), name="guides", icon_name="list-ul", order=20)


@hooks.register("construct_help_menu")
def hide_the_technicians_entries(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Release notes and Wagtail's own manual are for the administrator."""
    if not has_role(request.user, Role.ADMINISTRATOR):
        menu_items[:] = [item for item in menu_items if not item.name.startswith(FOR_TECHNICIANS)]


@hooks.register("insert_global_admin_css")
def guides_css() -> str:
    """The styles of the guides and of their link in the header."""
    return format_html('<link rel="stylesheet" href="{}">', static("guides/guides.css"))

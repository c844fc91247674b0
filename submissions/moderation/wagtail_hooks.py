"""What moderation adds to Wagtail: its screens, its verbs in the editor, and the rows that `setup_site` makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group, Permission
from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Collection, GroupCollectionPermission

from cms.accounts.roles import NEWSROOM, Role, has_role
from cms.accounts.work import lists_of
from cms.core.seeds import ensure_rules
from submissions.articles.models import ArticlePage
from submissions.moderation import action_menu, editor, notice_kinds
from submissions.moderation.english_lists import english_lists
from submissions.moderation.reasons import ensure_reasons
from submissions.moderation.seeds import RULES
from submissions.moderation.viewsets import ReturnReasonViewSet
from submissions.moderation.workflow import ensure_workflow
from submissions.moderation.worklist import newsroom_lists
from submissions.units.actions import COLLECTION_PERMISSIONS
from submissions.units.models import UnitsPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from wagtail.models import Page

    from cms.accounts.models import User

# Menu entries of the admin that are the administrator's alone.
ADMINISTRATORS_ONLY = frozenset({"settings", "snippets", "forms"})

hooks.register("construct_page_action_menu", action_menu.offer_desk_actions)
hooks.register("before_create_page", editor.refuse_foreign_verbs_on_create)
hooks.register("before_edit_page", editor.refuse_foreign_verbs)
hooks.register("before_edit_page", editor.say_where_it_stands, order=10)
hooks.register("after_create_page", editor.carry_out_desk_verb)
hooks.register("after_edit_page", editor.carry_out_desk_verb)
hooks.register("register_notice_kinds", lambda: notice_kinds.KINDS)
hooks.register("work_lists", newsroom_lists, order=20)
hooks.register("work_lists", english_lists, order=25)


class WorkMenuItem(MenuItem):
    """An entry for everybody for whom something can wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person has any list; asks the database nothing of its own."""
        user: Any = request.user
        return bool(lists_of(user))


@hooks.register("setup_site", order=30)
def ensure_review() -> None:
    """The rules, the one workflow of all articles, and the editors' access to the units' pictures."""
    ensure_rules(RULES)
    ensure_reasons()
    ensure_workflow(UnitsPage.objects.get())
    root = Collection.get_first_root_node()
    for role in (Role.EDITOR, Role.DESK):
        group = Group.objects.get(name=role.value)
        for app_label, codename in COLLECTION_PERMISSIONS:
            permission = Permission.objects.get(content_type__app_label=app_label, codename=codename)
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


@hooks.register("setup_site", order=31)
def ensure_keepers_of_reasons() -> None:
    """The desk keeps the list of reasons: adds, words and switches them; nobody deletes one."""
    kept = Permission.objects.filter(
        content_type__app_label="moderation", codename__in=["add_returnreason", "change_returnreason"]
    )
    Group.objects.get(name=Role.DESK.value).permissions.add(*kept)


@hooks.register("register_admin_viewset")
def reasons() -> ReturnReasonViewSet:
    """“Reasons” in the menu, for the desk and the administrator."""
    return ReturnReasonViewSet()


@hooks.register("register_admin_urls")
def moderation_urls() -> list[Any]:
    """``/quan-tri/kiem-duyet/``."""
    return [path("kiem-duyet/", include("submissions.moderation.urls"))]


@hooks.register("register_admin_menu_item")
def work_menu_item() -> MenuItem:
    """“My work”, first in the menu."""
    return WorkMenuItem(
        _("My work"), reverse_lazy("moderation:worklist"), name="my-work", icon_name="glasses", order=20
    )


@hooks.register("register_desk_landing", order=20)
def editors_land_on_their_work(user: User) -> str | None:
    """Editors begin with what waits for them."""
    return reverse("moderation:worklist") if has_role(user, Role.EDITOR) else None


@hooks.register("construct_main_menu")
def hide_what_is_closed(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """A menu shows what its reader may open."""
    if not has_role(request.user, Role.ADMINISTRATOR):
        menu_items[:] = [item for item in menu_items if item.name not in ADMINISTRATORS_ONLY]
    if not has_role(request.user, *NEWSROOM, Role.ADMINISTRATOR):
        menu_items[:] = [item for item in menu_items if item.name != "reports"]


@hooks.register("register_page_header_buttons")
def moderation_button(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The way from the editor and its neighbours to the article's moderation page."""
    if isinstance(page, ArticlePage) and hasattr(page, "submission"):
        yield Button(
            _("Moderation"),
            url=reverse("moderation:submission", args=[page.submission.pk]),
            icon_name="glasses",
            priority=5,
        )


@hooks.register("insert_global_admin_css")
def desk_css() -> str:
    """The few styles of the desk."""
    return format_html('<link rel="stylesheet" href="{}">', static("moderation/desk.css"))

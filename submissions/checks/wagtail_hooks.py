"""What the checks add to Wagtail: the lists that people keep, the address of the side panel, and their first values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks

from cms.accounts.roles import Role
from cms.core.seeds import ensure_rules
from submissions.checks.models import Abbreviation
from submissions.checks.seeds import RULES, ensure_lists
from submissions.checks.views import panel
from submissions.checks.viewsets import CheckLists

if TYPE_CHECKING:
    from django.urls import URLPattern


@hooks.register("setup_site", order=25)
def ensure_checks() -> None:
    """Limits, first lists, and the desk editor's right to keep them; the administrator has every right."""
    ensure_rules(RULES)
    ensure_lists()
    kept = ContentType.objects.get_for_models(*(viewset.model for viewset in CheckLists.items)).values()
    Group.objects.get(name=Role.DESK.value).permissions.add(*Permission.objects.filter(content_type__in=kept))


@hooks.register("spoken_abbreviations")
def spoken_abbreviations() -> dict[str, str]:
    """The desk's own abbreviations in full, for reading aloud. What everybody knows is said as it is written."""
    return dict(Abbreviation.objects.filter(well_known=False).values_list("short", "long"))


@hooks.register("register_admin_viewset")
def check_lists() -> CheckLists:
    """“Check lists” in the menu."""
    return CheckLists()


@hooks.register("register_admin_urls")
def checks_urls() -> list[URLPattern]:
    """``/quan-tri/kiem-tra/<page id>/``."""
    return [path("kiem-tra/<int:page_id>/", panel, name="checks_panel")]


@hooks.register("insert_global_admin_css")
def checks_css() -> str:
    """The list of findings looks the same on every screen."""
    return format_html('<link rel="stylesheet" href="{}">', static("checks/checks.css"))


@hooks.register("insert_editor_js")
def checks_js() -> str:
    """Keeps the side panel up to date after each autosave."""
    return format_html('<script defer src="{}"></script>', static("checks/checks.js"))

"""What the consents add to Wagtail and to the house: their screens, their rules, their check of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.core.seeds import ensure_rules
from submissions.consent.findings import article_findings
from submissions.consent.permissions import sees_all
from submissions.consent.seeds import RULES
from submissions.units.people import memberships

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from cms.website.models import Photo

hooks.register("article_checks", article_findings)


@hooks.register("setup_site", order=25)
def ensure_consent_rules() -> None:
    """The first values of the rules."""
    ensure_rules(RULES)


@hooks.register("register_admin_urls")
def consent_urls() -> list[Any]:
    """``/quan-tri/dong-y/``."""
    return [path("dong-y/", include("submissions.consent.urls"))]


class ConsentsMenuItem(MenuItem):
    """Shown to the people of a unit, the newsroom and administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the list behind it exists for this person."""
        user: Any = request.user
        return sees_all(user) or bool(memberships(user))


@hooks.register("register_admin_menu_item")
def consents_menu_item() -> MenuItem:
    """The way to the consents."""
    return ConsentsMenuItem(
        _("Consents"), reverse_lazy("consent:list"), name="consents", icon_name="clipboard-list", order=350
    )


@hooks.register("construct_image_chooser_queryset")
def offer_no_withdrawn_photos(photos: QuerySet[Photo], request: HttpRequest) -> QuerySet[Photo]:
    """What somebody took back is not chosen again."""
    return photos.filter(withdrawn_at__isnull=True)


@hooks.register("insert_global_admin_css")
def consent_css() -> str:
    """The few styles of the consents."""
    return format_html('<link rel="stylesheet" href="{}">', static("consent/consent.css"))

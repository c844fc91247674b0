"""What the intake adds to Wagtail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from cms.core.seeds import ensure_rules
from submissions.intake.seeds import RULES
from submissions.intake.urls import urlpatterns

if TYPE_CHECKING:
    from django.urls import URLPattern
    from django.utils.safestring import SafeString


@hooks.register("register_admin_urls")
def intake_urls() -> list[URLPattern]:
    """The upload, the file on its way, writing without a file, and the review."""
    return urlpatterns


@hooks.register("setup_site", order=5)
def ensure_intake_rules() -> None:
    """The first values of the rules."""
    ensure_rules(RULES)


@hooks.register("insert_global_admin_js")
def forget_on_sign_out() -> SafeString:
    """Whoever signs out leaves nothing that they typed in the browser."""
    return format_html('<script defer src="{}"></script>', static("intake/forget.js"))

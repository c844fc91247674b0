"""What the intake adds to Wagtail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail import hooks

from submissions.intake.urls import urlpatterns

if TYPE_CHECKING:
    from django.urls import URLPattern


@hooks.register("register_admin_urls")
def intake_urls() -> list[URLPattern]:
    """The upload and the review."""
    return urlpatterns

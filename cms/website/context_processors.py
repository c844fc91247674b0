"""What every page says of its publisher."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject

from cms.website import standing
from cms.website.models import SiteProfile

if TYPE_CHECKING:
    from django.http import HttpRequest


def site_profile(request: HttpRequest) -> dict[str, Any]:
    """``site_profile``: the publisher's particulars, read only where a template uses them."""
    return {"site_profile": SimpleLazyObject(lambda: _profile(request))}


def _profile(request: HttpRequest) -> SiteProfile:
    found = standing.of_request(request)
    profile: SiteProfile = found.profile if found is not None else SiteProfile.for_request(request)
    return profile

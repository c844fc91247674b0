"""Addresses of the whole site. The desk's own screens come before Wagtail's; pages come last."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.accounts.account_view import account_view
from cms.accounts.landing import desk
from cms.core.health import livez, readyz
from cms.core.metrics import metrics

urlpatterns = [
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("quan-tri/", desk, name="desk"),
    path("quan-tri/account/", account_view, name="account"),
    path("quan-tri/", include(wagtailadmin_urls)),
    path("tai-lieu/", include(wagtaildocs_urls)),
    path("duyet/", include("submissions.moderation.board_urls")),
    path("lich/", include("bulletin.calendar.urls")),
    path("led/", include("bulletin.led.urls")),
    path("loi-moi/", include("submissions.units.invitation_urls")),
    path("", include("bulletin.forwarding.urls")),
    path("", include("bulletin.pdf.urls")),
    path("", include("bulletin.newsletter.urls")),
    path("", include("cms.visits.urls")),
    path("", include("cms.website.urls")),
]

if settings.DEMO:
    # In production the proxy or the storage serves the pictures, on a host name of its own. Only the sizes that pages
    # show have an address; the photos as they were uploaded have none.
    prefix = urlsplit(settings.MEDIA_URL).path.strip("/")
    urlpatterns.append(path(f"{prefix}/images/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / "images"}))

urlpatterns += [path("", include(wagtail_urls))]

handler400 = "cms.website.too_large.bad_request"

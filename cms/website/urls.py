"""Addresses of the reader's side beside the page tree."""

from __future__ import annotations

from django.urls import include, path, register_converter

from cms.website import feeds, sitemap, views


class FeedNameConverter:
    """The three forms in which each feed is offered."""

    regex = r"rss\.xml|atom\.xml|feed\.json"

    def to_python(self, value: str) -> str:
        """The name as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The name as it is."""
        return value


class SitemapPartConverter(FeedNameConverter):
    """A part of the sitemap: the standing pages, or the stories of one month."""

    regex = r"trang|[12][0-9]{3}-(?:0[1-9]|1[0-2])"


register_converter(FeedNameConverter, "feedname")
register_converter(SitemapPartConverter, "sitemappart")

app_name = "website"
urlpatterns = [
    # Named as a string, like everything above this room; its addresses stay among the website's.
    path("tim-kiem/", include("cms.search.urls")),
    path("feed/<feedname:name>", feeds.whole, name="feed"),
    path("feed/chuyen-muc/<slug:slug>/<feedname:name>", feeds.section, name="section_feed"),
    path("feed/don-vi/<slug:code>/<feedname:name>", feeds.unit, name="unit_feed"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<sitemappart:part>.xml", sitemap.part, name="sitemap_part"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]

"""Addresses of the reader's side beside the page tree."""

from __future__ import annotations

from django.urls import include, path, register_converter

from cms.website import archive_views, card_files, contributor_views, english, feeds, oembed, sitemap, views


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


class YearConverter(FeedNameConverter):
    """A year of the archive."""

    regex = r"20[0-9]{2}"


class MonthConverter(FeedNameConverter):
    """A month in two digits."""

    regex = r"0[1-9]|1[0-2]"


class CardDigestConverter(FeedNameConverter):
    """The hash in the name of a card."""

    regex = r"[0-9a-f]{20}"


register_converter(CardDigestConverter, "carddigest")
register_converter(FeedNameConverter, "feedname")
register_converter(SitemapPartConverter, "sitemappart")
register_converter(YearConverter, "archiveyear")
register_converter(MonthConverter, "archivemonth")

app_name = "website"
urlpatterns = [
    # Named as a string, like everything above this room; its addresses stay among the website's.
    path("", include("cms.search.urls")),
    path("luu-tru/", archive_views.index, name="archive"),
    path("luu-tru/<archiveyear:year>/", archive_views.year, name="archive_year"),
    path("luu-tru/<archiveyear:year>/<archivemonth:month>/", archive_views.month, name="archive_month"),
    path("tac-gia/", contributor_views.index, name="contributors"),
    path("tac-gia/<slug:slug>/", contributor_views.contributor, name="contributor"),
    path("feed/<feedname:name>", feeds.whole, name="feed"),
    path("feed/chuyen-muc/<slug:slug>/<feedname:name>", feeds.section, name="section_feed"),
    path("feed/don-vi/<slug:code>/<feedname:name>", feeds.unit, name="unit_feed"),
    path("feed/ban-tin/<int:year>/<slug:slug>/<feedname:name>", feeds.issue, name="issue_feed"),
    path("en/", english.home, name="english"),
    path("en/articles/", english.articles, name="english_articles"),
    path("en/feed/<feedname:name>", feeds.english, name="english_feed"),
    path("the/<uuid:uid>-<carddigest:digest>.png", card_files.card, name="card"),
    path("oembed/", oembed.provide, name="oembed"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<sitemappart:part>.xml", sitemap.part, name="sitemap_part"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]

"""What stands around every page for days: the site, its profile, the sections of the navigation.

One query reads it, and the process keeps it for some seconds: whoever changes it sees the change at once (signals), other
processes after `SECONDS`. Nothing of a story is kept here, nor of a reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from wagtail.models import Page, Site
from wagtail.models.sites import SiteRootPath

from cms.core.json_rows import JSONRows
from cms.website.models import HomePage, SectionPage, SiteProfile

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

SECONDS: Final = 10.0
_SLOT: Final = "_standing"


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A section as the navigation shows it; ``url`` is relative to the site."""

    pk: int
    title: str
    slug: str
    url: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The one site of the house, with its home page at ``site.root_page``."""

    site: Site
    profile: SiteProfile
    sections: tuple[NavEntry, ...]
    root_paths: tuple[SiteRootPath, ...]


class _Kept:
    """The value that this process holds, and until when."""

    def __init__(self) -> None:
        self.value: Standing | None = None
        self.until = 0.0
        self.lock = Lock()


_kept = _Kept()


def standing() -> Standing | None:
    """The house as it stands; None before it is set up, or where there is more than one site: then Wagtail is asked."""
    if _kept.value is None or monotonic() >= _kept.until:
        value = _read()
        with _kept.lock:
            _kept.value, _kept.until = value, monotonic() + SECONDS
    return _kept.value


def forget(**_signal: Any) -> None:
    """Something of it has changed: the next reader sees it. Said again after the commit, for whoever read in between."""
    drop()
    transaction.on_commit(drop)


def drop() -> None:
    """Lets go of what this process keeps."""
    with _kept.lock:
        _kept.value = None


def of_request(request: HttpRequest) -> Standing | None:
    """The house as this request sees it: the same from its beginning to its end."""
    if not hasattr(request, _SLOT):
        setattr(request, _SLOT, standing())
    found: Standing | None = getattr(request, _SLOT)
    return found


class StandingMiddleware:
    """Gives Wagtail the site of a reader's request, which it would ask the database for each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/quan-tri/"):
            found = of_request(request)
            if found is not None:
                # Both are Wagtail's own per-request memories (Site.find_for_request, Page._get_site_root_paths).
                request._wagtail_site = found.site  # type: ignore[attr-defined]
                request._wagtail_cached_site_root_paths = list(found.root_paths)  # type: ignore[attr-defined]
        return self.get_response(request)


def _read() -> Standing | None:
    sections = SectionPage.objects.filter(live=True).order_by("path")
    profile = (
        SiteProfile.objects.select_related("site__root_page__homepage", "site__root_page__locale")
        .annotate(
            others=Exists(Site.objects.exclude(pk=OuterRef("site"))),
            nav=JSONRows(sections, pk="pk", title="title", slug="slug", url_path="url_path"),
        )
        .first()
    )
    if profile is None or profile.others:
        return None
    site: Site = profile.site
    home: Page = site.root_page
    if hasattr(home, "homepage"):
        home.homepage.locale = home.locale
        site.root_page = home.homepage
    entries = tuple(
        NavEntry(pk=row["pk"], title=row["title"], slug=row["slug"], url=_relative(row["url_path"], home))
        for row in profile.nav
    )
    root = SiteRootPath(site.pk, home.url_path, site.root_url, home.locale.language_code)
    return Standing(site=site, profile=profile, sections=entries, root_paths=(root,))


def _relative(url_path: str, home: Page) -> str:
    return "/" + url_path.removeprefix(home.url_path)


def listen() -> None:
    """Ties `forget` to everything that changes what is kept."""
    from django.db.models.signals import post_delete, post_save
    from wagtail.signals import page_slug_changed, post_page_move

    for model in (Site, SiteProfile, HomePage, SectionPage):
        for signal in (post_save, post_delete):
            signal.connect(forget, sender=model, dispatch_uid=f"website.standing.{model.__name__}.{id(signal)}")
    for moved in (page_slug_changed, post_page_move):
        moved.connect(forget, dispatch_uid="website.standing.moved")

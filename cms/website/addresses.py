"""Addresses for ever: what had one keeps it, and whoever comes by an old one is sent to where the thing is now.

Wagtail notes the old address of a renamed or moved page, with everything public below it, as a redirect to the *page*:
its address is looked up when somebody comes, so redirects never form chains. What it leaves out is added here: stories
that were withdrawn, whose old addresses lead to the note in their place (410), and the feeds beside the page tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.website.enums import VersionAction
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


def root_url(request: HttpRequest) -> str:
    """The address of the site without its last slash."""
    site = Site.find_for_request(request)
    return site.root_url if site is not None else f"{request.scheme}://{request.get_host()}"


def page_at(request: HttpRequest, path: str) -> Page | None:
    """The public page at a path below the site's root; ``path`` without slashes around it."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    # Wagtail keeps no index of whole addresses, but one of their last parts.
    whole, (_above, _slash, last) = f"{site.root_page.url_path}{path}/", path.rpartition("/")
    found: Page | None = Page.objects.live().public().filter(slug=last, url_path=whole).first()
    return found


def follow(request: HttpRequest, path: str, address: Callable[[str], str]) -> HttpResponse:
    """Sends whoever asks for something of a page that was renamed to the same of what it is called now.

    ``address`` makes it of the page's present slug.

    Raises:
        Http404: no page ever was there, or it is not public any more.
    """
    site = Site.find_for_request(request)
    moved = Redirect.get_for_site(site).filter(old_path=Redirect.normalise_path(f"/{path}")).first()
    page = moved.redirect_page if moved is not None else None
    if page is None or not page.live:
        raise Http404("Nothing was ever there.")
    return HttpResponsePermanentRedirect(address(page.slug))


def keep_address(story: StoryPage, *, before: str) -> None:
    """Notes the old address of a story whose slug was changed, in the transaction of the change.

    Wagtail does the same once that is committed; a process that is killed in between would lose the address for ever.
    """
    site = next((each for each in Site.objects.select_related("root_page") if _is_below(story, each)), None)
    if site is not None and story.url_path != before:
        _note(story, site=site, old=before)


def keep_withdrawn_addresses(sender: Any, *, instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """A receiver of Wagtail's ``page_slug_changed``: old addresses of withdrawn stories lead to their notes."""
    _keep(instance, before=instance_before.url_path)


def keep_withdrawn_addresses_on_move(
    sender: Any, *, instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    """A receiver of Wagtail's ``post_page_move``: as above."""
    if url_path_before != url_path_after:
        _keep(instance, before=url_path_before)


def _keep(page: Page, *, before: str) -> None:
    site = next((each for each in Site.objects.select_related("root_page") if _is_below(page, each)), None)
    if site is None:
        return
    gone = StoryPage.objects.descendant_of(page).filter(live=False, versions__action=VersionAction.RETRACTED)
    for story in gone.distinct():
        _note(story, site=site, old=before + story.url_path[len(page.url_path) :])


def _note(story: StoryPage, *, site: Site, old: str) -> None:
    path = old[len(site.root_page.url_path) - 1 :]
    # The last one who stood there has the address; one that somebody entered by hand stays.
    Redirect.objects.filter(old_path=Redirect.normalise_path(path), site=site, automatically_created=True).delete()
    Redirect.objects.get_or_create(
        old_path=Redirect.normalise_path(path),
        site=site,
        defaults={"redirect_page": story.page_ptr, "automatically_created": True},
    )


def _is_below(page: Page, site: Site) -> bool:
    return bool(page.path.startswith(site.root_page.path) and page.pk != site.root_page_id)

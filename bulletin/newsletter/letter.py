"""An issue as a letter: what is live at the moment, as HTML and as text, with a place for the reader's own link.

Nothing of it is stored. It is drawn anew for each batch and for each look at its page, so that what was corrected or
taken back is so from the next mail on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.images.models import SourceImageIOError
from wagtail.models import Site

from bulletin.pdf.paper import planned_articles
from bulletin.pdf.serving import address_if_ready
from cms.core.text import clean_line
from cms.website.models import SiteProfile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bulletin.issues.models import Issue
    from cms.website.models import Photo, StoryPage

# In the place of the address at which one ends; nobody can type it, as control characters are removed from every text.
OWN_LINK = "\x02own-link\x03"
PHOTO_SIZE = "fill-600x400|format-jpeg|jpegquality-75"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An article in the letter; addresses are complete."""

    title: str
    sapo: str
    unit: str
    language: str
    url: str
    photo: str
    alt: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The words of a mail. ``html`` and ``text`` hold `OWN_LINK` where the reader's own link belongs."""

    subject: str
    html: str
    text: str
    is_empty: bool

    def html_for(self, link: str) -> str:
        """The HTML with somebody's own link, which is one of ours and needs no escaping."""
        return self.html.replace(OWN_LINK, link)

    def text_for(self, link: str) -> str:
        """The text with somebody's own link."""
        return self.text.replace(OWN_LINK, link)


def letter_of(issue: Issue, *, own_link: bool = True, planned: bool = False) -> Letter:
    """The letter of a published issue; without ``own_link`` as everybody may see it, and ``planned`` before publication."""
    page = issue.page
    stories: Sequence[StoryPage] = planned_articles(issue) if planned else page.articles()
    entries = [_entry(story, with_photo=place == 0) for place, story in enumerate(stories)]
    pdf = address_if_ready(page)
    site = Site.objects.filter(is_default_site=True).first()
    profile: SiteProfile = SiteProfile.for_site(site) if site else SiteProfile()
    context = {
        "page": page,
        "entries": entries,
        "profile": profile,
        "url": _absolute(page.full_url or ""),
        "pdf_url": _absolute(pdf[0]) if pdf else "",
        "archive_url": archive_url(issue),
        "own_link": OWN_LINK if own_link else "",
        "subscribe_url": _absolute(reverse("newsletter:ask")),
    }
    return Letter(
        subject=clean_line(f"{profile.bulletin_name}: {page.title}")[:200],
        html=render_to_string("newsletter/letter.html", context),
        text=render_to_string("newsletter/letter.txt", context),
        is_empty=not entries,
    )


def archive_url(issue: Issue) -> str:
    """The complete address of the letter on the site."""
    return _absolute(reverse("newsletter:letter", args=[issue.page.year, issue.page.number]))


def list_id() -> str:
    """The ``List-Id`` of the bulletin (RFC 2919)."""
    host = settings.WAGTAILADMIN_BASE_URL.partition("//")[2].partition(":")[0] or "localhost"
    return f"{_('Bulletin')} <ban-tin.{host}>"


def _entry(story: StoryPage, *, with_photo: bool) -> Entry:
    return Entry(
        title=story.title,
        sapo=story.sapo,
        unit=story.unit_label,
        language=story.language,
        url=_absolute(story.full_url or ""),
        photo=_photo(story.lead_image) if with_photo else "",
        alt=story.lead_alt,
    )


def _photo(photo: Photo | None) -> str:
    if photo is None or photo.is_withdrawn:
        return ""
    try:
        return _absolute(photo.get_rendition(PHOTO_SIZE).url)
    except (SourceImageIOError, OSError):
        return ""


def _absolute(address: str) -> str:
    return urljoin(f"{settings.WAGTAILADMIN_BASE_URL}/", address) if address else ""

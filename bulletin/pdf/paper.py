"""What goes to the press: an issue's words and pictures, laid into a folder as one page of HTML with its files."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.models import Site
from wagtail.rich_text import expand_db_html

from bulletin.pdf.press import FONTS, HTML, PHOTOS
from cms.core.rich_text import clean_rich_text
from cms.core.text import nfc
from cms.website.models import Photo, SiteProfile
from submissions.articles.enums import PINNED
from submissions.articles.models import ArticlePage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bulletin.issues.models import Issue

logger = logging.getLogger(__name__)

FONT_FILES = Path(__file__).resolve().parents[2] / "cms" / "website" / "static" / "website" / "fonts"
# Wide enough for a column of A4 at 150 dots an inch, and for the cover.
PHOTO_SIZE = "max-1200x1200|format-jpeg|jpegquality-80"


@dataclass(frozen=True, kw_only=True)
class PrintedPhoto:
    """A picture on the shelf of the press, with its words."""

    address: str
    alt: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A block of an article; ``template`` says how it is set."""

    template: str
    text: str = ""
    html: SafeString = field(default_factory=lambda: mark_safe(""))
    attribution: str = ""
    photo: PrintedPhoto | None = None
    rows: list[list[str]] = field(default_factory=list)
    has_header: bool = False


@dataclass(frozen=True, kw_only=True)
class Piece:
    """An article as it stands in the issue; ``heading`` begins a headed group at it."""

    anchor: str
    heading: str
    title: str
    language: str
    over: str
    sapo: str
    byline: str
    unit: str
    lead: PrintedPhoto | None
    parts: list[Part]
    url: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The whole issue."""

    title: str
    number: int
    year: int
    day: date
    sapo: str
    note: str
    url: str
    cover: PrintedPhoto | None
    pieces: list[Piece]
    contributors: list[str]
    is_preview: bool


def lay_out(*, issue: Issue, is_preview: bool, folder: Path) -> None:
    """Writes into an empty folder all that the press needs.

    For readers, what is live; for a preview, what would be: of each article the approved text, else the latest.
    """
    (folder / PHOTOS).mkdir()
    shutil.copytree(FONT_FILES, folder / FONTS, ignore=shutil.ignore_patterns("*.txt"))
    shelf = _Shelf(folder / PHOTOS)
    articles = planned_articles(issue) if is_preview else live_articles(issue)
    page = issue.page
    # A group whose first piece is not among them begins at the next of its pieces.
    headings = {part.articles[0].pk: nfc(part.heading) for part in page.parts(list(articles))}
    sheet = Sheet(
        title=nfc(page.title),
        number=page.number,
        year=page.year,
        day=page.issue_date,
        sapo=nfc(page.sapo),
        note=nfc(page.editorial_note),
        url="" if is_preview else page.full_url or "",
        cover=shelf.take(page.lead_image, alt=page.lead_alt),
        pieces=[
            _piece(article, place, shelf, heading=headings.get(article.pk, ""), is_preview=is_preview)
            for place, article in enumerate(articles, start=1)
        ],
        contributors=[nfc(name) for name in page.contributor_names()],
        is_preview=is_preview,
    )
    site = Site.objects.filter(is_default_site=True).first()
    profile = SiteProfile.for_site(site) if site else SiteProfile()
    words = render_to_string("pdf/issue.html", {"sheet": sheet, "profile": profile})
    (folder / HTML).write_text(words, encoding="utf-8")


def live_articles(issue: Issue) -> list[ArticlePage]:
    """The live articles of a published issue, in its order."""
    keys = [story.pk for story in issue.page.articles()]
    found = ArticlePage.objects.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def planned_articles(issue: Issue) -> list[ArticlePage]:
    """The articles that were chosen, each as the editors approved it or, failing that, as it was last saved."""
    found = []
    for entry in issue.entries.select_related("article__submission__approved_revision", "article__latest_revision"):
        submission = entry.article.submission
        pinned = submission.state in PINNED and submission.approved_revision is not None
        revision = submission.approved_revision if pinned else entry.article.latest_revision
        found.append(revision.as_object() if revision else entry.article)
    return found


def material_of(issue: Issue) -> str:
    """A hash over what a preview shows, without drawing it: the issue's own words and the revisions of its articles."""
    page = issue.page
    rows = issue.entries.order_by("position").values_list(
        "article_id",
        "article__latest_revision_id",
        "article__submission__state",
        "article__submission__approved_revision_id",
        "heading",
    )
    words = [
        page.title,
        page.sapo,
        page.editorial_note,
        f"{page.issue_date}",
        page.lead_image_id,
        page.lead_alt,
        page.contributors,
    ]
    return hashlib.sha256(json.dumps([words, list(rows)], default=str).encode()).hexdigest()


def _piece(article: ArticlePage, place: int, shelf: _Shelf, *, heading: str, is_preview: bool) -> Piece:
    return Piece(
        anchor=f"bai-{place}",
        heading=heading,
        title=nfc(article.title),
        language=article.language,
        over=article.genre_label,
        sapo=nfc(article.sapo),
        byline=nfc(article.byline),
        unit=nfc(article.unit_label),
        lead=shelf.take(
            article.lead_image, alt=article.lead_alt, caption=article.lead_caption, credit=article.lead_credit
        ),
        parts=list(_parts(article, shelf)),
        url="" if is_preview else article.full_url or "",
    )


def _parts(article: ArticlePage, shelf: _Shelf) -> Iterable[Part]:
    for block in article.body:
        value: Any = block.value
        match block.block_type:
            case "heading":
                yield Part(template="pdf/parts/heading.html", text=nfc(value))
            case "paragraph":
                yield Part(template="pdf/parts/text.html", html=_running_text(value.source))
            case "quote":
                yield Part(
                    template="pdf/parts/quote.html", text=nfc(value["text"]), attribution=nfc(value["attribution"])
                )
            case "figure":
                photo = shelf.take(value["image"], alt=value["alt"], caption=value["caption"], credit=value["credit"])
                if photo:
                    yield Part(template="pdf/parts/photo.html", photo=photo)
            case "table":
                rows = [[nfc(cell) for cell in row] for row in value["rows"]]
                yield Part(template="pdf/parts/table.html", rows=rows, has_header=bool(value["header"]))


def _running_text(source: str) -> SafeString:
    """The text with complete addresses in its links and no tag but those of an article, whatever the database holds."""
    expanded = expand_db_html(clean_rich_text(source)).replace('href="/', f'href="{settings.WAGTAILADMIN_BASE_URL}/')
    return mark_safe(clean_rich_text(expanded))  # noqa: S308  (just cleaned)


class _Shelf:
    """Puts photos beside the page, each once, in the size of print. One that was withdrawn, or is gone, is left out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, photo: Photo | None, *, alt: str, caption: str = "", credit: str = "") -> PrintedPhoto | None:
        if photo is None or photo.is_withdrawn:
            return None
        name = f"p{photo.pk}.jpg"
        path = self.folder / name
        if not path.exists():
            try:
                with photo.get_rendition(PHOTO_SIZE).file.open("rb") as file:
                    path.write_bytes(file.read())
            except (SourceImageIOError, InvalidFilterSpecError, OSError) as error:
                logger.warning("Photo %s is missing in print: %s", photo.pk, error)
                return None
        return PrintedPhoto(address=f"photo:{name}", alt=nfc(alt), caption=nfc(caption), credit=nfc(credit))

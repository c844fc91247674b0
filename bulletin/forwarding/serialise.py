"""From a published version to the bytes that are sent: reads the approved revision, renders, cleans, hashes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import nh3
from django.template.loader import render_to_string

from bulletin.forwarding import attachments
from bulletin.forwarding.payload import Content, IssueFacts, Label, Picture, body_of
from bulletin.issues.models import IssuePage
from cms.website.enums import VersionAction
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cms.website.models import Photo, StoryVersion

# The largest size that the reader's pages make anyway, so that forwarding adds no work to a publication.
PICTURE_SIZE = "width-1200|format-webp"
TAGS = {
    "a", "b", "blockquote", "br", "em", "figcaption", "figure", "h2", "h3", "h4", "i", "img", "li", "ol", "p",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "th": {"scope"}}


class NotSerialisable(Exception):
    """A version cannot be put into bytes; the message says what is missing."""


@dataclass(frozen=True)
class Letter:
    """The canonical bytes of a request, with what the ledger keeps beside them.

    ``is_complete`` is False while a file that goes with it is still being made.
    """

    body: bytes
    content_sha256: str
    title: str
    is_complete: bool = True


@dataclass(frozen=True)
class _Use:
    """A photo with the words that were approved for this place."""

    photo: Photo
    alt: str
    caption: str
    credit: str


def letter_for(version: StoryVersion, *, category_map: Mapping[str, str | int] | None = None) -> Letter:
    """The bytes of one version. Raises NotSerialisable, or whatever rendering raises.

    ``category_map`` are the names that a destination has for our codes of sections and topics; its own name stands
    beside ours in what it is sent.
    """
    story = _story_of(version)
    content, is_complete = None, True
    if version.action != VersionAction.RETRACTED:
        content, is_complete = _content(story, version, category_map or {})
    body, digest = body_of(
        article_id=story.uid,
        version=version.version,
        action=str(version.action),
        at=version.at,
        content=content,
        kind=str(version.story.kind),
    )
    return Letter(body=body, content_sha256=digest, title=story.title, is_complete=is_complete)


def _story_of(version: StoryVersion) -> StoryPage:
    if version.revision is None:
        return version.story
    story = version.revision.as_object()
    if not isinstance(story, StoryPage):
        raise NotSerialisable("the revision is not one of a story")
    return story


def _content(story: StoryPage, version: StoryVersion, theirs: Mapping[str, str | int]) -> tuple[Content, bool]:
    """What readers get, and whether all files that go with it are there."""
    address = story.get_full_url()
    if not address:
        raise NotSerialisable("the article has no public address")
    if not story.body_template:
        raise NotSerialisable(f"{type(story).__name__} names no template of its text")
    # The text first: rendering it makes the sizes of its photos, whose addresses are then known.
    text = render_to_string(story.body_template, {"page": story})
    pictures, larger = _pictures(list(_uses(story)), base=address)
    section = story.section
    topics = list(dict.fromkeys(topic for topic in (story.topic, *story.more_topics.all()) if topic is not None))
    brought = attachments.of(story, version=version, base=address)
    content = Content(
        title=story.title,
        sapo=story.sapo,
        body_html=_clean(text, base=address, larger=larger),
        category=Label(section.slug, section.title, theirs.get(section.slug)) if section is not None else None,
        topics=[Label(topic.code, topic.name, theirs.get(topic.code)) for topic in topics],
        unit=Label(story.unit_code, story.unit_label) if story.unit_code else None,
        author_display=story.byline,
        language=story.language,
        published_at=story.first_published_at or version.at,
        canonical_url=address,
        images=pictures,
        attachments=brought.files,
        issue=_issue(story),
    )
    return content, brought.is_complete


def _issue(story: StoryPage) -> IssueFacts | None:
    """The facts of an issue; its articles as the board approved them, also those that follow later."""
    if not isinstance(story, IssuePage):
        return None
    return IssueFacts(
        number=story.number,
        year=story.year,
        period=f"{story.period:%Y-%m}",
        issue_date=story.issue_date.isoformat(),
        articles=[str(uid) for uid in story.contents],
    )


def _uses(story: StoryPage) -> Iterator[_Use]:
    """The lead photo and those of the text, each once, in the order of reading."""
    seen: set[int] = set()
    if story.lead_image is not None:
        seen.add(story.lead_image.pk)
        yield _Use(story.lead_image, story.lead_alt, story.lead_caption, story.lead_credit)
    for block in getattr(story, "body", ()):
        if block.block_type != "figure" or block.value.get("image") is None:
            continue
        photo = block.value["image"]
        if photo.pk not in seen:
            seen.add(photo.pk)
            words = (block.value.get(name) or "" for name in ("alt", "caption", "credit"))
            yield _Use(photo, *words)


def _pictures(uses: list[_Use], *, base: str) -> tuple[list[Picture], dict[str, str]]:
    """The pictures of the request, and for every smaller size the address of the one that is sent."""
    pictures: list[Picture] = []
    larger: dict[str, str] = {}
    for use in uses:
        rendition = use.photo.get_rendition(PICTURE_SIZE)
        with rendition.file.open("rb") as file:
            content = file.read()
        url = urljoin(base, rendition.url)
        pictures.append(
            Picture(
                url=url,
                sha256=hashlib.sha256(content).hexdigest(),
                bytes=len(content),
                alt=use.alt,
                caption=use.caption,
                credit=use.credit,
            )
        )
        larger |= {urljoin(base, size.url): url for size in use.photo.renditions.all()}
    return pictures, larger


def _clean(html: str, *, base: str, larger: dict[str, str]) -> str:
    """The text in plain elements with absolute addresses: no classes, no sizes of ours, no other schemes."""

    def absolute(tag: str, name: str, value: str) -> str | None:
        if tag == "img" and name == "src":
            return larger.get(urljoin(base, value), urljoin(base, value))
        return urljoin(base, value) if name == "href" else value

    cleaned = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, attribute_filter=absolute, url_schemes={"http", "https"}, link_rel=None
    )
    return "\n".join(line for line in (line.strip() for line in cleaned.splitlines()) if line)

"""A story in the vocabulary of schema.org: an article is a NewsArticle, an issue a PublicationIssue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static

from cms.website import languages
from cms.website.cards import HEIGHT, WIDTH
from cms.website.enums import StoryKind
from cms.website.gathering import gathered_by
from cms.website.head import absolute, description, machine_time, picture_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.website.models import StoryPage

Node = dict[str, Any]


def json_ld(*, story: StoryPage, request: HttpRequest | None, site_name: str, publisher: str) -> Node:
    """The story as one document; what there is nothing to say of is left out."""
    url = story.get_full_url(request) or ""
    root = absolute("/", base_url=url)
    is_issue = story.kind == StoryKind.ISSUE
    picture = picture_of(story, request=request, base_url=url)
    house = {
        "@type": "GovernmentOrganization",
        "name": publisher or site_name,
        "url": root,
        "logo": {"@type": "ImageObject", "url": absolute(static("website/mark.svg"), base_url=url)},
    }
    periodical = {"@type": "Periodical", "name": site_name, "url": root}
    data: Node = {
        "@context": "https://schema.org",
        "@type": "PublicationIssue" if is_issue else "NewsArticle",
        "@id": f"urn:uuid:{story.uid}",
        "url": url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": url, "breadcrumb": _breadcrumb(story, request, site_name)},
        "name": story.title,
        "headline": story.title,
        "description": description(story.sapo),
        "inLanguage": story.language,
        "isAccessibleForFree": True,
        "publisher": house,
        "image": {"@type": "ImageObject", "url": picture.url, "width": WIDTH, "height": HEIGHT},
        "datePublished": machine_time(story.first_published_at) if story.first_published_at else None,
        "dateModified": machine_time(story.last_published_at) if story.last_published_at else None,
        **(_issue(story, request) if is_issue else _article(story, request)),
    }
    if is_issue:
        data["isPartOf"] = periodical
    else:
        issue = gathered_by(story)
        data["isPartOf"] = {**_short(issue, request), "isPartOf": periodical} if issue is not None else periodical
    return {key: value for key, value in data.items() if value not in ("", None, [])}


def _article(story: StoryPage, request: HttpRequest | None) -> Node:
    unit = {"@type": "Organization", "name": story.unit_label} if story.unit_label else None
    other = languages.other_version(story)
    relation = "translationOfWork" if story.translation_of_id else "workTranslation"
    return {
        "author": {"@type": "Person", "name": story.byline} if story.byline else unit,
        "sourceOrganization": unit,
        "articleSection": story.section.reader_title if story.section is not None else None,
        relation: _short(other, request) | {"inLanguage": other.language} if other is not None else None,
    }


def _issue(story: StoryPage, request: HttpRequest | None) -> Node:
    return {
        "issueNumber": story.issue_number,
        "hasPart": [_short(part, request) for part in story.gathered()],
    }


def _short(story: StoryPage, request: HttpRequest | None) -> Node:
    """A story where another names it."""
    is_issue = story.kind == StoryKind.ISSUE
    short: Node = {
        "@type": "PublicationIssue" if is_issue else "NewsArticle",
        "@id": f"urn:uuid:{story.uid}",
        "url": story.get_full_url(request) or "",
        "name": story.title,
    }
    if is_issue:
        short["issueNumber"] = story.issue_number
    else:
        short["headline"] = story.title
    return short


def _breadcrumb(story: StoryPage, request: HttpRequest | None, site_name: str) -> Node:
    """From the front page over the section, or the year of issues, to the story."""
    url = story.get_full_url(request) or ""
    way = [(site_name, absolute("/en/" if story.language == languages.ENGLISH else "/", base_url=url))]
    if story.section is not None:
        way.append((story.section.reader_title, story.section.get_full_url(request) or ""))
    elif story.kind == StoryKind.ISSUE:
        year = url.rstrip("/").rpartition("/")[0] + "/"
        way.append((year.rstrip("/").rpartition("/")[2], year))
    way.append((story.title, url))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": item}
            for position, (name, item) in enumerate(way, start=1)
        ],
    }

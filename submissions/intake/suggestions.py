"""Suggestions for an article that stands in the database: the words go to `suggest`, the codes come back as choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import strip_tags

from cms.website.models import Topic
from submissions.intake import suggest

if TYPE_CHECKING:
    from submissions.articles.models import ArticlePage


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """First choices for what a writer has not chosen; ``topic`` is None where no topic has that code."""

    genre: str
    topic: Topic | None
    audience: str


def suggestions_for(page: ArticlePage) -> Suggestions:
    """What the words of an article speak for."""
    story = story_of(page)
    codes = suggest.topics(story)
    known = Topic.objects.in_bulk(codes, field_name="code")
    return Suggestions(
        genre=suggest.genre(story),
        topic=next((known[code] for code in codes if code in known), None),
        audience=suggest.audience(story),
    )


def story_of(page: ArticlePage) -> suggest.Story:
    """The plain words of an article."""
    texts: list[str] = []
    pictures = int(page.lead_image_id is not None)
    for block in page.body:
        if block.block_type == "paragraph":
            texts.append(strip_tags(block.value.source.replace("<", " <")))
        elif block.block_type == "heading":
            texts.append(block.value)
        elif block.block_type == "quote":
            texts.append(block.value["text"])
        elif block.block_type == "figure":
            pictures += 1
    return suggest.Story(title=page.title, sapo=page.sapo, text=" ".join(texts), pictures=pictures)

"""What is stored of an article is clean, through whichever door it came: the marks it may carry, and text as text.

The editor's own converter keeps to the marks that it offers; the forms, commands and the API do not pass through it.
Paragraphs keep the names by which the editor's comments find their place; they are no part of what is approved (see
`cms.website.content`) and reach no reader.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.core.rich_text import clean_rich_text, with_keys
from cms.core.text import clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from submissions.articles.models import ArticlePage

LINES = ("title", "lead_alt", "lead_caption", "lead_credit", "byline")
# Parts of a block that may run over several lines.
TEXTS = frozenset({"text"})
# What names a thing in the raw form of a block and is no text.
NAMES = frozenset({"id", "type"})
# A little more than what is read out of one file, where characters and paragraphs are counted before they are blocks.
MOST_CHARACTERS = 250_000
MOST_PARAGRAPHS = 6_000
_TAG = re.compile("<[^<>]*>")
_PARAGRAPH = re.compile("<(?:p|li|br)[ />]")


def check_length(page: ArticlePage) -> None:
    """Refuses a text by its length, before anything is done with it.

    Raises:
        ValidationError: the body holds more than an article.
    """
    texts = list(_texts([block.get("value") for block in page.body.raw_data]))
    characters = sum(len(_TAG.sub("", text)) for text in texts)
    paragraphs = len(texts) + sum(len(_PARAGRAPH.findall(text)) for text in texts)
    if characters > MOST_CHARACTERS or paragraphs > MOST_PARAGRAPHS:
        raise ValidationError(
            {
                "body": _(
                    "The text is longer than an article may be: %(characters)s characters or %(paragraphs)s paragraphs. "
                    "It was not saved and still stands here: divide it into several articles."
                )
                % {
                    "characters": f"{MOST_CHARACTERS:,}".replace(",", "."),
                    "paragraphs": f"{MOST_PARAGRAPHS:,}".replace(",", "."),
                }
            }
        )


def clean_content(page: ArticlePage) -> None:
    """Brings all that people wrote in an article into its clean form; what is clean already stays as it is."""
    for name in LINES:
        setattr(page, name, clean_line(getattr(page, name)))
    page.sapo = clean_text(page.sapo)
    raw = [dict(block) for block in page.body.raw_data]
    cleaned = [_block(block) for block in raw]
    if cleaned != raw:
        page.body = page.body.stream_block.to_python(cleaned)


def _block(block: dict[str, Any]) -> dict[str, Any]:
    value = block.get("value")
    if block.get("type") == "paragraph":
        return {**block, "value": with_keys(clean_rich_text(str(value or "")))}
    return {**block, "value": _plain(value)}


def _plain(value: Any, *, name: str = "") -> Any:
    if isinstance(value, str):
        return clean_text(value) if name in TEXTS else clean_line(value)
    if isinstance(value, dict):
        return {key: item if key in NAMES else _plain(item, name=key) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in NAMES:
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)

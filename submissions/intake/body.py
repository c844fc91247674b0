"""Turns the blocks of a Word file into the blocks of an article.

Running text that follows on itself becomes one text block, so that it can be edited as one text; lists are part of it.
The first picture is the lead photo of the article and does not stand in the text again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.core.rich_text import clean_inline, clean_rich_text
from cms.core.text import clean_line, clean_text
from submissions.intake.docx import BulletList, Heading, Paragraph, Quote, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from submissions.intake.docx import Block, WordImage

RawBlock = dict[str, Any]

# The lengths of the fields and blocks that take these words.
ALT_LENGTH = 300
CAPTION_LENGTH = 500
CREDIT_LENGTH = 150
HEADING_LENGTH = 200
ATTRIBUTION_LENGTH = 200
LEAD_IMAGE = 0


def body_of(blocks: Sequence[Block], *, images: Sequence[WordImage], photo_ids: Mapping[int, int]) -> list[RawBlock]:
    """The body of an article in the raw form of its StreamField.

    ``photo_ids`` gives the stored photo for each index of ``images``; picture 0 is left out, being the lead photo.
    """
    body: list[RawBlock] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            _add_text(body, f"<p>{clean_inline(block.html)}</p>")
        elif isinstance(block, BulletList):
            _add_text(body, list_html(block))
        elif isinstance(block, Heading):
            _add_heading(body, block)
        elif isinstance(block, Quote):
            value = {"text": clean_text(block.text), "attribution": fit(block.attribution, ATTRIBUTION_LENGTH)}
            body.append({"type": "quote", "value": value})
        elif isinstance(block, Table):
            rows = [[clean_text(cell) for cell in row] for row in block.rows]
            body.append({"type": "table", "value": {"header": block.header, "rows": rows}})
        elif block.image_index != LEAD_IMAGE:
            words = picture_words(images[block.image_index])
            body.append({"type": "figure", "value": {"image": photo_ids[block.image_index], **words}})
    return body


def list_html(block: BulletList) -> str:
    """A list as rich text."""
    tag = "ol" if block.ordered else "ul"
    return f"<{tag}>{''.join(f'<li>{clean_inline(item)}</li>' for item in block.items)}</{tag}>"


def picture_words(image: WordImage) -> dict[str, str]:
    """The words of a picture, no longer than their fields."""
    return {
        "alt": fit(image.alt, ALT_LENGTH),
        "caption": fit(image.caption, CAPTION_LENGTH),
        "credit": fit(image.credit, CREDIT_LENGTH),
    }


def fit(text: str, length: int) -> str:
    """``text`` as one line of at most ``length`` characters, cut at a word."""
    line = clean_line(text)
    if len(line) <= length:
        return line
    kept = line[: length - 1]
    return (kept.rpartition(" ")[0] or kept).rstrip(",;:–-. ") + "…"


def _add_text(body: list[RawBlock], html: str) -> None:
    cleaned = clean_rich_text(html)
    if cleaned in ("", "<p></p>", "<ul></ul>", "<ol></ol>"):
        return
    if body and body[-1]["type"] == "paragraph":
        body[-1]["value"] += cleaned
    else:
        body.append({"type": "paragraph", "value": cleaned})


def _add_heading(body: list[RawBlock], block: Heading) -> None:
    text = clean_line(block.text)
    if len(text) > HEADING_LENGTH:
        # Too long for a heading, and nothing of it may be lost.
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        _add_text(body, f"<p><b>{escaped}</b></p>")
    elif text:
        body.append({"type": "heading", "value": text})

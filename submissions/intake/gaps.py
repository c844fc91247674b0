"""Fills what a writer did not choose with the first suggestion, and says so for each: for files that come without a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.rich_text import get_text_for_indexing

from cms.core.text import clean_line, shorten
from cms.website.enums import Audience
from submissions.articles.enums import Genre
from submissions.intake.body import ALT_LENGTH, fit
from submissions.intake.notes import ImportNote
from submissions.intake.suggestions import suggestions_for

if TYPE_CHECKING:
    from submissions.articles.models import ArticlePage

SENTENCE = re.compile(r"(?<=[.!?…])\s+")
SAPO_WORDS = 50


def fill_gaps(page: ArticlePage) -> list[ImportNote]:
    """Sets missing genre, topic, audience and alternative texts on an unsaved ``page``; one note for each.

    An alternative text comes from the caption; a photo without a caption stays without both.
    """
    chosen = suggestions_for(page)
    notes = []
    if not page.genre:
        page.genre = chosen.genre
        label = Genre(chosen.genre).label
        notes.append(_note("genre_suggested", _("The genre was chosen by the program: %(choice)s."), label))
    if page.topic_id is None and chosen.topic is not None:
        page.topic = chosen.topic
        notes.append(
            _note("topic_suggested", _("The main topic was chosen by the program: %(choice)s."), chosen.topic)
        )
    if not page.audience:
        page.audience = chosen.audience
        label = Audience(chosen.audience).label
        notes.append(_note("audience_suggested", _("The audience was chosen by the program: %(choice)s."), label))
    return notes + _fill_sapo(page) + _fill_alts(page)


def _fill_sapo(page: ArticlePage) -> list[ImportNote]:
    """The first sentence of the text stands in for a standfirst that the file does not mark."""
    first = next((block.value.source for block in page.body if block.block_type == "paragraph"), "")
    if page.sapo or not first:
        return []
    text = clean_line(get_text_for_indexing(first))
    page.sapo = shorten(SENTENCE.split(text, maxsplit=1)[0], words=SAPO_WORDS)
    return [_note("sapo_suggested", _("The standfirst was taken from the first sentence: %(choice)s"), page.sapo)]


def _fill_alts(page: ArticlePage) -> list[ImportNote]:
    filled: list[str] = []
    if page.lead_image_id and not page.lead_alt and page.lead_caption:
        page.lead_alt = fit(page.lead_caption, ALT_LENGTH)
        filled.append(page.lead_alt)
    raw = [dict(block) for block in page.body.raw_data]
    for block in raw:
        if block["type"] == "figure" and not block["value"].get("alt") and block["value"].get("caption"):
            block["value"] = {**block["value"], "alt": fit(block["value"]["caption"], ALT_LENGTH)}
            filled.append(block["value"]["alt"])
    page.body = page.body.stream_block.to_python(raw)
    sentence = _("The alternative text of a photo was taken from its caption: %(choice)s")
    return [_note("alt_suggested", sentence, text) for text in filled]


def _note(code: str, sentence: str, choice: Any) -> ImportNote:
    return ImportNote(code=code, message=sentence % {"choice": choice})

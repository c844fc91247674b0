"""Fills what a writer did not choose with the first suggestion, and says so for each: for files that come without a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.rich_text import get_text_for_indexing

from cms.core.text import clean_line, shorten
from cms.website.enums import Audience
from submissions.articles.enums import Genre
from submissions.intake.body import ALT_LENGTH, CAPTION_LENGTH, CREDIT_LENGTH, fit
from submissions.intake.notes import ImportNote
from submissions.intake.suggestions import suggestions_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from submissions.articles.models import ArticlePage

SENTENCE = re.compile(r"(?<=[.!?…])\s+")
SAPO_WORDS = 50


def fill_gaps(page: ArticlePage) -> list[ImportNote]:
    """Sets missing genre, topic, audience and words of photos on an unsaved ``page``; one note for each.

    Alternative text and caption stand in for each other; a photo that has neither stays without both, since only a person
    can say what it shows. A credit that nobody gave is the unit's name.
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
    return notes + _fill_sapo(page) + _fill_words(page)


def _fill_sapo(page: ArticlePage) -> list[ImportNote]:
    """The first sentence of the text stands in for a standfirst that the file does not mark."""
    first = next((block.value.source for block in page.body if block.block_type == "paragraph"), "")
    if page.sapo or not first:
        return []
    text = clean_line(get_text_for_indexing(first))
    page.sapo = shorten(SENTENCE.split(text, maxsplit=1)[0], words=SAPO_WORDS)
    return [_note("sapo_suggested", _("The standfirst was taken from the first sentence: %(choice)s"), page.sapo)]


def _fill_words(page: ArticlePage) -> list[ImportNote]:
    notes: list[ImportNote] = []
    unit = fit(page.unit_label or page.byline, CREDIT_LENGTH)
    if page.lead_image_id:
        words = {"alt": page.lead_alt, "caption": page.lead_caption, "credit": page.lead_credit}
        filled = _filled(words, unit, notes)
        page.lead_alt, page.lead_caption, page.lead_credit = filled["alt"], filled["caption"], filled["credit"]
    raw = [dict(block) for block in page.body.raw_data]
    for block in raw:
        if block["type"] == "figure":
            block["value"] = {**block["value"], **_filled(block["value"], unit, notes)}
    page.body = page.body.stream_block.to_python(raw)
    return notes


def _filled(words: Mapping[str, Any], unit: str, notes: list[ImportNote]) -> dict[str, str]:
    """The words of a photo with what can be suggested for those that are missing."""
    alt, caption, credit = (words.get(name) or "" for name in ("alt", "caption", "credit"))
    if caption and not alt:
        alt = fit(caption, ALT_LENGTH)
        sentence = _("The alternative text of a photo was taken from its caption: %(choice)s")
        notes.append(_note("alt_suggested", sentence, alt))
    elif alt and not caption:
        caption = fit(alt, CAPTION_LENGTH)
        sentence = _("The caption of a photo was taken from its alternative text: %(choice)s")
        notes.append(_note("caption_suggested", sentence, caption))
    if unit and not credit:
        credit = unit
        sentence = _("A photo without a credit was credited to the unit: %(choice)s")
        notes.append(_note("credit_suggested", sentence, credit))
    return {"alt": alt, "caption": caption, "credit": credit}


def _note(code: str, sentence: str, choice: Any) -> ImportNote:
    return ImportNote(code=code, message=sentence % {"choice": choice})

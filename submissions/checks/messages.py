"""What is said about a finding: one sentence that says what is the matter and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from submissions.checks.rules import CRITICAL_PIECE, MEDICAL_CLAIM, Level

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from submissions.checks.rules import Finding

SENTENCES: Final[dict[str, StrPromise]] = {
    "title_missing": _("Give the article a title."),
    "sapo_missing": _("Write the standfirst: one or two sentences that say what matters."),
    "body_missing": _("The article has no text yet."),
    "byline_missing": _("Say who wrote the article."),
    "genre_missing": _("Choose the genre."),
    "topic_missing": _("Choose the main topic."),
    "audience_missing": _("Choose whom the article is for."),
    "alt_missing": _("Photo %(number)d: describe it for people who can't see it (alternative text)."),
    "caption_missing": _("Photo %(number)d: write a caption that says who does what, where."),
    "credit_missing": _("Photo %(number)d: name who took it (credit)."),
    "secrets_undeclared": _("Confirm that the article holds no state secret."),
    "citizen_id": _("A citizen's identity number (%(masked)s) stands in the text. Take it out."),
    "insurance_number": _("A health insurance number (%(masked)s) stands in the text. Take it out."),
    "mobile_phone": _(
        "A mobile number (%(masked)s) stands in the text. Take it out, or give the unit's own line instead."
    ),
    "name_with_diagnosis": _(
        "A full name (%(masked)s) stands beside an illness. Shorten the name, unless the person has agreed in writing."
    ),
    "text_short": _("The text has %(words)d words; this genre has at least %(least)d. Add what is missing, or change the genre."),
    "text_long": _("The text has %(words)d words; this genre has at most %(most)d. Shorten it, or change the genre."),
    "text_cut": _("The text is so long that only its beginning was checked. Split it into several articles."),
    "name_spelling": _("“%(written)s”: the official name is written “%(right)s”."),
    "old_place": _(
        "“%(written)s”: this administrative unit no longer exists since 01/07/2025. Name the commune, ward or province of today, "
        "or add “(old)”."
    ),
    "abbreviation": _("“%(short)s” is not explained. Write it out at its first use, with the short form in brackets."),
    "abbreviation_known": _("“%(short)s” is not explained. Write “%(long)s (%(short)s)” at its first use."),
    "document_ceased": _("%(number)s (%(title)s) has not applied since %(day)s. Check whether it may still be cited."),
    "document_replaced": _("%(number)s (%(title)s) has not applied since %(day)s; it was replaced by: %(replaced_by)s."),
    "long_sentences": _(
        "%(share)d%% of the sentences have more than %(limit)d words; the longest has %(longest)d. Split them: one thought a sentence."
    ),
    "long_paragraph": _("A paragraph of %(words)d words (more than %(limit)d) tires on a phone. Split it."),
    "report_opening": _("The text begins like a report. Begin with what changed for people; name the document later."),
    "capitals": _("Words in capitals are hard to read. Write them in small letters."),
    MEDICAL_CLAIM: _("“%(words)s” is a medical claim. Say what is proven and by whom; a second reviewer looks at it."),
    CRITICAL_PIECE: _("“%(words)s” makes this a critical piece. Check the facts with those concerned; a second reviewer looks at it."),
}  # fmt: skip

LEVEL_WORDS: Final[dict[Level, StrPromise]] = {
    Level.BLOCKS: _("Required"),
    Level.WARNS: _("Please check"),
    Level.NOTES: _("Advice"),
}
LEVEL_ICONS: Final[dict[Level, str]] = {Level.BLOCKS: "warning", Level.WARNS: "help", Level.NOTES: "info-circle"}


def message_of(finding: Finding) -> str:
    """The sentence of a finding, in the language of the moment."""
    return finding.message or str(SENTENCES[finding.code]) % finding.params

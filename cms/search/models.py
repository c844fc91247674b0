"""What the readers' search asks: a row for each public story, and the words from which it suggests and corrects."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.search.token_index import TokenIndex
from cms.website.models import StoryPage


class Entry(models.Model):
    """A story that the public reads, with all that a search narrows and sorts by.

    There is no row for anything else: what is not public can't be found. Its tokens (title, standfirst, text) lie
    beside the columns, in `ENTRY_INDEX`. ``text`` is the plain text from which excerpts are cut. There are no further
    indexes on purpose, see `cms.core.search.token_index.by_index_alone`.
    """

    story = models.OneToOneField(StoryPage, on_delete=models.CASCADE, primary_key=True, related_name="search_entry")
    public_at = models.DateTimeField(_("public since"))
    kind = models.CharField(_("kind"), max_length=10)
    section_id = models.BigIntegerField(_("section"), null=True)
    unit_code = models.CharField(_("unit code"), max_length=20, blank=True)
    genre = models.CharField(_("genre"), max_length=20, blank=True)
    audience = models.CharField(_("audience"), max_length=12, blank=True)
    text = models.TextField(_("text"), blank=True)

    # Derived from other rows and named by nobody.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return f"{self.story_id}"


ENTRY_INDEX = TokenIndex(table="reader_search_entry", key="story_id")


class TermKind(models.TextChoices):
    """What a term is."""

    WORD = "word", _("Word")
    PAIR = "pair", _("Two words")
    UNIT = "unit", _("Unit")
    TOPIC = "topic", _("Topic")


class Term(models.Model):
    """Something that occurs in public stories: a word, two words side by side in titles and standfirsts, a unit, a topic.

    ``folded`` is how it is looked up, ``spelling`` how it is usually written, ``stories`` roughly in how many it
    occurs: the newest are counted, see `cms.search.vocabulary`. ``code`` names a unit. A term may outlive its last
    story, so whoever shows one asks the index first.
    """

    kind = models.CharField(_("kind"), max_length=5, choices=TermKind.choices)
    folded = models.CharField(_("folded"), max_length=150, db_index=True)
    spelling = models.CharField(_("usual spelling"), max_length=150)
    code = models.CharField(_("code"), max_length=20, blank=True)
    stories = models.PositiveIntegerField(_("stories"), default=1)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [models.UniqueConstraint(fields=["kind", "folded"], name="one_term_a_kind")]

    def __str__(self) -> str:
        return self.spelling


class NearWord(models.Model):
    """A word of the vocabulary with one letter left out: two that share one are a slip of the keyboard apart.

    Source: symmetric delete spelling correction (Garbe, 2012).
    """

    pk = models.CompositePrimaryKey("left", "word")
    left = models.CharField(_("what is left"), max_length=24)
    word = models.CharField(_("word"), max_length=24)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("near word")
        verbose_name_plural = _("near words")

    def __str__(self) -> str:
        return f"{self.left} ({self.word})"

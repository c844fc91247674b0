"""The words of every article as somebody saved it last, whatever its state; who may see which, the submission says."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.search.token_index import TokenIndex
from submissions.articles.models import Submission


class ArticleWords(models.Model):
    """A row for each article; its tokens lie beside it in `WORDS_INDEX`. Never shown, only asked through `search`."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, primary_key=True, related_name="words")
    saved_at = models.DateTimeField(_("saved at"))

    # Derived from other rows and named by nobody.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("words of an article")
        verbose_name_plural = _("words of articles")

    def __str__(self) -> str:
        return f"{self.submission_id}"


WORDS_INDEX = TokenIndex(table="submission_words_articlewords", key="submission_id")

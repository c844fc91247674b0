"""Fingerprints of articles, and the rows by which one query finds those that resemble each other."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from submissions.articles.models import ArticlePage


class Fingerprint(models.Model):
    """The MinHash signature of an article as it was last handed in or published.

    ``scheme`` says how it was computed; only rows of one scheme are compared. ``shingles`` counts the different ones.
    ``best_share`` (per cent) and ``best_match`` name the closest earlier article, if it came up to the rule
    ``copies.notice_percent`` when this one was handed in: of all units, so they are for the newsroom alone.
    """

    page = models.OneToOneField(ArticlePage, on_delete=models.CASCADE, related_name="fingerprint")
    scheme = models.CharField(_("scheme"), max_length=32)
    signature = models.BinaryField(_("signature"))
    shingles = models.PositiveIntegerField(_("shingles"))
    indexed_at = models.DateTimeField(_("indexed at"))
    best_share = models.PositiveSmallIntegerField(_("share of the closest article"), null=True, blank=True)
    best_match = models.ForeignKey(
        ArticlePage,
        verbose_name=_("closest article"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    # Derived from other rows and named by nobody: Wagtail need not keep count of its references.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")
        constraints = [
            models.CheckConstraint(
                condition=Q(best_share__isnull=True) | Q(best_share__range=(1, 100)), name="best_share_is_per_cent"
            ),
            models.CheckConstraint(condition=~Q(best_match=models.F("page")), name="nobody_copies_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} · {self.scheme}"


class Band(models.Model):
    """One band of a signature as a number: articles that share one are candidates.

    The key is the index that is asked, and the row holds nothing else: there are 64 for each article.
    """

    pk = models.CompositePrimaryKey("value", "fingerprint_id")
    value = models.BigIntegerField(_("value"))
    fingerprint = models.ForeignKey(Fingerprint, on_delete=models.CASCADE, related_name="bands")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("band")
        verbose_name_plural = _("bands")

    def __str__(self) -> str:
        return f"{self.fingerprint_id} · {self.value}"

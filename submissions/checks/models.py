"""Lists that the desk keeps and the checks go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.text import clean_line, clean_text
from submissions.checks.rules import CRITICAL_PIECE, MEDICAL_CLAIM
from submissions.checks.rules.phrases import WORD

if TYPE_CHECKING:
    from collections.abc import Collection


class OfficialName(models.Model):
    """A name in the form in which it is to be written; ``wrong`` holds known wrong forms, one a line."""

    right = models.CharField(_("right form"), max_length=200, unique=True)
    wrong = models.TextField(
        _("wrong forms"), blank=True, help_text=_("One a line. Other capitals are recognised without being listed.")
    )
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("official name")
        verbose_name_plural = _("official names")
        ordering = ["right"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(right=""), name="an_official_name_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.right

    @property
    def wrong_forms(self) -> tuple[str, ...]:
        """The wrong forms, without empty lines."""
        return tuple(line for line in (part.strip() for part in self.wrong.splitlines()) if line)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Brings the words into composed Unicode first: a decomposed name is no second name."""
        _compose(self, "right", "source")
        self.wrong = clean_text(self.wrong)
        super().clean_fields(exclude=exclude)


class Abbreviation(models.Model):
    """An abbreviation and what it stands for; readers know a ``well_known`` one without being told."""

    short = models.CharField(_("abbreviation"), max_length=20, unique=True)
    long = models.CharField(_("long form"), max_length=200)
    well_known = models.BooleanField(
        _("well known"), default=False, help_text=_("Readers know it: it needs no explanation in an article.")
    )

    class Meta:
        verbose_name = _("abbreviation")
        verbose_name_plural = _("abbreviations")
        ordering = ["short"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(short="") & ~models.Q(long=""), name="an_abbreviation_has_both_forms"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short} – {self.long}"

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Brings the words into composed Unicode first."""
        _compose(self, "short", "long")
        super().clean_fields(exclude=exclude)


class CitedDocument(models.Model):
    """A document that people still cite although it ceased to apply on ``ceased_on``."""

    number = models.CharField(
        _("number and code"), max_length=60, unique=True, help_text=_("As it is cited: 42/2022/NĐ-CP.")
    )
    title = models.CharField(_("subject of the document"), max_length=300)
    ceased_on = models.DateField(_("ceased to apply on"))
    replaced_by = models.CharField(_("replaced by"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("cited document")
        verbose_name_plural = _("cited documents")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(number="") & ~models.Q(source=""), name="a_cited_document_is_sourced"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.title})"

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Brings the words into composed Unicode first."""
        _compose(self, "number", "title", "replaced_by", "source")
        super().clean_fields(exclude=exclude)


class DelicateWords(models.Model):
    """Words for which an article is approved by two: what they say in short, and ``wordings``, one a line.

    ``kind`` is the code of the finding: a promise that medicine can't keep, or a piece that blames.
    """

    class Kind(models.TextChoices):
        MEDICAL_CLAIM = MEDICAL_CLAIM, _("medical claim")
        CRITICAL_PIECE = CRITICAL_PIECE, _("critical piece")

    name = models.CharField(_("what they say"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    wordings = models.TextField(
        _("wordings"),
        help_text=_(
            "One a line, at least one. Capitals and commas make no difference; “không”, “tránh” and the like before a "
            "wording take it back."
        ),
    )
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("delicate words")
        verbose_name_plural = _("delicate words")
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(wordings="") & ~models.Q(source=""),
                name="delicate_words_are_named_and_sourced",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[MEDICAL_CLAIM, CRITICAL_PIECE]), name="delicate_words_are_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def wording_list(self) -> tuple[str, ...]:
        """The wordings, without empty lines."""
        return tuple(line for line in (part.strip() for part in self.wordings.splitlines()) if line)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Brings the words into composed Unicode first."""
        _compose(self, "name", "source")
        self.wordings = clean_text(self.wordings).strip()
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        """A wording of one short syllable would stand in every article; one without a word would never be found."""
        for line in self.wording_list:
            if not any(len(word) > 1 for word in WORD.findall(line)):
                raise ValidationError(
                    {"wordings": _("“%(line)s” is no wording: write whole words.") % {"line": line[:60]}}
                )


def _compose(row: Any, *names: str) -> None:
    for name in names:
        setattr(row, name, clean_line(getattr(row, name)))

"""Reads what the checks go by from the database, once for a run and in the same few queries for any text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from cms.core import rules
from submissions.checks.models import Abbreviation, CitedDocument, DelicateWords, OfficialName
from submissions.checks.rules import Document, Limits, Lists, Name, Short, Wording
from submissions.units.models import Unit

if TYPE_CHECKING:
    from datetime import date


def lists_for(*, genre: str, on: date) -> Lists:
    """The maintained lists and the limits for a genre, as they hold on a day.

    The names of the units that exist on that day are official names too.
    """
    units = Unit.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).values_list("name", "short_name")
    words = rules.values("checks.words_min", "checks.words_max", on=on, scope=genre)
    lengths = rules.values("checks.long_sentence", "checks.long_sentences_percent", "checks.long_paragraph", on=on)
    names = [Name(right=row.right, wrong=row.wrong_forms) for row in OfficialName.objects.all()]
    names += [Name(right=right) for pair in units for right in pair]
    return Lists(
        names=tuple(names),
        abbreviations=tuple(
            Short(short=row.short, long=row.long, well_known=row.well_known) for row in Abbreviation.objects.all()
        ),
        documents=tuple(
            Document(number=row.number, title=row.title, ceased_on=row.ceased_on, replaced_by=row.replaced_by)
            for row in CitedDocument.objects.all()
        ),
        delicate=delicate_wordings(),
        limits=Limits(
            words_min=int(words["checks.words_min"]),
            words_max=int(words["checks.words_max"]),
            long_sentence=int(lengths["checks.long_sentence"]),
            long_share=int(lengths["checks.long_sentences_percent"]),
            long_paragraph=int(lengths["checks.long_paragraph"]),
        ),
        today=on,
    )


def delicate_wordings() -> tuple[Wording, ...]:
    """The wordings that ask for a second reviewer."""
    rows = DelicateWords.objects.all()
    return tuple(Wording(words=words, code=row.kind) for row in rows for words in row.wording_list)

"""What the desk types: the words around an issue, its articles in order, a time, a reason."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bulletin.issues.enums import ArticlesAfter
from cms.core.text import clean_line
from cms.website.photo_forms import PhotoFileField

if TYPE_CHECKING:
    from collections.abc import Iterator

# Numbers of rows have fewer digits than this; what has more is not ours and would not fit into the database.
LONGEST_KEY = 18


class ComposeForm(forms.Form):
    """The words of an issue. The articles come as ``place-<page id>`` = number, empty for those left out, and
    ``heading-<page id>`` = the heading of the group that begins there."""

    title = forms.CharField(label=_("Headline"), max_length=200)
    sapo = forms.CharField(label=_("Standfirst"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    editorial_note = forms.CharField(
        label=_("Editorial note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    contributors = forms.CharField(
        label=_("Contributors"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One name a line. Left empty, the bylines of the articles are taken."),
    )
    issue_date = forms.DateField(
        label=_("Date of issue"), widget=forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy"})
    )
    cover_file = PhotoFileField(label=_("A cover of its own"), required=False)
    cover_nobody = forms.BooleanField(label=_("Nobody can be recognised in this picture"), required=False)
    cover_alt = forms.CharField(
        label=_("What the cover shows"),
        max_length=300,
        required=False,
        help_text=_("For readers who can't see it."),
    )

    def clean(self) -> dict[str, Any]:
        """A picture of one's own shows nobody; photos with people come with their article and its consents."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("cover_file") and not data.get("cover_nobody"):
            self.add_error(
                "cover_nobody",
                _(
                    "A cover with people who can be recognised has to come from an article, where their consent is kept. "
                    "If nobody can be recognised, tick the box."
                ),
            )
        return data

    @staticmethod
    def chosen(data: Any) -> list[int]:
        """Page ids in the order of the numbers that were given to them."""
        places: list[tuple[float, int]] = []
        for page_id, value in _numbered(data, "place-"):
            try:
                place = float(str(value).replace(",", "."))
            except ValueError:
                continue
            if math.isfinite(place):
                places.append((place, page_id))
        return [page_id for _place, page_id in sorted(places)]

    @staticmethod
    def headings(data: Any) -> dict[int, str]:
        """Page id → the heading that begins there; only those that say something."""
        found = {page_id: clean_line(str(value)) for page_id, value in _numbered(data, "heading-")}
        return {page_id: heading for page_id, heading in found.items() if heading}

    @staticmethod
    def cover(data: Any) -> int | None:
        """The photo that was chosen as cover, 0 for the drawn one, None where nothing was said."""
        value = str(data.get("cover", ""))
        return int(value) if value.isdecimal() and len(value) < LONGEST_KEY else None


def _numbered(data: Any, prefix: str) -> Iterator[tuple[int, Any]]:
    for name, value in data.items():
        before, _separator, page_id = name.partition(prefix)
        if before == "" and page_id.isascii() and page_id.isdecimal() and len(page_id) < LONGEST_KEY:
            yield int(page_id), value


class ScheduleForm(forms.Form):
    """When an issue goes live by itself."""

    at = forms.DateTimeField(
        label=_("Publish at"),
        widget=forms.DateTimeInput(format="%d/%m/%Y %H:%M", attrs={"placeholder": "dd/mm/yyyy HH:MM"}),
    )


class ReasonForm(forms.Form):
    """A reason that people will read."""

    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class PartForm(forms.Form):
    """Which pieces follow later, and why."""

    reason = forms.CharField(
        label=_("Why they follow later"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    @staticmethod
    def named(data: Any) -> list[int]:
        """Page ids of the pieces that were ticked."""
        return [int(value) for value in data.getlist("article") if value.isdecimal() and len(value) < LONGEST_KEY]


class WithdrawForm(forms.Form):
    """Why an issue is withdrawn, what readers are told, and what becomes of its articles. Nothing is preset."""

    reason = forms.CharField(
        label=_("Reason, for the newsroom"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    public_note = forms.CharField(
        label=_("Note for readers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands at the address of the issue, for as long as the site does."),
    )
    articles = forms.ChoiceField(
        label=_("What becomes of its articles"), choices=ArticlesAfter.choices, widget=forms.RadioSelect
    )

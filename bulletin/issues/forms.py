"""What the desk types: the words around an issue, its articles in order, a time, a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ComposeForm(forms.Form):
    """The words of an issue. The articles come as ``place-<page id>`` = number, empty for those left out."""

    title = forms.CharField(label=_("Headline"), max_length=200)
    sapo = forms.CharField(label=_("Standfirst"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    editorial_note = forms.CharField(
        label=_("Editorial note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    issue_date = forms.DateField(
        label=_("Date of issue"), widget=forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy"})
    )

    @staticmethod
    def chosen(data: Any) -> list[int]:
        """Page ids in the order of the numbers that were given to them."""
        places: list[tuple[float, int]] = []
        for name, value in data.items():
            prefix, _separator, page_id = name.partition("place-")
            if prefix == "" and page_id.isdecimal() and str(value).strip():
                try:
                    places.append((float(str(value).replace(",", ".")), int(page_id)))
                except ValueError:
                    continue
        return [page_id for _place, page_id in sorted(places)]


class ScheduleForm(forms.Form):
    """When an issue goes live by itself."""

    at = forms.DateTimeField(
        label=_("Publish at"),
        widget=forms.DateTimeInput(format="%d/%m/%Y %H:%M", attrs={"placeholder": "dd/mm/yyyy HH:MM"}),
    )


class ReasonForm(forms.Form):
    """A reason that people will read."""

    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

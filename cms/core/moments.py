"""The field of a form for a moment, written as the department writes it, whatever language the browser speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime

SHOWN: Final = "%d/%m/%Y %H:%M"
FORMATS: Final = [SHOWN, "%d/%m/%Y", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
YEARS: Final = (2000, 2100)


class MomentField(forms.DateTimeField):
    """A moment in Vietnam as dd/mm/yyyy hh:mm; a day alone is its beginning.

    The browser's own field for a moment would show the order of day and month of the browser's language.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=FORMATS,
            widget=forms.DateTimeInput(format=SHOWN, attrs={"placeholder": "dd/mm/yyyy hh:mm", "autocomplete": "off"}),
            error_messages={"invalid": _("Write day/month/year hour:minute, for example 25/11/2026 07:30.")},
            **kwargs,
        )

    def clean(self, value: Any) -> datetime | None:
        """The moment; one that is centuries away was mistyped."""
        moment: datetime | None = super().clean(value)
        if moment is not None and not YEARS[0] <= moment.year < YEARS[1]:
            raise forms.ValidationError(_("Write a moment of this century, for example 20/11/2026 07:30."))
        return moment

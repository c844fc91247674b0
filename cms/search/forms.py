"""The form of the search page. Everything stands in the address; what was never offered narrows nothing."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from cms.core.periods import start_of_day
from cms.core.text import clean_line, collation_key
from cms.search.models import Term, TermKind
from cms.website import standing
from cms.website.enums import Audience, StoryKind
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.utils.safestring import SafeString

QUERY_LENGTH = 200
# The same few names for every search.
_in_order = lru_cache(maxsize=1_000)(collation_key)
QUERY_WORDS = 12
_ISSUES = "ban-tin"


class Choice(forms.Select):
    """A select written in one go: Django's own renders a template for each of its options, a sixth of the page's time."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The element with its options."""
        chosen = {str(each) for each in self.format_value(value)}
        selected = mark_safe(" selected")
        options = ((key, selected if str(key) in chosen else "", label) for key, label in cast("Any", self.choices))
        return format_html(
            "<select{}>{}</select>",
            flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})})),
            format_html_join("\n", '<option value="{}"{}>{}</option>', options),
        )


class SearchForm(forms.Form):
    """What to look for, and in what: section, unit, genre, audience, month."""

    q = forms.CharField(required=False, max_length=None)
    chuyen_muc = forms.ChoiceField(label=_("Section"), required=False, widget=Choice)
    don_vi = forms.ChoiceField(label=_("Unit"), required=False, widget=Choice)
    the_loai = forms.ChoiceField(label=_("Genre"), required=False, widget=Choice)
    doi_tuong = forms.ChoiceField(label=_("Written for"), required=False, widget=Choice)
    nam = forms.ChoiceField(label=_("Year"), required=False, widget=Choice)
    thang = forms.ChoiceField(label=_("Month"), required=False, widget=Choice)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="tim-%s")
        units = Term.objects.filter(kind=TermKind.UNIT).values_list("code", "spelling")
        offered: dict[str, list[tuple[Any, Any]]] = {
            "chuyen_muc": [(section.slug, section.title) for section in self.sections],
            "don_vi": sorted(dict(units).items(), key=lambda unit: _in_order(unit[1])),
            "the_loai": [(_ISSUES, _("Bulletin issue")), *genres()],
            "doi_tuong": list(Audience.choices),
            "nam": [(str(year), str(year)) for year in _years()],
            "thang": [(str(month), str(month)) for month in range(1, 13)],
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [("", _("All")), *choices]

    @property
    def sections(self) -> list[Any]:
        """The sections of the site, asked for once."""
        if not hasattr(self, "_sections"):
            found = standing.standing()
            self._sections = list(found.sections) if found is not None else []
        return self._sections

    @property
    def query(self) -> str:
        """The words, cut to what a person types."""
        return clean_query(self.data.get("q", ""))

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen and can be chosen, by the name in the address."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value and name != "q"}
        if "thang" in chosen and "nam" not in chosen:
            # A month alone is no period.
            del chosen["thang"]
        return chosen

    @property
    def filters(self) -> dict[str, Any]:
        """The choice as conditions on `cms.search.models.Entry`."""
        conditions: dict[str, Any] = {}
        chosen = self.chosen
        for name, value in chosen.items():
            match name:
                case "chuyen_muc":
                    conditions["section_id"] = {each.slug: each.pk for each in self.sections}[value]
                case "don_vi":
                    conditions["unit_code"] = value
                case "the_loai" if value == _ISSUES:
                    conditions["kind"] = StoryKind.ISSUE.value
                case "the_loai":
                    conditions["genre"] = value
                case "doi_tuong":
                    conditions["audience"] = value
                case "nam":
                    conditions |= _period(int(value), int(chosen.get("thang", "0")))
        return conditions

    def address(self, **changes: str) -> str:
        """The search as the query of an address; ``changes`` replace or, where empty, remove parts of it."""
        parts = {"q": self.query, **self.chosen, **changes}
        return urlencode({name: value for name, value in parts.items() if value})


def clean_query(text: str) -> str:
    """A query as it is looked for: one line, no longer than what a person types."""
    return " ".join(clean_line(text[:QUERY_LENGTH]).split()[:QUERY_WORDS])


def genres() -> list[tuple[Any, Any]]:
    """The genres that the classes of stories know; their list belongs to a room above."""
    for story_class in apps.get_models():
        if issubclass(story_class, StoryPage):
            try:
                field: Any = story_class._meta.get_field("genre")
            except FieldDoesNotExist:
                continue
            return list(field.choices or ())
    return []


def _years() -> range:
    """From this year back to that of the oldest article."""
    this_year = timezone.localdate().year
    public = StoryPage.objects.articles().filter(public_at__isnull=False).order_by("public_at")
    first = public.values_list("public_at", flat=True).first()
    oldest = timezone.localtime(first).year if first else this_year
    return range(this_year, min(oldest, this_year) - 1, -1)


def _period(year: int, month: int) -> dict[str, datetime]:
    """A year, or one of its months, in local time."""
    start = date(year, month or 1, 1)
    end = date(year + 1, 1, 1) if month in (0, 12) else date(year, month + 1, 1)
    return {"public_at__gte": start_of_day(start), "public_at__lt": start_of_day(end)}

"""What is said about a planned piece, and on which day something shall be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bulletin.calendar.actions import Plan
from bulletin.calendar.models import PlannedPiece
from cms.accounts.models import User
from cms.accounts.roles import NEWSROOM
from cms.core.periods import Month, PeriodError
from cms.website.enums import Audience
from cms.website.models import Topic
from submissions.articles.enums import Genre
from submissions.articles.models import Submission
from submissions.units.models import Unit

if TYPE_CHECKING:
    from datetime import date

YEARS = (2000, 2100)


class DayField(forms.DateField):
    """A day as dd/mm/yyyy, or as a script sends it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%d/%m/%Y", "%Y-%m-%d"],
            widget=forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> date | None:
        """The day; one that is centuries away was mistyped."""
        day: date | None = super().clean(value)
        if day is not None and not YEARS[0] <= day.year < YEARS[1]:
            raise forms.ValidationError(_("Write a day of this century, for example 20/11/2026."))
        return day


class MonthField(forms.CharField):
    """A month as mm/yyyy."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=7, widget=forms.TextInput(attrs={"placeholder": "mm/yyyy", "autocomplete": "off"}), **kwargs
        )

    def clean(self, value: Any) -> Month | None:
        """The month."""
        text = super().clean(value)
        if not text:
            return None
        number, _slash, year = text.partition("/")
        try:
            month = Month.parse(f"{year}-{number.zfill(2)}")
        except PeriodError:
            raise forms.ValidationError(_("Write the month as mm/yyyy, for example 11/2026.")) from None
        if not YEARS[0] <= month.year < YEARS[1]:
            raise forms.ValidationError(_("Write a day of this century, for example 20/11/2026."))
        return month


class PieceForm(forms.Form):
    """A planned piece. A day is enough; without one the month is."""

    working_title = forms.CharField(label=_("Working title"), max_length=200)
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.all())
    audience = forms.ChoiceField(label=_("Audience"), choices=[("", "–"), *Audience.choices], required=False)
    genre = forms.ChoiceField(label=_("Genre"), choices=[("", "–"), *Genre.choices], required=False)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("the newsroom")
    )
    day = DayField(label=_("Day"), required=False, help_text=_("Without a day the piece belongs to its month."))
    month = MonthField(label=_("Month"), required=False)
    person = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.none(), required=False, empty_label=_("nobody yet")
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The unit reads it too."),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, piece: PlannedPiece | None = None, **kwargs: Any) -> None:
        if piece is not None:
            kwargs.setdefault("initial", {
                "working_title": piece.working_title, "topic": piece.topic_id, "audience": piece.audience,
                "genre": piece.genre, "unit": piece.unit_id, "day": piece.day, "month": piece.month.label,
                "person": piece.person_id, "note": piece.note, "version": piece.version,
            })  # fmt: skip
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = Unit.objects.filter(valid_to__isnull=True).order_by("name")
        newsroom = [role.value for role in NEWSROOM]
        people = User.objects.filter(is_active=True)
        writers = people.filter(memberships__isnull=False) | people.filter(groups__name__in=newsroom)
        fields["person"].queryset = writers.distinct().order_by("full_name")

    def clean(self) -> dict[str, Any]:
        """A day or a month, and of one month where both are given."""
        data: dict[str, Any] = super().clean() or {}
        day, month = data.get("day"), data.get("month")
        if self.errors:
            return data
        if day is None and month is None:
            self.add_error("month", _("Write a day or at least a month."))
        elif day is not None and month is not None and not month.contains(day):
            # A month that was only filled in follows the day; one that was typed says something else than the day.
            if "month" in self.changed_data:
                self.add_error("day", _("The day lies in another month. Change one of the two."))
            data["month"] = Month.of(day)
        return data

    def plan(self) -> Plan:
        """What was typed."""
        data = self.cleaned_data
        return Plan(
            working_title=data["working_title"],
            topic=data["topic"],
            period=data["day"] or data["month"].first_day,
            day=data["day"],
            unit=data["unit"],
            audience=data["audience"],
            genre=data["genre"],
            person=data["person"],
            note=data["note"],
        )


class MoveForm(forms.Form):
    """To which day something shall go."""

    day = DayField(label=_("New day"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class LinkForm(forms.Form):
    """Which article was handed in for a piece; none takes the link off."""

    article = forms.ModelChoiceField(
        label=_("Article"), queryset=Submission.objects.none(), required=False, empty_label=_("none yet")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, piece: PlannedPiece, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"article": piece.article_id, "version": piece.version}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["article"]
        month = piece.month
        near = Submission.objects.visible_to(user).filter(
            period__gte=month.shift(-2).first_day, period__lte=month.shift(2).first_day
        )
        if piece.unit_id is not None:
            near = near.filter(unit_id=piece.unit_id)
        free = near.filter(planned_piece__isnull=True) | near.filter(planned_piece=piece)
        field.queryset = free.select_related("page", "unit").order_by("-first_submitted_at")
        field.label_from_instance = lambda row: f"{row.page.draft_title or row.page.title} ({row.unit.short_name})"

"""What a list of articles can be narrowed by. Everything stands in the address; nothing is remembered elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cms.accounts.roles import Role
from cms.core.periods import start_of_day
from cms.core.text import collation_key
from cms.website.models import Topic
from submissions.articles.enums import Genre
from submissions.moderation.person_field import people_with
from submissions.units.models import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from submissions.articles.models import Submission

NOBODY = "0"


class Due(models.TextChoices):
    """Until when something is due; each holds the ones before it."""

    OVER = "qua-han", _("overdue")
    TODAY = "hom-nay", _("today or overdue")
    WEEK = "tuan-nay", _("this week or overdue")


class Filters(forms.Form):
    """The filters of a list, from the address. A value that was never offered narrows nothing."""

    don_vi = forms.ChoiceField(label=_("Unit"), required=False)
    the_loai = forms.ChoiceField(label=_("Genre"), required=False)
    chu_de = forms.ChoiceField(label=_("Topic"), required=False)
    nguoi_giu = forms.ChoiceField(label=_("Held by"), required=False)
    han = forms.ChoiceField(label=_("Due"), required=False)
    nop_tre = forms.BooleanField(label=_("handed in late"), required=False)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="loc-%s")
        units = sorted(Unit.objects.all(), key=lambda unit: collation_key(unit.short_name))
        people = people_with(Role.EDITOR, Role.DESK)
        offered: dict[str, list[tuple[Any, Any]]] = {
            "don_vi": [(unit.code, unit.short_name) for unit in units],
            "the_loai": list(Genre.choices),
            "chu_de": [(topic.code, f"{topic.code} {topic.name}") for topic in Topic.objects.order_by("code")],
            "nguoi_giu": [(NOBODY, _("nobody yet")), *((str(person.pk), str(person)) for person in people)],
            "han": list(Due.choices),
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [("", _("All")), *choices]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and can be chosen, by the name in the address."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def address(self) -> str:
        """The choice as a piece of an address, with ``&`` before it; empty where nothing was chosen."""
        chosen = {name: "on" if value is True else value for name, value in self.chosen.items()}
        return f"&{urlencode(chosen)}" if chosen else ""

    def narrow(self, rows: QuerySet[Submission], *, now: datetime | None = None) -> QuerySet[Submission]:
        """The rows that fit everything that was chosen."""
        now = now or timezone.now()
        for name, value in self.chosen.items():
            match name:
                case "don_vi":
                    rows = rows.filter(unit__code=value)
                case "the_loai":
                    rows = rows.filter(page__genre=value)
                case "chu_de":
                    rows = rows.filter(page__topic__code=value)
                case "nguoi_giu":
                    rows = rows.filter(claimed_by=None) if value == NOBODY else rows.filter(claimed_by=value)
                case "han":
                    rows = rows.filter(due_at__lt=_end_of(Due(value), now))
                case "nop_tre":
                    rows = rows.filter(on_time=False)
        return rows


def _end_of(due: Due, now: datetime) -> datetime:
    """The moment before which it is due: now, tonight, or the night from Sunday to Monday."""
    if due == Due.OVER:
        return now
    today = timezone.localdate(now)
    days = 1 if due == Due.TODAY else 7 - today.weekday()
    return start_of_day(today + timedelta(days=days))

"""Entering a value of a rule: of a rule that the house knows, and in the shape that its readers expect."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.core.models import Rule

# A rule keeps the shape of its values: a whole number, a list of them, a time of day, a word.
SHAPES: Final = (
    (re.compile(r"\d+"), _("Write a whole number.")),
    (re.compile(r"\d+(?:\s*,\s*\d+)+"), _("Write whole numbers with commas between them, for example 7,3,1.")),
    (re.compile(r"\d{1,2}:\d{2}"), _("Write a time of day, for example 06:30.")),
)


class RuleForm(WagtailAdminModelForm):
    """A new value begins on a day; the old one stays for the months it held."""

    code = forms.ChoiceField(label=_("Code"))

    class Meta:
        model = Rule
        fields = ("code", "scope", "value", "source", "effective_from", "effective_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = Rule.objects.order_by("code").values_list("code", flat=True).distinct()
        field: Any = self.fields["code"]
        field.choices = [("", _("Please choose")), *((code, code) for code in codes)]
        self.fields["scope"].help_text = _("Empty for the general rule; otherwise a unit's code or a genre.")
        self.fields["value"].help_text = _(
            "The value holds from its day on; do not change one that has held: add a new one."
        )

    def clean(self) -> dict[str, Any]:
        """A value in another shape would stop whatever reads the rule."""
        data: dict[str, Any] = super().clean()
        code, value = data.get("code"), (data.get("value") or "").strip()
        known = Rule.objects.filter(code=code).order_by("effective_from").values_list("value", flat=True).first()
        for shape, advice in SHAPES:
            if known is not None and shape.fullmatch(known.strip()):
                # A list of numbers may shrink to one, and one may grow into none.
                fits = shape.fullmatch(value) or ("," in known and value.isdigit())
                if not fits:
                    self.add_error("value", ValidationError(advice))
                break
        return data

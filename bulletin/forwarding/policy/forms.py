"""The form of a destination's policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletin.forwarding.policy.actions import LONGEST_LIMIT, category_of
from bulletin.forwarding.policy.fields import LONGEST_EMBARGO_HOURS, Scope
from cms.website.models import SectionPage

if TYPE_CHECKING:
    from bulletin.forwarding.policy.rules import Policy

LONGEST_MAP = 50_000


class PolicyForm(forms.Form):
    """All rules of a policy, and the reason of the change. Names of categories: one line each, ``code = name``."""

    scope = forms.ChoiceField(label=gettext_lazy("Articles"), choices=Scope.choices, widget=forms.RadioSelect)
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Sections"), required=False, widget=forms.CheckboxSelectMultiple
    )
    takes_translations = forms.BooleanField(label=gettext_lazy("English versions too"), required=False)
    takes_issues = forms.BooleanField(label=gettext_lazy("Issues of the bulletin too"), required=False)
    needs_release = forms.BooleanField(
        label=gettext_lazy("Not before the officer has released each article"), required=False
    )
    embargo_hours = forms.IntegerField(
        label=gettext_lazy("Hours after publication before which nothing leaves"),
        min_value=0,
        max_value=LONGEST_EMBARGO_HOURS,
    )
    title_limit = forms.IntegerField(
        label=gettext_lazy("Longest title that is shown there (characters)"),
        required=False,
        min_value=1,
        max_value=LONGEST_LIMIT,
    )
    sapo_limit = forms.IntegerField(
        label=gettext_lazy("Longest standfirst that is shown there (characters)"),
        required=False,
        min_value=1,
        max_value=LONGEST_LIMIT,
    )
    category_map = forms.CharField(
        label=gettext_lazy("Categories there"),
        help_text=gettext_lazy("One line for each: our code of a section or topic = their name or number."),
        required=False,
        max_length=LONGEST_MAP,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason of the change"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = SectionPage.objects.order_by("path").values_list("slug", "title")
        field = self.fields["sections"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = list(sections)

    def clean_category_map(self) -> dict[str, str | int]:
        """The lines as an object."""
        found: dict[str, str | int] = {}
        for line in str(self.cleaned_data["category_map"]).splitlines():
            if not line.strip():
                continue
            code, sign, theirs = (part.strip() for part in line.partition("="))
            if not (code and sign and theirs):
                raise forms.ValidationError(_("“%(line)s” is not “code = name”."), params={"line": line[:100]})
            found[code] = category_of(theirs)
        return found

    def values(self) -> dict[str, Any]:
        """The rules, as the action takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


def initial_of(policy: Policy) -> dict[str, Any]:
    """What the form begins with."""
    lines = [f"{code} = {theirs}" for code, theirs in sorted(policy.category_map.items())]
    return {**policy.written(), "category_map": "\n".join(lines)}

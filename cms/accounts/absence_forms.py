"""The panel “Away” of the account page: when a person is away and who stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views import account
from wagtail.admin.widgets import AdminDateInput

from cms.accounts import actions
from cms.accounts.absence import candidates
from cms.accounts.models import Absence
from cms.core.text import name_key

if TYPE_CHECKING:
    from datetime import date

    from cms.accounts.models import User

absence_tab = account.SettingsTab("absence", gettext_lazy("Away"), order=300)


class AbsenceForm(forms.Form):
    """Absences to take off, and one new one; left empty, nothing is added."""

    sent = forms.CharField(widget=forms.HiddenInput, initial="1")
    take_off = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Take off"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts_on = forms.DateField(label=gettext_lazy("First day away"), required=False, widget=AdminDateInput)
    ends_on = forms.DateField(label=gettext_lazy("Last day away"), required=False, widget=AdminDateInput)
    deputy = forms.TypedChoiceField(
        label=gettext_lazy("Who stands in"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy(
            "They are told what you are told on these days, and articles that come to you are theirs to take up."
        ),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, person: User, actor: User, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.actor = person, actor
        self.today = today or timezone.localdate()
        current = Absence.objects.filter(user=person, ends_on__gte=self.today).select_related("deputy")
        standing = [(str(absence.pk), _in_words(absence)) for absence in current]
        people = sorted(candidates(person), key=lambda each: name_key(each.full_name))
        self._choices("take_off", standing)
        self._choices("deputy", [("", _("Please choose")), *((str(each.pk), str(each)) for each in people)])
        if not standing:
            del self.fields["take_off"]
        if not people:
            self.fields["deputy"].help_text = _("Nobody else holds your roles, so nobody can stand in for you yet.")

    def clean(self) -> dict[str, Any]:
        """A new absence has both days and a deputy; what the verb refuses is said here."""
        data = super().clean() or {}
        begins, ends, deputy = (data.get(name) for name in ("starts_on", "ends_on", "deputy"))
        if self.errors or not (begins or ends or deputy):
            return data
        if not (begins and ends and deputy):
            raise forms.ValidationError(_("An absence needs its first day, its last day and who stands in."))
        if ends < begins:
            self.add_error("ends_on", _("The last day lies before the first."))
        elif ends < self.today:
            self.add_error("ends_on", _("These days are over already."))
        elif self._overlaps(data):
            self.add_error("starts_on", _("These days overlap with another absence. Take that one off first."))
        return data

    def save(self) -> None:
        """Takes off what was ticked, then records the new absence. Raises `actions.AbsenceRefused`."""
        data = self.cleaned_data
        for absence_id in data.get("take_off", []):
            actions.take_off(absence_id=absence_id, actor=self.actor, today=self.today)
        if data["deputy"]:
            actions.arrange(
                user_id=self.person.pk,
                deputy_id=data["deputy"],
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                note=data["note"],
                actor=self.actor,
            )

    def _overlaps(self, data: dict[str, Any]) -> bool:
        others = Absence.objects.filter(user=self.person).exclude(pk__in=data.get("take_off", []))
        return others.filter(starts_on__lte=data["ends_on"], ends_on__gte=data["starts_on"]).exists()

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class AbsencePanel(account.BaseSettingsPanel):
    """When a person is away, and who stands in."""

    name = "absence"
    title: str | Promise = gettext_lazy("Away")
    tab = absence_tab
    order = 100
    form_class = AbsenceForm
    template_name = "accounts/panels/panel.html"

    def get_form(self) -> AbsenceForm:
        """Bound only where the panel was sent along."""
        sent = self.request.method == "POST" and f"{self.name}-sent" in self.request.POST
        data = self.request.POST if sent else None
        return AbsenceForm(data, person=self.user, actor=self.user, prefix=self.name)


def _in_words(absence: Absence) -> str:
    return _("%(begins)s to %(ends)s: %(deputy)s stands in") % {
        "begins": f"{absence.starts_on:%d/%m/%Y}",
        "ends": f"{absence.ends_on:%d/%m/%Y}",
        "deputy": absence.deputy,
    }

"""The panel “Notices” of the account page: what is mailed, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views import account

from cms.accounts import actions
from cms.accounts.models import NoticeChoice, NoticeTimes
from cms.accounts.notice_kinds import Channel, Group, kinds
from cms.accounts.preferences import house_times

if TYPE_CHECKING:
    from cms.accounts.models import User

notices_tab = account.SettingsTab("notices", gettext_lazy("Notices"), order=200)
TIME_FORMAT = "%H:%M"


class NoticeForm(forms.Form):
    """One choice for each group of notices, the hour of the daily mail, and the quiet hours."""

    sent = forms.CharField(widget=forms.HiddenInput, initial="1")
    digest_hour = forms.TypedChoiceField(
        label=gettext_lazy("Hour of the daily mail"), required=False, coerce=int, empty_value=None
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("No mail from"),
        required=False,
        widget=forms.TimeInput(format=TIME_FORMAT, attrs={"type": "time"}),
    )
    quiet_to = forms.TimeField(
        label=gettext_lazy("No mail until"),
        required=False,
        widget=forms.TimeInput(format=TIME_FORMAT, attrs={"type": "time"}),
        help_text=gettext_lazy("The same time twice means that mail may come at any hour."),
    )
    quiet_weekends = forms.BooleanField(label=gettext_lazy("No mail on Saturdays and Sundays"), required=False)

    def __init__(self, *args: Any, instance: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = instance
        house = house_times(timezone.localdate())
        hours = [(str(hour), f"{hour:02d}:00") for hour in range(24)]
        self._choices(
            "digest_hour", [("", _("As the house does (%(hour)02d:00)") % {"hour": house.digest_hour}), *hours]
        )
        self.fields["quiet_from"].help_text = _("Left empty, the house's hours hold: %(begins)s to %(ends)s.") % {
            "begins": house.quiet_from.strftime(TIME_FORMAT),
            "ends": house.quiet_to.strftime(TIME_FORMAT),
        }
        self._add_groups()
        times = NoticeTimes.objects.filter(user=instance).first()
        if times is not None:
            for name in ("digest_hour", "quiet_from", "quiet_to", "quiet_weekends"):
                self.initial.setdefault(name, getattr(times, name))

    def clean(self) -> dict[str, Any]:
        """Quiet hours have both ends or none."""
        data = super().clean() or {}
        if (data.get("quiet_from") is None) != (data.get("quiet_to") is None) and not self.errors:
            self.add_error("quiet_to", _("Give both times, or neither."))
        return data

    def save(self) -> None:
        """Records the choices."""
        data = self.cleaned_data
        actions.choose(
            user=self.user,
            channels={group: data[f"group_{group}"] for group in self.groups},
            digest_hour=data["digest_hour"],
            quiet_from=data["quiet_from"],
            quiet_to=data["quiet_to"],
            quiet_weekends=data["quiet_weekends"],
        )

    def _add_groups(self) -> None:
        """The groups of which there is a kind, before the times."""
        registered = list(kinds().values())
        chosen = dict(NoticeChoice.objects.filter(user=self.user).values_list("group", "channel"))
        self.groups = [group for group in Group if any(kind.group == group for kind in registered)]
        for group in self.groups:
            name = f"group_{group}"
            self.fields[name] = forms.TypedChoiceField(
                label=group.label,
                choices=[("", _("As the house suggests")), *Channel.choices],
                coerce=Channel,
                empty_value=None,
                required=False,
                initial=chosen.get(group, ""),
                help_text=_help([kind for kind in registered if kind.group == group]),
            )
        self.order_fields(["sent", *(f"group_{group}" for group in self.groups)])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class NoticesPanel(account.BaseSettingsPanel):
    """What is mailed to a person, and when."""

    name = "notices"
    title: str | Promise = gettext_lazy("Notices")
    tab = notices_tab
    order = 100
    form_class = NoticeForm
    template_name = "accounts/panels/panel.html"

    def get_form(self) -> NoticeForm:
        """Bound only where the panel was sent along: who changes their name alone changes nothing here."""
        sent = self.request.method == "POST" and f"{self.name}-sent" in self.request.POST
        return NoticeForm(self.request.POST if sent else None, instance=self.user, prefix=self.name)


def _help(of_group: list[Any]) -> str:
    """What the group holds; urgent kinds are mailed whatever is chosen."""
    urgent = [str(kind.label) for kind in of_group if kind.urgent]
    others = [str(kind.label) for kind in of_group if not kind.urgent]
    words = "; ".join(others)
    if urgent:
        always = _("Always mailed at once: %(kinds)s.") % {"kinds": "; ".join(urgent)}
        words = f"{words}. {always}" if words else always
    return words

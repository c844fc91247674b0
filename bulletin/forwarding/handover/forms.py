"""Forms of the tasks by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bulletin.forwarding.handover.actions import LONGEST_ADDRESS
from bulletin.forwarding.handover.models import LONGEST_TIME
from bulletin.forwarding.reasons import LONGEST_REASON
from cms.accounts.models import User
from cms.accounts.roles import Role

if TYPE_CHECKING:
    from bulletin.forwarding.handover.models import HandOver


class WordForm(forms.Form):
    """A person's word: the address, or that it is gone. ``insists`` exists once our own look found something else."""

    url = forms.CharField(
        label=_("Address of the article there"),
        max_length=LONGEST_ADDRESS,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        error_messages={"required": _("Enter the address as the browser shows it, from https:// on.")},
    )
    seen = forms.BooleanField(
        label=_("I have looked at this page and the article stands there as it is in the package."),
        error_messages={"required": _("Look at the page first, then say that you have seen it.")},
    )
    insists = forms.BooleanField(
        label=_("The system does not find it, and I say so all the same; my name goes into the history."),
        required=False,
    )
    reason = forms.CharField(
        label=_("Why the system cannot see it"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, task: HandOver, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if task.delivery.is_retraction:
            del self.fields["url"]
            self.fields["seen"].label = _("I have looked: the article is no longer on the site.")
        else:
            self.fields["url"].initial = task.stated_url or task.delivery.remote_url
        if not task.finding:
            del self.fields["insists"], self.fields["reason"]


class RouteForm(forms.Form):
    """Who puts articles in at a destination, how long they have, and where the package goes."""

    person = forms.ModelChoiceField(label=_("Who puts the articles in"), queryset=User.objects.none())
    hours = forms.IntegerField(label=_("Hours until it should be up"), min_value=1, max_value=LONGEST_TIME, initial=24)
    recipients = forms.CharField(
        label=_("Mail addresses that get the package, one a line (none: it is downloaded at the desk)"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, groups__name__in=[Role.OFFICER, Role.ADMINISTRATOR])
        # The choices are asked for by the field's own setter, which its type does not know.
        self.fields["person"].queryset = people.distinct().order_by("full_name", "pk")  # type: ignore[attr-defined]

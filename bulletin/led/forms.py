"""The short form of a message, and what is said about a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bulletin.led.actions import Words
from bulletin.led.enums import HEADLINE, SECOND_LINE, MessageKind, ScreenState
from bulletin.led.models import LedScreen
from cms.core.moments import MomentField
from cms.core.text import clean_line
from submissions.units.models import Unit

if TYPE_CHECKING:
    from bulletin.led.models import LedMessage


class LineField(forms.CharField):
    """One line; its length is counted after marks typed apart have become letters."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class VersionForm(forms.Form):
    """A form that says which version was on the screen."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class MessageForm(VersionForm):
    """A message. Lengths are what three metres and ten seconds bear; the action holds them too."""

    headline = LineField(
        label=_("Headline"), max_length=HEADLINE,
        widget=forms.Textarea(attrs={"rows": 2, "data-led-count": HEADLINE}),
    )  # fmt: skip
    second_line = LineField(
        label=_("Second line"), max_length=SECOND_LINE, required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-led-count": SECOND_LINE}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), choices=MessageKind.choices)
    valid_from = MomentField(label=_("Shown from"))
    valid_until = MomentField(label=_("Shown until"))
    screens = forms.ModelMultipleChoiceField(
        label=_("Screens"), queryset=LedScreen.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all screens."),
    )  # fmt: skip

    def __init__(self, *args: Any, message: LedMessage | None = None, **kwargs: Any) -> None:
        if message is None:
            kwargs.setdefault("initial", {"valid_from": timezone.now()})
        else:
            names = ("headline", "second_line", "kind", "valid_from", "valid_until", "version")
            chosen = [screen.pk for screen in message.screens.all()]
            kwargs["initial"] = {**{name: getattr(message, name) for name in names}, "screens": chosen}
        super().__init__(*args, **kwargs)
        # Said here and not above, where nobody's language is known yet.
        self.fields["headline"].help_text = _(
            "At most %(most)s characters: what somebody reads from three metres in ten seconds."
        ) % {"most": HEADLINE}
        self.fields["second_line"].help_text = _("At most %(most)s characters: where, when, whom to ask.") % {
            "most": SECOND_LINE
        }
        field = self.fields["screens"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = LedScreen.objects.exclude(state=ScreenState.RETIRED)

    def words(self) -> Words:
        """What was entered."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "screens")}
        return Words(**given, screens=[screen.pk for screen in self.cleaned_data["screens"]])


class ScreenForm(VersionForm):
    """A screen: what it is called and where it hangs."""

    name = forms.CharField(label=_("Name"), max_length=80)
    place = forms.CharField(
        label=_("Place"), max_length=120, required=False, help_text=_("So that somebody finds it, and its plug.")
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.order_by("name"), required=False, empty_label=_("the department's own")
    )

    def __init__(self, *args: Any, screen: LedScreen | None = None, **kwargs: Any) -> None:
        if screen is not None:
            kwargs["initial"] = {
                "name": screen.name, "place": screen.place, "unit": screen.unit_id, "version": screen.version,
            }  # fmt: skip
        super().__init__(*args, **kwargs)

"""Destinations, their history and proposals in words. Nothing here reads a secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from bulletin.forwarding.desk.wording import in_words
from bulletin.forwarding.destinations import option_fields
from bulletin.forwarding.destinations.forms import FIELDS, kind_label
from bulletin.forwarding.destinations.models import Change, DestinationVerb
from bulletin.forwarding.destinations.staying import Staying

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bulletin.forwarding.destinations.models import DestinationEvent, DestinationProposal

ICONS = {
    DestinationVerb.ADD: "plus",
    DestinationVerb.PAUSE: "lock",
    DestinationVerb.RESUME: "lock-open",
    DestinationVerb.TEST: "help",
    DestinationVerb.TESTED: "check",
    DestinationVerb.REPLAY: "resubmit",
    DestinationVerb.CHANGE: "edit",
    DestinationVerb.ADD_SECRET: "key",
    DestinationVerb.DROP_SECRETS: "key",
    DestinationVerb.RETIRE: "bin",
}


def value_in_words(value: Any) -> str:
    """A value of a field as people read it."""
    if isinstance(value, dict):
        return option_fields.in_words(value) or "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if value not in ("", None) else "–"


def values_in_words(values: Mapping[str, Any], *, kind: str) -> list[tuple[str, str]]:
    """Labels and values of a destination's fields, in the order of the form."""
    found = [
        (str(make().label), value_in_words(values[name]))
        for name, (_applies, make) in FIELDS.items()
        if name in values and (values[name] not in ("", None))
    ]
    chosen = values.get("options")
    return [(_("Kind"), kind_label(kind)), *found, *([(_("Choices"), value_in_words(chosen))] if chosen else [])]


def changes_in_words(proposal: DestinationProposal) -> list[tuple[str, str, str]]:
    """Label, value before (empty for an addition) and value afterwards."""
    labels = {name: str(make().label) for name, (_applies, make) in FIELDS.items()}
    labels |= {
        "kind": _("Kind"),
        "options": _("Choices"),
        "allow_private": _("May lie in the own network (demo only)"),
        "starts_paused": _("Begins paused"),
    }
    rows = []
    for name in labels:
        if name in proposal.values:
            value = proposal.values[name]
            after = kind_label(value) if name == "kind" else value_in_words(value)
            before = value_in_words(proposal.before[name]) if name in proposal.before else ""
            rows.append((labels[name], before, after))
    return rows


def consequence(proposal: DestinationProposal) -> str:
    """What will happen when it is approved."""
    name = proposal.name
    match proposal.change:
        case Change.ADD:
            return _("From then on every publication is owed to %(name)s; what was published before is not sent by itself.") % {"name": name}  # fmt: skip
        case Change.CHANGE:
            return _("From then on %(name)s is called with these settings. Places where it lay before are still looked at for what was sent there.") % {"name": name}  # fmt: skip
        case Change.ADD_SECRET:
            return _("Requests to %(name)s are signed with the new secret and the old one, until the old one is removed.") % {"name": name}  # fmt: skip
        case Change.DROP_SECRETS:
            return _(
                "Only the newest secret stays. Whoever checks with the old one refuses our requests from then on."
            )
        case _:
            return _("Nothing is sent to %(name)s any more, takedowns neither: what is shown there stays. What waits is cancelled; the history stays. This cannot be undone.") % {"name": name}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class EventLine:
    """A line of a destination's history."""

    event: DestinationEvent

    @property
    def icon(self) -> str:
        """The icon of the verb; a test that failed has a warning's."""
        return "warning" if self.event.ok is False else ICONS[DestinationVerb(self.event.verb)]

    @property
    def detail(self) -> str:
        """What came of it, or what was changed."""
        if self.event.verb == DestinationVerb.REPLAY:
            return _("%(number)s articles") % {"number": self.event.detail}
        if self.event.verb == DestinationVerb.RETIRE and self.event.detail:
            stays = Staying.read(self.event.detail)
            return _(
                "Shown there and staying: %(articles)d articles. Takedowns not seen carried out: %(takedowns)d."
            ) % {
                "articles": stays.articles,
                "takedowns": stays.takedowns,
            }
        return in_words(self.event.detail)

    @property
    def reason(self) -> str:
        """Why."""
        return in_words(self.event.reason)

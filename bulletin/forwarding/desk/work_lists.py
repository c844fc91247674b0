"""What waits for the officer, and for the administrator, on the way to other sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletin.forwarding.alarms.models import Alarm, Cause
from bulletin.forwarding.alarms.words import Words
from bulletin.forwarding.desk import lists
from bulletin.forwarding.desk.wording import in_words
from bulletin.forwarding.destinations.models import DestinationProposal
from bulletin.forwarding.models import Delivery, Destination, Drift
from bulletin.forwarding.permissions import may_decide
from bulletin.forwarding.policy import release_lists
from bulletin.forwarding.proof.records import DriftState
from bulletin.forwarding.states import DestinationState
from cms.accounts.roles import Role, has_role
from cms.accounts.work import WorkList, WorkRow, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cms.accounts.models import User


def forwarding_lists(user: User) -> Iterator[WorkList]:
    """Deliveries that need a person, paused destinations, alarms, and changes that want a second person, by role."""
    if has_role(user, Role.OFFICER):
        yield WorkList(
            slug="can-nguoi",
            label=gettext_lazy("Deliveries that need a person"),
            empty=gettext_lazy("Nothing needs a person. What the other site refuses or loses appears here."),
            parts=lambda: [Delivery.objects.filter(state=state) for state in sorted(lists.FOR_A_PERSON)],
            by="created_at",
            describe=_deliveries,
        )
        yield WorkList(
            slug="cho-chuyen-di",
            label=gettext_lazy("Wait for release"),
            empty=gettext_lazy("Nothing waits for a release. An article appears here when it is published and its destination asks for a decision."),
            parts=lambda: [release_lists.held()],
            by="created_at",
            describe=_held,
        )  # fmt: skip
        yield WorkList(
            slug="sai-khac",
            label=gettext_lazy("Differences at other sites"),
            empty=gettext_lazy("Nothing. Every night each page that was confirmed is looked at again; what differs appears here."),
            parts=lambda: [Drift.objects.filter(state=DriftState.OPEN)],
            by="found_at",
            describe=_drifts,
        )  # fmt: skip
    if has_role(user, Role.OFFICER, Role.ADMINISTRATOR):
        yield WorkList(
            slug="noi-nhan-tam-dung",
            label=gettext_lazy("Paused destinations"),
            empty=gettext_lazy("No destination is paused. One that is stopped, by hand or by itself, appears here."),
            parts=lambda: [Destination.objects.in_use().filter(state=DestinationState.PAUSED)],
            by="state_since",
            describe=_destinations,
        )
        yield WorkList(
            slug="bao-dong",
            label=gettext_lazy("Alarms of forwarding"),
            empty=gettext_lazy("No alarm is open. What goes wrong on the way to other sites appears here by itself."),
            parts=lambda: [Alarm.objects.unseen().exclude(cause=Cause.PAUSED)],
            by="first_seen_at",
            describe=_alarms,
        )
    if may_decide(user):
        yield WorkList(
            slug="noi-nhan-cho-duyet",
            label=gettext_lazy("Changes of destinations for a second person"),
            empty=gettext_lazy(
                "Nothing waits for you as the second person. What an administrator proposes appears here."
            ),
            parts=lambda: [DestinationProposal.objects.open().exclude(proposed_by=user)],
            by="proposed_at",
            describe=_proposals,
        )


def _deliveries(keys: Sequence[Any]) -> list[WorkRow]:
    now = timezone.now()
    rows = Delivery.objects.select_related("destination", "story").defer("body", "destination__secrets_sealed")
    found = [lists.Row(delivery=each, now=now) for each in in_order(lists.with_current(rows), keys)]
    return [
        WorkRow(
            title=row.delivery.title or row.delivery.story.draft_title,
            url=reverse("forwarding_delivery", args=[row.delivery.pk]),
            waits=row.error or row.label,
            icon=row.icon,
            verb=_("Look and decide"),
            since=row.delivery.created_at,
            place=row.delivery.destination.name,
        )
        for row in found
    ]


def _held(keys: Sequence[Any]) -> list[WorkRow]:
    rows = Delivery.objects.select_related("destination").defer("body", "destination__secrets_sealed")
    return [
        WorkRow(
            title=row.title,
            url=f"{reverse('forwarding_release')}#cho-{row.pk}",
            waits=_("Waits for your release"),
            icon="user",
            verb=_("Release or decline"),
            since=row.created_at,
            place=row.destination.name,
        )
        for row in in_order(rows, keys)
    ]


def _drifts(keys: Sequence[Any]) -> list[WorkRow]:
    rows = Drift.objects.select_related("delivery__destination").defer(
        "delivery__body", "delivery__destination__secrets_sealed"
    )
    return [
        WorkRow(
            title=drift.delivery.title,
            url=f"{reverse('forwarding_drift')}#sai-khac-{drift.pk}",
            waits=drift.get_kind_display(),
            icon="warning",
            verb=_("Look and decide"),
            since=drift.found_at,
            place=drift.delivery.destination.name,
        )
        for drift in in_order(rows, keys)
    ]


def _destinations(keys: Sequence[Any]) -> list[WorkRow]:
    return [
        WorkRow(
            title=place.name,
            url=reverse("forwarding_overview"),
            waits=in_words(place.state_reason) or _("Paused"),
            icon="lock",
            verb=_("Look and resume"),
            since=place.state_since,
        )
        for place in in_order(Destination.objects.defer("secrets_sealed"), keys)
    ]


def _alarms(keys: Sequence[Any]) -> list[WorkRow]:
    rows = Alarm.objects.select_related("destination").defer("destination__secrets_sealed")
    found = [Words(alarm=alarm) for alarm in in_order(rows, keys)]
    return [
        WorkRow(
            title=words.sentence,
            url=reverse("forwarding_alarms") + f"#bao-dong-{words.alarm.pk}",
            waits=words.cause.label,
            icon=words.icon,
            verb=_("Look at the alarm"),
            since=words.alarm.first_seen_at,
            place=words.place,
        )
        for words in found
    ]


def _proposals(keys: Sequence[Any]) -> list[WorkRow]:
    rows = DestinationProposal.objects.select_related("destination", "proposed_by").defer(
        "secret_sealed", "destination__secrets_sealed"
    )
    return [
        WorkRow(
            title=f"{proposal.get_change_display()}: {proposal.name}",
            url=reverse("forwarding_proposal", args=[proposal.pk]),
            waits=_("Waits for a second person"),
            icon="site",
            verb=_("Look and decide"),
            since=proposal.proposed_at,
            holder=str(proposal.proposed_by),
        )
        for proposal in in_order(rows, keys)
    ]

"""What waits for the forwarding officers: articles to be put on other sites by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletin.forwarding.handover.models import HandOver
from bulletin.forwarding.handover.telling import subject_of
from cms.accounts.roles import Role, has_role
from cms.accounts.work import WorkList, WorkRow, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cms.accounts.models import User


def task_lists(user: User) -> Iterator[WorkList]:
    """For each officer, whoever is named: somebody may be away. The name stands in the line."""
    if has_role(user, Role.OFFICER):
        yield WorkList(
            slug="dang-bang-tay",
            label=gettext_lazy("To put on other sites by hand"),
            empty=gettext_lazy(
                "Nothing is to be put in by hand. Articles for a site without an interface appear here."
            ),
            parts=lambda: [HandOver.objects.open()],
            by="created_at",
            describe=_describe,
        )


def _describe(keys: Sequence[Any]) -> list[WorkRow]:
    rows = HandOver.objects.select_related("delivery__destination", "person").defer(
        "delivery__body", "delivery__destination__secrets_sealed"
    )
    return [
        WorkRow(
            title=subject_of(each),
            url=reverse("forwarding_task", args=[each.pk]),
            waits=_("Given back: our own look did not find it.") if each.finding else each.get_state_display(),
            icon="user",
            verb=_("Open the task"),
            since=each.created_at,
            due=each.due_at,
            place=each.delivery.destination.name,
            holder=str(each.person),
        )
        for each in in_order(rows, keys)
    ]

"""Why things fail, in words: each cause as parts of one state, so that its number and its list come from an index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from bulletin.forwarding.models import Delivery
from bulletin.forwarding.states import Action, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BUSY_CODES: Final = (408, 425, 429)
FAILING: Final = (State.RETRY_WAIT, State.FAILED)


class FailureCause(models.TextChoices):
    """Why a delivery has not arrived, or is not proved; the value stands in the address."""

    ACCESS = "truy-cap", _("The other site does not let us in: credentials, address or certificate")
    CONTENT = "noi-dung", _("The other site refuses the text")
    PREPARATION = "chuan-bi", _("The article could not be prepared for sending")
    BUSY = "qua-tai", _("The other site is overloaded or broken")
    CONNECTION = "khong-noi", _("No connection, or no answer in time")
    LOST = "mat", _("The other site had taken it and does not hold it any more")
    UNCLEAR = "khong-ro", _("It was sent, and no clear answer came")
    UNSEEN = "chua-thay", _("The other site took it, and its public page does not show it")


PARTS: Final[Mapping[FailureCause, Sequence[Q]]] = {
    FailureCause.ACCESS: [Q(state=State.PAUSED) & ~Q(last_error="")],
    FailureCause.CONTENT: [Q(state=State.REJECTED, first_sent_at__isnull=False)],
    FailureCause.PREPARATION: [Q(state=State.REJECTED, first_sent_at__isnull=True)],
    FailureCause.BUSY: [
        Q(state=state) & ~Q(last_error="") & (Q(last_code__in=BUSY_CODES) | Q(last_code__gte=500)) for state in FAILING
    ],
    FailureCause.CONNECTION: [Q(state=state, last_code__isnull=True) & ~Q(last_error="") for state in FAILING],
    FailureCause.LOST: [
        Q(state=state, last_code__lt=500) & ~Q(last_error="") & ~Q(last_code__in=BUSY_CODES) for state in FAILING
    ],
    FailureCause.UNCLEAR: [Q(state=State.UNKNOWN)],
    # A takedown that is not carried out stands in a list of its own.
    FailureCause.UNSEEN: [Q(state=State.DELIVERED) & ~Q(last_error="") & ~Q(action=Action.RETRACTED)],
}
_STATES: Final = (State.PAUSED, State.REJECTED, State.UNKNOWN, State.DELIVERED, *FAILING)


@dataclass(frozen=True, kw_only=True)
class CauseCount:
    """A cause with the number of its deliveries; its list has the same number of rows."""

    cause: FailureCause
    number: int


def counts() -> list[CauseCount]:
    """The causes that there are, the most frequent first. One query."""
    numbers = Delivery.objects.filter(state__in=_STATES).aggregate(
        **{cause.name.lower(): Count("pk", filter=_any(PARTS[cause])) for cause in FailureCause}
    )
    found = [CauseCount(cause=cause, number=numbers[cause.name.lower()]) for cause in FailureCause]
    return sorted((each for each in found if each.number), key=lambda each: -each.number)


def _any(parts: Sequence[Q]) -> Q:
    whole = Q()
    for part in parts:
        whole |= part
    return whole

"""The demo's readers by mail: they asked, confirmed and got the issues; one has unsubscribed, one has yet to confirm."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings

from bulletin.newsletter import sender, subscriber_actions, tokens
from bulletin.newsletter.models import Subscriber
from cms.accounts.demo_guard import DEMO_DOMAIN

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.demo.timeline import Timeline

logger = logging.getLogger(__name__)

# Nobody's addresses, at a domain that does not exist, by the months ago in which they asked.
READERS: Final[dict[int, tuple[str, ...]]] = {
    2: ("thuytrang.nhatrang", "tram.yte.vinhnguyen", "quocviet.camlam", "hoaibao.dienkhanh"),
    1: ("ngocdiep.ninhhoa", "bacsi.hung", "vanphong.khanhson", "minhanh.vanninh", "lanphuong"),
}
HAS_ENDED: Final = "bacsi.hung"
HAS_NOT_CONFIRMED: Final = "giadinh.tuan"


class Readers:
    """Those who get the bulletin by mail. Where mails would leave the machine there are none."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.are_here = not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
        if not self.are_here:
            logger.warning("Mails of this demo go to a mail server, so that it has no readers by mail")

    def subscribe(self, *, months_ago: int) -> None:
        """Who began in that month, in its days before the first issue: asked, and confirmed soon after."""
        if not self.are_here:
            return
        for place, name in enumerate(READERS[months_ago]):
            asked = self.timeline.earlier(months_ago, 12 + place, 9 + place, 11 * place)
            self._ask(name, at=asked)
            row = Subscriber.objects.get(email=_address(name))
            if row.nonce is None:
                raise ValueError("Whoever has just asked has something to confirm.")
            token = tokens.confirmation(subscriber_id=row.pk, nonce=row.nonce)
            subscriber_actions.confirm(token=token, now=asked + timedelta(minutes=3 + 4 * place))

    def send(self, *, published: datetime) -> None:
        """The edition of the issue that was just published, as the worker sends it a minute later."""
        if self.are_here:
            at = self.timeline.after(published, minutes=1)
            sender.send_due(now=lambda: at)

    def end_one(self, *, at: datetime) -> None:
        """Somebody opens the link at the foot of a mail and takes the button."""
        if self.are_here:
            subscriber_actions.end(key=Subscriber.objects.get(email=_address(HAS_ENDED)).key, now=at)

    def leave_one_pending(self, *, at: datetime) -> None:
        """Somebody asked and has not opened the mail yet."""
        if self.are_here:
            self._ask(HAS_NOT_CONFIRMED, at=at)

    def _ask(self, name: str, *, at: datetime) -> None:
        subscriber_actions.ask(email=_address(name), now=at)


def _address(name: str) -> str:
    return f"{name}@{DEMO_DOMAIN}"

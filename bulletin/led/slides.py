"""What a screen shows: messages, the newest issue, the latest headlines; public things only, in a constant number of queries."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from bulletin.issues.models import IssuePage
from bulletin.led.enums import CardKind, MessageKind, ScreenState
from bulletin.led.files import version
from bulletin.led.models import LedMessage
from bulletin.led.screen_actions import is_cleared
from cms.core import rules
from cms.core.periods import local, local_day
from cms.website import languages
from cms.website.models import SiteProfile, StoryPage
from cms.website.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bulletin.led.models import LedScreen

SECONDS: Final = 10
AHEAD: Final = timedelta(hours=24)
LONGEST_TITLE: Final = 150

Card = dict[str, Any]


def show(screen: LedScreen | None, *, now: datetime) -> dict[str, Any]:
    """What a device needs for the next hours; the same until something changes, so that its ETag stays.

    ``cards`` have ``kind``, ``over``, ``title``, ``second``, ``size`` and ``image`` (an address or ""); messages also ``from``
    and ``until``, milliseconds since 1970, and begin up to a day ahead. None is the general display.
    """
    profile = profile_of_house()
    cleared = (screen is not None and screen.state != ScreenState.SHOWING) or is_cleared()
    today = local_day(now)
    return {
        "version": version(),
        "name": profile.department,
        "bulletin": profile.bulletin_name,
        "cleared": cleared,
        "seconds": SECONDS,
        "offline_minutes": rules.number("led.offline_minutes", on=today),
        "cards": [] if cleared else list(_woven(_messages(screen, now), _pieces(rules.number("led.headlines", on=today)))),
    }  # fmt: skip


def valid_cards(shown: dict[str, Any], *, now: datetime) -> list[Card]:
    """Those cards that are shown at this moment."""
    moment = _milliseconds(now)
    return [card for card in shown["cards"] if card.get("from", 0) <= moment < card.get("until", moment + 1)]


def message_card(message: LedMessage) -> Card:
    """A message as a card."""
    card = _card(CardKind.MESSAGE, message.get_kind_display(), message.headline, second=message.second_line)
    return {
        **card,
        "urgent": message.kind == MessageKind.URGENT,
        "from": _milliseconds(message.valid_from),
        "until": _milliseconds(message.valid_until),
    }


def profile_of_house() -> SiteProfile:
    """The profile of the site, or an empty one before the house is set up."""
    found = standing()
    return found.profile if found is not None else SiteProfile.objects.first() or SiteProfile()


def _messages(screen: LedScreen | None, now: datetime) -> list[Card]:
    due = LedMessage.objects.all().due(now=now, until=now + AHEAD).on(screen)
    return [message_card(message) for message in due.order_by("valid_from", "pk")]


def _pieces(headlines: int) -> Iterator[Card]:
    issue = IssuePage.objects.readable().first()
    if issue is not None:
        over = _("Bulletin no. %(number)s") % {"number": issue.issue_number}
        image = reverse("led:image", args=[issue.uid, issue.lead_image_id]) if issue.lead_image_id else ""
        yield _card(CardKind.ISSUE, over, issue.title, second=_short(issue.sapo, 140), image=image)
    stories = StoryPage.objects.readable().articles().filter(language=languages.VIETNAMESE)
    for story in stories[:headlines]:
        day = f"{local(story.public_at):%d/%m/%Y}"
        yield _card(
            CardKind.STORY, _("Latest news"), story.title, second=" · ".join(filter(None, (story.unit_label, day)))
        )


def _card(kind: CardKind, over: str, title: str, *, second: str = "", image: str = "") -> Card:
    title = _short(title, LONGEST_TITLE)
    # A picture takes the half of the room.
    length = len(title) * (1.6 if image else 1)
    size = next((name for name, most in (("xl", 40), ("l", 80), ("m", 120)) if length <= most), "s")
    return {"kind": kind.value, "over": str(over), "title": title, "second": second, "size": size, "image": image}


def _woven(messages: list[Card], pieces: Iterator[Card]) -> Iterator[Card]:
    """The messages in turn, one before every second piece, and before every one if something is urgent."""
    every = 1 if any(card["urgent"] for card in messages) else 2
    turn, shown = cycle(messages), 0
    for place, piece in enumerate(pieces):
        if messages and place % every == 0:
            shown += 1
            yield next(turn)
        yield piece
    for _place in range(len(messages) - shown):
        yield next(turn)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)

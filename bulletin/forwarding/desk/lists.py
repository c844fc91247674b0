"""What the officer's screens ask of the ledger: how each destination stands, lists with keyset paging, one delivery's story.

Nothing is changed here, and the number of queries does not grow with the number of rows.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletin.forwarding.alarms.findings import NOT_TAKEN_DOWN, takedowns_under_way, wait_since
from bulletin.forwarding.desk.causes import PARTS, FailureCause
from bulletin.forwarding.desk.wording import in_words
from bulletin.forwarding.destinations.staying import shown_there
from bulletin.forwarding.models import Delivery, DeliveryEvent, Destination
from bulletin.forwarding.sending.breaker import is_open
from bulletin.forwarding.states import ARRIVED, NOT_LEFT, STUCK, Action, State
from cms.accounts.roles import Role, has_role
from cms.core.keyset import Cut, by_moment, by_number
from cms.core.periods import local_day, start_of_day
from cms.core.text import collation_key
from cms.website.models import StoryPage, StoryVersion
from submissions.moderation.templatetags.moderation_tags import span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from cms.accounts.models import User

PAGE_SIZE = 50
PERSON_LIMIT = 20
EVENTS_SHOWN = 100
SEARCH_LIMIT = 200
LONGEST_QUERY = 200

UNDER_WAY = NOT_LEFT | {State.SENDING}
"""Will go by itself, now, later, or as soon as the destination is resumed."""
FOR_A_PERSON = STUCK | {State.UNKNOWN}
"""Somebody should look: refused, given up, or nobody knows whether it arrived."""

STATE_ICONS: dict[State, str] = {
    State.HELD: "user",
    State.WAITING: "time",
    State.SENDING: "upload",
    State.RETRY_WAIT: "rotate",
    State.UNKNOWN: "help",
    State.DELIVERED: "check",
    State.CONFIRMED: "circle-check",
    State.REJECTED: "circle-xmark",
    State.PAUSED: "lock",
    State.SUPERSEDED: "redirect",
    State.CANCELLED: "minus",
    State.FAILED: "warning",
}


def may_look(user: User | AnonymousUser) -> bool:
    """The officer, the desk, the board and the administrator see what was forwarded; units and editors do not."""
    return has_role(user, Role.OFFICER, Role.DESK, Role.BOARD, Role.ADMINISTRATOR)


class Shelf(models.TextChoices):
    """The lists of the screen; the value stands in the address."""

    ALL = "tat-ca", gettext_lazy("All")
    WAITING = "dang-cho", gettext_lazy("Waiting")
    SENT = "da-gui", gettext_lazy("Sent, not seen there yet")
    CONFIRMED = "xac-nhan", gettext_lazy("Confirmed")
    PERSON = "can-nguoi", gettext_lazy("Needs a person")
    TAKEDOWN = "go-bai", gettext_lazy("Takedowns under way")
    SHOWN = "dang-hien", gettext_lazy("Shown there")
    CONFIRMED_TODAY = "xac-nhan-hom-nay", gettext_lazy("Confirmed today")
    REJECTED_TODAY = "tu-choi-hom-nay", gettext_lazy("Rejected today")


TABS = (Shelf.ALL, Shelf.WAITING, Shelf.SENT, Shelf.CONFIRMED, Shelf.PERSON, Shelf.TAKEDOWN)
"""Always offered; the others are the lists behind the numbers of a destination."""
EMPTY: dict[Shelf, StrOrPromise] = {
    Shelf.ALL: gettext_lazy("Nothing was forwarded yet. An article appears here in the moment of its publication."),
    Shelf.WAITING: gettext_lazy("Nothing waits: what was published has been sent."),
    Shelf.SENT: gettext_lazy("Nothing waits for its proof. What the other site has received stands here until its public page shows it."),
    Shelf.CONFIRMED: gettext_lazy("Nothing is confirmed yet. An article comes here when its public page at the other site was seen."),
    Shelf.PERSON: gettext_lazy("Nothing needs a person."),
    Shelf.TAKEDOWN: gettext_lazy("No takedown is under way. A withdrawn article stands here until the other site has been seen without it."),
    Shelf.SHOWN: gettext_lazy("Nothing of ours is shown there, as far as anybody knows."),
    Shelf.CONFIRMED_TODAY: gettext_lazy("Nothing was confirmed today yet."),
    Shelf.REJECTED_TODAY: gettext_lazy("Nothing was rejected today."),
}  # fmt: skip


class Health(models.TextChoices):
    """How a destination does, in one word."""

    ACTIVE = "active", gettext_lazy("Working")
    FAILING = "failing", gettext_lazy("Working, with failures")
    RESTING = "resting", gettext_lazy("Rests after failures")
    PAUSED = "paused", gettext_lazy("Paused")
    FOREIGN = "foreign", gettext_lazy("Belongs to another installation")


HEALTH_ICONS: dict[Health, str] = {
    Health.ACTIVE: "circle-check",
    Health.FAILING: "warning",
    Health.RESTING: "time",
    Health.PAUSED: "lock",
    Health.FOREIGN: "no-view",
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A destination with its numbers; each has its list (``Shelf``). ``oldest`` is since when the longest one waits."""

    destination: Destination
    health: Health
    waiting: int
    oldest: datetime | None
    oldest_age: str
    sent: int
    person: int
    confirmed_today: int
    rejected_today: int
    takedowns: int

    @property
    def icon(self) -> str:
        """The icon of the health."""
        return HEALTH_ICONS[self.health]

    @property
    def reason(self) -> str:
        """Why it is paused, in words."""
        return in_words(self.destination.state_reason)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A delivery that was read through ``with_current``, as a line of a list: its state in a word and an icon."""

    delivery: Delivery
    now: datetime

    @property
    def icon(self) -> str:
        """The icon of the state."""
        return STATE_ICONS[State(self.delivery.state)]

    @property
    def label(self) -> str:
        """The state in words; what was taken down is not “seen”."""
        if self.delivery.is_retraction and self.delivery.state == State.CONFIRMED:
            return _("Gone from the other site")
        if self.delivery.is_retraction and self.delivery.state == State.DELIVERED:
            return _("Takedown received by the other site")
        return str(self.delivery.get_state_display())

    @property
    def next_at(self) -> datetime | None:
        """When the system does something about it by itself: sends, asks, or looks at the public page."""
        row = self.delivery
        return row.check_at if row.state == State.DELIVERED else row.next_attempt_at

    @property
    def is_due(self) -> bool:
        """Whether that moment has come."""
        return self.next_at is not None and self.next_at <= self.now

    @property
    def next_in(self) -> str:
        """How far away that moment is; empty where it is less than a minute."""
        far = self.next_at is not None and self.next_at - self.now >= timedelta(minutes=1)
        return span(self.next_at - self.now) if far and self.next_at else ""

    @property
    def is_held_up(self) -> bool:
        """Whether the destination is not called at the moment, however due it is."""
        return health_of(self.delivery.destination, now=self.now) not in {Health.ACTIVE, Health.FAILING}

    @property
    def asks_by_itself(self) -> bool:
        """Of unknown outcome, and the other site will be asked without anybody's help."""
        return self.delivery.state == State.UNKNOWN and self.delivery.next_attempt_at is not None

    @property
    def error(self) -> str:
        """What went wrong last, in words."""
        return in_words(self.delivery.last_error)

    @property
    def address(self) -> str:
        """Where everybody can see it at the other end; empty before that is proved, and after a takedown."""
        row = self.delivery
        shown = row.state == State.CONFIRMED and row.current_action != Action.RETRACTED  # type: ignore[attr-defined]
        return row.remote_url if shown and row.remote_url.startswith(("https://", "http://")) else ""

    @property
    def still_shown_at(self) -> str:
        """Where a withdrawn article is still shown, as far as anybody knows; empty once it was seen gone."""
        row = self.delivery
        open_takedown = row.is_retraction and row.state in NOT_TAKEN_DOWN
        return row.remote_url if open_takedown and row.remote_url.startswith(("https://", "http://")) else ""


def standings(*, now: datetime) -> list[Standing]:
    """All destinations in use with their numbers, by name: four queries."""
    since = wait_since()
    parts = [*_parts(Shelf.WAITING, now=now), *_parts(Shelf.SENT, now=now), *_parts(Shelf.PERSON, now=now)]
    unfinished = [
        Delivery.objects.filter(part)
        .order_by()
        .values("destination_id", "state")
        .annotate(number=Count("pk"), oldest=Min(since))
        for part in parts
    ]
    rows = list(unfinished[0].union(*unfinished[1:], all=True))
    of_today = [
        Delivery.objects.filter(part).order_by().values_list("destination_id", "state")
        for part in (*_parts(Shelf.CONFIRMED_TODAY, now=now), *_parts(Shelf.REJECTED_TODAY, now=now))
    ]
    today = Counter(of_today[0].union(*of_today[1:], all=True))
    takedowns = Counter(takedowns_under_way().order_by().values_list("destination_id", flat=True))
    destinations = Destination.objects.in_use().defer("secrets_sealed")
    return [
        _standing(
            destination,
            {row["state"]: row for row in rows if row["destination_id"] == destination.pk},
            confirmed_today=today[destination.pk, State.CONFIRMED],
            rejected_today=today[destination.pk, State.REJECTED],
            takedowns=takedowns[destination.pk],
            now=now,
        )
        for destination in sorted(destinations, key=lambda each: (collation_key(each.name), each.pk))
    ]


def health_of(destination: Destination, *, now: datetime) -> Health:
    """How a destination does now."""
    if not destination.is_ours:
        return Health.FOREIGN
    if not destination.is_active:
        return Health.PAUSED
    if is_open(destination, now=now):
        return Health.RESTING
    return Health.FAILING if destination.failures_in_row else Health.ACTIVE


def page_of(
    shelf: Shelf,
    *,
    destinations: Sequence[int],
    query: str = "",
    before: str = "",
    cause: FailureCause | None = None,
    now: datetime,
) -> Cut[Row]:
    """One page of a list, newest first, beginning after the row that ``before`` names.

    ``query`` looks into titles, with or without marks; with a ``cause`` the list is what failed for it.
    """
    narrowed = Q()
    if query:
        stories = [page.pk for page in StoryPage.objects.search(query, fields=["title"])[:SEARCH_LIMIT]]
        narrowed &= Q(story_id__in=stories) | Q(title__icontains=query)
    # Keys first, part by part; only the rows of this page are then read as a whole.
    parts = [
        Delivery.objects.filter(part, narrowed, destination_id=destination_id)
        for destination_id in destinations
        for part in (PARTS[cause] if cause else _parts(shelf, now=now))
    ]
    found = by_moment(parts, by="created_at", after=before, size=PAGE_SIZE, newest_first=True)
    return Cut(rows=_read_rows(found.rows, now=now), after=found.after)


def for_a_person(*, now: datetime) -> tuple[list[Row], bool]:
    """What stands still, takedowns and the longest wait first, at most ``PERSON_LIMIT``; and whether there is more."""
    keys: list[tuple[int, datetime, UUID]] = []
    for part in _parts(Shelf.PERSON, now=now):
        found = Delivery.objects.filter(part).order_by("priority", "created_at", "pk")
        keys += found.values_list("priority", "created_at", "pk")[: PERSON_LIMIT + 1]
    keys.sort()
    return _read_rows([key for *_order, key in keys[:PERSON_LIMIT]], now=now), len(keys) > PERSON_LIMIT


def takedowns(*, now: datetime, destination: Destination | None = None) -> list[Row]:
    """Withdrawn articles that other sites, or one, may still show, the longest first, at most ``PERSON_LIMIT``."""
    found = takedowns_under_way() if destination is None else takedowns_under_way().filter(destination=destination)
    return _read_rows(list(found.order_by("created_at", "pk").values_list("pk", flat=True)[:PERSON_LIMIT]), now=now)


def with_current(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Adds ``current_version``, ``current_state`` and ``current_action``: the article's newest version there."""
    newest = Delivery.objects.filter(destination=OuterRef("destination"), article_id=OuterRef("article_id")).order_by(
        "-version"
    )
    return deliveries.annotate(
        current_version=Subquery(newest.values("version")[:1]),
        current_state=Subquery(newest.values("state")[:1]),
        current_action=Subquery(newest.values("action")[:1]),
    )


def find(delivery_id: UUID) -> Delivery | None:
    """One delivery with its bytes, its destination and its article."""
    return with_current(Delivery.objects.select_related("destination", "story")).filter(pk=delivery_id).first()


def versions_of(delivery: Delivery, *, now: datetime) -> list[tuple[Row, str]]:
    """All versions of the article at the same destination, oldest first, each with its note for readers."""
    same = lines().filter(destination_id=delivery.destination_id, article_id=delivery.article_id)
    notes = dict(StoryVersion.objects.filter(story_id=delivery.story_id).values_list("version", "note"))
    return [(Row(delivery=row, now=now), notes.get(row.version, "")) for row in same.order_by("version")]


def history_of(delivery: Delivery, *, before: str = "") -> Cut[DeliveryEvent]:
    """One page of the history, newest first, beginning after the event that ``before`` names."""
    events = DeliveryEvent.objects.filter(delivery=delivery).select_related("actor")
    return by_number(events, after=before, size=EVENTS_SHOWN)


def lines() -> QuerySet[Delivery]:
    """Deliveries without their bytes, as a list shows them."""
    lines = Delivery.objects.select_related("destination").defer("body", "destination__secrets_sealed")
    return with_current(lines)


def _read_rows(keys: Sequence[UUID], *, now: datetime) -> list[Row]:
    """The rows with these keys, in this order."""
    rows = {row.pk: row for row in lines().filter(pk__in=keys)}
    return [Row(delivery=rows[key], now=now) for key in keys if key in rows]


def _parts(shelf: Shelf, *, now: datetime) -> list[Q]:
    """A list as parts of one state each, so that an index leads straight to the few rows among very many."""
    midnight = start_of_day(local_day(now))
    match shelf:
        case Shelf.WAITING:
            return [Q(state=state) for state in sorted(UNDER_WAY)]
        case Shelf.SENT:
            return [Q(state=State.DELIVERED)]
        case Shelf.CONFIRMED:
            return [Q(state=State.CONFIRMED)]
        case Shelf.PERSON:
            return [Q(state=state) for state in sorted(FOR_A_PERSON)]
        case Shelf.TAKEDOWN:
            return [Q(state=state, action=Action.RETRACTED) for state in NOT_TAKEN_DOWN]
        case Shelf.SHOWN:
            return [Q(state=state) & shown_there() for state in sorted(ARRIVED)]
        case Shelf.CONFIRMED_TODAY:
            return [Q(state=State.CONFIRMED, confirmed_at__gte=midnight)]
        case Shelf.REJECTED_TODAY:
            return [Q(state=State.REJECTED, updated_at__gte=midnight)]
        case _:
            return [Q()]


def _standing(
    destination: Destination,
    states: Mapping[str, Mapping[str, Any]],
    *,
    confirmed_today: int,
    rejected_today: int,
    takedowns: int,
    now: datetime,
) -> Standing:
    def number(wanted: Iterable[State]) -> int:
        return sum(states[state]["number"] for state in wanted if state in states)

    oldest: datetime | None = min((states[state]["oldest"] for state in UNDER_WAY if state in states), default=None)
    return Standing(
        destination=destination,
        health=health_of(destination, now=now),
        waiting=number(UNDER_WAY),
        oldest=oldest,
        oldest_age=span(now - oldest) if oldest else "",
        sent=number([State.DELIVERED]),
        person=number(FOR_A_PERSON),
        confirmed_today=confirmed_today,
        rejected_today=rejected_today,
        takedowns=takedowns,
    )

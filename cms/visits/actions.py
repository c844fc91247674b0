"""Counting: a mark for each reader, story and day, and the worker that adds marks up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from cms.core.periods import local_day
from cms.visits import readers
from cms.visits.models import DailyCount, DaySalt, Mark, VisitKind
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

#: Marks that one transaction adds up: what a killed worker has to do again.
BATCH: Final = 1_000
#: Batches a run; what is left waits for the next.
BATCHES_A_RUN: Final = 20
# A network may be a whole hospital behind one address: the limits are wide for people and narrow for a script.
MARKS_A_STORY: Final = 300
ASKED_A_MINUTE: Final = 240
DAY_SECONDS: Final = 86_400


def note_visit(*, uid: UUID, kind: VisitKind, network: str, user_agent: str, now: datetime | None = None) -> bool:
    """Notes that a reader has seen or heard a story; True where it is new and will be counted.

    What is not public, unknown, said before on this day, or beyond the limits of a network changes nothing.
    """
    day = local_day(now or timezone.now())
    salt = readers.salt_of(day)
    if _counted(f"visits:asked:{readers.digest(salt, 'asked', network)}", seconds=60) > ASKED_A_MINUTE:
        return False
    story_id = StoryPage.objects.readable().filter(uid=uid).order_by().values_list("pk", flat=True).first()
    if story_id is None:
        return False
    crowd = f"visits:story:{readers.digest(salt, 'story', network, kind, str(story_id))}"
    if cache.get(crowd, 0) >= MARKS_A_STORY:
        return False
    digest = readers.digest(salt, "mark", network, user_agent, kind, str(story_id))
    values = {"day": day, "kind": kind, "story_id": story_id}
    _mark, is_new = Mark.objects.get_or_create(digest=digest, defaults=values)
    if is_new:
        _counted(crowd, seconds=DAY_SECONDS)
    return is_new


def gather(*, now: datetime | None = None) -> int:
    """Adds the marks that wait to the counts of their days, and forgets the days that are over; returns how many."""
    done = 0
    for _batch in range(BATCHES_A_RUN):
        number = gather_batch()
        done += number
        if number < BATCH:
            break
    forget(before=local_day(now or timezone.now()))
    return done


@transaction.atomic
def gather_batch() -> int:
    """Adds one batch: counts and marks change together or not at all, and no mark is in two batches."""
    waiting = Mark.objects.filter(story__isnull=False).order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
    marks = list(waiting.values_list("pk", "story_id", "day", "kind")[:BATCH])
    if not marks:
        return 0
    found = Counter((story_id, day, kind) for _pk, story_id, day, kind in marks)
    # In one order, or two workers would wait for each other.
    for story_id, day in sorted({(story_id, day) for story_id, day, _kind in found}):
        _add(story_id, day, views=found[story_id, day, VisitKind.VIEW], listens=found[story_id, day, VisitKind.LISTEN])
    Mark.objects.filter(pk__in=[mark[0] for mark in marks]).update(story=None)
    return len(marks)


def forget(*, before: date) -> None:
    """Throws away the salts of past days, and the marks that are in the counts."""
    DaySalt.objects.filter(day__lt=before).delete()
    Mark.objects.filter(day__lt=before, story__isnull=True).delete()


def _add(story_id: int, day: date, *, views: int, listens: int) -> None:
    DailyCount.objects.bulk_create([DailyCount(story_id=story_id, day=day)], ignore_conflicts=True)
    DailyCount.objects.filter(story=story_id, day=day).update(views=F("views") + views, listens=F("listens") + listens)


def _counted(key: str, *, seconds: int) -> int:
    """Counts one more under this key of the cache and returns how many there are."""
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:
        # It was forgotten between the two lines.
        return 1

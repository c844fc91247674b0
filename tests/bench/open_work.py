"""“My work” at the size of an archive: what it costs to open a list when everything in it is still to be done.

The archive is published; here most of its submissions are put back to where they once stood, past the actions and
without their history. It is the last thing that is measured in an installation.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

# The place of an article in the archive, in tenths, says where it is put: half of all wait to be claimed.
CLAIMED = (0, 1)
SECOND = (2,)
RETURNED = (3,)
SUBMITTED = (4, 5, 6, 7, 8)
# One in so many of those that wait was changed by a colleague.
EDITED = 50


def my_work(times: int, desk: str) -> dict[str, list[float]]:
    """Milliseconds of the screen with each of the desk's lists in turn, and ``queries``: the most that one list asks."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from cms.accounts.models import User
    from cms.accounts.work import lists_of

    person = User.objects.get(email=desk)
    _open(person)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    addresses = [f"{reverse('moderation:worklist')}?muc={each.slug}" for each in lists_of(person)]
    asked = []
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        asked.append(len(captured))
    spent = []
    for number in range(times):
        started = time.perf_counter()
        answer = client.get(addresses[number % len(addresses)])
        spent.append((time.perf_counter() - started) * 1000)
        if answer.status_code != 200:
            raise LookupError(f"{addresses[number % len(addresses)]} answered {answer.status_code}.")
    return {"my_work": spent, "queries": [float(max(asked))]}


def _open(person: object) -> None:
    """Puts the archive's submissions back among what is to be done."""
    from datetime import timedelta

    from django.db import connection
    from django.db.models import F
    from django.db.models.functions import Mod
    from django.utils import timezone

    from bulletin.demo.archive import SLUG
    from bulletin.demo.people import DOMAIN
    from cms.accounts.models import User
    from submissions.articles.enums import State
    from submissions.articles.models import Submission

    now = timezone.now()
    colleague = User.objects.get(email=f"editor1@{DOMAIN}")
    archive = Submission.objects.filter(page__slug__startswith=SLUG)
    keys = Submission.objects.filter(pk__in=archive.values("pk")).annotate(tenth=Mod(F("pk"), 10))
    late = {"due_at": now - timedelta(days=1), "published_at": None, "confirmed_at": None, "approved_revision": None}
    held = {"claimed_by": colleague, "claimed_at": now}
    keys.filter(tenth__in=SUBMITTED).update(state=State.SUBMITTED, **late)
    keys.filter(tenth__in=CLAIMED).update(state=State.IN_REVIEW, **held, **late)
    keys.filter(tenth__in=RETURNED).update(state=State.RETURNED, **late)
    keys.filter(tenth__in=SECOND).update(
        state=State.SECOND_REVIEW, endorsed_by=colleague, endorsed_at=now,
        endorsed_revision=F("approved_revision"), **held, **late,
    )  # fmt: skip
    Submission.objects.annotate(place=Mod(F("pk"), EDITED)).filter(place=0, state=State.IN_REVIEW).update(
        last_edited_by=colleague
    )
    first = Submission.objects.filter(state=State.IN_REVIEW).order_by("-pk").values_list("pk", flat=True)[:20]
    Submission.objects.filter(pk__in=list(first)).update(claimed_by=person)
    _tell(now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _tell(now: datetime) -> None:
    """Tells the desk of everything that is late, as the sweep would have done long ago."""
    from submissions.articles.models import Submission
    from submissions.moderation import escalation
    from submissions.moderation.models import Escalation

    late = Submission.objects.filter(state__in=escalation.DESK_STATES, due_at__lt=now)
    rows = late.values_list("pk", "state", "due_at").order_by("pk")
    told = [
        Escalation(submission_id=pk, state=state, due_at=due_at, level=escalation.DESK, at=now)
        for pk, state, due_at in rows
        if due_at is not None
    ]
    Escalation.objects.bulk_create(told, batch_size=1_000, ignore_conflicts=True)

"""“My work” at the size of an archive: what it costs to open a list when everything in it is still to be done.

The archive is published; here most of its submissions are put back to where they once stood, past the actions and
without their history. It is the last thing that is measured in an installation.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User

# The place of an article in the archive, in tenths, says where it is put: half of all wait to be claimed.
CLAIMED = (0, 1)
SECOND = (2,)
RETURNED = (3,)
SUBMITTED = (4, 5, 6, 7, 8)
BACKEND = "django.contrib.auth.backends.ModelBackend"
# One in so many of those that wait was changed by a colleague.
EDITED = 50


def my_work(times: int, desk: str) -> dict[str, Any]:
    """Milliseconds of “My work” with each of the desk's lists in turn (``my_work``), and how many queries each list of
    the desk costs once it is warm (``asked``, by its address), this one's, those of other screens and those of a unit."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from bulletin.demo.people import DOMAIN
    from cms.accounts.models import User
    from cms.accounts.work import lists_of

    person, writer = (User.objects.get(email=email) for email in (desk, f"writer.bvdkt@{DOMAIN}"))
    _open(person)
    client, at_unit = (Client(SERVER_NAME="127.0.0.1") for _each in range(2))
    client.force_login(person, backend=BACKEND)
    at_unit.force_login(writer, backend=BACKEND)
    work, work_of_unit = (
        [f"{reverse('moderation:worklist')}?muc={each.slug}" for each in lists_of(each_person)]
        for each_person in (person, writer)
    )
    asked: dict[str, int] = {}
    for browser, addresses in (
        (client, [*work, *_other_lists()]),
        (at_unit, [*work_of_unit, reverse("unit_articles", args=["BVDKT"])]),
    ):
        for address in addresses:
            browser.get(address)
            with CaptureQueriesContext(connection) as captured:
                answer = browser.get(address)
            if answer.status_code != 200:
                raise LookupError(f"{address} answered {answer.status_code}.")
            asked[address] = len(captured)
    spent = []
    for number in range(times):
        started = time.perf_counter()
        client.get(work[number % len(work)])
        spent.append((time.perf_counter() - started) * 1000)
    return {"my_work": spent, "asked": asked}


def _other_lists() -> list[str]:
    """The other lists of the desk that grow with the archive, by their addresses."""
    from django.urls import reverse

    from bulletin.forwarding.desk.lists import Shelf
    from cms.core.models import OutgoingMail

    mails, deliveries = reverse("mails:list"), reverse("forwarding_overview")
    return [
        f"{reverse('moderation:worklist')}?q=y+te",
        reverse("notices:list"),
        mails,
        *(f"{mails}?trang-thai={state}" for state in OutgoingMail.State.values),
        *(f"{deliveries}?muc={shelf}" for shelf in Shelf.values),
        reverse("issues_board"),
    ]


def _open(person: User) -> None:
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
    _fill(person, number=archive.count(), now=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _fill(person: User, *, number: int, now: datetime) -> None:
    """As many notices, mails and deliveries as there are articles; nothing of it is still to be sent."""
    from datetime import timedelta
    from uuid import uuid4

    from bulletin.forwarding.models import Delivery, Destination
    from bulletin.forwarding.states import State
    from cms.accounts.models import Notice
    from cms.core.models import OutgoingMail
    from cms.website.models import StoryPage

    Notice.objects.bulk_create(
        (
            Notice(
                user=person, kind="comment", key=f"bench:{place}", title=f"Thông báo {place}", url="/quan-tri/",
                channel="desk", created_at=now, read_at=now if place % 2 else None,
            )
            for place in range(number)
        ),
        batch_size=1_000,
    )  # fmt: skip
    OutgoingMail.objects.bulk_create(
        (
            OutgoingMail(
                key=f"bench:{place}", recipient=person.email, subject=f"Thư {place}", user=person, next_attempt_at=now,
                state=OutgoingMail.State.SENT if place % 100 else OutgoingMail.State.FAILED,
                sent_at=now if place % 100 else None,
            )
            for place in range(number)
        ),
        batch_size=1_000,
    )  # fmt: skip
    destination, story = Destination.objects.order_by("pk").first(), StoryPage.objects.filter(live=True).first()
    if destination is None or story is None:
        raise LookupError("The demo has no destination and no story.")
    Delivery.objects.bulk_create(
        (
            Delivery(
                destination=destination, story=story, article_id=uuid4(), version=1, action="published",
                title=f"Bài {place}", content_sha256="0" * 64, remote_url="https://vi-du.vn/1", updated_at=now,
                state=State.REJECTED if place % 100 == 0 else State.CONFIRMED,
                created_at=now - timedelta(minutes=place), delivered_at=now, confirmed_at=now,
            )
            for place in range(number)
        ),
        batch_size=1_000,
    )  # fmt: skip


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

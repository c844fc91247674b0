"""A process that sends the bulletin by mail, for tests that kill it and for the bench.

``python -m tests.faults.mailer ORDER [NUMBER]`` in the environment of an installation. Orders: ``prepare N`` publishes an
issue for N readers, ``send`` sends until nothing is due, ``lapse`` lets all leases run out, ``ledger`` prints the mails by
state as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from uuid import uuid4

import django


def prepare(readers: int) -> None:
    """So many confirmed readers, and a published issue."""
    from django.utils import timezone

    from bulletin.newsletter.models import Subscriber
    from bulletin.newsletter.states import Standing
    from cms.core import bell
    from cms.core.models import Rule
    from submissions.articles.enums import State
    from tests import factories
    from tests.bulletin.pdf.issues import a_published_issue

    now = timezone.now()
    Subscriber.objects.bulk_create(
        Subscriber(
            email=f"ban.doc.{number}@vi-du.vn",
            standing=Standing.ACTIVE,
            key=uuid4(),
            asked_at=now,
            asked_on=timezone.localdate(now),
            confirmed_at=now,
        )
        for number in range(readers)
    )
    Rule.objects.filter(code="newsletter.mails_a_minute").update(value="600000")
    with bell.silence():
        a_published_issue(*(factories.an_article(state=State.APPROVED) for _ in range(6)))


def send() -> None:
    """As the worker does, again and again, until every edition is done."""
    from bulletin.newsletter.models import Edition
    from bulletin.newsletter.states import EditionState
    from bulletin.newsletter.tasks import send as task

    while Edition.objects.filter(state__in=[EditionState.LISTING, EditionState.SENDING]).exists():
        # A mail that another process holds is waited for, as the clock of the worker does.
        if not task() and ledger().keys() <= {"sending", "sent", "unknown"}:
            break


def lapse() -> None:
    """Lets all leases run out, and takes them back."""
    from django.utils import timezone

    from bulletin.newsletter import claims
    from bulletin.newsletter.models import Dispatch

    Dispatch.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(seconds=1))
    claims.expire_leases(now=timezone.now())


def ledger() -> dict[str, int]:
    """How many mails are in which state."""
    from django.db.models import Count

    from bulletin.newsletter.models import Dispatch

    return dict(Dispatch.objects.values_list("state").annotate(number=Count("pk")).order_by())


def main(order: str, number: str = "0") -> None:
    """Carries out one order."""
    django.setup()
    import cms.celery  # noqa: F401  (makes the app current, as every process of the product does)

    if order == "prepare":
        prepare(int(number))
    elif order == "send":
        send()
    elif order == "lapse":
        lapse()
    else:
        print(json.dumps(ledger()))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A publishing process for fault tests: takes one JSON order a line on stdin, answers one JSON line each.

``python -m tests.faults.stage`` in the environment of the system under test. Orders: ``publish``, ``address``, ``correct``,
``withdraw``, ``die_after_commit``, ``destination``, ``pass_time``, ``sweep``, ``ledger``, ``facts``, ``upload``,
``files``, ``lapse_files``, ``sweep_files``.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import django


def main() -> None:
    """Answer orders until stdin ends."""
    django.setup()
    from django.db import connections

    import cms.celery  # noqa: F401  (makes the app current, as every process of the product does)
    from tests import factories
    from tests.faults.fault_orders import FaultStage

    # Several stages share a database, one after the other or at once: each counts from a number of its own.
    factories._numbers = count(1 + os.getpid() % 9000 * 100)
    answers = sys.stdout
    sys.stdout = sys.stderr
    stage = FaultStage()
    print(json.dumps("ready"), file=answers, flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        # Servers are restarted under us.
        connections.close_all()
        print(json.dumps(getattr(stage, order.pop("do"))(**order)), file=answers, flush=True)


class Stage:
    """The orders. Articles are named by their public id."""

    def __init__(self) -> None:
        self._desk: Any = None

    @property
    def desk(self) -> Any:
        """A desk that publishes now."""
        from django.utils import timezone

        from tests.bulletin.forwarding.desk import Desk

        if self._desk is None:
            self._desk = Desk(timezone.now)
        return self._desk

    def destination(self, url: str, name: str = "Tỉnh", parallel: int = 4) -> int:
        """Add the province as a destination, with limits that do not slow a test down."""
        from bulletin.forwarding import actions
        from bulletin.forwarding.actors import COMMAND_LINE
        from bulletin.forwarding.models import Destination

        added = actions.add_destination(
            kind="sandbox", name=name, base_url=url, allow_private=True, actor=COMMAND_LINE
        )
        Destination.objects.filter(pk=added.pk).update(rate_per_second=50, max_parallel=parallel)
        return added.pk

    def publish(self) -> str:
        """Publish a new article."""
        return str(self.desk.publish().story.uid)

    def die_after_commit(self) -> None:
        """Publish, and be killed after the commit and before any bell is rung."""
        from django.db import transaction

        desk = self.desk
        with transaction.atomic():
            transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
            desk.publish()

    def address(self, article: str) -> str:
        """The path of an article's page."""
        return str(self._version(article).story.get_url())

    def correct(self, article: str) -> int:
        """Publish the next version of an article."""
        return int(self.desk.correct(self._version(article)).version)

    def withdraw(self, article: str) -> int:
        """Withdraw an article."""
        return int(self.desk.withdraw(self._version(article)).version)

    def pass_time(self, seconds: int, leases: bool = False) -> None:
        """Let time pass for the ledger: what is due later, and with ``leases`` also leases, come nearer."""
        from django.db.models import F

        from bulletin.forwarding.models import Delivery, Destination

        span = timedelta(seconds=seconds)
        for field in ("next_attempt_at", "check_at", "delivered_at", *(["lease_until"] if leases else [])):
            Delivery.objects.filter(**{f"{field}__isnull": False}).update(**{field: F(field) - span})
        Destination.objects.filter(breaker_open_until__isnull=False).update(
            breaker_open_until=F("breaker_open_until") - span
        )

    def sweep(self) -> None:
        """Ring what the beat rings."""
        from cms.core.bell import ring

        for name in ("sweep", "confirm_sweep"):
            ring(f"bulletin.forwarding.tasks.{name}")

    def ledger(self, articles: list[str] | None = None) -> list[dict[str, Any]]:
        """All rows, or those of some articles: article, version, state, attempts."""
        from bulletin.forwarding.models import Delivery

        rows = Delivery.objects.order_by("created_at", "version")
        if articles is not None:
            rows = rows.filter(article_id__in=articles)
        found = rows.values("article_id", "version", "state", "attempts")
        return [{**row, "article_id": str(row["article_id"])} for row in found]

    def facts(self) -> dict[str, int]:
        """How many articles are published and how many are confirmed."""
        from submissions.articles.models import Submission

        rows = Submission.objects.all()
        return {
            "published": rows.filter(published_at__isnull=False).count(),
            "confirmed": rows.filter(confirmed_at__isnull=False).count(),
        }

    def upload(self, path: str) -> int:
        """Hand a Word file in as a writer's browser does; returns the id of its row."""
        from django.test import Client
        from django.urls import reverse

        from submissions.intake.models import Conversion
        from tests import factories

        unit = factories.a_unit()
        browser = Client(headers={"host": "localhost"})
        browser.force_login(factories.a_writer(unit), backend="django.contrib.auth.backends.ModelBackend")
        with Path(path).open("rb") as file:
            answer = browser.post(reverse("intake_upload", args=[unit.code]), {"file": file})
        if answer.status_code != 302:
            raise RuntimeError(answer.content.decode())
        return Conversion.objects.get(unit=unit).pk

    def files(self) -> list[dict[str, Any]]:
        """All files that were handed in: state, attempts, why it stopped, whether the file is kept, drafts of its unit."""
        from submissions.articles.models import Submission
        from submissions.intake.models import Conversion

        return [
            {
                "state": row.state,
                "attempts": row.attempts,
                "reason": row.refusal_code,
                "kept": bool(row.source) and row.source.storage.exists(row.source.name),
                "drafts": Submission.objects.filter(unit=row.unit).count(),
            }
            for row in Conversion.objects.order_by("pk")
        ]

    def lapse_files(self) -> None:
        """Let the claims of the files lapse."""
        from django.utils import timezone

        from submissions.intake.models import Conversion

        Conversion.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(seconds=1))

    def sweep_files(self) -> None:
        """Ring what the beat rings for files."""
        from cms.core.bell import ring

        ring("submissions.intake.tasks.sweep")

    def _version(self, article: str) -> Any:
        from cms.website.models import StoryVersion

        return StoryVersion.objects.select_related("story").filter(story__uid=article).latest("version")


if __name__ == "__main__":
    main()

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
from pathlib import Path
from typing import Any

import django


def main() -> None:
    """Answer orders until stdin ends."""
    django.setup()
    from django.db import connections

    import cms.celery  # noqa: F401  (makes the app current, as every process of the product does)

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
            ring(f"bulletin.forwarding.tasks.{name}", queue="forward")

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


class FaultStage(Stage):
    """More orders, for what happens to the ledger and around it."""

    def publish_many(self, count: int) -> list[str]:
        """Publish several articles; none of them rings."""
        from cms.core import bell

        with bell.silence():
            return [self.publish() for _each in range(count)]

    def approved(self) -> list[int]:
        """An article that can be published, and one in review: their submissions and the revision in review."""
        from django.utils import timezone

        from submissions.articles.enums import State
        from tests import factories

        desk = self.desk
        at = timezone.now() - timedelta(minutes=5)
        parts = {"unit": desk.unit, "writer": desk.writer, "editor": desk.editor, "at": at}
        ready = factories.an_article(state=State.APPROVED, **parts)
        reviewed = factories.an_article(state=State.IN_REVIEW, **parts)
        return [ready.pk, reviewed.pk, factories.latest_revision_id(reviewed)]

    def verb(self, name: str, submission: int, revision: int = 0) -> str:
        """A verb of the desk by the editor who holds the article; the answer is ``ok`` or the name of the refusal."""
        from submissions.articles.models import Submission
        from submissions.moderation import actions
        from submissions.moderation.errors import VerbRefused

        held = Submission.objects.get(pk=submission)
        words: dict[str, Any] = {
            "publish": {},
            "approve": {"revision_id": revision},
            "reject": {"reason": "Trùng bài đã đăng"},
        }[name]
        try:
            getattr(actions, name)(submission_id=submission, actor=held.claimed_by or self.desk.editor, **words)
        except VerbRefused as refusal:
            return type(refusal).__name__
        return "ok"

    def state(self, submission: int) -> list[Any]:
        """Where a submission stands, and the article's public id once it has one."""
        from submissions.articles.models import Submission

        held = Submission.objects.select_related("page").get(pk=submission)
        return [held.state, str(held.page.specific.uid)]

    def edit_destination(self, **fields: Any) -> None:
        """Set fields of the first destination; ``secret`` replaces its secret."""
        from bulletin.forwarding.models import Destination

        destination = Destination.objects.order_by("pk")[0]
        if "secret" in fields:
            destination.secrets = [fields.pop("secret")]
        for name, value in fields.items():
            setattr(destination, name, value)
        destination.save()

    def destinations(self) -> list[dict[str, Any]]:
        """State, reason and breaker of each destination."""
        from bulletin.forwarding.models import Destination

        return list(Destination.objects.order_by("pk").values("name", "state", "state_reason", "breaker_openings"))

    def calm(self) -> None:
        """Close every breaker, as after a quiet hour."""
        from bulletin.forwarding import breaker
        from bulletin.forwarding.models import Destination

        for destination in Destination.objects.all():
            breaker.close(destination)
            destination.save(update_fields=breaker.FIELDS)

    def pause(self) -> None:
        """An officer pauses the first destination."""
        self._operate("pause", reason="bảo trì")

    def resume(self) -> None:
        """The command line resumes the first destination."""
        self._operate("resume")

    def _operate(self, verb: str, **words: Any) -> None:
        from bulletin.forwarding import actions
        from bulletin.forwarding.actors import COMMAND_LINE
        from bulletin.forwarding.models import Destination

        pk = Destination.objects.order_by("pk").values_list("pk", flat=True)[0]
        getattr(actions, verb)(destination_id=pk, actor=COMMAND_LINE, **words)

    def due_in(self, article: str) -> float | None:
        """Seconds until the next attempt at an article's newest version."""
        from django.utils import timezone

        from bulletin.forwarding.models import Delivery

        row = Delivery.objects.filter(article_id=article).latest("version")
        return (row.next_attempt_at - timezone.now()).total_seconds() if row.next_attempt_at else None

    def crowd(self, count: int) -> None:
        """So many more rows that wait for tomorrow, at the first destination."""
        from bulletin.forwarding.models import Delivery
        from tests.bench.ledger import copies

        copies(Delivery.objects.order_by("pk")[0], first=0, last=count, state="retry_wait", due="later")

    def disperse(self) -> None:
        """Take the crowd away again."""
        from bulletin.forwarding.models import Delivery

        Delivery.objects.filter(events__isnull=True).delete()

    def versions(self) -> dict[str, int]:
        """Every published article with its newest version and how many versions it has rows for, at one destination."""
        from cms.website.models import StoryVersion

        found: dict[str, int] = {}
        for uid, version in StoryVersion.objects.order_by("version").values_list("story__uid", "version"):
            found[str(uid)] = version
        return found


if __name__ == "__main__":
    main()

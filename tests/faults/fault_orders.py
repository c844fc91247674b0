"""The orders that faults and soaks give to the stage, beside its own."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from typing import Any

from tests.faults.stage import Stage


class FaultStage(Stage):
    """More orders, for what happens to the ledger and around it."""

    def __init__(self) -> None:
        super().__init__()
        self._parent: Any = None
        self._first: Any = None
        self._written = 0

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
        parts: dict[str, Any] = {"unit": desk.unit, "writer": desk.writer, "editor": desk.editor, "at": at}
        ready = factories.an_article(state=State.APPROVED, **parts)
        reviewed = factories.an_article(state=State.IN_REVIEW, **parts)
        return [ready.pk, reviewed.pk, factories.latest_revision_id(reviewed)]

    def verb(self, name: str, submission: int, revision: int = 0) -> str:
        """A verb of the desk by the editor who holds the article; the answer is ``ok`` or the name of the refusal."""
        from submissions.articles.models import Submission
        from submissions.moderation import actions
        from submissions.moderation.errors import VerbRefused

        held = Submission.objects.get(pk=submission)
        given: dict[str, dict[str, Any]] = {
            "publish": {},
            "approve": {"revision_id": revision},
            "reject": {"reason": "Trùng bài đã đăng"},
        }
        try:
            getattr(actions, name)(submission_id=submission, actor=held.claimed_by or self.desk.editor, **given[name])
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
        from bulletin.forwarding.models import Destination
        from bulletin.forwarding.sending import breaker

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

    def write(self, action: str, article: str = "") -> str:
        """The next version of a light article, past the desk but by the outbox: what a soak has a thousand of."""
        from django.db import transaction
        from django.utils import timezone

        from bulletin.forwarding import outbox
        from cms.website.models import StoryPage, StoryVersion

        with transaction.atomic():
            story = StoryPage.objects.get(uid=article) if article else self._light_story()
            latest = story.versions.order_by("-version").first()
            version = StoryVersion.objects.create(
                story=story,
                version=latest.version + 1 if latest else 1,
                action=action,
                revision=story.latest_revision,
                at=timezone.now(),
            )
            outbox.enqueue(version=version)
        return str(story.uid)

    def write_if_any(self, article: str, withdrawn: list[str]) -> None:
        """A correction of an article that is not withdrawn."""
        if article not in withdrawn:
            self.write("updated", article)

    def die_after_writing(self) -> None:
        """Write a light article, and be killed after the commit and before any bell is rung."""
        from django.db import transaction

        with transaction.atomic():
            transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
            self.write("published")

    def _light_story(self) -> Any:
        from django.utils import timezone

        from submissions.articles.models import ArticlePage

        if self._parent is None:
            self._first = ArticlePage.objects.order_by("pk").first() or self.desk.publish().story.specific
            self._parent = self._first.get_parent()
        self._written += 1
        story = ArticlePage(
            title=f"Bài {self._written}",
            slug=f"bai-{os.getpid()}-{self._written}",
            kind=self._first.kind,
            sapo=self._first.sapo,
            body=self._first.body,
            topic=self._first.topic,
            byline=self._first.byline,
            genre=self._first.genre,
            owner=self._first.owner,
            live=False,
            first_published_at=timezone.now(),
        )
        self._parent.refresh_from_db()
        self._parent.add_child(instance=story)
        story.save_revision()
        story.refresh_from_db()
        return story

    def open_rows(self) -> dict[str, int]:
        """How many rows are not at rest, by state."""
        from django.db.models import Count, Exists, OuterRef

        from bulletin.forwarding.models import Delivery

        newer = Delivery.objects.filter(
            destination=OuterRef("destination"), article_id=OuterRef("article_id"), version__gt=OuterRef("version")
        )
        rows = Delivery.objects.exclude(state__in=["confirmed", "superseded", "cancelled"])
        rows = rows.exclude(Exists(newer), state="delivered")
        return dict(rows.order_by().values_list("state").annotate(Count("pk")))

    def pause_if_active(self) -> None:
        """An officer pauses the first destination, unless the system did."""
        if self.destinations()[0]["state"] == "active":
            self.pause()

    def resume_if_paused(self) -> None:
        """Resume the first destination where it is paused."""
        if self.destinations()[0]["state"] == "paused":
            self.resume()

    def versions(self) -> dict[str, int]:
        """Every published article with its newest version and how many versions it has rows for, at one destination."""
        from cms.website.models import StoryVersion

        found: dict[str, int] = {}
        for uid, version in StoryVersion.objects.order_by("version").values_list("story__uid", "version"):
            found[str(uid)] = version
        return found

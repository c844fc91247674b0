"""Publishing, correcting and withdrawing in tests, the way the desk does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bulletin.forwarding.models import Delivery
from cms.website.models import StoryVersion
from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.moderation import actions as moderation
from tests import factories


@dataclass
class Clock:
    """A clock that stands still until it is set forward."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Set it forward, as ``timedelta`` takes it."""
        self.now += timedelta(**span)


class Desk:
    """Somebody who publishes. Every version is a real one, with an approved revision."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.unit = factories.a_unit()
        self.writer = factories.a_writer(self.unit)
        self.editor = factories.an_editor()
        self.second = factories.an_editor()
        self.desk_editor = factories.a_desk_editor()

    def publish(self, **content: Any) -> StoryVersion:
        """A new article, published at the clock's time."""
        submission = factories.an_article(
            unit=self.unit, writer=self.writer, editor=self.editor, state=State.APPROVED,
            at=self.clock() - timedelta(minutes=5), **content,
        )  # fmt: skip
        moderation.publish(submission_id=submission.pk, actor=self.editor, now=self.clock())
        return self.latest(submission)

    def correct(self, version: StoryVersion, **changes: Any) -> StoryVersion:
        """The next version of an article."""
        submission = Submission.objects.get(page_id=version.story_id)
        moderation.correct(submission_id=submission.pk, actor=self.editor, note="Sửa số liệu", now=self.clock())
        factories.an_edit(submission, by=self.editor, **changes)
        revision_id = factories.latest_revision_id(submission)
        moderation.approve(submission_id=submission.pk, actor=self.second, revision_id=revision_id, now=self.clock())
        return self.latest(submission)

    def withdraw(self, version: StoryVersion) -> StoryVersion:
        """The withdrawal of an article."""
        submission = Submission.objects.get(page_id=version.story_id)
        moderation.withdraw(
            submission_id=submission.pk, actor=self.desk_editor, reason="Sai sự thật", now=self.clock()
        )
        return self.latest(submission)

    def latest(self, submission: Submission) -> StoryVersion:
        """The newest version of an article."""
        return StoryVersion.objects.select_related("story").filter(story_id=submission.page_id).latest("version")


def the_delivery(version: StoryVersion) -> Delivery:
    """The one delivery of a version."""
    return Delivery.objects.get(article_id=version.story.uid, version=version.version)


def state_of(version: StoryVersion) -> str:
    """Where the one delivery of a version stands."""
    return the_delivery(version).state

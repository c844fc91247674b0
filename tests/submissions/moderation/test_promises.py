"""Whatever people do, in whatever order: the promises hold after every step.

1. What is public is exactly what was approved. 2. Nobody approves what they wrote or last edited. 3. A refusal carries a
reason, and its author is mailed. 4. Nothing is announced before it is public. 5. Nothing that was accepted is lost, and
nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from wagtail.models import Revision

from cms.accounts.roles import Role
from cms.core.models import OutgoingMail
from cms.website.content import content_hash, revision_hash
from cms.website.models import ApprovedRevision, StoryVersion
from submissions.articles.actions import ContentClosed
from submissions.articles.enums import PUBLIC, EventVerb, State
from submissions.articles.models import ArticlePage, Submission
from submissions.moderation import actions, workflow
from submissions.moderation.due import publish_due_articles
from submissions.moderation.errors import VerbRefused
from tests import factories

PEOPLE = ("writer", "head", "editor", "colleague", "desk", "board", "stranger", "administrator")
people = st.sampled_from(PEOPLE)
reasons = st.sampled_from(["", "   ", "Thiếu nguồn số liệu."])
# The facts of the month, each written once.
FACTS = ("period", "on_time", "first_submitted_at", "first_submitted_by_id", "published_at", "published_by_id")


class Desk(RuleBasedStateMachine):
    """One article and everybody who might lay hands on it, in a transaction that is undone at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now = timezone.now()
        self.facts: dict[str, Any] = {}
        self.last_editor = "writer"
        self.texts = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def a_draft(self) -> None:
        unit = factories.a_unit()
        self.people = {
            "writer": factories.a_writer(unit),
            "head": factories.a_head(unit),
            "editor": factories.an_editor(),
            "colleague": factories.an_editor(),
            "desk": factories.a_desk_editor(),
            "board": factories.a_person(Role.BOARD, Role.EDITOR),
            "stranger": factories.a_head(factories.a_unit()),
            "administrator": factories.an_administrator(),
        }
        self.pk = factories.an_article(unit=unit, writer=self.people["writer"], at=self.now).pk

    @property
    def submission(self) -> Submission:
        return Submission.objects.get(pk=self.pk)

    def attempt(self, act: Callable[..., Any], **arguments: Any) -> bool:
        """Whether it was carried out; a refusal must have changed nothing, which the invariants see."""
        self.now += timedelta(minutes=1)
        state = self.submission.state
        try:
            with transaction.atomic():
                act(submission_id=self.pk, now=self.now, **arguments)
        except VerbRefused:
            assert self.submission.state == state
            return False
        return True

    @rule(who=people)
    def edit(self, who: str) -> None:
        self.texts += 1
        with suppress(ContentClosed), transaction.atomic():
            factories.an_edit(self.submission, by=self.people[who], sapo=f"Sa-pô lần {self.texts}")
            self.last_editor = who

    @rule(who=people)
    def save_without_a_change(self, who: str) -> None:
        with suppress(ContentClosed), transaction.atomic():
            factories.latest_text(self.submission).save_revision(user=self.people[who])

    @rule(who=people)
    def submit(self, who: str) -> None:
        self.attempt(actions.submit, actor=self.people[who], no_secrets=True)

    @rule(who=people)
    def claim(self, who: str) -> None:
        self.attempt(actions.claim, actor=self.people[who])

    @rule(who=people)
    def release(self, who: str) -> None:
        self.attempt(actions.release, actor=self.people[who])

    @rule(who=people, reason=reasons)
    def give_back(self, who: str, reason: str) -> None:
        done = self.attempt(actions.return_to_unit, actor=self.people[who], reason=reason)
        assert not (done and not reason.strip())

    @rule(who=people, reason=reasons)
    def reject(self, who: str, reason: str) -> None:
        done = self.attempt(actions.reject, actor=self.people[who], reason=reason)
        assert not (done and not reason.strip())

    @rule(who=people, override=st.sampled_from(["", "Tin khẩn, một người trực."]), stale=st.booleans())
    def approve(self, who: str, override: str, stale: bool) -> None:
        submission = self.submission
        revisions = list(submission.page.revisions.order_by("-pk").values_list("pk", flat=True))
        read = revisions[-1] if stale else revisions[0]
        correcting = submission.state == State.CORRECTING
        done = self.attempt(actions.approve, actor=self.people[who], revision_id=read, override_reason=override)
        if not done:
            return
        # A save that changed nothing is no later text: what counts is the words that were read.
        words = revision_hash(Revision.objects.get(pk=read), ArticlePage)
        assert words == self.submission.approved_hash, "nobody approves a text that has changed since"
        close = who == self.last_editor or (who in {"writer", "head"} and not correcting)
        assert not close or (who == "board" and override.strip())

    @rule(who=people)
    def reopen(self, who: str) -> None:
        self.attempt(actions.reopen, actor=self.people[who])

    @rule(who=people, minutes=st.integers(min_value=-5, max_value=90))
    def schedule(self, who: str, minutes: int) -> None:
        self.attempt(actions.schedule, actor=self.people[who], at=self.now + timedelta(minutes=minutes))

    @rule(who=people)
    def unschedule(self, who: str) -> None:
        self.attempt(actions.unschedule, actor=self.people[who])

    @rule(minutes=st.integers(min_value=0, max_value=120))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        publish_due_articles(now=self.now)

    @rule(who=people)
    def publish(self, who: str) -> None:
        self.attempt(actions.publish, actor=self.people[who])

    @rule(who=people, note=reasons)
    def correct(self, who: str, note: str) -> None:
        self.attempt(actions.correct, actor=self.people[who], note=note)

    @rule(who=people)
    def drop_correction(self, who: str) -> None:
        if self.attempt(actions.drop_correction, actor=self.people[who]):
            self.last_editor = next(
                name for name, person in self.people.items() if person.pk == self.submission.last_edited_by_id
            )

    @rule(who=people, reason=reasons)
    def withdraw(self, who: str, reason: str) -> None:
        self.attempt(actions.withdraw, actor=self.people[who], reason=reason, public_note="Đang kiểm tra lại.")

    @invariant()
    def what_is_public_is_what_was_approved(self) -> None:
        page = ArticlePage.objects.get(pk=self.submission.page_id)
        assert page.live == (self.submission.state in PUBLIC)
        if not page.live:
            return
        approval = ApprovedRevision.objects.get(revision_id=page.live_revision_id)
        assert page.live_revision_id == self.submission.approved_revision_id
        assert approval.content_hash == self.submission.approved_hash
        assert revision_hash(approval.revision, ArticlePage) == approval.content_hash
        assert content_hash(ArticlePage, page.serializable_data()) == approval.content_hash

    @invariant()
    def nobody_approved_their_own(self) -> None:
        for approval in ApprovedRevision.objects.filter(story_id=self.submission.page_id):
            assert approval.approved_by_id != approval.last_edited_by_id or approval.override_reason

    @invariant()
    def every_refusal_has_its_reason_and_its_mail(self) -> None:
        keys = set(OutgoingMail.objects.values_list("key", flat=True))
        authors = {self.submission.created_by_id, self.submission.first_submitted_by_id} - {None}
        words = {EventVerb.RETURN: "returned", EventVerb.REJECT: "rejected"}
        events = self.submission.events.filter(verb__in=words)
        for event in events:
            assert event.reason.strip()
            assert {f"{words[EventVerb(event.verb)]}:{event.pk}:{author}" for author in authors} <= keys
        assert len([key for key in keys if key.startswith(("returned:", "rejected:"))]) == len(events) * len(authors)

    @invariant()
    def nothing_is_announced_before_it_is_public(self) -> None:
        announced = OutgoingMail.objects.filter(key__startswith="published:").exists()
        assert announced == StoryVersion.objects.filter(story_id=self.submission.page_id).exists()

    @invariant()
    def versions_have_no_gaps_and_are_made_once(self) -> None:
        versions = list(StoryVersion.objects.filter(story_id=self.submission.page_id).order_by("version"))
        assert [version.version for version in versions] == list(range(1, len(versions) + 1))
        revisions = [version.revision_id for version in versions if version.revision_id]
        assert len(revisions) == len(set(revisions))

    @invariant()
    def facts_are_written_once(self) -> None:
        submission = self.submission
        for name in FACTS:
            value = getattr(submission, name)
            if self.facts.get(name) is not None:
                assert value == self.facts[name]
            self.facts[name] = value

    @invariant()
    def wagtail_agrees(self) -> None:
        assert workflow.agrees(self.submission)


@pytest.mark.once
@pytest.mark.django_db
def test_the_promises_hold_whatever_people_do():
    factories.house()
    run_state_machine_as_test(Desk, settings=settings(max_examples=25, stateful_step_count=30))

"""The clock publishes what is due, item by item; what can't go live falls back and harms nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from submissions.articles.enums import EventVerb, State
from submissions.articles.models import ArticlePage, Submission
from submissions.moderation import actions
from submissions.moderation.due import publish_due_articles
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DUE = NOW + timedelta(hours=2)


def scheduled(**traits) -> Submission:
    return factories.an_article(state=State.SCHEDULED, at=NOW, scheduled_at=DUE, **traits)


def again(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def test_nothing_goes_live_before_its_time():
    submission = scheduled()

    assert publish_due_articles(now=DUE - timedelta(seconds=1)) == 0
    assert again(submission).state == State.SCHEDULED


def test_at_its_time_an_article_goes_live_by_the_clock():
    submission = scheduled()

    assert publish_due_articles(now=DUE) == 1

    submission = again(submission)
    assert submission.state == State.PUBLISHED
    assert submission.published_at == DUE
    assert submission.published_by is None
    assert ArticlePage.objects.get(pk=submission.page_id).first_published_at == DUE


def test_one_that_can_not_go_live_falls_back_with_the_reason_and_stops_nobody():
    broken, sound = scheduled(), scheduled()
    revision = broken.approved_revision
    revision.content["title"] = "Sửa lén"
    revision.save()

    assert publish_due_articles(now=DUE) == 1

    assert again(sound).state == State.PUBLISHED
    assert again(broken).state == State.APPROVED
    event = broken.events.filter(verb=EventVerb.UNSCHEDULE).get()
    assert event.actor is None
    assert event.reason


def test_a_second_sweep_publishes_nothing_again():
    submission = scheduled()
    publish_due_articles(now=DUE)

    assert publish_due_articles(now=DUE + timedelta(minutes=1)) == 0
    assert ArticlePage.objects.get(pk=submission.page_id).versions.count() == 1


def test_one_whose_time_was_taken_off_stays_where_it_is():
    submission = scheduled()
    actions.unschedule(submission_id=submission.pk, actor=factories.an_editor())

    assert publish_due_articles(now=DUE) == 0
    assert again(submission).state == State.APPROVED

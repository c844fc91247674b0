"""The demo month: alive on any day, in every state, and consistent in all its tables."""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from typing import TYPE_CHECKING
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from bulletin.demo import archive, loader, material, province
from bulletin.demo.people import PASSWORD
from bulletin.demo.readers import Readers
from bulletin.demo.timeline import Timeline
from bulletin.issues.models import Issue
from bulletin.issues.quota import quota
from bulletin.newsletter.desk import edition_lines, standings
from bulletin.newsletter.models import Dispatch, Subscriber
from bulletin.newsletter.states import EditionState
from cms.accounts.models import User
from cms.core import announcement
from cms.core.models import OutgoingMail
from cms.core.periods import Month
from cms.website.models import StoryPage
from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.duty.facts import duty, totals
from submissions.moderation import workflow
from submissions.units.models import Unit
from tests import factories
from tests.shared import shared

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NEW_YEAR = datetime(2027, 1, 1, 0, 20, tzinfo=ZONE)


@shared
def new_year() -> None:
    """The demo as it is loaded minutes after new year."""
    factories.house()
    with patch.object(province, "deliver_backlog", lambda destination: None):
        loader.load(now=NEW_YEAR)


@pytest.fixture(autouse=True)
def _no_province(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandbox's own tests show the deliveries; here nothing is started."""
    monkeypatch.setattr(province, "deliver_backlog", lambda destination: None)


def test_the_demo_is_alive_minutes_after_new_year(new_year: None) -> None:
    assert_alive(NEW_YEAR)


def test_the_demo_is_alive_in_the_last_minute_of_a_leap_day() -> None:
    now = datetime(2028, 2, 29, 23, 59, tzinfo=ZONE)
    factories.house()
    loader.load(now=now)
    assert_alive(now)


def assert_alive(now: datetime) -> None:
    month = Month.of(now)
    assert Unit.objects.count() == 37
    assert Submission.objects.count() >= 40
    assert set(Submission.objects.values_list("state", flat=True)) == set(State)
    assert quota(month, now=now).published == 3
    assert Issue.objects.filter(period=month.first_day).count() == 3
    assert not Submission.objects.filter(first_submitted_at__gt=now).exists()
    assert all(workflow.agrees(submission) for submission in Submission.objects.select_related("page"))
    for shift in (0, -1, -2):
        facts = totals(duty(month.shift(shift)))
        assert facts.confirmed <= facts.published <= facts.accepted <= facts.submitted
        assert facts.published > 0
    for submission in Submission.objects.filter(published_at__isnull=False):
        assert submission.first_submitted_at < submission.accepted_at < submission.published_at <= now  # type: ignore[operator]


def test_readers_by_mail_got_each_issue_that_came_out_after_they_had_confirmed(new_year: None) -> None:
    assert {each.value: each.count for each in standings()} == {"pending": 1, "active": 8, "suspended": 0, "ended": 1}
    lines = sorted(edition_lines(), key=lambda line: line.edition.created_at)
    assert [line.edition.state for line in lines] == [EditionState.DONE] * 6
    assert [[(each.value, each.count) for each in line.numbers] for line in lines] == [
        [("sent", 4)], *[[("sent", 9)]] * 4, [("sent", 8)],
    ]  # fmt: skip
    for row in Dispatch.objects.select_related("edition__issue", "subscriber"):
        assert row.subscriber is not None
        assert row.sent_at is not None
        assert row.subscriber.confirmed_at is not None
        assert row.subscriber.confirmed_at < row.edition.created_at <= row.sent_at <= NEW_YEAR
        assert row.edition.created_at == row.edition.issue.published_at
    assert not OutgoingMail.objects.filter(is_private=True).exclude(text="").exists(), "links for one alone"


def test_where_mails_would_leave_the_machine_nobody_is_subscribed(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    readers = Readers(Timeline(now=NEW_YEAR))
    readers.subscribe(months_ago=2)
    readers.leave_one_pending(at=NEW_YEAR)
    readers.send(published=NEW_YEAR)
    assert not Subscriber.objects.exists()


def test_a_newcomer_can_sign_in_search_and_measure(new_year: None) -> None:
    for name in (
        "writer.bvdkt", "writer.ttytcl", "head.bvdkt", "editor1", "editor2", "desk", "board", "officer", "admin",
    ):  # fmt: skip
        person = User.objects.get(email=f"{name}@demo.local")
        assert person.check_password(PASSWORD), name
        assert person.is_active
        assert person.full_name
    assert announcement.DEMO_PASSWORD == PASSWORD
    assert {address for address, _part in announcement.DEMO_PEOPLE} <= set(
        User.objects.values_list("email", flat=True)
    )
    found = StoryPage.objects.live().search("bac si vung cao")
    assert "Khánh Sơn" in found[0].title

    before = StoryPage.objects.published().count()
    archive.add(40)
    archive.add(5)
    assert StoryPage.objects.published().count() == before + 45
    sample = Submission.objects.filter(page__slug__startswith="luu-tru-").order_by("pk").first()
    assert sample is not None
    assert sample.page.live_revision_id == sample.approved_revision_id
    assert sample.page.get_parent().specific.unit == sample.unit
    assert sample.period == Month.of(sample.published_at or timezone.now()).first_day
    assert sample.page.title in str(sample.page.get_latest_revision_as_object().title)
    assert sample.page.public_section == sample.page.section


def test_a_second_load_keeps_what_is_there() -> None:
    factories.a_unit()
    out = StringIO()
    call_command("demo", stdout=out)
    assert Unit.objects.count() == 1


def test_outside_demo_mode_the_command_refuses(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(SystemExit) as ended:
        call_command("demo", stdout=StringIO(), stderr=StringIO())
    assert ended.value.code == 2
    assert not Unit.objects.exists()


def test_the_texts_are_whole_articles() -> None:
    for number, article in material.articles().items():
        words = sum(
            len(str(piece.get("text", "")).split()) + sum(len(item.split()) for item in piece.get("items", []))
            for piece in article.data["body"]
        )
        assert 150 <= words <= 500, number
        assert article.picture.exists()
        assert article.data["picture"]["alt"]

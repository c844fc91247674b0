"""The quota of the month: what is out, on its way, and to be expected."""

from __future__ import annotations

import json
from datetime import date, datetime
from io import StringIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from bulletin.issues import actions
from bulletin.issues.quota import quota, quotas
from cms.core.models import Rule
from cms.core.periods import Month, Year
from submissions.articles.enums import State
from tests import factories
from tests.bulletin.issues.test_actions import a_draft_issue, an_approved_issue, an_issue_before_the_board

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOVEMBER = Month(2026, 11)
NOW = datetime(2026, 11, 20, 9, tzinfo=ZONE)
BEFORE = datetime(2026, 11, 18, 9, tzinfo=ZONE)


def test_issues_are_counted_by_where_they_stand() -> None:
    actions.publish(issue_id=an_approved_issue().pk, actor=factories.a_desk_editor())
    an_approved_issue()
    an_issue_before_the_board()
    a_draft_issue()
    state = quota(NOVEMBER, now=NOW)
    assert (state.quota, state.published, state.scheduled, state.in_review) == (5, 1, 1, 2)
    # The empty one takes its articles from those that wait, and none waits.
    assert state.forecast == 3


def test_the_forecast_grows_by_an_issue_for_every_six_articles_that_are_ready() -> None:
    factories.house()
    for _ in range(6):
        factories.an_article(state=State.APPROVED, at=BEFORE)
    state = quota(NOVEMBER, now=NOW)
    assert (state.approved_articles, state.forecast) == (6, 1)
    assert quota(Month(2026, 10), now=NOW).forecast == 0


def test_articles_in_review_count_by_the_usual_share_that_is_accepted() -> None:
    factories.house()
    for _ in range(8):
        factories.an_article(state=State.SUBMITTED, at=BEFORE)
    assert quota(NOVEMBER, now=NOW).forecast == 1  # 8 × 80 % = 6.4
    Rule.objects.filter(code="bulletin.usual_acceptance_percent").update(value="50")
    assert quota(NOVEMBER, now=NOW).forecast == 0


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (datetime(2026, 11, 20, 9, tzinfo=ZONE), 7),
        (datetime(2026, 11, 21, 9, tzinfo=ZONE), 6),
        (datetime(2026, 11, 30, 23, 59, tzinfo=ZONE), 1),
        (datetime(2026, 12, 1, 0, 0, tzinfo=ZONE), 0),
        (datetime(2026, 10, 31, 9, tzinfo=ZONE), 21),
    ],
)
def test_days_left_are_working_days_of_the_month_from_today(now: datetime, days: int) -> None:
    factories.house()
    # 24 November is the Day of Vietnamese Culture, a public holiday from 2026 on, where the calendar knows it.
    from cms.core.calendar import public_holidays

    off = sum(1 for day in public_holidays(2026) if now.date() <= day and day.month == 11 and day.weekday() < 5)
    assert quota(NOVEMBER, now=now).days_left == days - off


def test_a_department_may_count_articles_in_the_place_of_issues() -> None:
    factories.house()
    Rule.objects.create(code="bulletin.counts", value="article", source="CV 1", effective_from=date(2026, 11, 1))
    factories.an_article(state=State.PUBLISHED, at=datetime(2026, 11, 3, 9, tzinfo=ZONE))
    state = quota(NOVEMBER, now=NOW)
    assert (state.counts, state.published) == ("article", 1)


def test_the_command_prints_the_agreed_keys() -> None:
    factories.house()
    out = StringIO()
    call_command("quota", "2026-11", json=True, stdout=out)
    answer = json.loads(out.getvalue())
    assert {
        "period", "quota", "published", "scheduled", "in_review", "approved_articles", "forecast", "days_left",
    } <= set(answer)  # fmt: skip
    assert answer["period"] == "2026-11"


def test_the_other_way_to_count_is_looked_at_without_touching_the_rule() -> None:
    factories.house()
    factories.an_article(state=State.PUBLISHED, at=datetime(2026, 11, 3, 9, tzinfo=ZONE))
    assert quota(NOVEMBER, now=NOW).counts == "issue"
    assert quota(NOVEMBER, now=NOW, counts="article").published == 1
    assert quota(NOVEMBER, now=NOW, counts="x").counts == "issue"


def test_the_months_of_a_year_say_what_was_owed_and_what_is_out(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    issue = an_approved_issue()
    actions.publish(issue_id=issue.pk, actor=factories.a_desk_editor())
    an_issue_before_the_board()
    with django_assert_max_num_queries(6):
        found = quotas(Year(2026))
    november = found[10]
    assert [month.quota for month in found] == [5] * 12
    assert (november.published, november.in_work, november.missing) == (1, 1, 4)
    assert quotas(Year(2026), counts="article")[10].published == 1

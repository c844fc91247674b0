"""The forecast of a month: what gets out in time by the lead times of past months, and how that is said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.issues.forecast import Forecast, Waiting, forecast
from bulletin.issues.lead_times import ENOUGH, LeadTimes, lead_times
from cms.core.periods import Month
from submissions.articles.models import Submission
from tests import factories

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOVEMBER = Month(2026, 11)
NOW = datetime(2026, 11, 20, 9, tzinfo=ZONE)
LEAD = LeadTimes(
    months=6, review=timedelta(days=4), publish=timedelta(days=3), acceptance=0.5, measured_review=40,
    measured_publish=30, measured_acceptance=50,
)  # fmt: skip


def expected(*, ready: list[Waiting] | None = None, in_review: list[Waiting] | None = None, size: int = 1,
             now: datetime = NOW) -> Forecast:  # fmt: skip
    return forecast(
        month=NOVEMBER, now=now, lead=LEAD, out=1, scheduled=1, in_work=1, ready=ready or [],
        in_review=in_review or [], size=size,
    )  # fmt: skip


def sent(day: int, hour: int = 9) -> Waiting:
    return Waiting(since=datetime(2026, 11, day, hour, tzinfo=ZONE))


def test_what_is_out_set_and_in_work_counts_as_it_is() -> None:
    assert expected().total == 3


def test_an_approved_article_counts_while_the_month_leaves_it_time() -> None:
    assert expected(ready=[sent(27, 23)]).likely == 1
    assert expected(ready=[sent(28)]).likely == 0
    late = datetime(2026, 11, 30, 23, 59, tzinfo=ZONE)
    assert expected(ready=[sent(1)], now=late).likely == 1, "it is overdue and may leave at once"


def test_a_set_time_goes_before_the_median() -> None:
    at_the_last_moment = datetime(2026, 11, 30, 23, 59, 59, tzinfo=ZONE)
    after_it = datetime(2026, 12, 1, tzinfo=ZONE)
    assert expected(ready=[Waiting(since=NOW, at=at_the_last_moment)]).likely == 1
    assert expected(ready=[Waiting(since=NOW, at=after_it)]).likely == 0


def test_an_article_that_readers_have_only_lacks_its_issue() -> None:
    late = datetime(2026, 11, 30, 23, 59, tzinfo=ZONE)
    assert expected(ready=[Waiting(since=late, is_public=True)] * 6, size=6, now=late).more == 1


def test_articles_before_the_editors_count_by_the_share_that_is_accepted() -> None:
    assert expected(in_review=[sent(18)] * 4).likely == 2
    assert expected(in_review=[sent(24)] * 4).likely == 0, "four days and three are past the month's end"


def test_outside_the_month_nothing_is_expected_of_the_pool() -> None:
    assert expected(ready=[sent(1)] * 9, now=datetime(2026, 10, 31, 23, 59, 59, tzinfo=ZONE)).more == 0
    assert expected(ready=[sent(1)] * 9, now=datetime(2026, 12, 1, tzinfo=ZONE)).more == 0


def test_the_words_name_every_number_and_where_it_is_from() -> None:
    words = " ".join(expected(ready=[sent(18)] * 7, in_review=[sent(18)] * 4, size=6).sentences)
    for number in ("1", "7", "4", "50%", "6", "30", "30/11"):
        assert number in words
    guessed = LeadTimes(
        months=6, review=timedelta(days=4), publish=timedelta(days=3), acceptance=0.8, measured_review=3,
        measured_publish=0, measured_acceptance=0,
    )  # fmt: skip
    told = forecast(
        month=NOVEMBER, now=NOW, lead=guessed, out=0, scheduled=0, in_work=0, ready=[], in_review=[], size=6
    )
    assert told.sentences[2] != expected().sentences[2]


@given(st.lists(st.integers(1, 30), max_size=40), st.lists(st.integers(1, 30), max_size=40), st.integers(1, 9))
def test_more_articles_never_make_less(ready: list[int], in_review: list[int], size: int) -> None:
    some = expected(ready=[sent(day) for day in ready], in_review=[sent(day) for day in in_review], size=size)
    more = expected(ready=[sent(day) for day in [*ready, 1]], in_review=[sent(day) for day in in_review], size=size)
    assert 3 <= some.total <= more.total
    assert some.likely <= len(ready) + len(in_review)


def _decided(count: int, *, review_days: int, publish_days: int) -> None:
    """Articles of October that were decided on and published, one published so many days after the other facts."""
    for _ in range(count):
        article = factories.an_article()
        at = datetime(2026, 10, 5, 9, tzinfo=ZONE)
        Submission.objects.filter(pk=article.pk).update(
            first_submitted_at=at, submitted_at=at, period=date(2026, 10, 1), on_time=True,
            accepted_at=at + timedelta(days=review_days), published_at=at + timedelta(days=review_days + publish_days),
        )  # fmt: skip


@pytest.mark.django_db
def test_lead_times_are_measured_from_the_facts_of_past_months() -> None:
    factories.house()
    _decided(ENOUGH, review_days=2, publish_days=5)
    found = lead_times(NOVEMBER)
    assert (found.review_days, found.publish_days, found.measured_review) == (2, 5, ENOUGH)
    assert found.acceptance == 1
    assert lead_times(Month(2026, 10)).measured_review == 0, "a month says nothing about itself"
    assert lead_times(Month(2027, 5)).measured_review == 0, "what is longer ago than the rule says is past"


@pytest.mark.django_db
def test_where_too_little_was_decided_the_desks_estimate_stands_in() -> None:
    factories.house()
    _decided(ENOUGH - 1, review_days=20, publish_days=20)
    found = lead_times(NOVEMBER)
    assert (found.review_days, found.publish_days, found.acceptance_percent) == (4, 3, 80)
    assert found.measured_review == 0

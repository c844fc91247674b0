"""Topic × audience against the plan's asks, which the desk keeps."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bulletin.plan.coverage import articles_of, coverage, lacking, window_of
from bulletin.plan.enums import Span
from bulletin.plan.models import PlanAsk
from cms.core.periods import Month, Quarter, Year
from cms.website.models import Topic
from submissions.articles.enums import State
from tests import factories

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from bulletin.plan.coverage import Progress

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOVEMBER, AUTUMN, YEAR = Month(2026, 11), Quarter(2026, 4), Year(2026)


@pytest.fixture(autouse=True)
def _no_first_asks(db: None) -> None:
    factories.house()
    PlanAsk.objects.all().delete()


def an_ask(topic: str = "T08", audience: str = "citizens", **fields: object) -> PlanAsk:
    values = {"count": 1, "span": Span.MONTH, "source": "KH 1", "effective_from": date(2026, 1, 1), **fields}
    return PlanAsk.objects.create(topic=Topic.objects.get(code=topic), audience=audience, **values)


def published(day: datetime, **content: object) -> None:
    factories.an_article(state=State.PUBLISHED, at=day, **content)


def at(month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=ZONE)


def only(found: list[Progress]) -> Progress:
    (progress,) = found
    return progress


def test_what_the_plan_asks_for_and_nobody_has_written_about_is_a_gap() -> None:
    an_ask()
    gap = only(coverage(NOVEMBER).gaps)
    assert (gap.ask.topic.code, gap.asked, gap.missing) == ("T08", 1, 1)
    published(at(11, 3))
    assert coverage(NOVEMBER).gaps == []
    assert only(coverage(NOVEMBER).progress).is_met


def test_what_is_lacking_is_what_no_reader_has_yet_over_the_time_of_the_ask() -> None:
    an_ask(span=Span.QUARTER, count=2)
    an_ask("T13", "", effective_to=date(2026, 10, 31))
    factories.an_article(state=State.APPROVED)
    assert (dict(lacking(NOVEMBER).topics), dict(lacking(NOVEMBER).audiences)) == ({"T08": 2}, {"citizens": 2})
    published(at(10, 3))
    assert dict(lacking(NOVEMBER).topics) == {"T08": 1}


def test_an_article_on_its_way_fills_a_gap_and_does_not_meet_the_ask() -> None:
    an_ask()
    factories.an_article(state=State.APPROVED)
    found = coverage(NOVEMBER)
    assert found.gaps == []
    assert not only(found.progress).is_met
    cells = [cell for row in found.rows for cell in row.cells if cell.asks]
    assert [cell.look for cell in cells] == ["coming"]


def test_another_audience_does_not_answer_an_ask_and_any_audience_answers_one_without() -> None:
    an_ask(audience="staff")
    an_ask(audience="")
    published(at(11, 3), audience="citizens")
    found = {progress.ask.audience: progress for progress in coverage(NOVEMBER).progress}
    assert (found["staff"].published, found[""].published) == (0, 1)


def test_a_quarters_ask_is_measured_over_its_quarter_on_the_board_of_a_month() -> None:
    an_ask(span=Span.QUARTER, count=2)
    published(at(10, 5))
    progress = only(coverage(NOVEMBER).progress)
    assert (progress.window, progress.asked, progress.published, progress.missing) == (AUTUMN, 2, 1, 1)


@pytest.mark.parametrize(("span", "asked"), [(Span.MONTH, 12), (Span.QUARTER, 4), (Span.YEAR, 1)])
def test_a_year_asks_for_all_of_its_months(span: Span, asked: int) -> None:
    an_ask(span=span)
    assert only(coverage(YEAR).progress).asked == asked


def test_an_ask_holds_from_its_first_day_to_its_last() -> None:
    an_ask(effective_from=date(2026, 11, 1), effective_to=date(2026, 11, 30))
    assert coverage(Month(2026, 10)).progress == []
    assert len(coverage(NOVEMBER).progress) == 1
    assert coverage(Month(2026, 12)).progress == []
    assert only(coverage(YEAR).progress).asked == 1


def test_the_last_second_of_a_month_is_in_it_and_midnight_is_in_the_next() -> None:
    published(at(11, 30, 23, 59, 50))
    assert sum(row.published for row in coverage(NOVEMBER).rows) == 1
    assert articles_of(NOVEMBER, topic="T08", audience="citizens").count() == 1
    published(at(12, 1, 0, 0))
    assert sum(row.published for row in coverage(NOVEMBER).rows) == 1
    assert sum(row.published for row in coverage(Month(2026, 12)).rows) == 1


def test_the_window_is_the_longer_of_the_two() -> None:
    assert window_of(Span.YEAR, NOVEMBER) == YEAR
    assert window_of(Span.MONTH, AUTUMN) == AUTUMN
    assert window_of(Span.QUARTER, NOVEMBER) == AUTUMN


def test_more_asks_and_articles_ask_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(4):
        coverage(NOVEMBER)
    for topic in ("T01", "T02", "T03"):
        an_ask(topic)
        published(at(11, 3), topic=topic)
    with django_assert_num_queries(4):
        coverage(YEAR)


def test_the_table_refuses_what_makes_no_sense() -> None:
    bad = (
        {"source": ""},
        {"count": 0},
        {"effective_to": date(2025, 12, 31)},
    )
    for fields in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            an_ask(**fields)


def test_a_new_house_begins_with_the_asks_of_its_plan_each_with_its_source() -> None:
    from bulletin.plan.seeds import ASKS, ensure_asks

    ensure_asks()
    ensure_asks()
    assert PlanAsk.objects.count() == len(ASKS)
    assert not PlanAsk.objects.filter(source="").exists()


def test_the_desk_and_the_administrator_keep_the_table_and_nobody_deletes(client: Client) -> None:
    ask = an_ask()
    pages = [reverse("plan_asks:index"), reverse("plan_asks:add"), reverse("plan_asks:edit", args=[ask.pk])]
    for person in (factories.a_desk_editor(), factories.an_administrator()):
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [200, 200, 200]
        client.post(reverse("plan_asks:delete", args=[ask.pk]))
        assert PlanAsk.objects.filter(pk=ask.pk).exists()
    unit = factories.a_unit()
    for person in (factories.an_editor(), factories.a_board_member(), factories.an_officer(), factories.a_head(unit)):
        client.force_login(person)
        assert {client.get(page).status_code for page in pages} == {302}

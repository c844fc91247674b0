"""The most read on the front page, and the counts that the people of an article see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.core.periods import local_day
from cms.visits.counts import MONTH, WEEK, Visits, most_read, visits_of
from cms.visits.models import DailyCount
from submissions.articles.enums import State
from tests import factories

pytestmark = pytest.mark.django_db


def _page(unit=None):
    return factories.an_article(state=State.PUBLISHED, **({"unit": unit} if unit else {})).page


def _read(page, views, *, days_ago=0, listens=0):
    day = local_day(timezone.now()) - timedelta(days=days_ago)
    DailyCount.objects.create(story_id=page.pk, day=day, views=views, listens=listens)


def test_the_most_read_of_the_week_lead_and_add_up_their_days():
    one, two, three, old = (_page() for _ in range(4))
    _read(one, 5)
    _read(two, 3)
    _read(two, 3, days_ago=WEEK - 1)
    _read(three, 1)
    _read(old, 900, days_ago=WEEK)
    found = most_read()
    assert found is not None
    assert found.days == WEEK
    assert [story.pk for story in found.stories] == [two.pk, one.pk, three.pk]


def test_a_quiet_week_makes_room_for_the_month():
    pages = [_page() for _ in range(3)]
    for number, page in enumerate(pages):
        _read(page, 30 - 10 * number, days_ago=20)
    _read(pages[2], 2)
    found = most_read()
    assert found is not None
    assert found.days == MONTH
    assert [story.pk for story in found.stories] == [page.pk for page in pages]


def test_fewer_than_three_are_no_list(client):
    for _ in range(2):
        _read(_page(), 9)
    assert most_read() is None
    assert "most-read" not in client.get("/").content.decode()


def test_what_is_not_public_any_more_is_not_listed():
    pages = [_page() for _ in range(4)]
    for page in pages:
        _read(page, 4)
    pages[3].page_ptr.__class__.objects.filter(pk=pages[3].pk).update(live=False)
    found = most_read()
    assert found is not None
    assert pages[3].pk not in {story.pk for story in found.stories}


def test_the_front_page_shows_them_with_a_constant_number_of_queries(client):
    for _ in range(3):
        _read(_page(), 2)
    content = client.get("/").content.decode()
    assert 'id="most-read-head"' in content
    with CaptureQueriesContext(connection) as few:
        most_read()
    for _ in range(4):
        _read(_page(), 2)
    with CaptureQueriesContext(connection) as many:
        most_read()
    assert len(few) == len(many) == 2


def test_counts_of_many_stories_take_one_query(django_assert_num_queries):
    pages = [_page() for _ in range(3)]
    _read(pages[0], 1200, listens=30)
    _read(pages[0], 4, listens=1, days_ago=400)
    with django_assert_num_queries(1):
        found = visits_of([page.pk for page in pages])
    assert found[pages[0].pk] == Visits(views=1204, listens=31)
    assert found[pages[1].pk] == Visits()
    assert found[pages[0].pk].words == "1.204 lượt xem · 31 lượt nghe"
    assert found[pages[1].pk].words == ""


def test_the_writer_and_the_desk_see_how_often_the_article_was_read(client):
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer, state=State.PUBLISHED)
    _read(submission.page, 1204, listens=31)
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    assert "1.204 lượt xem · 31 lượt nghe" in client.get(reverse("unit_articles", args=[unit.code])).content.decode()
    client.force_login(factories.an_editor(), backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("moderation:submission", args=[submission.pk])
    assert "1.204 lượt xem · 31 lượt nghe" in client.get(address).content.decode()

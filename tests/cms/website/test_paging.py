"""Keyset paging: every story once, in order, whatever ties there are, and nothing but our own cursors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cms.website.models import StoryPage
from cms.website.paging import Cursor, CursorInvalid, page_of
from submissions.articles.models import ArticlePage
from submissions.units.models import UnitIndexPage
from tests import factories
from tests.shared import shared

YEAR_1900 = datetime(1900, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 11, 5, 5, 0, tzinfo=UTC)


@given(
    at=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=300_000)).map(lambda since: YEAR_1900 + since),
    pk=st.integers(min_value=1, max_value=2**63 - 1),
)
def test_a_cursor_comes_back_from_an_address_as_it_was(at, pk):
    cursor = Cursor(at=at, pk=pk)
    assert Cursor.decode(cursor.encode()) == cursor


@given(text=st.text(max_size=80))
def test_any_other_text_is_refused_or_is_a_cursor_of_ours(text):
    try:
        cursor = Cursor.decode(text)
    except CursorInvalid:
        return
    assert cursor.encode() == text


@pytest.mark.parametrize(
    "text", ["-1", "1e9", "MTc2MjMxODgwMA", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkuMQ", "MS4w", "x" * 10_000]
)
def test_an_odd_cursor_is_refused(text):
    with pytest.raises(CursorInvalid):
        Cursor.decode(text)


@shared
def stories(db):
    """Seven stories, of which three share one moment."""
    above = UnitIndexPage.objects.get(unit=factories.a_unit())
    moments = [NOON - timedelta(days=days) for days in (0, 1, 2, 2, 2, 3, 4)]
    for number, moment in enumerate(moments):
        page = ArticlePage(title=f"Bài {number}", slug=f"bai-{number}", live=False, public_at=moment)
        above.add_child(instance=page)
    return StoryPage.objects.filter(unit_code=above.unit.code)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 8])
def test_the_pages_together_are_the_whole_list_each_story_once(stories, size):
    seen: list[int] = []
    after = None
    while True:
        page = page_of(stories, after=after, size=size)
        seen += [story.pk for story in page.stories]
        after = page.older
        if after is None:
            break
    assert seen == list(stories.order_by("-public_at", "-pk").values_list("pk", flat=True))


def test_the_last_page_names_no_older_one(stories):
    assert page_of(stories, size=7).older is None


def test_a_page_is_one_query_without_count_or_offset(stories, django_assert_num_queries):
    after = page_of(stories, size=2).older
    with django_assert_num_queries(1) as captured:
        page_of(stories, after=after, size=2)
    assert isinstance(captured, CaptureQueriesContext)
    sql = captured[0]["sql"].upper()
    assert "COUNT(" not in sql
    assert "OFFSET" not in sql

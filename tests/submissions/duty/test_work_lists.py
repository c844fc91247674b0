"""“My work” of a unit's people: what waits for writers and heads, and that no other unit sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.work import lists_of
from submissions.articles.enums import State
from submissions.articles.models import Submission
from tests import factories

pytestmark = pytest.mark.django_db
WORKLIST = "/quan-tri/kiem-duyet/"


def rows(slug: str, user) -> dict[str, str]:
    """The addresses of a list by the titles of its rows."""
    (found,) = (each for each in lists_of(user) if each.slug == slug)
    page = found.page()
    assert found.count() == len(page.rows)
    return {row.title: row.url for row in page.rows}


def test_writers_and_heads_find_what_waits_for_them_and_other_units_nothing(signed_in):
    unit, other = factories.a_unit(), factories.a_unit()
    writer, head = factories.a_writer(unit), factories.a_head(unit)
    long_ago = timezone.now() - timedelta(days=60)
    made = {
        state: factories.an_article(unit=unit, writer=writer, state=state, title=title, at=long_ago)
        for state, title in (
            (State.DRAFT, "Bài còn nháp"),
            (State.RETURNED, "Bài bị trả"),
            (State.TO_RELEASE, "Bài chờ phát hành"),
            (State.PUBLISHED, "Bài đã đăng"),
        )
    }
    review = {state: reverse("intake_review", args=[submission.page_id]) for state, submission in made.items()}
    release = reverse("moderation:submission", args=[made[State.TO_RELEASE].pk])

    for person in (writer, head):
        assert rows("can-sua", person) == {"Bài bị trả": review[State.RETURNED]}
        assert rows("ban-nhap", person) == {"Bài còn nháp": review[State.DRAFT]}
    assert rows("cho-lanh-dao", writer) == {"Bài chờ phát hành": review[State.TO_RELEASE]}
    assert rows("cho-phat-hanh", head) == {"Bài chờ phát hành": release}
    assert set(rows("don-vi-cham", head)) == {"Bài bị trả", "Bài chờ phát hành"}
    Submission.objects.filter(state=State.RETURNED).update(due_at=timezone.now() + timedelta(days=1))
    assert set(rows("don-vi-cham", head)) == {"Bài chờ phát hành"}
    for address in (*review.values(), release):
        assert signed_in(head).get(address).status_code == 200

    for stranger in (factories.a_writer(other), factories.a_head(other)):
        assert all(not each.count() and not each.page().rows for each in lists_of(stranger))
        browser = signed_in(stranger)
        for each in lists_of(writer) + lists_of(head):
            page = browser.get(WORKLIST, {"muc": each.slug})
            assert page.context["found"].rows == []
            assert "Bài chờ phát hành" not in page.content.decode()


def test_the_unit_s_own_screen_stays_the_landing_and_shows_how_much_waits(signed_in):
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    for state in (State.DRAFT, State.RETURNED, State.PUBLISHED):
        factories.an_article(unit=unit, writer=writer, state=state)
    browser = signed_in(writer)

    assert browser.get("/quan-tri/")["Location"] == reverse("my_unit_articles")
    page = browser.get(reverse("unit_articles", args=[unit.code]))

    assert page.context["work_count"] == "2"
    assert WORKLIST in page.content.decode()


def test_a_draft_is_due_with_the_month_and_says_whose_it_is(signed_in):
    unit = factories.a_unit()
    writer = factories.a_writer(unit, name="Phan Văn Lộc")
    factories.an_article(unit=unit, writer=writer, state=State.DRAFT, title="<b>Nháp</b> đầu tháng")

    page = signed_in(writer).get(WORKLIST, {"muc": "ban-nhap"})

    (row,) = page.context["found"].rows
    assert row.due is not None
    assert row.holder == "Phan Văn Lộc"
    assert "<b>Nháp</b>" not in page.content.decode()

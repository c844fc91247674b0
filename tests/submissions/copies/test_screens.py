"""The comparison on the desk: its screen, the line in the panel, the flag in the list, the notice to the writer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from submissions.articles.enums import State
from submissions.copies.models import Fingerprint
from tests import factories
from tests.submissions.copies.test_search import an_article_saying, half_of
from tests.submissions.copies.texts import texts

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def screen(submission) -> str:
    return reverse("copies:submission", args=[submission.pk])


def soup(client, address: str, *, status: int = 200) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "lxml")


def words(node) -> str:
    return " ".join(node.get_text(" ").split())


def test_the_screen_shows_the_passages_side_by_side_with_the_shared_words_marked(signed_in):
    other = an_article_saying(texts()[0], state=State.PUBLISHED, title="Bài gốc <b>")
    mine = an_article_saying(half_of(texts()[1], texts()[0]), state=State.SUBMITTED)
    assert screen(mine) == f"/quan-tri/trung-lap/{mine.pk}/"
    page = soup(signed_in(factories.an_editor()), screen(mine))
    (match,) = page.select(".copies-match")
    assert match.h2.get_text() == "Bài gốc <b>"
    assert other.unit.short_name in words(match)
    left, right = match.select(".copies-passage")[0].select(".copies-side")
    assert words(left.mark).split()[:10] == texts()[0].split()[:10]
    assert words(left.mark) == words(right.mark)
    assert f"/quan-tri/kiem-duyet/{other.pk}/" in [link["href"] for link in match.select("a")]
    assert page.select(".copies-match script") == []


def test_an_article_like_no_other_and_one_that_is_too_short_say_so(signed_in):
    client = signed_in(factories.an_editor())
    alone = soup(client, screen(an_article_saying(texts()[0], state=State.SUBMITTED)))
    short = soup(client, screen(an_article_saying("Nghỉ Tết.", state=State.SUBMITTED)))
    assert len(alone.select(".copies-empty")) == len(short.select(".copies-empty")) == 1
    assert words(alone.select_one(".copies-empty")) != words(short.select_one(".copies-empty"))


def test_the_screen_exists_for_those_who_may_see_the_article_and_names_nothing_behind_a_wall(signed_in):
    unit, other = factories.a_unit(), factories.a_unit()
    submission = an_article_saying(texts()[0], unit=unit, state=State.SUBMITTED)
    draft = an_article_saying(texts()[0], unit=unit)
    public = an_article_saying(texts()[0], unit=other, state=State.PUBLISHED, title="Bài đã đăng")
    walled = an_article_saying(texts()[0], unit=other, state=State.SUBMITTED, title="Bài sau tường")
    newsroom = [
        factories.an_editor(),
        factories.a_desk_editor(),
        factories.a_board_member(),
        factories.an_administrator(),
    ]
    unit_people = [factories.a_writer(unit), factories.a_head(unit)]
    strangers = [factories.a_writer(other), factories.a_head(other), factories.an_officer()]
    for person in newsroom:
        client = signed_in(person)
        titles = [each.get_text() for each in soup(client, screen(submission)).select(".copies-match h2")]
        assert "Bài sau tường" in titles
        assert "Bài đã đăng" in titles
        assert client.get(screen(draft)).status_code == 404
    for person in unit_people:
        client = signed_in(person)
        for address in (
            screen(submission),
            screen(draft),
            reverse("moderation:submission", args=[submission.pk]),
            reverse("intake_review", args=[draft.page_id]),
        ):
            answer = client.get(address)
            assert answer.status_code == 200
            assert "Bài sau tường" not in answer.content.decode()
            assert f"/kiem-duyet/{walled.pk}/" not in answer.content.decode()
        match = soup(client, screen(submission)).select_one(f"[aria-labelledby=bai-giong-{public.page_id}]")
        assert [link["href"] for link in match.select("a")] == [public.page.url]
    for person in strangers:
        client = signed_in(person)
        for address in (screen(submission), screen(draft), "/quan-tri/trung-lap/999999/"):
            assert client.get(address).status_code == 404
    outsider = signed_in(factories.a_person()).get(screen(submission))
    assert outsider.status_code in {302, 404}
    assert b"copies-match" not in outsider.content


def test_looking_changes_nothing_and_nothing_else_is_offered(signed_in):
    submission = an_article_saying(texts()[0], state=State.SUBMITTED)
    client = signed_in(factories.an_editor())
    before = list(Fingerprint.objects.values())
    assert client.get(screen(submission)).status_code == 200
    assert client.post(screen(submission)).status_code == 405
    assert list(Fingerprint.objects.values()) == before


def test_editors_read_the_closest_article_in_the_panel_and_a_flag_in_the_list(signed_in):
    at = timezone.now() - timedelta(days=30)
    first = an_article_saying(texts()[0], state=State.PUBLISHED, title="Bài đầu tiên", at=at)
    copy = an_article_saying(texts()[0], state=State.SUBMITTED)
    alone = an_article_saying(texts()[5], state=State.SUBMITTED)
    client = signed_in(factories.an_editor())
    line = soup(client, reverse("moderation:submission", args=[copy.pk])).select_one("#trung-lap")
    share = str(Fingerprint.objects.get(page_id=copy.page_id).best_share)
    for word in ("Bài đầu tiên", first.unit.short_name, share):
        assert word in words(line)
    assert line.select_one("a").get("href") == screen(copy)
    other = soup(client, reverse("moderation:submission", args=[alone.pk])).select_one("#trung-lap")
    assert "%" not in words(other)
    rows = soup(client, reverse("moderation:worklist") + "?muc=cho-nhan")
    flagged = [row["id"] for row in rows.select("[data-desk-row]") if row.select(".copies-flag")]
    assert flagged == [f"bai-{copy.pk}"]


def test_the_list_asks_no_more_for_flags_of_many_rows(signed_in):
    client = signed_in(factories.an_editor())
    unit = factories.a_unit()
    writer = factories.a_writer(unit)

    def queries() -> int:
        client.get(reverse("moderation:worklist") + "?muc=cho-nhan")
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("moderation:worklist") + "?muc=cho-nhan")
        return len(captured)

    for _each in range(2):
        an_article_saying(texts()[0], state=State.SUBMITTED, unit=unit, writer=writer)
    few = queries()
    for _each in range(3):
        an_article_saying(texts()[0], state=State.SUBMITTED, unit=unit, writer=writer)
    assert queries() == few


def test_a_writer_is_told_before_sending_and_may_send_all_the_same(signed_in):
    public = an_article_saying(texts()[0], state=State.PUBLISHED, title="Bài của đơn vị bạn")
    mine = an_article_saying(half_of(texts()[1], texts()[0]))
    client = signed_in(mine.created_by)
    review = soup(client, reverse("intake_review", args=[mine.page_id]))
    notice = review.select_one("#trung-lap")
    assert "Bài của đơn vị bạn" in words(notice)
    assert notice.select_one("a").get("href") == screen(mine)
    assert review.select_one("#submit-article").get("disabled") is None
    own = an_article_saying(texts()[7], unit=public.unit)
    assert soup(signed_in(own.created_by), reverse("intake_review", args=[own.page_id])).select("#trung-lap") == []

"""The editors' screens: who reaches them, what they show, and that they stay quick."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.moderation import worklist
from submissions.moderation.worklist import Tab
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WORKLIST = "/quan-tri/kiem-duyet/"


def address(submission: Submission) -> str:
    return reverse("moderation:submission", args=[submission.pk])


def titles(tab: Tab, user) -> list[str]:
    return [row.submission.page.draft_title for row in worklist.page_of(tab, user).rows]


# --- Who reaches what -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("person", [factories.an_editor, factories.a_desk_editor, factories.a_board_member])
def test_the_newsroom_sees_the_list(person, signed_in):
    factories.an_article(state=State.SUBMITTED, title="Bàn hướng dẫn lúc sáu giờ")

    response = signed_in(person()).get(WORKLIST, {"muc": Tab.WAITING})

    assert response.status_code == 200
    assert "Bàn hướng dẫn lúc sáu giờ" in response.content.decode()


@pytest.mark.parametrize("who", ["writer", "head", "officer", "administrator"])
def test_nobody_else_sees_the_list(who, signed_in):
    unit = factories.a_unit()
    people = {
        "writer": lambda: factories.a_writer(unit),
        "head": lambda: factories.a_head(unit),
        "officer": factories.an_officer,
        "administrator": factories.an_administrator,
    }
    factories.an_article(state=State.SUBMITTED, title="Bàn hướng dẫn lúc sáu giờ")

    response = signed_in(people[who]()).get(WORKLIST)

    assert response.status_code == 302
    assert "Bàn hướng dẫn" not in response.content.decode()


def test_a_visitor_is_asked_to_sign_in(client, house):
    assert client.get(WORKLIST)["Location"].startswith("/quan-tri/login/")


def test_an_editor_lands_on_the_list(signed_in):
    assert signed_in(factories.an_editor()).get("/quan-tri/")["Location"] == WORKLIST


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("who", ["writer", "head"])
def test_for_another_unit_an_article_does_not_exist(state, who, signed_in):
    submission = factories.an_article(state=state)
    stranger = (factories.a_writer if who == "writer" else factories.a_head)(factories.a_unit())
    browser = signed_in(stranger)

    assert browser.get(address(submission)).status_code == 404
    assert browser.get(reverse("moderation:preview", args=[submission.pk])).status_code == 404
    verb = browser.post(reverse("moderation:verb", args=[submission.pk, "claim"]))
    assert verb.status_code == 404


def test_a_draft_that_was_never_handed_in_does_not_exist_for_editors(signed_in):
    submission = factories.an_article(state=State.DRAFT)

    assert signed_in(factories.an_editor()).get(address(submission)).status_code == 404


def test_the_unit_reads_why_it_was_returned_and_has_no_verbs(signed_in):
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer, state=State.RETURNED, reason="Thiếu nguồn ảnh bìa.")

    page = signed_in(writer).get(address(submission)).content.decode()

    assert "Thiếu nguồn ảnh bìa." in page
    assert "/claim/" not in page
    assert 'id="form-' not in page
    assert reverse("wagtailadmin_pages:edit", args=[submission.page_id]) in page


def test_a_unit_can_not_post_a_verb_of_the_editors(signed_in):
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED)

    response = signed_in(writer).post(reverse("moderation:verb", args=[submission.pk, "claim"]))

    assert response.status_code == 403
    assert Submission.objects.get(pk=submission.pk).state == State.SUBMITTED


# --- The lists --------------------------------------------------------------------------------------------------------
def test_each_list_holds_what_its_name_says():
    me, colleague = factories.an_editor(), factories.an_editor()
    factories.an_article(state=State.SUBMITTED, title="Chờ nhận")
    factories.an_article(state=State.IN_REVIEW, editor=me, title="Của tôi")
    factories.an_article(state=State.RETURNED, title="Trả lại")
    factories.an_article(state=State.APPROVED, title="Đã duyệt")
    factories.an_article(state=State.SCHEDULED, title="Hẹn giờ")
    factories.an_article(state=State.PUBLISHED, title="Đã đăng")
    factories.an_article(state=State.CORRECTING, editor=colleague, title="Đính chính")
    edited = factories.an_article(state=State.IN_REVIEW, editor=colleague, title="Đồng nghiệp đã sửa")
    factories.an_edit(edited, by=colleague)

    assert titles(Tab.WAITING, me) == ["Chờ nhận"]
    assert titles(Tab.MINE, me) == ["Của tôi"]
    assert titles(Tab.SECOND, me) == ["Đồng nghiệp đã sửa"]
    assert titles(Tab.RETURNED, me) == ["Trả lại"]
    assert sorted(titles(Tab.APPROVED, me)) == ["Hẹn giờ", "Đã duyệt"]
    assert titles(Tab.CORRECTIONS, me) == ["Đính chính"]


def test_what_i_edited_last_waits_for_the_others_and_not_for_me():
    me, colleague = factories.an_editor(), factories.an_editor()
    submission = factories.an_article(state=State.IN_REVIEW, editor=me, title="Tôi đã sửa")
    factories.an_edit(submission, by=me)

    assert titles(Tab.SECOND, me) == []
    assert titles(Tab.SECOND, colleague) == ["Tôi đã sửa"]
    (row,) = worklist.page_of(Tab.MINE, me).rows
    assert row.note


def test_what_is_due_within_a_day_or_overdue_is_due_soon():
    now, me = timezone.now(), factories.an_editor()
    factories.an_article(state=State.SUBMITTED, at=now - timedelta(days=5), title="Quá hạn")
    factories.an_article(state=State.SUBMITTED, at=now - timedelta(hours=30), title="Sắp đến hạn")
    far = factories.an_article(state=State.SUBMITTED, at=now, title="Còn lâu")
    Submission.objects.filter(pk=far.pk).update(due_at=now + timedelta(days=3))

    assert titles(Tab.SOON, me) == ["Quá hạn", "Sắp đến hạn"]


def test_every_count_is_the_length_of_its_list():
    me, colleague = factories.an_editor(), factories.an_editor()
    for state in State:
        submission = factories.an_article(state=state, editor=colleague)
        if state in {State.IN_REVIEW, State.CORRECTING}:
            factories.an_edit(submission, by=colleague)

    for each in worklist.counts(me):
        assert each.count == len(titles(each.tab, me)), each.tab


def test_the_longest_wait_comes_first_and_pages_follow_without_gaps(monkeypatch):
    monkeypatch.setattr(worklist, "PAGE_SIZE", 2)
    now, me, unit = timezone.now(), factories.an_editor(), factories.a_unit()
    writer = factories.a_writer(unit)
    for hours in (1, 5, 3, 4, 2):
        factories.an_article(
            unit=unit, writer=writer, state=State.SUBMITTED, at=now - timedelta(hours=hours), title=f"Chờ {hours} giờ"
        )

    read, after = [], ""
    for _page in range(3):
        found = worklist.page_of(Tab.WAITING, me, after=after)
        read += [row.submission.page.draft_title for row in found.rows]
        after = found.after

    assert read == [f"Chờ {hours} giờ" for hours in (5, 4, 3, 2, 1)]
    assert after == ""


@pytest.mark.parametrize("cursor", ["x", "1-", "-1", "1e999-1", "nan-3", "9" * 400])
def test_a_cursor_that_was_never_given_out_begins_at_the_front(cursor, signed_in):
    factories.an_article(state=State.SUBMITTED, title="Ở đầu danh sách")

    response = signed_in(factories.an_editor()).get(WORKLIST, {"muc": Tab.WAITING, "sau": cursor})

    assert response.status_code == 200


def test_the_search_finds_articles_of_every_state_but_no_draft(signed_in):
    factories.an_article(state=State.PUBLISHED, title="Phòng tiêm chủng mở sớm")
    factories.an_article(state=State.DRAFT, title="Phòng tiêm chủng còn viết dở")

    page = signed_in(factories.an_editor()).get(WORKLIST, {"q": "tiêm chủng"}).content.decode()

    assert "Phòng tiêm chủng mở sớm" in page
    assert "còn viết dở" not in page


@pytest.mark.parametrize("query", [" ", "%", "'; DROP TABLE", "«»", "a" * 500])
def test_odd_words_in_the_search_harm_nothing(query, signed_in):
    assert signed_in(factories.an_editor()).get(WORKLIST, {"q": query}).status_code == 200


def test_the_list_asks_the_database_as_often_for_two_hundred_rows_as_for_ten(signed_in):
    unit, colleague = factories.a_unit(), factories.an_editor()
    writer = factories.a_writer(unit)
    browser = signed_in(factories.an_editor())

    def fill(number: int) -> None:
        for _row in range(number):
            factories.an_article(unit=unit, writer=writer, editor=colleague, state=State.SUBMITTED)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(WORKLIST, {"muc": Tab.WAITING}).status_code == 200
        return len(queries)

    fill(10)
    asked()
    few = asked()
    fill(190)

    assert asked() == few
    assert few <= 20


# --- One submission ---------------------------------------------------------------------------------------------------
def test_a_closed_verb_says_why(signed_in):
    me = factories.an_editor()
    submission = factories.an_article(state=State.IN_REVIEW, editor=me)
    factories.an_edit(submission, by=me)

    page = signed_in(me).get(address(submission))

    assert "form-approve" not in page.content.decode()
    assert any(str(each.label) and each.reason for each in page.context["closed"])


def test_the_history_reads_as_sentences(signed_in):
    unit = factories.a_unit()
    writer = factories.a_writer(unit, name="Phan Văn Lộc")
    submission = factories.an_article(unit=unit, writer=writer, state=State.RETURNED, reason="Thiếu chú thích.")

    lines = signed_in(factories.an_editor()).get(address(submission)).context["lines"]

    assert lines[0].reason == "Thiếu chú thích."
    assert any("Phan Văn Lộc" in line.sentence for line in lines)


def test_an_article_with_markup_in_its_title_is_shown_as_words(signed_in):
    submission = factories.an_article(state=State.SUBMITTED, title="<script>alert(1)</script> Một cửa")

    page = signed_in(factories.an_editor()).get(address(submission)).content.decode()

    assert "<script>alert(1)</script>" not in page


@pytest.mark.parametrize("state", [state for state in State if state not in {State.DRAFT, State.TO_RELEASE}])
def test_every_state_has_its_screen(state, signed_in):
    submission = factories.an_article(state=state)

    for person in (factories.an_editor(), factories.a_desk_editor(), factories.a_board_member()):
        assert signed_in(person).get(address(submission)).status_code == 200

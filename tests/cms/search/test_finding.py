"""What readers find: the text of articles and issues however it is typed, best first, and never what is not public."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.search import indexing
from cms.search.finding import LAST_PAGE, find
from cms.search.models import Entry
from cms.website.models import StoryPage, Topic
from submissions.articles.enums import State
from submissions.moderation import actions
from tests import factories
from tests.cms.core.text_strategies import nfd
from tests.shared import shared

pytestmark = pytest.mark.django_db

BODY = (
    "<p>Sở Y tế ban hành Kế hoạch 12/KH-SYT về cải cách hành chính; BVĐK tỉnh thanh toán không tiền mặt đạt 71,5%.</p>"
    "<p>Bác sĩ ở Đồng Nai tiêm vắc-xin COVID-19 &amp; phòng sốt xuất huyết, được Uỷ ban nhân dân Khánh Hoà khen.</p>"
)


def publish(**content):
    if isinstance(content.get("body"), str):
        content["body"] = [{"type": "paragraph", "value": content["body"]}]
    return factories.an_article(state=State.PUBLISHED, **content)


@shared
def the_week():
    """A published article with the words that are looked for."""
    return publish(title="Tin trong tuần", body=BODY)


def titles(query, **options):
    return [result.story.title for result in find(query=query, **options).results]


@pytest.mark.parametrize(
    "query",
    [
        "ke hoach", "Kế hoạch", nfd("sốt xuất huyết"), "sot xuat huyet", "sốt xuat huyết", "dong nai", "ĐỒNG NAI",
        "duoc", "đƣợc", "Ủy ban", "Uỷ ban", "khanh hoa", "Khánh Hòa", "bác sỹ", "bac si", "COVID-19", "covid 19",
        "12/KH-SYT", "kh-syt", "71,5%", "vắc xin", "CCHC", "cải cách hành chính", "bệnh viện đa khoa", "BVDK", "UBND",
        "tie\u0301\u0302n mặt", "“tiền mặt”",
    ],
)  # fmt: skip
def test_the_text_of_an_article_is_found_however_it_is_typed(the_week, query):
    assert titles(query) == ["Tin trong tuần"]


@pytest.mark.parametrize("query", ["khong co", "Huế", "dong nai huế", "12/KH-UBKT", "", " ", "!!!"])
def test_what_lacks_a_word_is_not_found(the_week, query):
    assert titles(query) == []


def test_titles_stand_before_standfirsts_before_texts_and_exact_marks_first_in_each():
    now = timezone.now()
    older, words = now - timedelta(days=9), "<p>Không nói gì.</p>"
    publish(title="Bốn", body="<p>Nói chuyện ma.</p>", at=now)
    publish(title="Ba", body="<p>Nói chuyện má.</p>", at=older)
    publish(title="Hai", sapo="Một chuyện má.", body=words, at=older)
    publish(title="Chuyện mà", body=words, at=now)
    publish(title="Chuyện má", body=words, at=older)
    assert titles("má") == ["Chuyện má", "Chuyện mà", "Hai", "Ba", "Bốn"]


def test_the_newest_of_equals_comes_first_and_pages_follow_without_gaps():
    now, people = timezone.now(), factories.a_cast()
    for number in range(23):
        publish(title=f"Tin số {number}", at=now - timedelta(hours=number), **people)
    first, second = find(query="tin"), find(query="tin", page=2)
    assert [result.story.title for result in first.results] == [f"Tin số {number}" for number in range(20)]
    assert [result.story.title for result in second.results] == ["Tin số 20", "Tin số 21", "Tin số 22"]
    assert (first.count, first.has_next, second.has_next) == (23, True, False)
    assert find(query="tin", page=10**9).page == LAST_PAGE


def test_filters_narrow_and_alone_they_list_the_newest():
    unit = factories.a_unit()
    publish(title="Của đơn vị", unit=unit, genre="interview", audience="staff")
    publish(title="Của nơi khác")
    assert titles("đơn vị", filters={"unit_code": unit.code}) == ["Của đơn vị"]
    assert titles("của", filters={"genre": "interview"}) == titles("", filters={"audience": "staff"}) == ["Của đơn vị"]
    assert sorted(titles("của")) == ["Của nơi khác", "Của đơn vị"]
    assert titles("của", filters={"unit_code": "khong-co"}) == []


@pytest.mark.parametrize("state", [state for state in State if state not in (State.PUBLISHED, State.CORRECTING)])
def test_what_is_not_public_has_no_row_in_the_index(state):
    factories.an_article(state=state, title="Còn trong ngăn kéo", at=timezone.now() - timedelta(days=2))
    assert not Entry.objects.exists()
    assert titles("ngăn kéo") == []


def test_a_correction_replaces_the_words_and_a_withdrawal_takes_them_away_at_once():
    submission = publish(title="Lời cũ trong bài")
    editor = factories.an_editor()
    actions.correct(submission_id=submission.pk, actor=editor, note="Sửa lại lời.")
    factories.an_edit(submission, by=editor, title="Lời mới trong bài")
    assert titles("lời cũ") == ["Lời cũ trong bài"], "what is public, while its correction is under way"
    actions.approve(
        submission_id=submission.pk,
        actor=factories.an_editor(),
        revision_id=factories.latest_revision_id(submission),
    )
    assert titles("lời cũ") == []
    assert titles("lời mới") == ["Lời mới trong bài"]
    actions.withdraw(
        submission_id=submission.pk,
        actor=factories.a_desk_editor(),
        reason="Sai số liệu.",
        public_note="Đã gỡ vì sai số liệu.",
    )
    assert titles("lời mới") == []
    assert not Entry.objects.exists()


def test_a_topic_that_moves_takes_its_stories_along():
    submission = publish(title="Theo chủ đề", topic="T08")
    topic, other = Topic.objects.get(code="T08"), Topic.objects.get(code="T13")
    topic.section = other.section
    topic.save()
    assert Entry.objects.get(pk=submission.page_id).section_id == other.section_id


def test_what_came_past_the_actions_is_caught_up_with():
    here, gone = publish(title="Có mặt"), publish(title="Vắng mặt")
    Entry.objects.filter(pk=here.page_id).delete()
    assert titles("có mặt") == []
    StoryPage.objects.filter(pk=gone.page_id).update(public_at=None)
    assert titles("vắng mặt") == [], "asked for anew before it is shown"
    assert indexing.catch_up() == 1
    assert titles("có mặt") == ["Có mặt"]
    assert list(Entry.objects.values_list("pk", flat=True)) == [here.page_id]
    assert indexing.catch_up() == 0
    assert indexing.index_everything() == 1


def test_a_search_asks_as_often_for_many_results_as_for_few(django_assert_max_num_queries, client):
    def asked(query):
        with django_assert_max_num_queries(45) as captured:
            assert client.get("/tim-kiem/", {"q": query}).status_code == 200
        return len(captured)

    people = factories.a_cast()
    publish(title="Một bản tin", **people)
    asked("bản tin")
    few = asked("bản tin")
    for _number in range(12):
        publish(title="Một bản tin", **people)
    asked("bản tin")  # what stands around every page is read again after some seconds
    assert asked("bản tin") <= few

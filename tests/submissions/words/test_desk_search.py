"""The desk finds articles by what was saved last, whatever their state; a unit finds its own and no other's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.words import actions
from submissions.words.models import ArticleWords
from submissions.words.search import with_words
from tests import factories
from tests.cms.core.text_strategies import nfd

pytestmark = pytest.mark.django_db

WORKLIST = "/quan-tri/kiem-duyet/"


def found(query):
    return set(with_words(Submission.objects.all(), query).values_list("pk", flat=True))


@pytest.mark.parametrize("state", list(State))
def test_an_article_is_found_by_its_text_in_every_state(state):
    body = [{"type": "paragraph", "value": "<p>Kế hoạch <b>12/KH-SYT</b> về CCHC ở Đồng Nai</p>"}]
    submission = factories.an_article(state=state, body=body, at=timezone.now() - timedelta(days=2))
    for query in ("ke hoach", "12/KH-SYT", "cải cách hành chính", "dong nai", nfd("Kế hoạch"), submission.unit.code):
        assert found(query) == {submission.pk}, query
    for query in ("khong co", "", "!", "paragraph", "Huế"):
        assert found(query) == set(), query


def test_an_editor_finds_an_article_under_review_by_its_newest_words_and_not_by_those_that_went(client):
    submission, editor = factories.an_article(state=State.IN_REVIEW, title="Tên lúc gửi"), factories.an_editor()
    factories.an_edit(submission, by=editor, title="Tên sau khi biên tập", sapo="Sapo viết lại.")
    assert found("tên lúc gửi") == set()
    assert found("viet lai") == {submission.pk}
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    content = client.get(WORKLIST, {"q": "bien tap viet lai"}).content.decode()
    assert f'id="bai-{submission.pk}"' in content


def test_a_unit_searches_its_own_articles_and_never_anothers(client):
    unit, other = factories.a_unit(), factories.a_unit()
    mine = factories.an_article(unit=unit, title="Phòng tiêm của chúng ta")
    for state in State:
        factories.an_article(
            unit=other, state=state, title="Phòng tiêm của người khác", at=timezone.now() - timedelta(days=2)
        )
    for person in (factories.a_writer(unit), factories.a_head(unit)):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        content = client.get(WORKLIST, {"q": "phong tiem"}).content.decode()
        assert "Phòng tiêm của chúng ta" in content
        assert f"/{mine.pk}/" in content
        assert "của người khác" not in content


def test_the_newsroom_does_not_find_what_was_never_handed_in(client):
    factories.an_article(state=State.DRAFT, title="Còn viết dở dang")
    handed_in = factories.an_article(state=State.SUBMITTED, title="Đã gửi dở dang")
    for person in (factories.an_editor(), factories.a_desk_editor(), factories.a_board_member()):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        content = client.get(WORKLIST, {"q": "do dang"}).content.decode()
        assert f'id="bai-{handed_in.pk}"' in content
        assert "Còn viết dở dang" not in content


def test_who_belongs_to_no_unit_and_no_newsroom_finds_nothing(client):
    factories.an_article(state=State.SUBMITTED, title="Không cho người ngoài")
    client.force_login(factories.a_person(), backend="django.contrib.auth.backends.ModelBackend")
    assert "Không cho người ngoài" not in client.get(WORKLIST, {"q": "nguoi ngoai"}).content.decode()


def test_words_that_came_past_the_saves_are_caught_up_with():
    submission = factories.an_article(state=State.IN_REVIEW, title="Vào bằng lối khác")
    ArticleWords.objects.all().delete()
    assert found("loi khac") == set()
    assert actions.catch_up() == 1
    assert found("loi khac") == {submission.pk}
    assert actions.catch_up() == 0


def test_the_list_asks_as_often_for_many_results_as_for_few(client, django_assert_max_num_queries):
    unit = factories.a_unit()
    writer, editor = factories.a_writer(unit), factories.an_editor()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")

    def asked():
        with django_assert_max_num_queries(120) as captured:
            client.get(WORKLIST, {"q": "nhieu ket qua"})
        return len(captured)

    factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED, title="Nhiều kết quả")
    asked()
    few = asked()
    for _number in range(6):
        factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED, title="Nhiều kết quả")
    assert asked() <= few

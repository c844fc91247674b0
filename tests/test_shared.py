"""What the tests stand on: shared rows that no test spoils for another, and index writes that wait for a look."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex
from wagtail.search.models import IndexEntry

from submissions.articles.models import ArticlePage, Submission
from submissions.units.models import Unit
from tests import factories
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def unit():
    return factories.a_unit("CHUNG")


@shared
def article(unit):
    return factories.an_article(unit=unit, title="Bài dùng chung")


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_does_no_other_sees(article, unit, turn):
    assert article.unit.name == unit.name != "Đổi tên"
    assert Unit.objects.get().name != "Đổi tên"
    unit.name = article.unit.name = "Đổi tên"
    unit.save()
    Submission.objects.all().delete()


def test_rows_that_a_test_does_not_ask_for_are_not_there():
    assert not Unit.objects.exists()


def test_rows_of_another_fixture_are_not_there_either(unit):
    assert Unit.objects.get() == unit
    assert not Submission.objects.exists()


def test_a_callback_after_the_commit_runs_where_it_is_asked_for(article, django_capture_on_commit_callbacks):
    done = []
    with django_capture_on_commit_callbacks(execute=True):
        transaction.on_commit(lambda: done.append(article.pk))
    assert done == [article.pk]


def test_whoever_looks_finds_the_index_as_it_would_be_and_pays_no_query_for_it(article):
    page = ArticlePage.objects.get(pk=article.page_id)
    page.title = "Tiếp đón buổi sáng"
    page.save()
    with CaptureQueriesContext(connection) as asked:
        found = list(ArticlePage.objects.search("tiep don"))
    assert found == [page]
    assert not [query for query in asked.captured_queries if "INSERT" in query["sql"] or "UPDATE" in query["sql"]]
    assert ReferenceIndex.get_references_to(page.topic).filter(object_id=str(page.pk)).exists()


def test_what_was_taken_back_is_not_indexed():
    with transaction.atomic():
        factories.a_unit("MAT")
        transaction.set_rollback(True)
    assert not IndexEntry.objects.filter(title__contains="MAT").exists()

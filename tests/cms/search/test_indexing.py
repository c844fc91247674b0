"""The index while several write it: one row a story, as the story is; and loads in bulk, with their index afterwards."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from wagtail.models import Page

from cms.search import indexing
from cms.search.finding import find
from cms.search.models import ENTRY_INDEX, Entry
from cms.website.models import StoryPage
from submissions.articles.enums import State
from submissions.moderation import actions
from tests import factories

on_a_server = pytest.mark.postgresql


def titles(query):
    return [result.story.title for result in find(query=query).results]


def has_index():
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('reader_search_entry_gin') IS NOT NULL")
        return cursor.fetchone() == (True,)


def in_another_thread(act):
    """What an act returns or raises on a connection of its own."""
    found = []

    def run():
        try:
            with transaction.atomic():
                found.append(act())
        except OperationalError as error:
            found.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(60)
    return found[0]


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_a_reader_of_the_same_story_leave_one_row(at_once):
    factories.house()
    keys = [factories.an_article(state=State.PUBLISHED, title=f"Tin số {number}").page_id for number in range(3)]
    Entry.objects.all().delete()
    done = at_once(indexing.catch_up, indexing.index_everything, lambda: indexing.index_stories(keys[::-1]))
    assert sum(done) >= 3
    assert indexing.catch_up() == 0
    assert sorted(Entry.objects.values_list("pk", flat=True)) == sorted(keys)
    assert titles("tin") == ["Tin số 2", "Tin số 1", "Tin số 0"]


@pytest.mark.django_db(transaction=True)
def test_a_story_withdrawn_while_all_are_indexed_is_not_in_the_index_afterwards(at_once):
    factories.house()
    gone = factories.an_article(state=State.PUBLISHED, title="Bài sẽ gỡ")
    factories.an_article(state=State.PUBLISHED, title="Bài ở lại")
    desk = factories.a_desk_editor()

    def withdraw():
        actions.withdraw(submission_id=gone.pk, actor=desk, reason="Sai.", public_note="Đã gỡ.")

    at_once(withdraw, indexing.index_everything, indexing.index_everything)
    assert not Entry.objects.filter(pk=gone.page_id).exists()
    assert titles("bài") == ["Bài ở lại"]


@on_a_server
@pytest.mark.django_db(transaction=True)
def test_no_story_changes_between_being_read_and_being_written(monkeypatch):
    factories.house()
    key = factories.an_article(state=State.PUBLISHED, title="Đang đọc").page_id
    tried = []
    text_of = indexing.text_of

    def while_it_is_read(story):
        tried.append(in_another_thread(lambda: Page.objects.select_for_update(nowait=True).get(pk=key)))
        return text_of(story)

    monkeypatch.setattr(indexing, "text_of", while_it_is_read)
    assert indexing.index_everything() == 1
    assert isinstance(tried[0], OperationalError), "who corrects or withdraws has to wait"


@on_a_server
@pytest.mark.django_db(transaction=True)
def test_a_story_that_is_being_changed_is_left_to_whoever_changes_it():
    factories.house()
    key = factories.an_article(state=State.PUBLISHED, title="Đang sửa").page_id
    Entry.objects.all().delete()
    with transaction.atomic():
        Page.objects.filter(pk=key).update(title="Đã sửa")
        assert in_another_thread(indexing.catch_up) == 0, "neither waits nor reads what is about to be another text"
        assert indexing.index_stories([key]) == 1
    assert titles("đã sửa") == ["Đã sửa"]


@pytest.mark.django_db(transaction=True)
def test_an_empty_index_is_loaded_in_bulk_and_finds_as_if_it_had_been_written_row_by_row(monkeypatch):
    factories.house()
    for number in range(3):
        factories.an_article(state=State.PUBLISHED, title=f"Tin số {number}")
    row_by_row = [(titles(query), find(query=query).count) for query in ("tin", "số 1", "tin so", "khong")]
    Entry.objects.all().delete()
    monkeypatch.setattr(indexing, "BATCH", 2)
    seen = []
    write = indexing._write

    def noting(keys):
        seen.append(connection.vendor == "postgresql" and has_index())
        return write(keys)

    monkeypatch.setattr(indexing, "_write", noting)
    assert indexing.catch_up() == 3
    assert [(titles(query), find(query=query).count) for query in ("tin", "số 1", "tin so", "khong")] == row_by_row
    assert seen == [False, False], "two batches without an index"
    assert connection.vendor != "postgresql" or has_index()


@pytest.mark.django_db
def test_an_index_in_use_is_not_taken_away_for_a_load(monkeypatch):
    for number in range(5):
        factories.an_article(state=State.PUBLISHED, title=f"Tin số {number}", at=timezone.now())
    kept = list(Entry.objects.order_by("pk").values_list("pk", flat=True)[:2])
    Entry.objects.exclude(pk__in=kept).delete()
    monkeypatch.setattr(indexing, "BATCH", 2)
    monkeypatch.setattr(type(ENTRY_INDEX), "loaded_in_bulk", lambda index: pytest.fail("readers use this index"))
    assert indexing.catch_up() == 3


@on_a_server
@pytest.mark.django_db
def test_a_load_that_fails_makes_the_index_and_one_that_was_killed_is_mended():
    seen = []

    def fail():
        with ENTRY_INDEX.loaded_in_bulk():
            seen.append(has_index())
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert (seen, has_index()) == ([False], True)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX reader_search_entry_gin")
    indexing.catch_up(limit=10)
    assert not has_index(), "the clock does not come between a load and its end"
    indexing.catch_up()
    assert has_index()


@pytest.mark.django_db
def test_a_row_in_the_wrong_section_is_put_right():
    story = factories.an_article(state=State.PUBLISHED, title="Theo chủ đề").page_id
    right = Entry.objects.get().section_id
    assert right is not None
    Entry.objects.update(section_id=None)
    assert indexing.catch_up() == 1
    assert Entry.objects.get(pk=story).section_id == right
    StoryPage.objects.update(public_section=None)
    assert indexing.catch_up() == 1
    assert Entry.objects.get(pk=story).section_id is None
    assert indexing.catch_up() == 0

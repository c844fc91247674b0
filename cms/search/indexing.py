"""Putting stories into the index and taking them out: one in the transaction of its act, or many at once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from modelsearch.index import SearchField
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.core.search.plain_text import pieces
from cms.core.search.tokens import ANYWHERE, HEAD, TITLE, code_tokens, tokens_of, words_of
from cms.core.text import clean_line
from cms.search import vocabulary
from cms.search.models import ENTRY_INDEX, Entry
from cms.website.models import StoryPage, Topic

if TYPE_CHECKING:
    from collections.abc import Collection

logger = logging.getLogger(__name__)

BATCH = 200
#: Characters of a story that excerpts are cut from.
LONGEST_TEXT = 50_000
# Fields that are the head of a story, or no words that a reader would look for in its text.
_OF_HEAD = frozenset({"title", "sapo"})


@transaction.atomic
def index_stories(story_ids: Collection[int]) -> int:
    """Writes the entries of these stories as they are now; one that is not public loses its entry. Returns how many.

    For whoever has just changed the stories in this transaction: their rows are held until it ends.
    """
    wordings = _write(story_ids)
    vocabulary.add(wordings)
    return len(wordings)


def remove_stories(story_ids: Collection[int]) -> None:
    """Takes stories out of the index; the tokens go with their rows."""
    Entry.objects.filter(pk__in=story_ids).delete()


def catch_up(*, limit: int | None = None) -> int:
    """Indexes public stories that have no entry or stand elsewhere in it, and drops entries of others; returns how many.

    Heals what came past the actions: a restored copy, an archive written in bulk, a topic that moved. Without a limit
    (by hand) also the index itself, where a load in bulk was killed before it was made again.
    """
    if limit is None:
        ENTRY_INDEX.mend()
    gone = Entry.objects.exclude(Exists(StoryPage.objects.published().filter(pk=OuterRef("pk"))))
    _index_all(list(gone.values_list("pk", flat=True)[:limit]))
    # A section may be none; nulls are never equal.
    section = Coalesce(OuterRef("public_section_id"), 0)
    as_it_is = Entry.objects.alias(in_section=Coalesce("section_id", 0)).filter(
        pk=OuterRef("pk"), public_at=OuterRef("public_at"), in_section=section
    )
    missing = StoryPage.objects.published().filter(~Exists(as_it_is)).order_by("-public_at")
    keys = list(missing.values_list("pk", flat=True)[:limit])
    if limit is None and len(keys) > BATCH and Entry.objects.count() < BATCH:
        with ENTRY_INDEX.loaded_in_bulk():
            return _index_all(keys)
    return _index_all(keys)


def index_everything() -> int:
    """Indexes all public stories anew, a batch at a time; readers find everything meanwhile. Returns how many."""
    return _index_all(list(StoryPage.objects.published().order_by("-public_at").values_list("pk", flat=True)))


def follow_topic(topic_id: int, section_id: int | None) -> None:
    """Takes the entries of a topic along into another section."""
    entries = Entry.objects.filter(story__topic=topic_id)
    entries.exclude(section_id=section_id).update(section_id=section_id)


def text_of(story: StoryPage) -> str:
    """The plain text below the head: what the story's class puts into the search, without its markup."""
    lines = (clean_line(each) for field in _body_fields(type(story)) for each in pieces(field.get_value_of(story)))
    return "\n".join(line for line in lines if line)


def _index_all(story_ids: list[int]) -> int:
    """Indexes stories that somebody else may be changing; returns how many.

    A batch holds the rows of its stories, so that none is withdrawn or corrected between being read and being written.
    Those that are being changed right now are left to whoever does it: nobody waits here with rows in hand, hence the
    vocabulary, where others may be waited for, comes after the commit.
    """
    done = 0
    known_terms: vocabulary.Known = {}
    for start in range(0, len(story_ids), BATCH):
        with transaction.atomic():
            pages = Page.objects.select_for_update(skip_locked=True, no_key=True)
            free = pages.filter(pk__in=story_ids[start : start + BATCH]).order_by("pk").values_list("pk", flat=True)
            wordings = _write(list(free))
        with transaction.atomic():
            vocabulary.add(wordings, known=known_terms)
        done += len(wordings)
        logger.debug("%s stories are in the search index", done)
    return done


def _write(story_ids: Collection[int]) -> list[vocabulary.Wording]:
    """Writes the entries of those of the stories that are public and drops the others; returns what they are worded in."""
    stories = StoryPage.objects.published().filter(pk__in=story_ids).specific().order_by("pk")
    found = list(stories)
    # The children of a concrete parent do not bring what was selected with it.
    topics = Topic.objects.in_bulk({story.topic_id for story in found if story.topic_id})
    rows, wordings = [], []
    for story in found:
        topic = topics[story.topic_id].name if story.topic_id else ""
        body = text_of(story)
        wording = vocabulary.Wording(
            title=words_of(story.title),
            sapo=words_of(story.sapo),
            body=words_of(body),
            unit=(story.unit_code, story.unit_label),
            topic=topic,
        )
        wordings.append(wording)
        values: dict[str, Any] = {
            "story_id": story.pk,
            "public_at": story.public_at,
            "kind": story.kind,
            "section_id": story.public_section_id,
            "unit_code": story.unit_code,
            "genre": getattr(story, "genre", ""),
            "audience": story.audience,
            "text": body[:LONGEST_TEXT],
        }
        rows.append((values, _tokens(story, wording, body)))
    ENTRY_INDEX.write(Entry, rows)
    remove_stories(set(story_ids) - {story.pk for story in found})
    return wordings


def _tokens(story: StoryPage, wording: vocabulary.Wording, body: str) -> set[str]:
    """The tokens of a story: its head, its text, and beside it who wrote it, its unit, its topic, its genre."""
    beside = words_of("\n".join((story.byline, story.unit_label, wording.topic, story.genre_label)))
    words = {TITLE: [wording.title], HEAD: [wording.title, wording.sapo], ANYWHERE: [wording.body, beside]}
    return tokens_of(words) | code_tokens(f"{story.title}\n{story.sapo}\n{body}")


class _BodyField:
    """A field whose words belong to the text."""

    def __init__(self, name: str, search_field: SearchField, *, is_stream: bool) -> None:
        self.name, self.search_field, self.is_stream = name, search_field, is_stream

    def get_value_of(self, story: StoryPage) -> Any:
        """The value: of a stream its raw data, which is a hundred times quicker to read than its blocks."""
        if self.is_stream:
            return list(getattr(story, self.name).raw_data)
        return self.search_field.get_value(story)


def _body_fields(story_class: type[StoryPage]) -> list[_BodyField]:
    own = {field.field_name for field in StoryPage.search_fields}
    columns = {field.name: field for field in story_class._meta.get_fields()}
    return [
        _BodyField(field.field_name, field, is_stream=isinstance(columns.get(field.field_name), StreamField))
        for field in story_class.search_fields
        if isinstance(field, SearchField) and field.field_name not in own | _OF_HEAD
    ]

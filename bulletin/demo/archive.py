"""A large archive of published articles over past years, for measuring. Rows are written in bulk, past the actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F, Max, OuterRef, Subquery
from django.utils import timezone
from wagtail.models import Page, Revision

from bulletin.demo import material
from bulletin.demo.people import DOMAIN, writer_address
from cms.accounts.models import User
from cms.core import rules
from cms.core.periods import Month, cut_off
from cms.website.content import content_hash
from cms.website.enums import StoryKind, VersionAction
from cms.website.models import ApprovedRevision, StoryPage, StoryVersion, Topic
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import ArticlePage, Submission, SubmissionEvent
from submissions.units.models import UnitIndexPage

if TYPE_CHECKING:
    from django.db.models import Model

    from bulletin.demo.material import DemoArticle

Values = dict[str, Any]

BATCH = 1_000
YEARS = 10
SLUG = "luu-tru-"
# The way of every archived article: who did it is the writer for the first two, an editor for the others.
HISTORY = (
    (EventVerb.CREATE, "", State.DRAFT),
    (EventVerb.SUBMIT, State.DRAFT, State.SUBMITTED),
    (EventVerb.APPROVE, State.SUBMITTED, State.APPROVED),
    (EventVerb.PUBLISH, State.APPROVED, State.PUBLISHED),
)
BY_WRITER = frozenset({EventVerb.CREATE, EventVerb.SUBMIT})


def add(count: int) -> int:
    """Adds ``count`` published articles, spread evenly over the units and the ten years before last month.

    They read like the demo's own articles with a number behind the title, have no photos, stand in no issue, were
    never forwarded, and are consistent in every table: pages, revisions, approvals, versions, submissions with their
    history. Only the search does not know them: folding the words of a large archive takes longer than all the rest,
    so who measures searching runs ``index_search`` afterwards. Returns how many were added.
    """
    writing = _Writing()
    done = Submission.objects.filter(page__slug__startswith=SLUG).count()
    end = Month.of(timezone.now()).previous().start
    span = timedelta(days=365 * YEARS)
    for start in range(0, count, BATCH):
        writing.write(
            [
                writing.row(serial=done + serial, at=(end - span * (1 - (serial + 1) / (count + 1))).astimezone(UTC))
                for serial in range(start, min(start + BATCH, count))
            ]
        )
    return count


@dataclass
class _Row:
    """One article of the archive. ``content`` is its revision's, as Wagtail would have serialised it."""

    at: datetime
    parent: UnitIndexPage
    text: DemoArticle
    page: Page
    uid: UUID
    content: Values
    section_id: int | None
    revision_id: int = 0
    digest: str = ""


class _Writing:
    """What all batches share: people, places, and the serialised texts of which every article is a variation."""

    def __init__(self) -> None:
        self.texts = list(material.articles().values())
        self.parents = list(UnitIndexPage.objects.select_related("unit").order_by("path"))
        self.topics = {topic.code: topic.pk for topic in Topic.objects.all()}
        self.sections = dict(Topic.objects.values_list("code", "section_id"))
        self.editor = User.objects.get(email=f"editor2@{DOMAIN}")
        self.writers = {user.email: user for user in User.objects.filter(email__startswith="writer.")}
        self.article_type = ContentType.objects.get_for_model(ArticlePage)
        self.page_type = ContentType.objects.get_for_model(Page)
        self.cut_off_day = rules.number("unit.cut_off_day", on=Month.of(timezone.now()).first_day)
        self.next_step = {parent.pk: _last_step(parent) + 1 for parent in self.parents}
        self.contents: dict[int, Values] = {}

    def row(self, *, serial: int, at: datetime) -> _Row:
        """The article with this serial number (from 0), not written yet."""
        text, parent = self.texts[serial % len(self.texts)], self.parents[serial % len(self.parents)]
        title, slug = f"{text.data['title']} ({serial + 1})", f"{SLUG}{serial + 1}"
        step = self.next_step[parent.pk]
        self.next_step[parent.pk] += 1
        page = Page(
            path=Page._get_path(parent.path, parent.depth + 1, step),
            depth=parent.depth + 1,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{parent.url_path}{slug}/",
            # Nothing is born live: the database wants to see the approval first.
            live=False,
            has_unpublished_changes=False,
            content_type=self.article_type,
            locale_id=parent.locale_id,
            owner=self.writers[writer_address(parent.unit.code)],
            translation_key=uuid4(),
            first_published_at=at,
            last_published_at=at,
            latest_revision_created_at=at,
        )
        uid = UUID(int=(0xA5C1 << 112) | (4 << 76) | (8 << 60) | serial)
        section_id = self.sections[text.data["topic"]]
        return _Row(
            at=at, parent=parent, text=text, page=page, uid=uid, content=self._content(text), section_id=section_id
        )

    def _content(self, text: DemoArticle) -> Values:
        """What all articles of one text have in common. Serialising it anew for each would take most of the time."""
        if text.number not in self.contents:
            data = text.data
            article = ArticlePage(
                kind=StoryKind.ARTICLE,
                live=False,
                has_unpublished_changes=True,
                content_type=self.article_type,
                sapo=data["sapo"],
                byline=data["byline"],
                genre=data["genre"],
                audience=data["audience"],
                language=data["language"],
                topic_id=self.topics[data["topic"]],
                body=text.body,
            )
            self.contents[text.number] = article.serializable_data()
        return dict(self.contents[text.number])

    @transaction.atomic
    def write(self, rows: list[_Row]) -> None:
        """Writes a batch: everything in its tables first, then alive, which the triggers allow once it is approved."""
        Page.objects.bulk_create([row.page for row in rows])
        self._complete(rows)
        revisions = Revision.objects.bulk_create(
            Revision(
                content_type=self.article_type,
                base_content_type=self.page_type,
                object_id=str(row.page.pk),
                created_at=row.at,
                user=row.page.owner,
                object_str=row.page.title,
                content=row.content,
            )
            for row in rows
        )
        for row, revision in zip(rows, revisions, strict=True):
            row.revision_id = revision.pk
        _insert(StoryPage, [_story(row) for row in rows])
        _insert(
            ArticlePage,
            [
                {"storypage_ptr_id": row.page.pk, "genre": row.content["genre"], "body": row.content["body"]}
                for row in rows
            ],
        )
        _insert(ApprovedRevision, [self._approval(row) for row in rows])
        _insert(StoryVersion, [self._version(row) for row in rows])
        _insert(Submission, [self._submission(row) for row in rows])
        keys = dict(Submission.objects.filter(page_id__in=[row.page.pk for row in rows]).values_list("page_id", "pk"))
        _insert(SubmissionEvent, [event for row in rows for event in self._history(row, keys[row.page.pk])])
        _publish(rows)
        for parent in self.parents:
            added = sum(row.parent is parent for row in rows)
            Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + added)

    def _complete(self, rows: list[_Row]) -> None:
        """What the content says of the page, now that it has its key."""
        for row in rows:
            page, unit = row.page, row.parent.unit
            row.content |= {
                "pk": page.pk,
                "path": page.path,
                "depth": page.depth,
                "url_path": page.url_path,
                "title": page.title,
                "draft_title": page.title,
                "slug": page.slug,
                "uid": str(row.uid),
                "translation_key": str(page.translation_key),
                "locale": page.locale_id,
                "owner": page.owner_id,
                "unit_code": unit.code,
                "unit_label": unit.short_name,
            }
            row.digest = content_hash(ArticlePage, row.content)

    def _approval(self, row: _Row) -> Values:
        return {
            "story_id": row.page.pk,
            "revision_id": row.revision_id,
            "content_hash": row.digest,
            "approved_by_id": self.editor.pk,
            "last_edited_by_id": row.page.owner_id,
            "approved_at": row.at,
            "override_reason": "",
        }

    def _version(self, row: _Row) -> Values:
        return {
            "story_id": row.page.pk,
            "version": 1,
            "action": VersionAction.PUBLISHED.value,
            "revision_id": row.revision_id,
            "note": "",
            "actor_id": self.editor.pk,
            "at": row.at,
        }

    def _submission(self, row: _Row) -> Values:
        at, owner, editor, month = row.at, row.page.owner_id, self.editor.pk, Month.of(row.at)
        return {
            "page_id": row.page.pk,
            "unit_id": row.parent.unit_id,
            "state": State.PUBLISHED.value,
            "period": month.first_day,
            "on_time": at <= cut_off(month, self.cut_off_day),
            "approved_revision_id": row.revision_id,
            **dict.fromkeys(("content_hash", "approved_hash"), row.digest),
            **dict.fromkeys(("created_by_id", "last_edited_by_id", "first_submitted_by_id"), owner),
            **dict.fromkeys(("accepted_by_id", "published_by_id"), editor),
            **dict.fromkeys(
                ("created_at", "last_edited_at", "first_submitted_at", "submitted_at", "accepted_at", "published_at"),
                at,
            ),
            **dict.fromkeys(
                ("confirmed_url", "correction_note", "second_reason", "original_file", "original_name"), ""
            ),
            "is_translation": False,
            "needs_second": False,
            "second_waived": False,
            "import_notes": [],
        }

    def _history(self, row: _Row, submission_id: int) -> list[Values]:
        return [
            {
                "submission_id": submission_id,
                "verb": verb.value,
                "from_state": before,
                "to_state": after,
                "actor_id": row.page.owner_id if verb in BY_WRITER else self.editor.pk,
                "at": row.at,
                "reason": "",
                "override_reason": "",
                "revision_id": row.revision_id,
                "content_hash": row.digest,
            }
            for verb, before, after in HISTORY
        ]


def _last_step(parent: UnitIndexPage) -> int:
    """The number of the last child's place below a page; 0 where it has none."""
    last = Page.objects.child_of(parent).aggregate(Max("path"))["path__max"]
    return int(Page._str2int(last[-Page.steplen :])) if last else 0


def _publish(rows: list[_Row]) -> None:
    """Makes the written pages live with the revision that was approved."""
    approved = ApprovedRevision.objects.filter(story_id=OuterRef("pk")).values("revision_id")[:1]
    Page.objects.filter(pk__in=[row.page.pk for row in rows]).update(
        live=True, live_revision_id=Subquery(approved), latest_revision_id=Subquery(approved)
    )


def _story(row: _Row) -> Values:
    copied = ("language", "sapo", "audience", "unit_code", "unit_label", "byline")
    return {
        "page_ptr_id": row.page.pk,
        "uid": row.uid,
        "kind": StoryKind.ARTICLE.value,
        "topic_id": row.content["topic"],
        "public_at": row.at,
        "public_section_id": row.section_id,
        **dict.fromkeys(("lead_alt", "lead_caption", "lead_credit"), ""),
        **{name: row.content[name] for name in copied},
    }


def _insert(model: type[Model], rows: list[Values]) -> None:
    """Rows of a model's own table, as ``{column: value}``; columns that are not named stay null.

    Django has no bulk insert for the children of a concrete parent, and for the others its bulk insert would take
    most of the time, which it spends on making objects.
    """
    columns = list(rows[0])
    fields = {field.column: field for field in model._meta.local_concrete_fields}
    prepare = [partial(fields[column].get_db_prep_save, connection=connection) for column in columns]
    quote = connection.ops.quote_name
    names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})",  # noqa: S608  (our own names)
            [[each(value) for each, value in zip(prepare, row.values(), strict=True)] for row in rows],
        )

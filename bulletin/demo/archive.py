"""A large archive of published articles over past years, for measuring. Rows are written in bulk, past the actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
    from bulletin.demo.material import DemoArticle

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
    history. Only the search index does not know them: folding the words of a large archive takes far longer than all
    the rest, so who measures searching runs ``update_index`` afterwards. Returns how many were added.
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
    content: dict[str, Any]
    digest: str = ""


class _Writing:
    """What all batches share: people, places, and the serialised texts of which every article is a variation."""

    def __init__(self) -> None:
        self.texts = list(material.articles().values())
        self.parents = list(UnitIndexPage.objects.select_related("unit").order_by("path"))
        self.topics = {topic.code: topic.pk for topic in Topic.objects.all()}
        self.editor = User.objects.get(email=f"editor2@{DOMAIN}")
        self.writers = {user.email: user for user in User.objects.filter(email__startswith="writer.")}
        self.article_type = ContentType.objects.get_for_model(ArticlePage)
        self.page_type = ContentType.objects.get_for_model(Page)
        self.cut_off_day = rules.number("unit.cut_off_day", on=Month.of(timezone.now()).first_day)
        self.next_step = {parent.pk: _last_step(parent) + 1 for parent in self.parents}
        self.contents: dict[int, dict[str, Any]] = {}

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
        return _Row(at=at, parent=parent, text=text, page=page, uid=uid, content=self._content(text))

    def _content(self, text: DemoArticle) -> dict[str, Any]:
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
        _insert_children(rows)
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
        pairs = list(zip(rows, revisions, strict=True))
        ApprovedRevision.objects.bulk_create(
            ApprovedRevision(
                story_id=row.page.pk,
                revision=revision,
                content_hash=row.digest,
                approved_by=self.editor,
                last_edited_by=row.page.owner,
                approved_at=row.at,
            )
            for row, revision in pairs
        )
        StoryVersion.objects.bulk_create(
            StoryVersion(
                story_id=row.page.pk,
                version=1,
                action=VersionAction.PUBLISHED,
                revision=revision,
                actor=self.editor,
                at=row.at,
            )
            for row, revision in pairs
        )
        submissions = Submission.objects.bulk_create(self._submission(row, revision) for row, revision in pairs)
        SubmissionEvent.objects.bulk_create(event for submission in submissions for event in self._history(submission))
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

    def _submission(self, row: _Row, revision: Revision) -> Submission:
        owner, month = row.page.owner, Month.of(row.at)
        return Submission(
            page_id=row.page.pk,
            unit=row.parent.unit,
            state=State.PUBLISHED,
            created_by=owner,
            created_at=row.at,
            last_edited_by=owner,
            last_edited_at=row.at,
            content_hash=row.digest,
            period=month.first_day,
            first_submitted_at=row.at,
            first_submitted_by=owner,
            on_time=row.at <= cut_off(month, self.cut_off_day),
            submitted_at=row.at,
            accepted_at=row.at,
            accepted_by=self.editor,
            published_at=row.at,
            published_by=self.editor,
            approved_revision=revision,
            approved_hash=row.digest,
        )

    def _history(self, submission: Submission) -> list[SubmissionEvent]:
        return [
            SubmissionEvent(
                submission=submission,
                verb=verb,
                from_state=before,
                to_state=after,
                actor=submission.created_by if verb in BY_WRITER else self.editor,
                at=submission.created_at,
                revision=submission.approved_revision,
                content_hash=submission.content_hash,
            )
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


def _insert_children(rows: list[_Row]) -> None:
    """The story and article parts of the pages: Django has no bulk insert for the children of a concrete parent."""
    native = connection.features.has_native_uuid_field
    stories: list[dict[str, Any]] = [
        {
            "page_ptr_id": row.page.pk,
            "uid": row.uid if native else row.uid.hex,
            "kind": StoryKind.ARTICLE.value,
            "lead_alt": "",
            "lead_caption": "",
            "lead_credit": "",
            "topic_id": row.content["topic"],
            **{
                name: row.content[name]
                for name in ("language", "sapo", "audience", "unit_code", "unit_label", "byline")
            },
        }
        for row in rows
    ]
    articles: list[dict[str, Any]] = [
        {"storypage_ptr_id": row.page.pk, "genre": row.content["genre"], "body": row.content["body"]} for row in rows
    ]
    for model, values in ((StoryPage, stories), (ArticlePage, articles)):
        table, columns = connection.ops.quote_name(model._meta.db_table), list(values[0])
        names = ", ".join(connection.ops.quote_name(column) for column in columns)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})",  # noqa: S608  (our own names)
                [tuple(row.values()) for row in values],
            )

"""A large archive of published articles over past years, for measuring. Rows are written in bulk, past the actions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page, Revision

from bulletin.demo import material
from bulletin.demo.people import DOMAIN
from cms.accounts.models import User
from cms.core.periods import Month
from cms.website.content import content_hash
from cms.website.enums import StoryKind, VersionAction
from cms.website.models import ApprovedRevision, StoryVersion, Topic
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from submissions.units.models import UnitIndexPage

if TYPE_CHECKING:
    from bulletin.demo.material import DemoArticle

BATCH = 1_000
YEARS = 10


def add(count: int) -> int:
    """Adds ``count`` published articles, spread evenly over the units and the ten years before last month.

    They read like the demo's own articles with a number behind the title, have no photos, and are consistent in
    every table: pages, revisions, approvals, versions, submissions. Returns how many were added.
    """
    texts = list(material.articles().values())
    parents = list(UnitIndexPage.objects.select_related("unit").order_by("path"))
    topics = {topic.code: topic.pk for topic in Topic.objects.all()}
    editor = User.objects.get(email=f"editor2@{DOMAIN}")
    writers = {user.email: user for user in User.objects.filter(email__startswith="writer.")}
    done = Submission.objects.filter(page__slug__startswith="luu-tru-").count()
    end = Month.of(timezone.now()).previous().start
    span = timedelta(days=365 * YEARS)
    for start in range(0, count, BATCH):
        rows = [
            _Row(
                serial=done + serial,
                text=texts[serial % len(texts)],
                parent=parents[serial % len(parents)],
                at=(end - span * (1 - (serial + 1) / (count + 1))).astimezone(UTC),
                topics=topics,
            )
            for serial in range(start, min(start + BATCH, count))
        ]
        _write(rows, parents=parents, editor=editor, writers=writers)
    return count


class _Row:
    """One article of the archive before it is written."""

    def __init__(
        self, *, serial: int, text: DemoArticle, parent: UnitIndexPage, at: datetime, topics: dict[str, int]
    ) -> None:
        self.serial, self.text, self.parent, self.at = serial, text, parent, at
        self.uid = UUID(int=(0xA5C1 << 112) | (4 << 76) | (8 << 60) | serial)
        self.title = f"{text.data['title']} ({serial + 1})"
        self.slug = f"luu-tru-{serial + 1}"
        self.topic_id = topics[text.data["topic"]]
        self.page: Page
        self.revision: Revision

    def content(self) -> dict[str, Any]:
        """The revision's content, as Wagtail would have serialised it."""
        page = ArticlePage(
            pk=self.page.pk, title=self.title, slug=self.slug, uid=self.uid, kind=StoryKind.ARTICLE,
            path=self.page.path, depth=self.page.depth, url_path=self.page.url_path, live=True,
            content_type_id=self.page.content_type_id, locale_id=self.page.locale_id, owner_id=self.page.owner_id,
            sapo=self.text.data["sapo"], byline=self.text.data["byline"], genre=self.text.data["genre"],
            audience=self.text.data["audience"], language=self.text.data["language"], topic_id=self.topic_id,
            unit_code=self.parent.unit.code, unit_label=self.parent.unit.short_name, body=self.text.body,
        )  # fmt: skip
        content: dict[str, Any] = page.serializable_data()
        return content


@transaction.atomic
def _write(
    rows: list[_Row], *, parents: list[UnitIndexPage], editor: User, writers: dict[str, User]
) -> None:
    from bulletin.demo.people import writer_address

    article_type = ContentType.objects.get_for_model(ArticlePage)
    page_type = ContentType.objects.get_for_model(Page)
    locale_id = parents[0].locale_id
    last = {
        parent.pk: Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).aggregate(Max("path"))["path__max"]
        for parent in parents
    }
    added = dict.fromkeys(last, 0)
    for row in rows:
        parent = row.parent
        previous = last[parent.pk]
        last[parent.pk] = Page._inc_path(previous) if previous else Page._get_path(parent.path, parent.depth + 1, 1)
        added[parent.pk] += 1
        owner = writers[writer_address(parent.unit.code)]
        row.page = Page(
            path=last[parent.pk], depth=parent.depth + 1, numchild=0, title=row.title, draft_title=row.title,
            slug=row.slug, url_path=f"{parent.url_path}{row.slug}/", live=True, has_unpublished_changes=False,
            content_type=article_type, locale_id=locale_id, owner=owner, first_published_at=row.at,
            last_published_at=row.at, latest_revision_created_at=row.at,
        )  # fmt: skip
    Page.objects.bulk_create([row.page for row in rows])
    for row in rows:
        row.revision = Revision(
            content_type=article_type, base_content_type=page_type, object_id=str(row.page.pk), created_at=row.at,
            user=row.page.owner, object_str=row.title, content=row.content(),
        )  # fmt: skip
    Revision.objects.bulk_create([row.revision for row in rows])
    for row in rows:
        row.page.latest_revision = row.page.live_revision = row.revision
    hashes = {row.page.pk: content_hash(ArticlePage, row.revision.content) for row in rows}
    ApprovedRevision.objects.bulk_create(
        ApprovedRevision(
            story_id=row.page.pk, revision=row.revision, content_hash=hashes[row.page.pk], approved_by=editor,
            last_edited_by=row.page.owner, approved_at=row.at,
        )
        for row in rows
    )  # fmt: skip
    _insert_children(rows)
    Page.objects.bulk_update([row.page for row in rows], ["latest_revision", "live_revision"], batch_size=500)
    StoryVersion.objects.bulk_create(
        StoryVersion(
            story_id=row.page.pk, version=1, action=VersionAction.PUBLISHED, revision=row.revision, actor=editor, at=row.at
        )
        for row in rows
    )
    Submission.objects.bulk_create(
        Submission(
            page_id=row.page.pk, unit=row.parent.unit, state=State.PUBLISHED, created_by=row.page.owner,
            created_at=row.at, last_edited_by=row.page.owner, last_edited_at=row.at, content_hash=hashes[row.page.pk],
            period=Month.of(row.at).first_day, first_submitted_at=row.at, first_submitted_by=row.page.owner,
            on_time=True, submitted_at=row.at, accepted_at=row.at, accepted_by=editor, published_at=row.at,
            published_by=editor, approved_revision=row.revision, approved_hash=hashes[row.page.pk],
        )
        for row in rows
    )  # fmt: skip
    for parent_id, more in added.items():
        if more:
            parent = Page.objects.get(pk=parent_id)
            Page.objects.filter(pk=parent_id).update(numchild=parent.numchild + more)


def _insert_children(rows: list[_Row]) -> None:
    """The story and article parts of the pages: Django has no bulk insert for the children of a concrete parent."""
    story_columns = (
        "page_ptr_id", "uid", "kind", "language", "sapo", "lead_image_id", "lead_alt", "lead_caption", "lead_credit",
        "topic_id", "audience", "unit_code", "unit_label", "byline",
    )  # fmt: skip
    uid = (lambda value: value) if connection.features.has_native_uuid_field else (lambda value: value.hex)
    stories = [
        (
            row.page.pk, uid(row.uid), StoryKind.ARTICLE.value, row.text.data["language"], row.text.data["sapo"],
            None, "", "", "", row.topic_id, row.text.data["audience"], row.parent.unit.code,
            row.parent.unit.short_name, row.text.data["byline"],
        )
        for row in rows
    ]  # fmt: skip
    articles = [
        (row.page.pk, row.text.data["genre"], row.revision.content["body"])
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_insert("website_storypage", story_columns), stories)
        cursor.executemany(_insert("articles_articlepage", ("storypage_ptr_id", "genre", "body")), articles)


def _insert(table: str, columns: tuple[str, ...]) -> str:
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    return f"INSERT INTO {connection.ops.quote_name(table)} ({quoted}) VALUES ({', '.join(['%s'] * len(columns))})"

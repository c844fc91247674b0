"""Many articles like one that exists, written straight into the tables: for lists whose length is what is tested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from wagtail.models import Page

from cms.website.models import StoryPage
from submissions.articles.models import ArticlePage, Submission

if TYPE_CHECKING:
    from django.db.models import Model

BATCH = 200


def many_like(submission: Submission, number: int, **fields: Any) -> list[int]:
    """Adds ``number`` articles with the text and the standing of this one, and gives the ids of their submissions.

    ``fields`` are set on the submissions; a function gets the place in the row, from 0. They have no history, and no
    page of theirs is live, however public the one that they are like.
    """
    pages = _pages(submission, number)
    _insert(StoryPage, [_child(StoryPage, page, submission, uid=uuid4()) for page in pages])
    _insert(ArticlePage, [_child(ArticlePage, page, submission) for page in pages])
    made: list[Submission] = []
    for place, page in enumerate(pages):
        row = Submission.objects.get(pk=submission.pk) if not made else _copy(made[0])
        row.pk, row.page_id = None, page.pk
        for name, value in fields.items():
            setattr(row, name, value(place) if callable(value) else value)
        made.append(row)
    return [row.pk for row in Submission.objects.bulk_create(made, batch_size=BATCH)]


def _pages(submission: Submission, number: int) -> list[Page]:
    like = Page.objects.get(pk=submission.page_id)
    last = like.get_siblings().order_by("path").last() or like
    step, parent = int(last.path[-Page.steplen :], 36), like.path[: -Page.steplen]
    pages: list[Page] = []
    for place in range(1, number + 1):
        page = Page.objects.get(pk=like.pk) if not pages else _copy(pages[0])
        page.pk = page.id = None
        page.live = False
        page.path = Page._get_path(parent, like.depth, step + place)
        page.slug, page.translation_key = f"{like.slug}-{step + place}", uuid4()
        page.draft_title = page.title = f"{like.title} ({place})"
        pages.append(page)
    Page.objects.filter(path=parent).update(numchild=step + number)
    return Page.objects.bulk_create(pages, batch_size=BATCH)


def _child(model: type[Model], page: Page, submission: Submission, **fields: Any) -> Model:
    """The row of a child table: the fields that it adds to its parents'."""
    values = {field.attname: getattr(submission.page, field.attname) for field in model._meta.local_concrete_fields}
    link: Any = model._meta.pk
    return model(**{**values, **fields, link.attname: page.pk})


def _insert(model: Any, rows: list[Model]) -> None:
    for start in range(0, len(rows), BATCH):
        fields = model._meta.local_concrete_fields
        model._base_manager.all()._insert(rows[start : start + BATCH], fields=fields, using="default")


def _copy(row: Any) -> Any:
    copied = type(row)()
    copied.__dict__.update({name: value for name, value in row.__dict__.items() if name != "_state"})
    return copied

"""Verbs of the form without scripts: write an article as a draft, change the text of one, add photos to it.

Both can be repeated: after a lost answer the same form makes no second draft, no second photo and no false conflict.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from hashlib import sha1
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core.pictures import redraw
from cms.core.rich_text import without_keys
from cms.core.text import clean_line, clean_text
from cms.website.models import Photo
from cms.website.photo_files import RedrawnPicture
from submissions.articles.actions import ContentClosed, create_article
from submissions.articles.enums import WITH_UNIT
from submissions.articles.models import ArticlePage, Submission
from submissions.articles.permissions import may_edit
from submissions.intake import suggest
from submissions.intake.actions import BYLINE_LENGTH, TITLE_LENGTH, UNTITLED, require_part
from submissions.intake.body import ALT_LENGTH, CAPTION_LENGTH, CREDIT_LENGTH, fit
from submissions.intake.docx import DEFAULT
from submissions.intake.errors import EditedMeanwhile
from submissions.intake.plain_text import body_from_text
from submissions.intake.storage import StoredFiles, files_or_nothing
from submissions.units.actions import collection_of
from submissions.units.models import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cms.accounts.models import User
    from cms.core.pictures import Drawn
    from submissions.intake.body import RawBlock

logger = logging.getLogger(__name__)

# Identities of articles that were written in the form are made of this, the writer and the form's token.
WRITTEN = UUID("6f1c9c1e-6f0b-4c52-9c3b-0d2f3a5d7e21")


class TooManyPhotos(Exception):
    """The article would hold more photos than one may; the message says so. Nothing was saved."""


@dataclass(frozen=True, kw_only=True)
class NewPhoto:
    """A picture as drawn anew (see `cms.core.pictures.redraw`), with its words."""

    drawn: Drawn
    alt: str = ""
    caption: str = ""
    credit: str = ""

    @property
    def words(self) -> dict[str, str]:
        """The words, no longer than their fields."""
        return {
            "alt": fit(self.alt, ALT_LENGTH),
            "caption": fit(self.caption, CAPTION_LENGTH),
            "credit": fit(self.credit, CREDIT_LENGTH),
        }


@dataclass(frozen=True, kw_only=True)
class Written:
    """What somebody wrote in the form; ``text`` is plain (see `submissions.intake.plain_text`)."""

    title: str = ""
    sapo: str = ""
    byline: str = ""
    text: str = ""
    photos: Sequence[NewPhoto] = field(default_factory=tuple)


def new_photo(data: bytes, **words: str) -> NewPhoto:
    """A picture that was uploaded, ready to be stored. Raises `cms.core.pictures.PictureRefused`."""
    return NewPhoto(drawn=redraw(data), **words)


def write_article(
    *, unit: Unit, author: User, token: UUID, written: Written, now: datetime | None = None
) -> Submission:
    """Makes what was written a draft of the unit, photos included. The same form again gives the draft that it made; with
    other words it replaces them, as long as nobody has worked on that draft in between.

    Raises:
        NotOfUnit: the author does not belong to the unit. TooMuchText: more than an article holds. TooManyPhotos.
    """
    require_part(author=author, unit=unit)
    body = body_from_text(written.text)
    uid = uuid5(WRITTEN, f"{author.pk}:{unit.pk}:{token}")
    with files_or_nothing() as files, transaction.atomic():
        # Two presses of one button at once: the second one waits here and finds what the first one made.
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        before = Submission.objects.filter(page__uid=uid).select_related("page").first()
        photos = _store_photos(written.photos, unit=unit, author=author, files=files)
        page = before.page.get_latest_revision_as_object() if before is not None else ArticlePage(uid=uid)
        _fill(page, written, body=body, photos=photos)
        if before is not None:
            revisions = list(before.page.revisions.order_by("pk"))
            if signature(page) in [signature(each.as_object()) for each in (revisions[0], revisions[-1])]:
                return before
            if len(revisions) == 1 and before.state in WITH_UNIT and may_edit(user=author, submission=before):
                page.save_revision(user=author)
                return before
            page = ArticlePage(uid=uuid4())
            _fill(page, written, body=body, photos=photos)
        submission = create_article(page=page, unit=unit, author=author, now=now)
    logger.info("Submission %s was written in the form", submission.pk)
    return submission


def save_text(
    *, page_id: int, revision_id: int, body: list[RawBlock], photos: Sequence[NewPhoto], actor: User
) -> bool:
    """Saves a body, with further photos behind it, as a new revision; False where all of it stands there already.

    ``body`` is in the raw form of the StreamField. The first photo of an article without a lead photo becomes it.

    Raises:
        EditedMeanwhile: somebody saved something else since ``revision_id``. ContentClosed: the article is not in this
            person's hands. TooManyPhotos.
    """
    with files_or_nothing() as files, transaction.atomic():
        # The page is read after the lock is held and not joined to it: PostgreSQL would show it as it was before the wait.
        submission = Submission.objects.select_for_update(of=("self",)).get(page_id=page_id)
        if not may_edit(user=actor, submission=submission):
            raise ContentClosed(_("The article is in other hands at the moment. Nothing was saved."))
        latest: ArticlePage = submission.page.get_latest_revision_as_object()
        old = signature(latest)
        page: ArticlePage = submission.page.get_latest_revision_as_object()
        page.body = page.body.stream_block.to_python(body)
        stored = _store_photos(photos, unit=submission.unit, author=actor, files=files)
        # After a lost answer they are added once more behind the same blocks, which gives what is saved already.
        known = _photo_ids(page)
        _add_photos(page, [each for each in stored if each[0].pk not in known])
        if signature(page) == old:
            return False
        if submission.page.latest_revision_id != revision_id:
            raise EditedMeanwhile(
                _("%(person)s saved a later version on %(time)s.")
                % {
                    "person": submission.last_edited_by,
                    "time": date_format(timezone.localtime(submission.last_edited_at), "DATETIME_FORMAT"),
                }
            )
        page.save_revision(user=actor)
    return True


def signature(page: ArticlePage) -> list[Any]:
    """What a person would call the content of an article: its words and photos, without the ids of its blocks and
    the names of its paragraphs."""
    lead = [page.lead_image_id, page.lead_alt, page.lead_caption, page.lead_credit]
    blocks = [
        (block["type"], without_keys(block["value"]) if block["type"] == "paragraph" else block["value"])
        for block in page.body.raw_data
    ]
    return [page.title, page.sapo, page.byline, lead, blocks]


def _fill(page: ArticlePage, written: Written, *, body: list[RawBlock], photos: list[tuple[Photo, NewPhoto]]) -> None:
    page.title = fit(written.title, TITLE_LENGTH) or str(UNTITLED)
    page.sapo = clean_text(written.sapo)
    page.byline = clean_line(written.byline)[:BYLINE_LENGTH]
    page.body = page.body.stream_block.to_python(body)
    page.lead_image, page.lead_alt, page.lead_caption, page.lead_credit = None, "", "", ""
    _add_photos(page, photos)
    page.language = suggest.language(suggest.Story(title=page.title, sapo=page.sapo, text=written.text))


def _add_photos(page: ArticlePage, photos: Sequence[tuple[Photo, NewPhoto]]) -> None:
    raw = [dict(block) for block in page.body.raw_data]
    for photo, new in photos:
        if page.lead_image_id is None:
            page.lead_image = photo
            page.lead_alt, page.lead_caption, page.lead_credit = new.words.values()
        else:
            raw.append({"type": "figure", "value": {"image": photo.pk, **new.words}})
    page.body = page.body.stream_block.to_python(raw)
    if len(_photo_ids(page)) > DEFAULT.pictures:
        raise TooManyPhotos(
            _("An article holds %(number)d photos at most. Nothing was saved.") % {"number": DEFAULT.pictures}
        )


def _photo_ids(page: ArticlePage) -> set[int]:
    found = {block["value"].get("image") for block in page.body.raw_data if block["type"] == "figure"}
    return {photo_id for photo_id in (*found, page.lead_image_id) if photo_id}


def _store_photos(
    photos: Sequence[NewPhoto], *, unit: Unit, author: User, files: StoredFiles
) -> list[tuple[Photo, NewPhoto]]:
    """The pictures as photos of the unit; one that this person has uploaded there before is not stored again."""
    collection = collection_of(unit)
    found: list[tuple[Photo, NewPhoto]] = []
    for new in photos:
        # The form in which Wagtail notes the content of a file.
        digest = sha1(new.drawn.data, usedforsecurity=False).hexdigest()
        same = Photo.objects.filter(
            file_hash=digest, collection=collection, uploaded_by_user=author, withdrawn_at__isnull=True
        )
        photo = same.order_by("pk").first()
        if photo is None:
            title = fit(new.caption or new.alt, TITLE_LENGTH) or str(UNTITLED)
            photo = Photo(title=title, collection=collection, uploaded_by_user=author)
            photo.file.save("", RedrawnPicture.of(new.drawn), save=False)
            files.remember(photo.file)
            photo._set_image_file_metadata()
            photo.save()
        if all(photo.pk != other.pk for other, _new in found):
            found.append((photo, new))
    return found

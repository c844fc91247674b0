"""Verbs of the intake: take a Word file in as a draft, take it in and hand it over, save what the writer completes."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _, gettext_lazy

from cms.accounts.roles import Role, has_role
from cms.core.text import clean_line, clean_text
from cms.website.models import Photo
from submissions.articles.actions import create_article
from submissions.articles.models import ArticlePage, Submission
from submissions.intake import suggest
from submissions.intake.body import LEAD_IMAGE, body_of, fit, picture_words
from submissions.intake.docx import read_docx
from submissions.intake.errors import NotOfUnit
from submissions.intake.gaps import fill_gaps
from submissions.intake.messages import warning_message
from submissions.intake.notes import ImportNote
from submissions.intake.storage import StoredFiles, files_or_nothing
from submissions.moderation.actions import submit
from submissions.units.actions import collection_of
from submissions.units.models import Unit
from submissions.units.people import is_member

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from submissions.intake.docx import WordArticle

logger = logging.getLogger(__name__)

TITLE_LENGTH = 255
BYLINE_LENGTH = 200
NAME_LENGTH = 255
# The reader lets nothing else through, so a stored original is always one of these.
SUFFIX = ".docx"
# A page can't be stored without a title; the review shows this one as an empty field.
UNTITLED = gettext_lazy("Untitled")


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """What came of a file: the draft, what was read, and what its writer is told."""

    submission: Submission
    page: ArticlePage
    article: WordArticle
    notes: list[ImportNote]


def import_word(
    *, data: bytes, filename: str, unit: Unit, author: User, now: datetime | None = None
) -> ImportResult:
    """Makes a Word file a draft of a unit: article, photos, submission and the kept original, or nothing at all.

    The file is read before the transaction begins. ``filename`` is what the writer called it; it is kept for people to
    recognise and never used as a path.

    Raises:
        NotOfUnit: the author does not belong to the unit. IntakeRefused: see `submissions.intake.docx`.
    """
    require_part(author=author, unit=unit)
    article = _read(data, filename)
    with files_or_nothing() as files, transaction.atomic():
        return _store(article, data=data, filename=filename, unit=unit, author=author, now=now, files=files)


def import_and_submit(
    *, data: bytes, filename: str, unit: Unit, author: User, now: datetime | None = None
) -> ImportResult:
    """Takes a Word file in and hands it to the editors, with suggestions in the place of what a writer would choose.

    Each suggestion is a note. Nothing is stored when the article can't be handed in.

    Raises:
        NotOfUnit, IntakeRefused: as `import_word`. NotReady: something is missing that can't be suggested.
    """
    require_part(author=author, unit=unit)
    article = _read(data, filename)
    with files_or_nothing() as files, transaction.atomic():
        result = _store(article, data=data, filename=filename, unit=unit, author=author, now=now, files=files)
        page: ArticlePage = result.page.get_latest_revision_as_object()
        if not article.title:
            page.title = ""
        added = fill_gaps(page)
        if added and page.title:
            page.save_revision(user=author)
            result.notes.extend(added)
            Submission.objects.filter(pk=result.submission.pk).update(import_notes=[asdict(n) for n in result.notes])
        _require_title(article)
        submission = submit(submission_id=result.submission.pk, actor=author, now=now)
        return ImportResult(submission=submission, page=submission.page, article=article, notes=result.notes)


def require_part(*, author: User, unit: Unit) -> None:
    """Members hand in for their unit, the administrator for any.

    Raises:
        NotOfUnit: neither.
    """
    if not (is_member(author, unit.pk) or has_role(author, Role.ADMINISTRATOR)):
        raise NotOfUnit(
            _("%(person)s does not belong to %(unit)s, so the article can't be handed in for it.")
            % {"person": author, "unit": unit.name}
        )


def _read(data: bytes, filename: str) -> WordArticle:
    names = [name for pair in Unit.objects.values_list("name", "short_name") for name in pair]
    return read_docx(data, filename=filename, names=names)


def _store(
    article: WordArticle,
    *,
    data: bytes,
    filename: str,
    unit: Unit,
    author: User,
    now: datetime | None,
    files: StoredFiles,
) -> ImportResult:
    """Writes everything, inside the caller's transaction; every written file is told to ``files``."""
    photos = _store_photos(article, unit=unit, author=author, files=files)
    page = _page_of(article, photos)
    submission = create_article(page=page, unit=unit, author=author, now=now)
    notes = [ImportNote(code=warning.code.value, message=warning_message(warning)) for warning in article.warnings]
    notes += _cut_notes(article, page)
    submission.original_name = original_name(filename)
    submission.import_notes = [asdict(note) for note in notes]
    submission.original_file.save(f"{uuid4()}{SUFFIX}", ContentFile(data), save=False)
    files.remember(submission.original_file)
    submission.save(update_fields=["original_file", "original_name", "import_notes"])
    logger.info("Submission %s came from a Word file of %s bytes", submission.pk, len(data))
    return ImportResult(submission=submission, page=page, article=article, notes=notes)


def _store_photos(article: WordArticle, *, unit: Unit, author: User, files: StoredFiles) -> dict[int, Photo]:
    """The pictures as photos of the unit, by their index; the same picture twice is one photo."""
    if not article.images:
        return {}
    collection = collection_of(unit)
    by_content: dict[str, Photo] = {}
    photos: dict[int, Photo] = {}
    for index, image in enumerate(article.images):
        if image.sha256 not in by_content:
            title = fit(image.caption or article.title, TITLE_LENGTH) or str(UNTITLED)
            photo = Photo(title=title, collection=collection, uploaded_by_user=author)
            photo.file.save(f"{uuid4()}.{image.extension}", ContentFile(image.data), save=False)
            files.remember(photo.file)
            photo._set_image_file_metadata()
            photo.save()
            by_content[image.sha256] = photo
        photos[index] = by_content[image.sha256]
    return photos


def _page_of(article: WordArticle, photos: dict[int, Photo]) -> ArticlePage:
    """The unsaved article."""
    page = ArticlePage(
        title=fit(article.title, TITLE_LENGTH) or str(UNTITLED),
        sapo=clean_text(article.sapo),
        byline=fit(article.byline, BYLINE_LENGTH),
    )
    photo_ids = {index: photo.pk for index, photo in photos.items()}
    raw = body_of(article.blocks, images=article.images, photo_ids=photo_ids)
    page.body = page.body.stream_block.to_python(raw)
    if LEAD_IMAGE in photos:
        words = picture_words(article.images[LEAD_IMAGE])
        page.lead_image = photos[LEAD_IMAGE]
        page.lead_alt, page.lead_caption, page.lead_credit = words["alt"], words["caption"], words["credit"]
    text = " ".join(getattr(block, "html", "") or getattr(block, "text", "") for block in article.blocks)
    page.language = suggest.language(suggest.Story(title=article.title, sapo=article.sapo, text=text))
    return page


def _cut_notes(article: WordArticle, page: ArticlePage) -> list[ImportNote]:
    """What had to be shortened to fit its field."""
    if article.title and page.title != clean_line(article.title):
        message = _("The title is longer than %(length)d characters and was cut. Please shorten it.")
        return [ImportNote(code="title_cut", message=message % {"length": TITLE_LENGTH})]
    return []


def original_name(filename: str) -> str:
    """What the writer called the file, as one clean line without a path; only ever shown, never opened."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    return clean_line(last)[:NAME_LENGTH]

"""Verbs of the intake: take a Word file in as a draft, take it in and hand it over, save what the writer completes."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.roles import Role, has_role
from cms.core.text import clean_line, clean_text
from cms.website.models import Photo
from cms.website.photo_files import RedrawnPicture
from submissions.articles.actions import create_article
from submissions.articles.models import ArticlePage, Submission
from submissions.consent.actions import say_people
from submissions.intake import suggest
from submissions.intake.body import LEAD_IMAGE, body_of, fit, picture_words
from submissions.intake.docx import DEFAULT, IntakeRefused, RefusalCode
from submissions.intake.errors import EditedMeanwhile, NotOfUnit
from submissions.intake.gaps import fill_gaps
from submissions.intake.messages import warning_message
from submissions.intake.notes import ImportNote
from submissions.intake.reading import Reading, read_file
from submissions.intake.storage import StoredFiles, files_or_nothing
from submissions.moderation.actions import hand_in
from submissions.moderation.errors import NotReady
from submissions.units.actions import collection_of
from submissions.units.models import Unit
from submissions.units.people import is_member

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import Revision

    from cms.accounts.models import User
    from cms.website.models import Topic
    from submissions.intake.docx import WordArticle

logger = logging.getLogger(__name__)

# The largest file that is taken, as people are told.
MEGABYTES = DEFAULT.file_bytes // (1024 * 1024)
TITLE_LENGTH = 255
BYLINE_LENGTH = 200
NAME_LENGTH = 255
# A page can't be stored without a title; the review shows this one as an empty field.
UNTITLED = gettext_lazy("Untitled")


Words = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a writer completes about an article, beside its text; all values are clean.

    ``lead`` and the values of ``figures`` (by block id) hold ``alt``, ``caption`` and ``credit`` of a picture.
    """

    title: str
    sapo: str
    byline: str
    genre: str
    audience: str
    topic: Topic | None
    more_topics: list[Topic]
    lead: Words | None
    figures: dict[str, Words]


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """What came of a file: the draft, what was read, and what its writer is told."""

    submission: Submission
    page: ArticlePage
    article: WordArticle
    notes: list[ImportNote]


def import_word(*, data: bytes, filename: str, unit: Unit, author: User, now: datetime | None = None) -> ImportResult:
    """Makes a Word file a draft of a unit: article, photos, submission and the kept original, or nothing at all.

    The file is read before the transaction begins. ``filename`` is what the writer called it; it is kept for people to
    recognise and never used as a path.

    Raises:
        NotOfUnit: the author does not belong to the unit. IntakeRefused: see `submissions.intake.docx`.
    """
    require_part(author=author, unit=unit)
    reading = read_for_house(data, filename=filename)
    with files_or_nothing() as files, transaction.atomic():
        return store(reading, data=data, filename=filename, unit=unit, author=author, now=now, files=files)


def import_and_submit(
    *, data: bytes, filename: str, unit: Unit, author: User, now: datetime | None = None
) -> ImportResult:
    """Takes a Word file in and hands it to the editors, with suggestions in the place of what a writer would choose.

    Each suggestion is a note. Nothing is stored when the article can't be handed in.

    Raises:
        NotOfUnit, IntakeRefused: as `import_word`. NotReady: something is missing that can't be suggested.
    """
    require_part(author=author, unit=unit)
    reading = read_for_house(data, filename=filename)
    if not reading.article.title:
        raise NotReady([_("No title was found in the file, so the article can't be handed in without a person.")])
    with files_or_nothing() as files, transaction.atomic():
        result = store(reading, data=data, filename=filename, unit=unit, author=author, now=now, files=files)
        page: ArticlePage = result.page.get_latest_revision_as_object()
        added = fill_gaps(page)
        if added:
            page.save_revision(user=author)
            result.notes.extend(added)
            Submission.objects.filter(pk=result.submission.pk).update(import_notes=[asdict(n) for n in result.notes])
        submission = hand_in(submission_id=result.submission.pk, actor=author, no_secrets=True, now=now)
        return ImportResult(submission=submission, page=submission.page, article=reading.article, notes=result.notes)


@transaction.atomic
def save_details(*, page_id: int, revision_id: int, details: Details, actor: User) -> Revision:
    """Saves what a writer completed as a new revision, if nobody saved another one since ``revision_id``.

    Raises:
        EditedMeanwhile: somebody did. ContentClosed: the article is not in this person's hands.
    """
    # The page is read after the lock is held and not joined to it: PostgreSQL would show it as it was before the wait.
    submission = Submission.objects.select_for_update(of=("self",)).get(page_id=page_id)
    if submission.page.latest_revision_id != revision_id:
        raise EditedMeanwhile(
            _("%(person)s saved a later version on %(time)s.")
            % {
                "person": submission.last_edited_by,
                "time": date_format(timezone.localtime(submission.last_edited_at), "DATETIME_FORMAT"),
            }
        )
    page: ArticlePage = submission.page.get_latest_revision_as_object()
    apply_details(page, details)
    revision = page.save_revision(user=actor)
    say_people(unit=submission.unit, people=_people_said(page, details))
    return revision


def apply_details(page: ArticlePage, details: Details) -> None:
    """Puts what was completed on an article in memory."""
    for name in ("title", "sapo", "byline", "genre", "audience", "topic"):
        setattr(page, name, getattr(details, name))
    page.more_topics.set(details.more_topics)
    if details.lead is not None and page.lead_image_id is not None:
        page.lead_alt, page.lead_caption, page.lead_credit = (
            details.lead[name] for name in ("alt", "caption", "credit")
        )
    raw = [dict(block) for block in page.body.raw_data]
    for block in raw:
        words = details.figures.get(block.get("id", ""))
        if block["type"] == "figure" and words is not None:
            block["value"] = {**block["value"], **{name: words[name] for name in ("alt", "caption", "credit")}}
    page.body = page.body.stream_block.to_python(raw)


def _people_said(page: ArticlePage, details: Details) -> dict[int, str]:
    """What was said about who is in the pictures, by photo; a picture about which nothing was said is left out."""
    photos = {str(block.id): block.value["image"] for block in page.body if block.block_type == "figure"}
    said = {photos[key].pk: words.get("people", "") for key, words in details.figures.items() if photos.get(key)}
    if details.lead is not None and page.lead_image_id is not None:
        said[page.lead_image_id] = details.lead.get("people", "")
    return {photo_id: people for photo_id, people in said.items() if people}


def check_size(size: int) -> None:
    """Refuses a file by its size, before anything of it is read.

    Raises:
        IntakeRefused: more bytes than the reader takes.
    """
    if size > DEFAULT.file_bytes:
        raise IntakeRefused(RefusalCode.TOO_LARGE, f"{size} bytes", {"megabytes": MEGABYTES})


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


def read_for_house(data: bytes, *, filename: str) -> Reading:
    """Reads a file in the jail, with the names of the units, which headlines and letterheads hold.

    Raises:
        IntakeRefused: see `submissions.intake.reading.read_file`.
    """
    names = [name for pair in Unit.objects.values_list("name", "short_name") for name in pair]
    return read_file(data, filename=filename, names=names)


def store(
    reading: Reading,
    *,
    data: bytes,
    filename: str,
    unit: Unit,
    author: User,
    now: datetime | None,
    files: StoredFiles,
) -> ImportResult:
    """Writes everything, inside the caller's transaction; every written file is told to ``files``."""
    article = reading.article
    photos = _store_photos(article, unit=unit, author=author, files=files)
    page = _page_of(article, photos)
    submission = create_article(page=page, unit=unit, author=author, now=now)
    notes = [ImportNote(code=warning.code.value, message=warning_message(warning)) for warning in article.warnings]
    notes += _cut_notes(article, page)
    submission.original_name = original_name(filename)
    submission.import_notes = [asdict(note) for note in notes]
    submission.original_file.save(f"{uuid4()}{reading.kind.suffix}", ContentFile(data), save=False)
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
            file = RedrawnPicture(image.data, extension=image.extension)
            photo = Photo(title=title, collection=collection, uploaded_by_user=author, file=file)
            photo._set_image_file_metadata()
            # The name in the storage is given while the row is saved, also where the row then fails.
            files.remember(photo.file)
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

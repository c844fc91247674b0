"""From a Word file to a draft: everything is stored, or nothing is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import IntegrityError
from wagtail.models import Page

from cms.website.models import Photo
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import ArticlePage, Submission
from submissions.intake import actions
from submissions.intake.actions import ImportResult, import_and_submit, import_word
from submissions.intake.docx import IntakeRefused, RefusalCode
from submissions.intake.errors import NotOfUnit
from submissions.moderation.errors import NotReady
from submissions.units.actions import collection_of
from tests import factories
from tests.submissions.intake.word_files import article, decomposed, sample

if TYPE_CHECKING:
    from submissions.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SAMPLES = ("bvdkt-2026-11.docx", "cdc-2026-11.docx", "ttyt-cl-2026-11.docx", "ttyt-vn-2026-11-tcvn3.docx")


def stored_files() -> set[Path]:
    media = Path(settings.MEDIA_ROOT)
    return {
        path for folder in ("originals", "original_images") for path in (media / folder).rglob("*") if path.is_file()
    }


def taken_in(data: bytes, *, unit: Unit | None = None, filename: str = "bai.docx") -> ImportResult:
    unit = unit or factories.a_unit()
    return import_word(data=data, filename=filename, unit=unit, author=factories.a_writer(unit))


def latest(result: ImportResult) -> ArticlePage:
    return factories.latest_text(result.submission)


def test_the_hospital_s_file_becomes_a_draft_with_its_photo_and_its_file() -> None:
    unit = factories.a_unit()
    result = taken_in(sample("bvdkt-2026-11.docx"), unit=unit, filename="bvdkt-2026-11.docx")
    page = latest(result)
    assert page.title == "Bớt một lần xếp hàng nhờ quầy tự đăng ký khám bằng căn cước"
    assert page.sapo.endswith("còn 9 phút.")
    assert page.byline == "Nguyễn Hoài An"
    assert page.lead_caption == "Tình nguyện viên hướng dẫn người bệnh đăng ký khám bằng căn cước."
    assert (page.lead_credit, page.lead_alt, page.language) == ("H.A", "", "vi")
    assert [block.block_type for block in page.body] == ["paragraph"]
    assert page.body[0].value.source.count("<p ") == 4
    assert (page.genre, page.audience, page.topic_id) == ("", "", None)
    assert not page.live
    submission = Submission.objects.get(pk=result.submission.pk)
    assert (submission.state, submission.unit, submission.period) == (State.DRAFT, unit, None)
    assert submission.original_name == "bvdkt-2026-11.docx"
    assert submission.original_file.read() == sample("bvdkt-2026-11.docx")
    assert [note["code"] for note in submission.import_notes] == ["title_recased"]
    assert [event.verb for event in submission.events.all()] == [EventVerb.CREATE]


def test_photos_go_into_the_unit_s_own_collection_under_names_nobody_can_guess() -> None:
    unit = factories.a_unit()
    page = latest(taken_in(sample("cdc-2026-11.docx"), unit=unit))
    photos = Photo.objects.all()
    assert {photo.collection for photo in photos} == {collection_of(unit)}
    assert len(photos) == 2
    for photo in photos:
        assert re.fullmatch(r"original_images/[0-9a-f-]{36}\.jpg", photo.file.name)
        assert photo.file_hash
        assert photo.width in {2000, 1500}
    figures = [block.value for block in page.body if block.block_type == "figure"]
    assert [figure["credit"] for figure in figures] == ["CDC Khánh Hòa"]
    assert page.lead_image is not None
    assert page.lead_image.pk != figures[0]["image"].pk


def test_lists_and_headings_and_tables_keep_their_place_in_the_text() -> None:
    centre = latest(taken_in(sample("cdc-2026-11.docx")))
    kinds = [block.block_type for block in centre.body]
    assert kinds == [
        "paragraph", "heading", "paragraph", "heading", "paragraph", "heading", "paragraph", "figure", "paragraph",
    ]  # fmt: skip
    assert centre.body[2].value.source.endswith("</li></ul>")
    assert centre.body[2].value.source.count("<li ") == 3
    cam_lam = latest(taken_in(sample("ttyt-cl-2026-11.docx")))
    (table,) = [block.value for block in cam_lam.body if block.block_type == "table"]
    assert table["header"]
    assert [list(row) for row in table["rows"]][3] == ["2025", "3.871", "100"]


def test_a_file_in_an_old_font_becomes_proper_unicode_and_its_writer_is_told() -> None:
    result = taken_in(sample("ttyt-vn-2026-11-tcvn3.docx"))
    assert latest(result).title == "Không hẹn lại lần hai: kỷ cương bắt đầu từ tờ phiếu hẹn"
    assert latest(result).byline == "Hồ Thị Thu Vân"
    assert [note.code for note in result.notes] == ["legacy_font", "sapo_missing"]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_decomposed_twin_is_stored_as_the_same_article(name: str) -> None:
    one, other = latest(taken_in(sample(name))), latest(taken_in(decomposed(sample(name))))
    for field in ("title", "sapo", "byline", "lead_caption", "lead_credit"):
        assert getattr(one, field) == getattr(other, field)
    assert [_plain(block) for block in one.body.raw_data] == [_plain(block) for block in other.body.raw_data]


def _plain(block: dict[str, object]) -> str:
    """A raw block without the ids that differ from article to article."""
    return re.sub(r"'(?:id|image)': (?:'[^']*'|\d+)", "", repr({**block, "id": ""}))


def test_the_same_file_can_be_handed_in_twice() -> None:
    unit = factories.a_unit()
    first, second = (latest(taken_in(sample("ttyt-vn-2026-11-tcvn3.docx"), unit=unit)) for _ in range(2))
    assert first.slug != second.slug
    assert first.title == second.title


def test_a_file_without_a_title_is_kept_and_its_writer_is_asked_for_one() -> None:
    unit = factories.a_unit()
    data = article(title="", sapo="", byline="")
    result = taken_in(data, unit=unit)
    assert latest(result).title == str(actions.UNTITLED)
    assert {note.code for note in result.notes} >= {"title_missing", "sapo_missing", "byline_missing"}
    with pytest.raises(NotReady):
        import_and_submit(data=data, filename="a.docx", unit=unit, author=factories.a_writer(unit))
    assert Submission.objects.count() == 1


def test_only_the_people_of_a_unit_and_the_administrator_hand_in_for_it() -> None:
    unit, other = factories.a_unit(), factories.a_unit()
    data = sample("ttyt-vn-2026-11-tcvn3.docx")
    for stranger in (factories.a_writer(other), factories.an_editor(), factories.an_officer()):
        with pytest.raises(NotOfUnit):
            import_word(data=data, filename="a.docx", unit=unit, author=stranger)
    assert not Page.objects.exact_type(ArticlePage).exists()
    for member in (factories.a_head(unit), factories.an_administrator()):
        assert import_word(data=data, filename="a.docx", unit=unit, author=member).page.pk


def test_a_refused_file_leaves_neither_row_nor_file() -> None:
    unit = factories.a_unit()
    before = stored_files()
    with pytest.raises(IntakeRefused) as refused:
        taken_in(b"%PDF-1.7" + b"\0" * 2000, unit=unit)
    assert refused.value.code == RefusalCode.PDF
    assert not Page.objects.exact_type(ArticlePage).exists()
    assert not Submission.objects.exists()
    assert not Photo.objects.exists()
    assert stored_files() == before


def test_files_go_with_the_rows_when_storing_fails_half_way(monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored_files()

    def fails(*args: object) -> list[object]:
        # By now the photos are written.
        assert stored_files() > before
        raise IntegrityError("the disk of the database is full")

    monkeypatch.setattr(actions, "_cut_notes", fails)
    with pytest.raises(IntegrityError):
        taken_in(sample("cdc-2026-11.docx"))
    assert stored_files() == before
    assert not Page.objects.exact_type(ArticlePage).exists()
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.docx", "passwd.docx"),
        ("C:\\Users\\An\\Bài tháng 11.docx", "Bài tháng 11.docx"),
        ("a\r\nSet-Cookie: x.docx", "a Set-Cookie: x.docx"),
        ("bai\u202excod.docx", "baixcod.docx"),
        ("x" * 400 + ".docx", "x" * 255),
        ("", ""),
    ],
)
def test_the_file_s_name_is_kept_for_people_and_never_used_as_a_path(given: str, kept: str) -> None:
    result = taken_in(sample("ttyt-vn-2026-11-tcvn3.docx"), filename=given)
    assert result.submission.original_name == kept
    assert re.fullmatch(r"originals/\d{4}/\d{2}/[0-9a-f-]{36}\.docx", result.submission.original_file.name)


def test_handing_in_without_a_person_fills_the_gaps_and_says_so_for_each() -> None:
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    result = import_and_submit(data=sample("cdc-2026-11.docx"), filename="cdc.docx", unit=unit, author=writer)
    submission = Submission.objects.get(pk=result.submission.pk)
    assert submission.state == State.SUBMITTED
    page = latest(result)
    assert (page.genre, page.audience, page.topic.code) == ("article", "citizens", "T10")
    assert page.lead_alt == page.lead_caption
    given = [note["code"] for note in submission.import_notes]
    assert given == ["genre_suggested", "topic_suggested", "audience_suggested", "alt_suggested", "alt_suggested"]


def test_what_no_suggestion_can_fill_stops_the_handing_in_and_leaves_nothing() -> None:
    unit = factories.a_unit()
    before = stored_files()
    with pytest.raises(NotReady):
        import_and_submit(data=article(byline=""), filename="a.docx", unit=unit, author=factories.a_writer(unit))
    assert not Submission.objects.exists()
    assert stored_files() == before

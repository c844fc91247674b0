"""Old Word files, rich text and OpenDocument, through LibreOffice; and what is said where there is none."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from submissions.articles.models import Submission
from submissions.intake.actions import import_word
from submissions.intake.docx import IntakeRefused, Kind, RefusalCode, WordArticle, read_docx
from submissions.intake.jail import cell
from submissions.intake.jail import office as libreoffice
from submissions.intake.messages import refusal_message
from submissions.intake.reading import read_file
from tests import factories
from tests.submissions.intake.test_docx_refusals import OLE, opendocument
from tests.submissions.intake.word_files import SAPO, TITLE, article, packed, parts_of, photo, sample

if TYPE_CHECKING:
    from pathlib import Path

OLD_WORD = OLE + "WordDocument".encode("utf-16-le")
RICH_TEXT = rb"{\rtf1\ansi Xin ch\u224?o}"
SAVED_AS = {"doc": Kind.OLD_WORD, "rtf": Kind.RICH_TEXT, "odt": Kind.OPEN_DOCUMENT}


@pytest.fixture(scope="module")
def saved(office: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """An article with a photo and one in an old font, as LibreOffice saves them in each format."""
    folder = tmp_path_factory.mktemp("saved")
    (folder / "new.docx").write_bytes(article(middle=lambda word: word.picture()))
    (folder / "old-font.docx").write_bytes(sample("ttyt-vn-2026-11-tcvn3.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for suffix in (*SAVED_AS, "docx"):
        subprocess.run(
            [office, profile, "--headless", "--norestore", "--convert-to", suffix, "--outdir", f"out-{suffix}", "new.docx", "old-font.docx"],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
    return {path.name: path.read_bytes() for path in folder.glob("out-*/*")}


def gist(read: WordArticle) -> tuple[object, ...]:
    return read.title, read.sapo, read.byline, read.words, [type(block) for block in read.blocks], len(read.images)


@pytest.mark.office
@pytest.mark.parametrize("suffix", SAVED_AS)
def test_an_old_format_gives_the_article_that_the_word_file_gives(saved: dict[str, bytes], suffix: str) -> None:
    reading = read_file(saved[f"new.{suffix}"])
    assert reading.kind == SAVED_AS[suffix]
    assert gist(reading.article) == gist(read_docx(article(middle=lambda word: word.picture())))
    old_font = read_file(saved[f"old-font.{suffix}"])
    assert gist(old_font.article) == gist(read_docx(sample("ttyt-vn-2026-11-tcvn3.docx")))
    assert old_font.article.warnings[0].code == "legacy_font"


@pytest.mark.office
def test_a_word_file_that_libreoffice_saved_is_the_article_that_went_in(saved: dict[str, bytes]) -> None:
    assert gist(read_docx(saved["new.docx"])) == gist(read_docx(article(middle=lambda word: word.picture())))
    assert gist(read_docx(saved["old-font.docx"])) == gist(read_docx(sample("ttyt-vn-2026-11-tcvn3.docx")))


@pytest.mark.office
@pytest.mark.once
@pytest.mark.django_db
def test_the_old_file_itself_is_kept_under_its_own_suffix(saved: dict[str, bytes]) -> None:
    unit = factories.a_unit()
    data = saved["new.doc"]
    import_word(data=data, filename="bài.doc", unit=unit, author=factories.a_writer(unit))
    submission = Submission.objects.get()
    assert submission.original_file.read() == data
    assert submission.original_file.name.endswith(".doc")
    assert (submission.page.title, submission.page.sapo) == (TITLE, SAPO)


@pytest.mark.office
def test_what_an_old_file_links_to_is_neither_fetched_nor_read(office: str, tmp_path: Path) -> None:
    secret, picture = tmp_path / "secret.txt", tmp_path / "secret.jpg"
    secret.write_text("Khong ai duoc doc cau nay.")
    picture.write_bytes(photo())
    linked = (
        r"{\rtf1\ansi\b Mot tieu de de xem co gi duoc lay ve khong\b0\par Cau mo dau cua bai viet nay.\par "
        + "".join(
            rf'{{\field{{\*\fldinst {kind} "{target}"}}{{\fldrslt thay}}}}'
            for kind, target in (
                ("INCLUDEPICTURE", "http://127.0.0.1:9/x.png"),
                ("INCLUDEPICTURE", picture.as_uri()),
                ("INCLUDETEXT", "http://127.0.0.1:9/x.txt"),
                ("INCLUDETEXT", secret.as_uri()),
            )
        )
        + r"\par Cau ket thuc cua bai viet nay.}"
    )
    read = read_file(linked.encode()).article
    assert "Khong ai" not in repr(read)
    assert read.images == []


@pytest.mark.office
@pytest.mark.parametrize("data", [OLD_WORD + bytes(4096), opendocument()], ids=["doc", "odt"])
def test_a_damaged_old_file_is_refused_with_the_way_out(office: str, data: bytes) -> None:
    with pytest.raises(IntakeRefused) as refused:
        read_file(data)
    assert refused.value.code in (RefusalCode.OFFICE_FAILED, RefusalCode.NO_TEXT)


@pytest.mark.office
def test_an_office_that_does_not_end_is_killed(office: str) -> None:
    hasty = replace(cell.OFFICE, wall_seconds=0.2)
    with pytest.raises(IntakeRefused) as refused:
        read_file(RICH_TEXT, office_bounds=hasty)
    assert refused.value.code == RefusalCode.TIMED_OUT


def test_what_the_office_leaves_is_looked_at_like_a_stranger_s_file(monkeypatch: pytest.MonkeyPatch) -> None:
    left: dict[str, bytes] = {}

    def leaves(place: Path, **_named: object) -> None:
        (place / "out").mkdir()
        for name, data in left.items():
            (place / "out" / name).write_bytes(data)

    monkeypatch.setattr(libreoffice, "program", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(cell, "run", leaves)
    bomb = packed({**parts_of(article()), "word/media/image1.png": bytes(60_000_000)})
    for data, code in ((None, "office_failed"), (b"", "office_failed"), (bomb, "bomb"), (b"%PDF-1.7", "pdf")):
        left = {} if data is None else {"source.docx": data}
        with pytest.raises(IntakeRefused) as refused:
            read_file(RICH_TEXT)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (OLD_WORD, RefusalCode.OLD_WORD),
        (RICH_TEXT, RefusalCode.RICH_TEXT),
        (opendocument(), RefusalCode.OPEN_DOCUMENT),
    ],
    ids=["doc", "rtf", "odt"],
)
def test_without_libreoffice_each_kind_is_named_with_what_to_do(
    data: bytes, code: RefusalCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "")
    with pytest.raises(IntakeRefused) as refused:
        read_file(data)
    assert refused.value.code == code
    assert ".docx" in refusal_message(refused.value)

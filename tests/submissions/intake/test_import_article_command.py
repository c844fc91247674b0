"""``manage.py import_article``: the same way from the command line, with answers that a program can read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from wagtail.models import Page

from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from tests import factories
from tests.shared import shared
from tests.submissions.intake.word_files import SAMPLES

if TYPE_CHECKING:
    from pathlib import Path

    from submissions.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.once]

Captured = pytest.CaptureFixture[str]


@shared
def unit(house: object) -> Unit:
    unit = factories.a_unit(code="BVTHU")
    factories.a_writer(unit, email="nguoi.viet@vi-du.vn")
    return unit


def answer(capsys: Captured, *arguments: str) -> tuple[int, Any]:
    """Exit code and the JSON document on standard output."""
    capsys.readouterr()
    try:
        call_command("import_article", *arguments, "--json")
        code = 0
    except SystemExit as left:
        code = int(left.code or 0)
    return code, json.loads(capsys.readouterr().out)


def of(name: str, *, unit: str = "BVTHU", author: str = "nguoi.viet@vi-du.vn") -> list[str]:
    return [str(SAMPLES / name), "--unit", unit, "--author", author]


def test_a_draft_is_described_by_its_json(unit: Unit, capsys: Captured) -> None:
    code, document = answer(capsys, *of("bvdkt-2026-11.docx"))
    page = Page.objects.exact_type(ArticlePage).get().specific
    assert code == 0
    assert list(document) == ["article_id", "page_id", "title", "sapo", "words", "images", "byline", "warnings"]
    assert document["article_id"] == str(page.uid)
    assert document["page_id"] == page.pk
    assert document["title"] == page.title
    assert document["words"] == 344
    assert document["images"] == [
        {
            "alt": "",
            "caption": "Tình nguyện viên hướng dẫn người bệnh đăng ký khám bằng căn cước.",
            "credit": "H.A",
        }
    ]
    assert document["byline"] == "Nguyễn Hoài An"
    assert [set(warning) for warning in document["warnings"]] == [{"code", "message"}]
    assert page.submission.state == State.DRAFT


@pytest.mark.parametrize("name", ["bvdkt-2026-11.docx", "cdc-2026-11.docx", "ttyt-cl-2026-11.docx"])
def test_submit_hands_the_article_in_with_a_warning_for_each_suggestion(
    unit: Unit, capsys: Captured, name: str
) -> None:
    code, document = answer(capsys, *of(name), "--submit")
    assert code == 0
    assert Submission.objects.get().state == State.SUBMITTED
    codes = {warning["code"] for warning in document["warnings"]}
    assert codes >= {"genre_suggested", "topic_suggested", "audience_suggested", "alt_suggested"}
    assert all(image["alt"] for image in document["images"])


def test_a_file_that_marks_no_standfirst_is_handed_in_with_its_first_sentence_and_says_so(
    unit: Unit, capsys: Captured
) -> None:
    code, document = answer(capsys, *of("ttyt-vn-2026-11-tcvn3.docx"), "--submit")
    assert code == 0
    assert document["sapo"].startswith("Từ đầu tháng 11, bộ phận tiếp nhận của Trung tâm Y tế Vạn Ninh")
    assert "sapo_suggested" in {warning["code"] for warning in document["warnings"]}
    assert Submission.objects.get().state == State.SUBMITTED


def test_a_refused_file_exits_with_two_a_message_and_no_row(unit: Unit, capsys: Captured, tmp_path: Path) -> None:
    bad = tmp_path / "bai.docx"
    bad.write_text("<html><body>Bài</body></html>", encoding="utf-8")
    code, document = answer(capsys, str(bad), "--unit", "BVTHU", "--author", "nguoi.viet@vi-du.vn")
    assert code == 2
    assert document["error"]["code"] == "web_page"
    assert document["error"]["message"]
    assert not Page.objects.exact_type(ArticlePage).exists()


def test_a_missing_file_is_refused_with_a_message(unit: Unit, capsys: Captured, tmp_path: Path) -> None:
    missing = str(tmp_path / "khong-co.docx")
    code, document = answer(capsys, missing, "--unit", "BVTHU", "--author", "nguoi.viet@vi-du.vn")
    assert (code, document["error"]["code"]) == (2, "unreadable")


def test_unknown_units_and_people_and_strangers_are_refused(unit: Unit, capsys: Captured) -> None:
    factories.a_writer(factories.a_unit(), email="nguoi.khac@vi-du.vn")
    factories.a_person(email="da.nghi@vi-du.vn", is_active=False)
    name = "ttyt-vn-2026-11-tcvn3.docx"
    for arguments, expected in (
        (of(name, unit="KHONGCO"), "unknown_unit"),
        (of(name, author="khong.co@vi-du.vn"), "unknown_author"),
        (of(name, author="da.nghi@vi-du.vn"), "unknown_author"),
        (of(name, author="nguoi.khac@vi-du.vn"), "not_of_unit"),
    ):
        code, document = answer(capsys, *arguments)
        assert (code, document["error"]["code"]) == (2, expected)
    assert not Page.objects.exact_type(ArticlePage).exists()


def test_the_administrator_may_hand_in_for_any_unit(unit: Unit, capsys: Captured) -> None:
    factories.an_administrator(email="quan.tri@vi-du.vn")
    code, _document = answer(capsys, *of("cdc-2026-11.docx", author="Quan.Tri@vi-du.vn"), "--submit")
    assert code == 0
    assert Submission.objects.get().state == State.SUBMITTED


def test_without_json_people_read_what_happened(unit: Unit, capsys: Captured) -> None:
    call_command("import_article", *of("bvdkt-2026-11.docx"))
    printed = capsys.readouterr().out
    assert "Bớt một lần xếp hàng" in printed
    assert "title_recased" in printed

"""A report: the same figures in its sentences, its docx and its xlsx, and frozen when it is sent."""

from __future__ import annotations

import json
from datetime import datetime
from io import StringIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from docx import Document
from openpyxl import load_workbook

from bulletin.reports.figures import figures
from bulletin.reports.models import FrozenReport
from cms.core.periods import Month, Quarter
from submissions.articles.actions import record_confirmed
from submissions.articles.enums import State
from submissions.moderation import actions
from tests import factories
from tests.shared import shared

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day: int, month: int = 11) -> datetime:
    """Nine o'clock of a day of 2026, local time."""
    return datetime(2026, month, day, 9, tzinfo=ZONE)


@shared
def month_of_work() -> None:
    """Two units that met their duty, one late and unpublished, one silent."""
    done = factories.an_article(
        unit=factories.a_unit("A", name="Bệnh viện Da liễu"), state=State.PUBLISHED, at=at(4), title='=HYPERLINK("x")'
    )
    record_confirmed(story_id=done.page_id, at=at(6), url="http://tinh.example/1")
    factories.an_article(unit=factories.a_unit("B"), state=State.PUBLISHED, at=at(9))
    factories.an_article(unit=factories.a_unit("C"), state=State.SUBMITTED, at=at(15))
    factories.a_unit("D")


def run(*arguments: str) -> str:
    """The command's standard output."""
    out = StringIO()
    call_command("report", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("month_of_work")
def test_docx_and_xlsx_hold_the_figures_of_the_boards(tmp_path: Path) -> None:
    run("month", "2026-11", "--out", str(tmp_path))
    text = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / "bao-cao-2026-11.docx")).paragraphs)
    assert "gửi 03 bài, trong đó 02 bài đúng hạn; 02 bài được duyệt, 02 bài đăng" in text
    assert "01 bài được xác nhận" in text
    assert "tháng 11 năm 2026" in text
    sheet = load_workbook(tmp_path / "bao-cao-2026-11.xlsx")["Biểu 4"]
    rows = {row[1]: row[2:8] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert rows["Bệnh viện Da liễu"] == (1, 1, 1, 1, 1, 1)
    assert rows["Cộng"] == (4, 3, 2, 2, 2, 1)


@pytest.mark.usefixtures("month_of_work")
def test_a_title_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    run("month", "2026-11", "--out", str(tmp_path))
    book = load_workbook(tmp_path / "bao-cao-2026-11.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.usefixtures("month_of_work")
def test_a_frozen_report_keeps_its_figures_and_later_changes_show_as_a_difference(tmp_path: Path) -> None:
    run("month", "2026-11", "--out", str(tmp_path), "--freeze")
    frozen = FrozenReport.objects.get()
    before = dict(frozen.figures)
    factories.an_article(unit=factories.a_unit("E"), state=State.PUBLISHED, at=at(20))
    answer = json.loads(run("month", "2026-11", "--out", str(tmp_path), "--json"))
    assert any(line.startswith("units.E") for line in answer["changes_since_frozen"])
    frozen.refresh_from_db()
    assert frozen.figures == before
    run("month", "2026-11", "--out", str(tmp_path), "--freeze")
    assert list(FrozenReport.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.usefixtures("month_of_work")
def test_a_quarter_is_the_sum_of_its_months() -> None:
    factories.an_article(state=State.PUBLISHED, at=at(3, month=10))
    quarter = figures(Quarter(2026, 4))
    months = [figures(Month(2026, month)) for month in (10, 11, 12)]
    for fact in ("submitted", "on_time", "accepted", "published", "confirmed"):
        assert getattr(quarter.totals, fact) == sum(getattr(month.totals, fact) for month in months)
    assert quarter.published == sum(month.published for month in months)


def test_a_withdrawn_article_was_published_all_the_same() -> None:
    submission = factories.an_article(state=State.PUBLISHED, at=at(4))
    actions.withdraw(submission_id=submission.pk, actor=factories.a_desk_editor(), reason="Sai", now=at(5))
    assert figures(Month(2026, 11)).totals.published == 1


def test_an_empty_month_says_zero(tmp_path: Path) -> None:
    factories.a_unit()
    answer = json.loads(run("month", "2026-11", "--out", str(tmp_path), "--json"))
    assert answer["figures"]["totals"] == [0, 0, 0, 0, 0]
    assert answer["figures"]["published_articles"] == 0


@pytest.mark.parametrize(
    ("kind", "period"), [("month", "2026-00"), ("quarter", "2026-5"), ("half", "2026-3"), ("year", "26")]
)
def test_a_period_that_does_not_exist_is_refused_with_exit_2(kind: str, period: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("report", kind, period, "--out", str(tmp_path), stdout=StringIO(), stderr=StringIO())
    assert ended.value.code == 2
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_refused_with_exit_2(tmp_path: Path) -> None:
    factories.a_unit()
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("report", "month", "2026-11", "--out", str(blocked), stdout=StringIO(), stderr=StringIO())
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("kind", "period"), [("quarter", "2026-4"), ("quarter", "2026-Q4"), ("half", "2026-2"), ("year", "2026")]
)
def test_longer_periods_are_written_too(kind: str, period: str, tmp_path: Path) -> None:
    factories.an_article(state=State.PUBLISHED, at=at(4))
    run(kind, period, "--out", str(tmp_path))
    assert {path.suffix for path in tmp_path.iterdir()} == {".docx", ".xlsx"}

"""The tables of a report, as rows of cells: written once, printed into docx and xlsx alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.core.periods import local
from cms.core.text import format_date, format_share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bulletin.reports.figures import Figures

Cell = str | int


@dataclass(frozen=True, kw_only=True)
class Table:
    """A titled table; ``total`` is its last, emphasised row. ``sheet`` names it in a workbook.

    ``widths`` are the columns' in centimetres, for the 26 cm of a page across.
    """

    title: str
    sheet: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]
    total: Sequence[Cell] = ()


def tables(figures: Figures) -> list[Table]:
    """All tables of a report. Their words are those of the department's form and stay Vietnamese in every language."""
    return [_summary(figures), _articles(figures), _issues(figures), _units(figures), _forwarded(figures)]


def _summary(figures: Figures) -> Table:
    total = figures.totals
    rows: list[list[Cell]] = [
        ["Bài đơn vị gửi", total.submitted, ""],
        ["Bài gửi đúng hạn", total.on_time, format_share(total.on_time, total.submitted)],
        ["Bài được duyệt", total.accepted, format_share(total.accepted, total.submitted)],
        ["Bài đăng trên Trang TTĐT Sở", total.published, format_share(total.published, total.submitted)],
        ["Bài đăng trên Trang CCHC tỉnh", total.confirmed, format_share(total.confirmed, total.submitted)],
        [
            "Đơn vị đạt chỉ tiêu",
            total.met,
            format_share(total.met, sum(bool(line.months_owed) for line in figures.units)),
        ],
        [
            "Số bản tin phát hành",
            figures.published_issues,
            format_share(figures.published_issues, figures.issue_quota),
        ],
        ["Tin, bài đăng trong kỳ", figures.published, ""],
    ]
    return Table(
        title="Biểu 1 – Tổng hợp", sheet="Biểu 1", head=["Nội dung", "Số lượng", "Tỷ lệ"], rows=rows, widths=[12, 3, 3]
    )


def _units(figures: Figures) -> Table:
    total = figures.totals
    rows: list[list[Cell]] = [
        [
            place, line.name, line.quota, line.submitted, line.on_time, line.accepted, line.published, line.confirmed,
            _day(line.last_submitted_at), _met(line.met, owed=line.months_owed),
        ]
        for place, line in enumerate(figures.units, start=1)
    ]  # fmt: skip
    return Table(
        title="Biểu 4 – Tình hình gửi bài của đơn vị",
        sheet="Biểu 4",
        head=[
            "TT", "Đơn vị", "Chỉ tiêu", "Số bài gửi", "Đúng hạn", "Được duyệt", "Đăng Sở", "Đăng CCHC tỉnh",
            "Ngày gửi", "Đạt/Không đạt",
        ],
        rows=rows,
        widths=[1.2, 8, 1.8, 2, 2, 2, 2, 2.2, 2.4, 2.4],
        total=[
            "", "Cộng", sum(line.quota for line in figures.units), total.submitted, total.on_time, total.accepted,
            total.published, total.confirmed, "", f"{total.met} đạt",
        ],
    )  # fmt: skip


def _articles(figures: Figures) -> Table:
    rows: list[list[Cell]] = [
        [place, _day(row.published_at), row.title, row.genre, row.topic, row.audience, row.unit, row.byline, row.url]
        for place, row in enumerate(figures.articles, start=1)
    ]
    return Table(
        title="Biểu 2 – Tin, bài đã đăng trên Trang TTĐT Sở",
        sheet="Biểu 2",
        head=["TT", "Ngày đăng", "Tiêu đề", "Thể loại", "Chủ đề", "Đối tượng", "Đơn vị", "Tác giả", "Đường dẫn"],
        rows=rows,
        widths=[1.1, 2.3, 6, 2.2, 1.4, 2.3, 4, 2.7, 4],
    )


def _issues(figures: Figures) -> Table:
    rows: list[list[Cell]] = [
        [place, f"{row.number}/{row.year}", _day(row.published_at), row.articles, row.title, row.url]
        for place, row in enumerate(figures.issues, start=1)
    ]
    return Table(
        title="Biểu 3 – Bản tin sức khỏe",
        sheet="Biểu 3",
        head=["TT", "Số bản tin", "Ngày phát hành", "Số tin, bài", "Chủ đề chính", "Đường dẫn"],
        rows=rows,
        widths=[1.2, 3, 3, 2.5, 9, 7.3],
    )


def _forwarded(figures: Figures) -> Table:
    rows: list[list[Cell]] = [
        [
            place,
            row.title,
            row.unit,
            "Đã đăng" if row.confirmed_at else "Chưa xác nhận",
            _day(row.confirmed_at),
            row.confirmed_url,
        ]
        for place, row in enumerate(figures.articles, start=1)
    ]
    return Table(
        title="Biểu 5 – Gửi Trang CCHC tỉnh",
        sheet="Biểu 5",
        head=["TT", "Tiêu đề", "Đơn vị", "Trạng thái", "Ngày đăng", "Đường dẫn"],
        rows=rows,
        widths=[1.2, 9, 5.5, 2.8, 2.5, 5],
    )


def _day(moment: datetime | None) -> str:
    return format_date(local(moment).date()) if moment else ""


def _met(met: bool, *, owed: int) -> str:
    if not owed:
        return "Không giao"
    return "Đạt" if met else "Không đạt"

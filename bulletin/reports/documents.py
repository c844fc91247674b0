"""A report as files: a docx to sign and an xlsx to count with, from the same tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from bulletin.reports.tables import Cell, Table, tables
from cms.core.periods import Half, Month, Quarter
from cms.core.text import format_count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document as DocxDocument
    from docx.table import _Cell

    from bulletin.reports.figures import Figures
    from cms.website.models import SiteProfile

FONT = "Times New Roman"
WIDEST_COLUMN = 60


def write_docx(figures: Figures, *, profile: SiteProfile, path: Path) -> None:
    """Writes the report as a Word document, A4 across."""
    document = Document()
    _page(document)
    _heading(document, figures, profile)
    for sentence in sentences(figures):
        document.add_paragraph(sentence)
    for table in tables(figures):
        _docx_table(document, table)
    end = document.add_paragraph("./.")
    end.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.save(str(path))


def write_xlsx(figures: Figures, *, path: Path) -> None:
    """Writes the report's tables as a workbook, one sheet each. Text cells stay text, whatever they begin with."""
    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    for table in tables(figures):
        sheet = book.create_sheet(table.sheet)
        sheet.append([table.title])
        sheet["A1"].font = Font(name=FONT, bold=True, size=13)
        sheet.append([])
        for line in (table.head, *table.rows, *([table.total] if table.total else [])):
            sheet.append(list(line))
            for cell in sheet[sheet.max_row]:
                cell.font = Font(name=FONT, bold=line is table.head or line is table.total)
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                if isinstance(cell.value, str):
                    cell.data_type = "s"
                if line is table.head:
                    cell.fill = PatternFill("solid", fgColor="DCEBEC")
        for place in range(1, len(table.head) + 1):
            longest = max(
                (len(str(line[place - 1])) for line in (table.head, *table.rows) if line[place - 1] != ""), default=8
            )
            sheet.column_dimensions[get_column_letter(place)].width = min(WIDEST_COLUMN, longest + 3)
        sheet.freeze_panes = "A4"
    book.save(str(path))


def sentences(figures: Figures) -> list[str]:
    """The text of the report: the same numbers as its tables."""
    total = figures.totals
    owed = sum(bool(line.months_owed) for line in figures.units)
    sent = (
        f"Trong kỳ, các đơn vị gửi {format_count(total.submitted)} bài, trong đó {format_count(total.on_time)} bài đúng "
        f"hạn; {format_count(total.accepted)} bài được duyệt, {format_count(total.published)} bài đăng trên Trang thông "
        f"tin điện tử Sở Y tế và {format_count(total.confirmed)} bài được xác nhận đăng trên Trang CCHC tỉnh."
    )
    met = (
        f"Có {total.met}/{owed} đơn vị đạt chỉ tiêu. Đã phát hành {figures.published_issues}/{figures.issue_quota} số bản "
        f"tin, đăng {format_count(figures.published)} tin, bài."
    )
    return [sent, met]


def period_words(figures: Figures) -> str:
    """The period in words, as the title of a report has it."""
    period = figures.period
    if isinstance(period, Month):
        return f"tháng {period.month:02} năm {period.year}"
    if isinstance(period, Quarter):
        return f"quý {period.number} năm {period.year}"
    if isinstance(period, Half):
        return f"{'6 tháng đầu' if period.number == 1 else '6 tháng cuối'} năm {period.year}"
    return f"năm {period.year}"


def _page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin, section.right_margin = Cm(2), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


def _heading(document: DocxDocument, figures: Figures, profile: SiteProfile) -> None:
    head = document.add_table(rows=1, cols=2)
    left, right = head.rows[0].cells
    _lines(left, [(profile.governing_body.upper(), False), (profile.department.upper(), True)])
    _lines(right, [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True), ("Độc lập - Tự do - Hạnh phúc", True)])
    for text, size in (
        ("BÁO CÁO", 14),
        (f"Kết quả công tác thông tin, tuyên truyền cải cách hành chính {period_words(figures)}", 13),
    ):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold, run.font.size = True, Pt(size)


def _lines(cell: _Cell, lines: Sequence[tuple[str, bool]]) -> None:
    for place, (text, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(text).bold = bold


def _docx_table(document: DocxDocument, table: Table) -> None:
    title = document.add_paragraph()
    title.paragraph_format.keep_with_next = True
    title.paragraph_format.space_before = Pt(12)
    title.add_run(table.title).bold = True
    if not table.rows:
        document.add_paragraph("Không có (0).")
        return
    grid = document.add_table(rows=1, cols=len(table.head), style="Table Grid")
    grid.autofit = False
    _row(grid.rows[0].cells, table.head, bold=True)
    # The heading row is repeated on every page.
    grid.rows[0]._tr.get_or_add_trPr().append(grid.rows[0]._tr.makeelement(qn("w:tblHeader"), {}))
    for line in table.rows:
        _row(grid.add_row().cells, line)
    if table.total:
        _row(grid.add_row().cells, table.total, bold=True)
    for row in grid.rows:
        # A row that breaks over two pages is hard to read.
        row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:cantSplit"), {}))
    # LibreOffice goes by the columns, Word by the cells.
    for column, width in zip(grid.columns, table.widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _row(cells: Sequence[_Cell], values: Sequence[Cell], *, bold: bool = False) -> None:
    for cell, value in zip(cells, values, strict=True):
        run = cell.paragraphs[0].add_run(str(value))
        run.bold, run.font.size = bold, Pt(10.5)
        if isinstance(value, int):
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT

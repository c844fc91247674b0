"""What stands in the text, and what is left out of it with a notice."""

from __future__ import annotations

import pytest

from submissions.intake.docx import BulletList, Heading, Paragraph, Quote, Table, WarningCode, WordArticle, read_docx
from tests.submissions.intake.word_files import (
    BODY,
    TITLE,
    W,
    Word,
    article,
    decomposed,
    rewritten,
    with_relationship,
    with_xml,
)

PLACE = "PLACEHOLDER"
VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
BIDDEN = "<w:r><w:t>Câu được giữ. </w:t></w:r>"


def read_inner(inner: str, *, data: bytes | None = None) -> WordArticle:
    """An article one of whose paragraphs has this XML."""
    data = data or article(middle=lambda word: word.line(PLACE))
    return read_docx(with_xml(data, f"<w:r><w:t>{PLACE}</w:t></w:r>", inner))


def htmls(read: WordArticle) -> list[str]:
    return [block.html for block in read.blocks if isinstance(block, Paragraph)]


def codes(read: WordArticle) -> list[WarningCode]:
    return [warning.code for warning in read.warnings]


def counts(read: WordArticle) -> dict[WarningCode, int | str]:
    return {warning.code: warning.params["count"] for warning in read.warnings}


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_runs_of_one_look_become_one_and_blanks_single() -> None:
    inner = run("   Một ") + run(" hai", "<w:b/>") + run(" ", "") + run("ba", "<w:b/>") + run("  bốn ")
    assert htmls(read_inner(inner))[1] == "Một <b>hai ba</b> bốn"


def test_bold_and_italic_and_line_breaks_are_kept_and_everything_else_is_escaped() -> None:
    inner = run("a &lt;script&gt;alert(1)&lt;/script&gt; &amp; ", "<w:b/><w:i/>") + "<w:r><w:br/><w:t>b</w:t></w:r>"
    assert htmls(read_inner(inner))[1] == "<b><i>a &lt;script&gt;alert(1)&lt;/script&gt; &amp;</i></b><br>b"


def test_an_empty_line_inside_a_paragraph_parts_it() -> None:
    inner = "<w:r><w:t>Đoạn trên.</w:t><w:br/><w:br/><w:t>Đoạn dưới.</w:t></w:r>"
    assert htmls(read_inner(inner))[1:3] == ["Đoạn trên.", "Đoạn dưới."]


def test_a_tone_mark_in_a_run_of_its_own_joins_its_letter() -> None:
    assert htmls(read_inner(run("tie") + run("\u0302\u0301p nhận", "<w:b/>")))[1] == "tiế<b>p nhận</b>"


def test_invisible_and_private_characters_are_gone() -> None:
    assert htmls(read_inner(run("\uf0b7 Tr\u200bạm\u202e y\u00ad tế đƣợc")))[1] == "Trạm y tế được"


def test_raised_digits_keep_their_meaning() -> None:
    assert (
        htmls(read_inner(run("20 m") + run("2", '<w:vertAlign w:val="superscript"/>') + run(", lần 1")))[1]
        == "20 m², lần 1"
    )


@pytest.mark.parametrize(
    "target",
    ["https://dichvucong.gov.vn/?a=1&amp;b=%22", "http://x.vn", "mailto:soyte@khanhhoa.gov.vn", "tel:0258-3822-115"],
)
def test_links_to_the_web_mail_and_telephone_are_kept(target: str) -> None:
    inner = f'<w:hyperlink r:id="rId900" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{run("xem")}</w:hyperlink>'
    data = with_relationship(article(middle=lambda word: word.line(PLACE)), kind="hyperlink", target=target)
    read = read_inner(inner, data=data)
    assert htmls(read)[1] == f'<a href="{target}">xem</a>'
    assert codes(read) == []


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#9;script:alert(1)",
        "&#1;javascript:alert(1)",
        "\u200bjavascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///c:/x",
        "\\\\server\\share",
        "//evil.example",
        "https:evil",
        "https://",
        "http://user:pass@evil.example/",
        "http://good.vn\\@evil.example/",
        "mailto:x",
        "tel:alert(1)",
        "tai-lieu.docx",
    ],
)
def test_other_links_lose_their_address_and_keep_their_text(target: str) -> None:
    inner = f'<w:hyperlink r:id="rId900" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{run("xem")}</w:hyperlink>'
    target = target.replace("&#1;", "")
    data = with_relationship(article(middle=lambda word: word.line(PLACE)), kind="hyperlink", target=target)
    read = read_inner(inner, data=data)
    assert htmls(read)[1] == "xem"
    assert codes(read) == [WarningCode.LINK_REMOVED]


def field(instruction: str, shown: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_a_link_made_as_a_field_is_a_link() -> None:
    assert (
        htmls(read_inner(field(' HYPERLINK "https://a.vn/x" \\o "tip" ', "xem")))[1]
        == '<a href="https://a.vn/x">xem</a>'
    )
    hostile = read_inner(field('HYPERLINK "javascript:alert(1)"', "xem"))
    assert htmls(hostile)[1] == "xem"
    assert codes(hostile) == [WarningCode.LINK_REMOVED]


@pytest.mark.parametrize(
    "instruction",
    ['DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"', "DDE x y", 'INCLUDETEXT "\\\\\\\\h\\\\x"', "LINK Excel"],
)
def test_fields_that_fetch_or_start_something_are_left_out_whole(instruction: str) -> None:
    for inner in (
        field(instruction, "lấy từ ngoài"),
        f"<w:fldSimple w:instr='{instruction}'>{run('lấy từ ngoài')}</w:fldSimple>",
    ):
        read = read_inner(run("trước ") + inner + run("sau"))
        assert htmls(read)[1] == "trước sau"
        assert codes(read) == [WarningCode.ACTIVE_FIELD_REMOVED]


def test_the_text_of_harmless_fields_stays_and_a_broken_field_swallows_nothing() -> None:
    assert htmls(read_inner(field("DATE", "05/11/2026")))[1] == "05/11/2026"
    broken = read_inner('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>')
    assert htmls(broken)[-1] == BODY[-1]


def test_text_behind_a_field_that_never_ends_is_named_as_left_out() -> None:
    read = read_inner(BIDDEN + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("lạc"))
    assert htmls(read)[1:] == ["Câu được giữ.", BODY[-1]]
    assert codes(read) == [WarningCode.ACTIVE_FIELD_REMOVED]


def test_neither_inserted_nor_deleted_words_are_published() -> None:
    inner = (
        f"{BIDDEN}<w:ins w:id='1'>{run('chèn thêm ')}</w:ins>"
        "<w:del w:id='2'><w:r><w:delText>tên người bệnh</w:delText></w:r></w:del>"
        f"<w:ins w:id='3'><w:del w:id='4'><w:r><w:delText>x</w:delText></w:r></w:del></w:ins>{run('Hết.')}"
    )
    read = read_inner(inner)
    assert htmls(read)[1] == "Câu được giữ. Hết."
    assert counts(read) == {WarningCode.TRACKED_CHANGES: 3}


def test_moved_words_stay_where_they_were() -> None:
    read = read_inner(
        f"<w:moveFrom w:id='1'>{run('đã dời')}</w:moveFrom><w:moveTo w:id='2'>{run('đến đây')}</w:moveTo>"
    )
    assert htmls(read)[1] == "đã dời"
    assert WarningCode.TRACKED_CHANGES in codes(read)


def test_hidden_text_comments_and_footnotes_are_left_out_with_notices() -> None:
    inner = (
        BIDDEN
        + run("bí mật", "<w:vanish/>")
        + "<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:commentReference w:id='1'/></w:r>"
    )
    read = read_inner(inner)
    assert htmls(read)[1] == "Câu được giữ."
    assert codes(read) == [
        WarningCode.HIDDEN_TEXT_REMOVED,
        WarningCode.FOOTNOTES_REMOVED,
        WarningCode.COMMENTS_REMOVED,
    ]


def test_embedded_objects_and_text_boxes_are_left_out_with_notices() -> None:
    box = f"<w:r><w:pict><v:shape {VML}><v:textbox><w:txbxContent><w:p>{run('trong khung')}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    thing = f"<w:r><w:object><v:shape {VML}/><o:OLEObject {VML} Type='Embed' ProgID='Excel.Sheet'/></w:object></w:r>"
    read = read_inner(BIDDEN + box + thing)
    assert htmls(read)[1] == "Câu được giữ."
    assert codes(read) == [WarningCode.TEXT_BOX_REMOVED, WarningCode.EMBEDDED_OBJECT_REMOVED]


def test_a_template_on_another_computer_is_named_and_not_fetched() -> None:
    settings = "word/_rels/settings.xml.rels"

    def with_template(target: str) -> WordArticle:
        data = article()
        listing = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
            f'Target="{target}" TargetMode="External"/></Relationships>'
        )
        return read_docx(rewritten(data, lambda parts: parts.update({settings: listing.encode()})))

    assert codes(with_template("http://127.0.0.1:9/x.dotm")) == [WarningCode.REMOTE_TEMPLATE]
    assert codes(with_template("\\\\server\\x.dotm")) == [WarningCode.REMOTE_TEMPLATE]
    assert codes(with_template("file:///C:\\Users\\a\\Normal.dotm")) == []


def test_page_headers_are_left_out_with_a_notice_and_page_numbers_without() -> None:
    word = Word()
    word.line(TITLE, bold=True, align="center")
    word.line(BODY[0])
    word.document.sections[0].footer.paragraphs[0].text = "Trang 1/2"
    assert WarningCode.HEADER_FOOTER_REMOVED not in codes(read_docx(word.save()))
    word.document.sections[0].header.paragraphs[0].text = "Lưu hành nội bộ"
    read = read_docx(word.save())
    assert WarningCode.HEADER_FOOTER_REMOVED in codes(read)
    assert "Lưu hành" not in repr(read)


def test_lists_by_style_and_by_numbering_are_lists() -> None:
    def middle(word: Word) -> None:
        for text in ("một", "hai"):
            word.line(text, style="List Bullet")
        for text in ("ba", "bốn"):
            word.line(text, style="List Number")
        word.xml('<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>năm</w:t></w:r>')
        word.line("• sáu")

    lists = [block for block in read_docx(article(middle=middle)).blocks if isinstance(block, BulletList)]
    assert [(listing.items, listing.ordered) for listing in lists[:2]] == [
        (["một", "hai"], False),
        (["ba", "bốn"], True),
    ]
    assert [item for listing in lists[2:] for item in listing.items] == ["năm", "sáu"]


def test_headings_quotes_and_a_bold_line_above_a_paragraph() -> None:
    def middle(word: Word) -> None:
        word.line("Cách làm mới", style="Heading 3")
        word.line("Một câu đáng nhớ.", style="Quote")
        word.line("– Bà Trần Thị Lựu", style="Quote")
        word.line("Kết quả bước đầu", bold=True)
        word.line("Số hồ sơ trực tuyến tăng lên rõ rệt sau ba tháng.")
        word.line("Ông nghĩ gì về việc này?", bold=True)
        word.line("Tôi rất mừng.")

    blocks = read_docx(article(middle=middle)).blocks
    assert Heading("Cách làm mới", 3) in blocks
    assert Quote("Một câu đáng nhớ.", "Bà Trần Thị Lựu") in blocks
    assert Heading("Kết quả bước đầu", 2) in blocks
    assert Paragraph("<b>Ông nghĩ gì về việc này?</b>") in blocks


def test_tables_are_squared_and_merged_cells_are_empty() -> None:
    def middle(word: Word) -> None:
        table = word.document.add_table(rows=3, cols=3)
        for at, text in enumerate(("Đơn vị", "Năm 2025", "Năm 2026")):
            table.cell(0, at).text = text
        table.cell(1, 0).merge(table.cell(2, 0)).text = "Nha Trang"
        table.cell(1, 1).merge(table.cell(1, 2)).text = "12"
        table.cell(2, 2).text = "<b>30</b>"

    (table,) = [block for block in read_docx(article(middle=middle)).blocks if isinstance(block, Table)]
    assert table.rows == [["Đơn vị", "Năm 2025", "Năm 2026"], ["Nha Trang", "12", ""], ["", "", "<b>30</b>"]]
    assert table.header


def test_a_frame_of_one_cell_is_text() -> None:
    def middle(word: Word) -> None:
        word.document.add_table(rows=1, cols=1).cell(0, 0).text = "Trong khung một ô."

    assert Paragraph("Trong khung một ô.") in read_docx(article(middle=middle)).blocks


@pytest.mark.parametrize("font", [".VnTime", "Times New Roman", ""])
def test_tcvn3_is_converted_by_the_font_or_by_the_spelling(font: str) -> None:
    word = Word()
    word.line("Së Y tÕ Kh¸nh Hßa c¶i c¸ch hµnh chÝnh", bold=True, align="center", font=font)
    word.line("ng­êi d©n ®­îc phôc vô", font=font)
    read = read_docx(word.save())
    assert read.title == "Sở Y tế Khánh Hòa cải cách hành chính"
    assert htmls(read) == ["người dân được phục vụ"]
    assert WarningCode.LEGACY_FONT in codes(read)


def test_vni_is_converted_too() -> None:
    word = Word()
    word.line("Sôû Y teá Khaùnh Hoøa caûi caùch haønh chính", bold=True, align="center", font="VNI-Times")
    word.line("ngöôøi daân ñöôïc", font="VNI-Times")
    assert read_docx(word.save()).title == "Sở Y tế Khánh Hòa cải cách hành chính"


def test_an_old_font_over_unicode_text_changes_nothing() -> None:
    word = Word()
    word.line(TITLE, bold=True, align="center", font=".VnTime")
    word.line(BODY[0], font=".VnTime")
    read = read_docx(word.save())
    assert read.title == TITLE
    assert htmls(read) == [BODY[0]]
    assert WarningCode.LEGACY_FONT not in codes(read)


def test_text_in_the_wrong_encoding_is_repaired() -> None:
    read = read_inner(run("Sá»Ÿ Y táº¿ KhÃ¡nh HÃ²a"))
    assert htmls(read)[1] == "Sở Y tế Khánh Hòa"
    assert codes(read) == [WarningCode.MOJIBAKE_REPAIRED]


def test_a_decomposed_twin_of_everything_is_the_same() -> None:
    def middle(word: Word) -> None:
        word.line("Chữ đậm và", bold=True).add_run(" chữ thường ở đây.")
        word.line("mục một", style="List Bullet")
        word.document.add_table(rows=2, cols=2).cell(0, 0).text = "Đơn vị"
        word.line("Ảnh: Đức Thịnh", italic=True, align="center")

    data = article(middle=middle, title="TRUNG TÂM Y TẾ NHA TRANG HƯỚNG DẪN DỊCH VỤ CÔNG TRỰC TUYẾN")
    assert read_docx(decomposed(data)) == read_docx(data)


def test_a_strict_file_is_read_like_a_transitional_one() -> None:
    data = with_xml(article(), W.split('"')[1], "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert read_docx(data).title == TITLE


@pytest.mark.parametrize("number", ["", "-1", "²", "٣", "9" * 5_000, "1e400", "NaN", "0x10"])
def test_a_number_that_is_none_costs_no_text(number: str) -> None:
    data = article(middle=lambda word: word.line(PLACE))
    level = f'<w:pPr><w:outlineLvl w:val="{number}"/></w:pPr>'
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{number}"/></w:tcPr><w:p><w:r><w:t>Ô {{}}</w:t></w:r></w:p></w:tc>'
    rows = "".join(f"<w:tr>{cell.format(row)}{cell.format(row + 1)}</w:tr>" for row in (1, 3))
    paragraph = f"</w:p><w:tbl>{rows}</w:tbl><w:p>{level}{run('Câu được giữ.')}"
    read = read_docx(with_xml(data, f"<w:r><w:t>{PLACE}</w:t></w:r>", paragraph))
    assert any("Câu được giữ." in each for each in htmls(read))
    assert [block for block in read.blocks if isinstance(block, Table)]

"""The same article as other programs than Word write it, with the habits of each."""

from __future__ import annotations

from tests.submissions.intake.word_files import AUTHOR, BODY, SAPO, TITLE, packed, photo

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
DRAWING = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LINK = "https://dichvucong.gov.vn/"
CAPTION = "Hai tình nguyện viên ở bàn hướng dẫn. Ảnh: H.A"
STEPS = ("Mở ứng dụng VNeID.", "Chọn nơi khám.", "Nhận số thứ tự.")
HEADING = "Ba bước, mười phút"


def google_docs() -> bytes:
    """As Google Docs exports: styles without names of headings beyond its own, every run wrapped and dressed directly,
    ``w:rtl`` everywhere, lists by numbering alone, links with a style of their own, pictures called imageN.jpg."""
    plain = '<w:rPr><w:rtl w:val="0"/></w:rPr>'

    def run(text: str, look: str = "") -> str:
        return f'<w:r w:rsidDel="00000000" w:rsidR="00000000" w:rsidRPr="00000000"><w:rPr>{look}<w:rtl w:val="0"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'

    def paragraph(inner: str, look: str = "") -> str:
        return f"<w:p><w:pPr>{look}{plain}</w:pPr>{inner}</w:p>"

    bold = '<w:b w:val="1"/><w:bCs w:val="1"/>'
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    picture = f'<w:r>{plain}<w:drawing><wp:inline distB="114300"><wp:docPr id="1" name="image1.jpg"/>{graphic("rId7")}</wp:inline></w:drawing></w:r>'
    linked = f'<w:hyperlink r:id="rId8">{run("Cổng Dịch vụ công", "<w:color w:val=" + chr(34) + "1155cc" + chr(34) + "/><w:u w:val=" + chr(34) + "single" + chr(34) + "/>")}</w:hyperlink>'
    body = "".join(
        [
            f'<w:sdt><w:sdtPr><w:id w:val="1"/><w:tag w:val="goog_rdk_0"/></w:sdtPr><w:sdtContent>{paragraph(run(TITLE), "<w:pStyle w:val=" + chr(34) + "Title" + chr(34) + "/>")}</w:sdtContent></w:sdt>',
            paragraph(run(SAPO, bold)),
            paragraph(f"<w:sdt><w:sdtContent>{run(BODY[0][:40])}{run(BODY[0][40:])}</w:sdtContent></w:sdt>"),
            paragraph(picture, '<w:jc w:val="center"/>'),
            paragraph(run(CAPTION, '<w:i w:val="1"/>'), '<w:jc w:val="center"/>'),
            paragraph(run(HEADING), '<w:pStyle w:val="Heading2"/>'),
            *[paragraph(run(step), listed) for step in STEPS],
            paragraph(run("Xem thêm ở ") + linked + run(".")),
            paragraph(run(BODY[1])),
            paragraph(run(f"Bài: {AUTHOR}", bold), '<w:jc w:val="right"/>'),
        ]
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{code}"><w:name w:val="{name}"/></w:style>'
        for code, name in (("Normal", "normal"), ("Title", "Title"), ("Heading2", "heading 2"))
    )
    return document(body, styles=styles, numbering="bullet", links={"rId8": LINK})


def wps() -> bytes:
    """As WPS Writer saves: styles by number, its own namespaces, every drawing in two versions, lists as a style's."""
    bold = "<w:b/><w:bCs/>"

    def run(text: str, look: str = "") -> str:
        return f'<w:r><w:rPr><w:rFonts w:hint="default" w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>{look}<w:lang w:val="vi-VN"/></w:rPr><w:t>{text}</w:t></w:r>'

    def paragraph(inner: str, look: str = "") -> str:
        return f"<w:p>{'<w:pPr>' + look + '</w:pPr>' if look else ''}{inner}</w:p>"

    anchor = f'<wp:anchor distT="0"><wp:docPr id="4" name="图片 4" descr="IMG_2034"/>{graphic("rId7")}</wp:anchor>'
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{anchor}</w:drawing></mc:Choice>'
        '<mc:Fallback><w:pict><v:shape o:spid="_x0000_s1026"><v:imagedata r:id="rId7" o:title="IMG_2034"/></v:shape></w:pict></mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )
    listed = '<w:pStyle w:val="9"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "{LINK}" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("Cổng Dịch vụ công", "<w:u/>")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = "".join(
        [
            paragraph(run(TITLE, bold), '<w:jc w:val="center"/>'),
            paragraph(run(SAPO, bold)),
            paragraph(run(BODY[0]), '<w:ind w:firstLine="720"/>'),
            paragraph(both),
            paragraph(run(CAPTION, "<w:i/>"), '<w:jc w:val="center"/>'),
            paragraph(run(HEADING), '<w:pStyle w:val="3"/>'),
            *[paragraph(run(step), listed) for step in STEPS],
            paragraph(run("Xem thêm ở ") + field + run(".")),
            paragraph(run(BODY[1])),
            paragraph(run(f"Bài: {AUTHOR}", bold), '<w:jc w:val="right"/>'),
        ]
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{code}"><w:name w:val="{name}"/>{more}</w:style>'
        for code, name, more in (
            ("1", "Normal", ""),
            ("3", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
            ("9", "List Paragraph", ""),
        )
    )
    own = ' xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData" mc:Ignorable="wpsCustomData"'
    return document(body, styles=styles, numbering="decimal", links={}, more=own)


def graphic(relation: str) -> str:
    """A picture that is in the file, its namespaces declared where it stands."""
    return (
        f'<a:graphic {DRAWING}><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
    )


def document(body: str, *, styles: str, numbering: str, links: dict[str, str], more: str = "") -> bytes:
    """A package with these parts and one photo, rId7."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    relations = {
        "rId1": ("styles", "styles.xml"),
        "rId2": ("numbering", "numbering.xml"),
        "rId7": ("image", "media/image1.jpg"),
    }
    listing = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for id_, (kind, target) in relations.items()
    )
    listing += "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/hyperlink" Target="{target}" TargetMode="External"/>'
        for id_, target in links.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    level = (
        f'<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="{numbering}"/></w:lvl></w:abstractNum>'
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="jpg" ContentType="image/jpeg"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{listing}</Relationships>',
        "word/document.xml": f"<w:document {NAMESPACES}{more}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f'<w:numbering {NAMESPACES}>{level}<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>',
    }
    return packed({**{name: (head + text).encode() for name, text in parts.items()}, "word/media/image1.jpg": photo()})

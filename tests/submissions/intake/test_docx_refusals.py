"""Files that are not taken in: each kind with its own code, quickly, and with little memory."""

from __future__ import annotations

import io
import pickle
import struct
import time
import tracemalloc
import zipfile

import pytest

from submissions.intake.docx import IntakeRefused, Limits, RefusalCode, read_docx
from tests.submissions.intake.word_files import (
    DOCUMENT,
    W,
    Word,
    article,
    packed,
    parts_of,
    photo,
    rewritten,
    with_xml,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
# A sector that begins as an old Word document does, with the mark of a password.
LOCKED_DOC = bytes(512 - 24) + b"\xec\xa5" + bytes(8) + b"\x00\x01" + bytes(1200)
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def refusal(data: bytes, **limits: int) -> RefusalCode:
    with pytest.raises(IntakeRefused) as caught:
        read_docx(data, filename="bài.docx", limits=Limits(**limits))
    return caught.value.code


def opendocument(parts: dict[str, bytes] | None = None, *, kind: str = "text") -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return packed({"mimetype": mimetype, "content.xml": b"<a/>", **(parts or {})})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", RefusalCode.EMPTY),
        (bytes(2048), RefusalCode.EMPTY),
        (OLE + "WordDocument".encode("utf-16-le"), RefusalCode.OLD_WORD),
        (OLE + "EncryptedPackage".encode("utf-16-le"), RefusalCode.ENCRYPTED),
        (OLE + "WordDocument".encode("utf-16-le") + "_VBA_PROJECT".encode("utf-16-le"), RefusalCode.MACROS),
        (OLE + "Workbook".encode("utf-16-le"), RefusalCode.OTHER_OFFICE),
        (OLE, RefusalCode.NOT_WORD),
        (OLE + "WordDocument".encode("utf-16-le") + LOCKED_DOC, RefusalCode.ENCRYPTED),
        (rb"{\rtf1\ansi Xin ch\u224?o}", RefusalCode.RICH_TEXT),
        (b"\xef\xbb\xbf<!DOCTYPE html><html><body>a</body></html>", RefusalCode.WEB_PAGE),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", RefusalCode.WEB_PAGE),
        (b"MZ\x90\x00" + bytes(200), RefusalCode.PROGRAM),
        (b"\x7fELF" + bytes(200), RefusalCode.PROGRAM),
        (b"%PDF-1.7\n", RefusalCode.PDF),
        (photo(), RefusalCode.PICTURE),
        (
            b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
            RefusalCode.WORD_XML,
        ),
        ("Kính gửi phòng biên tập".encode(), RefusalCode.NOT_WORD),
        (b"PK\x03\x04 this is not a Word file", RefusalCode.CORRUPT),
        (article()[:9000], RefusalCode.CORRUPT),
        (opendocument(), RefusalCode.OPEN_DOCUMENT),
        (opendocument(kind="spreadsheet"), RefusalCode.OTHER_OFFICE),
        (opendocument({"Basic/script-lc.xml": b"<a/>"}), RefusalCode.MACROS),
        (opendocument({"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), RefusalCode.ENCRYPTED),
        (packed({"a.txt": b"a"}), RefusalCode.NOT_WORD),
    ],
)
def test_what_is_no_word_file_is_named_for_what_it_is(data: bytes, code: RefusalCode) -> None:
    assert refusal(data) == code


def test_a_file_over_the_limit_is_refused_with_the_limit_in_the_message() -> None:
    with pytest.raises(IntakeRefused) as caught:
        read_docx(article(), limits=Limits(file_bytes=4096))
    assert caught.value.code == RefusalCode.TOO_LARGE
    assert caught.value.params == {"megabytes": 0}


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: parts.update({"word/vbaProject.bin": b"x"}),
        lambda parts: parts.update(
            {
                "[Content_Types].xml": parts["[Content_Types].xml"].replace(
                    WORD_TYPE.encode(), b"application/vnd.ms-word.document.macroEnabled.main+xml"
                )
            }
        ),
    ],
)
def test_macros_are_refused_under_any_name(change) -> None:
    assert refusal(rewritten(article(), change)) == RefusalCode.MACROS


def test_a_workbook_is_refused_as_one() -> None:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert refusal(with_xml(article(), WORD_TYPE, sheet, part="[Content_Types].xml")) == RefusalCode.OTHER_OFFICE


@pytest.mark.parametrize(
    "name",
    ["../../x.xml", "word/../../x.xml", "/etc/passwd", "C:/x.xml", "..\\x.xml", "word/%2e%2e/x.xml", "word/a\nb.xml"],
)
def test_part_names_that_lead_elsewhere_are_refused(name: str) -> None:
    assert refusal(packed(parts_of(article()), extra=[(name, b"x")])) == RefusalCode.UNSAFE_NAMES


@pytest.mark.parametrize("name", [DOCUMENT, "WORD/Document.xml"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(name: str) -> None:
    assert refusal(packed(parts_of(article()), extra=[(name, b"<x/>")])) == RefusalCode.UNSAFE_NAMES


def test_a_locked_entry_is_refused_as_encrypted() -> None:
    data = bytearray(article())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refusal(bytes(data)) == RefusalCode.ENCRYPTED


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ("<w:p/>" * 5000, RefusalCode.TOO_LONG),
        (f"<w:p><w:r><w:t>{'a' * 250_000}</w:t></w:r></w:p>", RefusalCode.TOO_LONG),
        ("<w:p><w:r><w:t>a b</w:t></w:r></w:p>" * 100_000, RefusalCode.TOO_LONG),
        ("<w:sdt><w:sdtContent>" * 90 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 90, RefusalCode.TOO_DEEP),
        ("<w:sdt>" * 30_000 + "</w:sdt>" * 30_000, RefusalCode.TOO_DEEP),
        ("<w:tbl><w:tr><w:tc>" * 40 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 40, RefusalCode.TOO_DEEP),
        ("<w:p>" + "<w:r><w:fldChar w:fldCharType='begin'/></w:r>" * 9000 + "</w:p>", RefusalCode.TOO_DEEP),
        ("<w:p><w:r>" + "<w:t>a</w:t><w:br/><w:br/>" * 8_000 + "</w:r></w:p>", RefusalCode.TOO_LONG),
        ("<w:p/>", RefusalCode.NO_TEXT),
        ("<w:p><w:r><w:t> *** </w:t></w:r></w:p>", RefusalCode.NO_TEXT),
        (
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>chỉ có bảng</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            RefusalCode.ONLY_TABLE,
        ),
        ("<w:p>", RefusalCode.CORRUPT),
        ("&bom;", RefusalCode.CORRUPT),
    ],
)
def test_a_document_that_is_no_article_is_refused(inner: str, code: RefusalCode) -> None:
    body = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{inner}</w:body></w:document>'
    data = rewritten(article(), lambda parts: parts.update({DOCUMENT: body.encode()}))
    # The processor's time: how busy the machine is with other things says nothing about the code.
    started = time.process_time()
    assert refusal(data) == code
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
@pytest.mark.parametrize("part", [DOCUMENT, "word/styles.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"])
def test_declarations_in_any_part_are_refused_before_they_are_parsed(declaration: str, part: str) -> None:
    def change(parts: dict[str, bytes]) -> None:
        start = parts[part].find(b"?>") + 2
        parts[part] = parts[part][:start] + declaration.encode() + parts[part][start:]

    assert refusal(rewritten(article(), change)) == RefusalCode.UNSAFE_XML


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7"])
def test_a_part_in_another_encoding_cannot_hide_a_declaration(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a><a/>'
    assert refusal(rewritten(article(), lambda p: p.update({DOCUMENT: text.encode(encoding)}))) == RefusalCode.CORRUPT


class TestBombs:
    """Refused within a second, with little memory."""

    def refused_cheaply(self, data: bytes) -> RefusalCode:
        tracemalloc.start()
        try:
            started = time.process_time()
            code = refusal(data)
            assert time.process_time() - started < 1
            assert tracemalloc.get_traced_memory()[1] < 50 * 1024 * 1024 + len(data)
        finally:
            tracemalloc.stop()
        return code

    def test_one_huge_part(self) -> None:
        data = rewritten(article(), lambda parts: parts.update({"word/media/image1.png": bytes(60_000_000)}))
        assert self.refused_cheaply(data) == RefusalCode.BOMB

    def test_many_parts_that_are_large_together(self) -> None:
        parts = parts_of(article()) | {f"word/media/image{n}.bin": bytes(7_000_000) for n in range(40)}
        assert self.refused_cheaply(packed(parts)) == RefusalCode.BOMB

    def test_a_bomb_in_a_part_that_is_an_archive_itself_is_never_opened(self) -> None:
        inner = packed({f"{number}.xml": bytes(6_000_000) for number in range(30)})
        read = read_docx(packed(parts_of(article()) | {"word/embeddings/more.docx": packed({"inner.zip": inner})}))
        assert len(read.blocks) == 2

    def test_too_many_parts(self) -> None:
        parts = parts_of(article()) | {f"word/x{n}.xml": b"" for n in range(1200)}
        assert self.refused_cheaply(packed(parts)) == RefusalCode.TOO_MANY_PARTS

    def test_a_directory_that_lies_about_its_number_of_entries(self) -> None:
        data = bytearray(packed(parts_of(article()) | {f"word/x{n}.xml": b"" for n in range(40_000)}))
        struct.pack_into("<HH", data, data.rfind(b"PK\x05\x06") + 8, 3, 3)
        assert self.refused_cheaply(bytes(data)) == RefusalCode.TOO_MANY_PARTS

    def test_a_part_that_lies_about_its_size(self) -> None:
        big = f"<w:document {W}><w:body>{'<w:p/>' * 2_000_000}</w:body></w:document>".encode()
        data = bytearray(rewritten(article(), lambda parts: parts.update({DOCUMENT: big})))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            packed_size = archive.getinfo(DOCUMENT).compress_size
        for mark, offset in ((b"PK\x03\x04", 18), (b"PK\x01\x02", 20)):
            at = data.find(mark)
            while at >= 0:
                if struct.unpack_from("<L", data, at + offset)[0] == packed_size:
                    struct.pack_into("<L", data, at + offset + 4, 500)
                at = data.find(mark, at + 4)
        assert self.refused_cheaply(bytes(data)) == RefusalCode.CORRUPT

    def test_entries_that_share_their_bytes(self) -> None:
        parts = parts_of(article()) | {"word/media/a.bin": photo(400, 400, kind="BMP")}
        data = packed(parts)
        directory = data.find(b"PK\x01\x02")
        end = data.rfind(b"PK\x05\x06")
        at = data.rfind(b"PK\x01\x02", 0, end)
        record = data[at:end]
        copies = b"".join(record.replace(b"word/media/a.bin", b"word/media/%c.bin" % (98 + n)) for n in range(8))
        head, tail = data[:end] + copies, bytearray(data[end:])
        count = struct.unpack_from("<H", tail, 10)[0] + 8
        struct.pack_into("<HHL", tail, 8, count, count, end - directory + len(copies))
        assert self.refused_cheaply(head + bytes(tail)) == RefusalCode.BOMB

    def test_a_part_made_of_marks_alone(self) -> None:
        inner = "<w:b/>" * 1_000_000
        big = f"<w:document {W}><w:body>{inner}</w:body></w:document>".encode()
        assert self.refused_cheaply(rewritten(article(), lambda p: p.update({DOCUMENT: big}))) == RefusalCode.TOO_LONG


def test_a_refusal_survives_a_pickle() -> None:
    with pytest.raises(IntakeRefused) as caught:
        read_docx(b"MZ" + bytes(100), filename="bài.docx")
    twin = pickle.loads(pickle.dumps(caught.value))
    assert (twin.code, twin.message, twin.params) == (caught.value.code, caught.value.message, caught.value.params)


def test_a_word_file_of_many_ordinary_pages_is_read() -> None:
    word = Word()
    word.line("Một bài rất dài", style="Title")
    for number in range(800):
        word.line(f"Đoạn thứ {number} của bài này vẫn là một đoạn bình thường.")
    assert len(read_docx(word.save()).blocks) == 800

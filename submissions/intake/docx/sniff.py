"""What a file really is, told from its first bytes: names and declared types are the sender's claims."""

from __future__ import annotations

from submissions.intake.docx.codes import RefusalCode
from submissions.intake.docx.shapes import IntakeRefused

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Stream names inside an OLE file are UTF-16; these two tell a locked Office file.
LOCKED_STREAMS = tuple(name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo"))
PICTURE_MARKS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")

BY_MARK: tuple[tuple[bytes, RefusalCode], ...] = (
    (b"{\\rtf", RefusalCode.RICH_TEXT),
    (b"%PDF", RefusalCode.PDF),
    (b"MZ", RefusalCode.PROGRAM),
    (b"\x7fELF", RefusalCode.PROGRAM),
    (b"#!", RefusalCode.PROGRAM),
)


def require_zip(data: bytes) -> None:
    """Pass for a zip archive.

    Raises:
        IntakeRefused: empty, or anything else, each kind with its own code.
    """
    if not data.strip(b"\x00\t\r\n "):
        raise IntakeRefused(RefusalCode.EMPTY, "the file holds nothing")
    if data.startswith(ZIP_MARK):
        return
    if data.startswith(OLE_MARK):
        if any(name in data for name in LOCKED_STREAMS):
            raise IntakeRefused(RefusalCode.ENCRYPTED, "an Office file locked with a password")
        raise IntakeRefused(RefusalCode.OLD_WORD, "an OLE file of Word 97-2003 or another old program")
    start = data[:4096].lstrip(b"\xef\xbb\xbf\t\r\n ")
    for mark, code in BY_MARK:
        if start.startswith(mark):
            raise IntakeRefused(code, f"starts with {mark!r}")
    if data.startswith(PICTURE_MARKS):
        raise IntakeRefused(RefusalCode.PICTURE, "a picture")
    lower = start.lower()
    if (
        b"schemas.microsoft.com/office/word/2003/wordml" in lower
        or b"schemas.microsoft.com/office/2006/xmlpackage" in lower
    ):
        raise IntakeRefused(RefusalCode.WORD_XML, "Word saved as one XML file")
    if any(mark in lower for mark in (b"<html", b"<!doctype html", b"<body", b"<head", b"mime-version:")):
        raise IntakeRefused(RefusalCode.WEB_PAGE, "a web page")
    raise IntakeRefused(RefusalCode.NOT_WORD, "neither a zip archive nor another known kind")

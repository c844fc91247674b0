"""What a file really is, told from its first bytes and its directory: names and declared types are the sender's claims."""

from __future__ import annotations

from submissions.intake.docx.codes import RefusalCode
from submissions.intake.docx.kinds import Kind
from submissions.intake.docx.package import open_archive, read_entry
from submissions.intake.docx.shapes import DEFAULT, IntakeRefused, Limits

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Stream names inside an OLE file are UTF-16.
LOCKED_STREAMS = ("EncryptedPackage", "EncryptionInfo")
MACRO_STREAMS = ("_VBA_PROJECT", "VBA_PROJECT_CUR")
WORD_STREAM = "WordDocument"
OTHER_STREAMS = ("Workbook", "PowerPoint Document")
# In the header of a locked Word 97-2003 document (MS-DOC 2.5.2, FibBase), which fills the first sector of its stream.
DOC_MARK, DOC_FLAGS_AT, DOC_LOCKED = b"\xec\xa5", 10, 0x0100
SECTOR = 512
PICTURE_MARKS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
OPEN_TEXT = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template")
OPEN_MACROS = ("basic/", "scripts/")
MANIFEST_BYTES = 1024 * 1024

BY_MARK: tuple[tuple[bytes, RefusalCode], ...] = (
    (b"%PDF", RefusalCode.PDF),
    (b"MZ", RefusalCode.PROGRAM),
    (b"\x7fELF", RefusalCode.PROGRAM),
    (b"#!", RefusalCode.PROGRAM),
)


def kind_of(data: bytes, limits: Limits = DEFAULT) -> Kind:
    """Which kind of text document this is. Of an archive the directory is checked, and nothing of it is unpacked but the
    few lines that name a kind.

    Raises:
        IntakeRefused: empty, too large, a harmful archive, locked, with macros, or anything else than a text document.
    """
    if len(data) > limits.file_bytes:
        megabytes = limits.file_bytes // (1024 * 1024)
        raise IntakeRefused(RefusalCode.TOO_LARGE, f"{len(data)} bytes", {"megabytes": megabytes})
    if not data.strip(b"\x00\t\r\n "):
        raise IntakeRefused(RefusalCode.EMPTY, "the file holds nothing")
    if data.startswith(ZIP_MARK):
        return _kind_of_archive(data, limits)
    if data.startswith(OLE_MARK):
        return _kind_of_ole(data)
    start = data[:4096].lstrip(b"\xef\xbb\xbf\t\r\n ")
    if start.startswith(b"{\\rtf"):
        return Kind.RICH_TEXT
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


def require_word(data: bytes, limits: Limits) -> None:
    """Pass for what may be a .docx.

    Raises:
        IntakeRefused: as `kind_of`, and the other kinds with the refusal of each.
    """
    kind = kind_of(data, limits)
    if kind is not Kind.WORD:
        raise IntakeRefused(kind.refusal, f"a {kind.suffix} file")


def _kind_of_archive(data: bytes, limits: Limits) -> Kind:
    archive = open_archive(data, limits)
    names = {entry.filename.lower(): entry for entry in archive.infolist()}
    if "[content_types].xml" in names or "mimetype" not in names:
        return Kind.WORD
    declared = read_entry(archive, names["mimetype"], most=1024).decode("ascii", "replace").strip()
    if declared not in OPEN_TEXT:
        code = RefusalCode.OTHER_OFFICE if "opendocument" in declared else RefusalCode.NOT_WORD
        raise IntakeRefused(code, f"an archive of type {declared[:80]!r}")
    if any(name.startswith(OPEN_MACROS) for name in names):
        raise IntakeRefused(RefusalCode.MACROS, "the file holds macros")
    manifest = names.get("meta-inf/manifest.xml")
    if manifest is not None and b"encryption-data" in read_entry(archive, manifest, most=MANIFEST_BYTES):
        raise IntakeRefused(RefusalCode.ENCRYPTED, "an OpenDocument file locked with a password")
    return Kind.OPEN_DOCUMENT


def _kind_of_ole(data: bytes) -> Kind:
    if _has_stream(data, *LOCKED_STREAMS):
        raise IntakeRefused(RefusalCode.ENCRYPTED, "an Office file locked with a password")
    if not _has_stream(data, WORD_STREAM):
        code = RefusalCode.OTHER_OFFICE if _has_stream(data, *OTHER_STREAMS) else RefusalCode.NOT_WORD
        raise IntakeRefused(code, "an OLE file of another program")
    if _has_stream(data, *MACRO_STREAMS):
        raise IntakeRefused(RefusalCode.MACROS, "the file holds macros")
    for at in range(SECTOR, len(data) - SECTOR, SECTOR):
        if data.startswith(DOC_MARK, at):
            if int.from_bytes(data[at + DOC_FLAGS_AT : at + DOC_FLAGS_AT + 2], "little") & DOC_LOCKED:
                raise IntakeRefused(RefusalCode.ENCRYPTED, "an old Word file locked with a password")
            break
    return Kind.OLD_WORD


def _has_stream(data: bytes, *names: str) -> bool:
    return any(name.encode("utf-16-le") in data for name in names)

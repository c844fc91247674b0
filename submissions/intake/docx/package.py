"""The zip archive that a .docx is: opened within a budget, parts read one by one through a counted stream.

Nothing is unpacked to disk, no part is read that nobody asks for, and a relationship to the outside is a string and never
followed. python-docx opens a whole package and parses each part of it before anyone can say no, so it is not used here.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from submissions.intake.docx.codes import RefusalCode
from submissions.intake.docx.markup import parse_xml
from submissions.intake.docx.shapes import IntakeRefused

if TYPE_CHECKING:
    from lxml.etree import _Element

    from submissions.intake.docx.shapes import Limits

END_MARK = b"PK\x05\x06"
ZIP64_MARK = b"PK\x06\x07"
END_BYTES = 22
CHUNK_BYTES = 64 * 1024
ENCRYPTED_FLAG = 0x1
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# All that `zipfile` may raise over an archive that is damaged or made to hurt.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
DRIVE = re.compile(r"^[A-Za-z]:")

OFFICE_DOCUMENT = "/officeDocument"
WORD_TYPES = frozenset(
    f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}.main+xml"
    for kind in ("document", "template")
)
OTHER_OFFICE_TYPES = ("spreadsheetml", "presentationml")
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


@dataclass(frozen=True, slots=True)
class Relationship:
    """A named arrow from a part: to a part of the package, or (``external``) to an address outside."""

    kind: str
    target: str
    external: bool


class Package:
    """A Word package whose archive was found harmless. Part names have no leading slash."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Check the archive and its contents list.

        Raises:
            IntakeRefused: not an archive, a bomb, odd names, encrypted, with macros, or not a Word document.
        """
        self._limits = limits
        self._archive = open_archive(data, limits)
        self._entries = {_key(entry.filename): entry for entry in self._archive.infolist() if not entry.is_dir()}
        self.document_name = self._find_document()

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def read(self, name: str, *, most: int) -> bytes:
        """A part's bytes, at most ``most`` of them. Raises `IntakeRefused` when it is missing, longer or damaged."""
        entry = self._entries.get(_key(name))
        if entry is None:
            raise IntakeRefused(RefusalCode.CORRUPT, f"the part {name!r} is missing")
        return read_entry(self._archive, entry, most=most)

    def size(self, name: str) -> int:
        """How many bytes a part says it has; 0 for a missing one."""
        entry = self._entries.get(_key(name))
        return entry.file_size if entry else 0

    def xml(self, name: str) -> _Element:
        """A part as an XML tree. Raises `IntakeRefused`."""
        return parse_xml(self.read(name, most=self._limits.xml_part_bytes), name=name, limits=self._limits)

    def relationships(self, name: str) -> dict[str, Relationship]:
        """The relationships of a part ("" for the package) by their id; none when it has no such list."""
        folder, base = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", f"{base}.rels")
        if listing not in self:
            return {}
        found = {}
        for element in self.xml(listing).iter(RELATIONSHIP):
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            found[element.get("Id", "")] = Relationship(
                kind=element.get("Type", ""),
                target=target if external else _resolve(folder, target),
                external=external,
            )
        return found

    def _find_document(self) -> str:
        if "[Content_Types].xml" not in self:
            raise IntakeRefused(RefusalCode.NOT_WORD, "a zip archive, but not an Office file")
        types = self.xml("[Content_Types].xml")
        overrides = {
            _key(e.get("PartName", "")): e.get("ContentType", "") for e in types.iter(f"{{{CONTENT_TYPES}}}Override")
        }
        defaults = {
            e.get("Extension", "").lower(): e.get("ContentType", "") for e in types.iter(f"{{{CONTENT_TYPES}}}Default")
        }
        declared = " ".join([*overrides.values(), *defaults.values()]).lower()
        if (
            "macroenabled" in declared
            or "vbaproject" in declared
            or any("vbaproject" in name for name in self._entries)
        ):
            raise IntakeRefused(RefusalCode.MACROS, "the file holds macros")
        main = [r for r in self.relationships("").values() if r.kind.endswith(OFFICE_DOCUMENT) and not r.external]
        if len(main) != 1 or main[0].target not in self:
            raise IntakeRefused(RefusalCode.CORRUPT, "no main document part")
        name = main[0].target
        kind = overrides.get(_key(name)) or defaults.get(posixpath.splitext(name)[1].lstrip(".").lower(), "")
        if kind not in WORD_TYPES:
            if any(other in kind for other in OTHER_OFFICE_TYPES):
                raise IntakeRefused(RefusalCode.OTHER_OFFICE, "a workbook or presentation")
            raise IntakeRefused(RefusalCode.NOT_WORD, f"the main part is of type {kind!r}")
        return name


def open_archive(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive, found harmless by its directory alone: nothing of it has been unpacked.

    Raises:
        IntakeRefused: not an archive, too many parts, a bomb, odd names, locked, packed in an unknown way.
    """
    _check_end_record(data, limits)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise IntakeRefused(RefusalCode.CORRUPT, f"the archive's directory cannot be read: {error}") from error
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise IntakeRefused(RefusalCode.TOO_MANY_PARTS, f"{len(entries)} entries")
    _check_names([entry.orig_filename for entry in entries])
    for entry in entries:
        if entry.flag_bits & ENCRYPTED_FLAG:
            raise IntakeRefused(RefusalCode.ENCRYPTED, "an entry is locked with a password")
        if entry.compress_type not in METHODS:
            raise IntakeRefused(RefusalCode.CORRUPT, f"packed with method {entry.compress_type}")
        if entry.file_size > limits.ratio_from_bytes and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise IntakeRefused(RefusalCode.BOMB, f"{entry.compress_size} bytes say they are {entry.file_size}")
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise IntakeRefused(RefusalCode.BOMB, "the parts are too large together")
    if sum(entry.compress_size for entry in entries) > len(data):
        # Entries that share their packed bytes: the archive would unpack to more than it holds.
        raise IntakeRefused(RefusalCode.BOMB, "the parts overlap")
    return archive


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, most: int) -> bytes:
    """An entry's bytes, counted while they are unpacked.

    Raises:
        IntakeRefused: more than ``most`` bytes, said or real; damaged.
    """
    name = entry.filename
    if entry.file_size > most:
        raise IntakeRefused(RefusalCode.TOO_LONG, f"{name!r} says it has {entry.file_size} bytes")
    taken = bytearray()
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                taken += chunk
                if len(taken) > most:
                    raise IntakeRefused(RefusalCode.BOMB, f"{name!r} is longer than it says")
    except BROKEN as error:
        raise IntakeRefused(RefusalCode.CORRUPT, f"{name!r} cannot be unpacked: {error}") from error
    return bytes(taken)


def _check_end_record(data: bytes, limits: Limits) -> None:
    """Look at the directory's own size before `zipfile` turns every line of it into an object."""
    at = data.rfind(END_MARK, max(0, len(data) - END_BYTES - 0xFFFF))
    if at < 0 or at + END_BYTES > len(data):
        raise IntakeRefused(RefusalCode.CORRUPT, "no end-of-archive record: truncated")
    count, size = struct.unpack_from("<HL", data, at + 10)
    if data[max(0, at - 20) : at].startswith(ZIP64_MARK) or size == 0xFFFFFFFF:
        raise IntakeRefused(RefusalCode.TOO_MANY_PARTS, "an archive in the format for huge ones")
    if count > limits.entries or size > limits.directory_bytes:
        raise IntakeRefused(RefusalCode.TOO_MANY_PARTS, f"{count} entries in a directory of {size} bytes")


def _check_names(names: list[str]) -> None:
    seen = set()
    for name in names:
        if (
            not name
            or name.startswith("/")
            or "\\" in name
            or DRIVE.match(name)
            or any(ord(character) < 32 for character in name)
            or ".." in unquote(name).replace("\\", "/").split("/")
        ):
            raise IntakeRefused(RefusalCode.UNSAFE_NAMES, f"a part is called {name[:80]!r}")
        key = _key(name)
        if key in seen:
            raise IntakeRefused(RefusalCode.UNSAFE_NAMES, f"two parts are called {name[:80]!r}")
        seen.add(key)


def _key(name: str) -> str:
    # Part names are compared without case (ECMA-376 part 2, 6.2.2).
    return name.lstrip("/").lower()


def _resolve(folder: str, target: str) -> str:
    path = unquote(target.split("#", 1)[0])
    joined = path if path.startswith("/") else posixpath.join("/", folder, path)
    # normpath keeps the result below the root, however many ".." it has.
    return posixpath.normpath(joined).lstrip("/")

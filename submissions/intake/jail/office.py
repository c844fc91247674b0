"""Old formats through LibreOffice, which runs in the jail like the reader: Word 97-2003, rich text, OpenDocument.

It gets a profile of its own that is made for this one file and thrown away: no macros, no updating of links, nothing
fetched. What it writes is taken for a stranger's file and read like any other .docx.
"""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING

from submissions.intake.docx.codes import RefusalCode
from submissions.intake.docx.kinds import Kind
from submissions.intake.docx.shapes import DEFAULT, IntakeRefused
from submissions.intake.jail import cell

if TYPE_CHECKING:
    from pathlib import Path

PROGRAMS = ("soffice", "libreoffice")
# By name and with the filter: LibreOffice is not asked to guess what a stranger's file is.
FILTERS = {
    Kind.OLD_WORD: ("doc", "MS Word 97"),
    Kind.RICH_TEXT: ("rtf", "Rich Text Format"),
    Kind.OPEN_DOCUMENT: ("odt", "writer8"),
}
SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Writer/Content/Update", "Field", "false"),
    ("org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
)


def program() -> str:
    """The path of LibreOffice on this machine; "" where there is none."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), "")


def to_docx(data: bytes, kind: Kind, *, bounds: cell.Bounds = cell.OFFICE) -> bytes:
    """The file as a .docx.

    Raises:
        IntakeRefused: the kind's own refusal where LibreOffice is not installed; OFFICE_FAILED where it left nothing;
            what the jail says.
    """
    office = program()
    if not office:
        raise IntakeRefused(kind.refusal, "LibreOffice is not installed")
    suffix, filter_name = FILTERS[kind]
    with cell.folder() as place:
        (place / f"source.{suffix}").write_bytes(data)
        _write_profile(place / "profile" / "user")
        command = [office, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore"]
        command += ["--nologo", "--nodefault", "--nolockcheck", f"--infilter={filter_name}"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(place / "out"), f"source.{suffix}"]
        cell.run(place, bounds=bounds, command=command)
        return _taken(place / "out" / "source.docx")


def _write_profile(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )


def _taken(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise IntakeRefused(RefusalCode.OFFICE_FAILED, "LibreOffice left no file") from error
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or not 0 < status.st_size <= DEFAULT.file_bytes:
            raise IntakeRefused(RefusalCode.OFFICE_FAILED, f"LibreOffice left {status.st_size} bytes")
        return file.read(DEFAULT.file_bytes)

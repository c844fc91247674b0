"""Word's fields: an instruction, and the text that Word last showed for it."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from enum import Enum

from cms.core.links import safe_address
from submissions.intake.docx.codes import RefusalCode
from submissions.intake.docx.shapes import IntakeRefused

# Fields that fetch or start something when the document is opened. Their last result may be anything.
ACTIVE = frozenset({"DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "EMBED", "DATABASE", "MACROBUTTON"})
# Fields that show no text of the article.
SILENT = frozenset({"TOC", "TC", "XE", "INDEX", "RD", "PAGE", "NUMPAGES", "SECTIONPAGES"})
LONGEST_INSTRUCTION = 4_000
DEEPEST = 32


class Result(Enum):
    """What becomes of a field's shown text."""

    KEPT = "kept"
    LINK = "link"
    SILENT = "silent"
    ACTIVE = "active"


@dataclass(slots=True)
class OpenField:
    """A field that has begun and not ended. ``result`` is None while its instruction is still being read."""

    instruction: str = ""
    result: Result | None = None
    href: str = ""


def judge(instruction: str) -> tuple[Result, str]:
    """What to do with the result of a field, and the address if it is a link."""
    words = _split(instruction[:LONGEST_INSTRUCTION])
    if not words:
        return Result.KEPT, ""
    name = words[0].upper()
    if name in ACTIVE:
        return Result.ACTIVE, ""
    if name in SILENT:
        return Result.SILENT, ""
    if name == "HYPERLINK":
        address = next((word for word in words[1:] if not word.startswith("\\")), "")
        local = len(words) > 1 and words[1] == "\\l"
        return Result.LINK, "" if local else address
    return Result.KEPT, ""


class Fields:
    """The fields open at one place of the text, outermost first."""

    def __init__(self) -> None:
        self._open: list[OpenField] = []
        self.active_seen = 0
        self.links_dropped = 0

    def begin(self) -> None:
        """A field starts with its instruction. Raises `IntakeRefused` when too many stand in each other."""
        if len(self._open) >= DEEPEST:
            raise IntakeRefused(RefusalCode.TOO_DEEP, f"fields nested more than {DEEPEST} deep")
        self._open.append(OpenField())

    def instruct(self, text: str) -> None:
        """More of the innermost field's instruction."""
        if self._open and self._open[-1].result is None:
            self._open[-1].instruction += text

    def separate(self) -> None:
        """The instruction is complete, its shown result follows."""
        if self._open and self._open[-1].result is None:
            self._settle(self._open[-1])

    def end(self) -> None:
        """The innermost field ends, maybe without a result."""
        if self._open:
            field = self._open.pop()
            if field.result is None:
                self._settle(field)

    def end_of_paragraph(self) -> None:
        """An instruction does not run on into the next paragraph; a damaged one must not swallow the text."""
        while self._open and self._open[-1].result is None:
            self.end()
            # What stood behind its beginning was not read as text.
            self.active_seen += 1

    @property
    def muted(self) -> bool:
        """Whether text at this place is an instruction or a result that is not shown."""
        return any(field.result in (None, Result.SILENT, Result.ACTIVE) for field in self._open)

    @property
    def href(self) -> str:
        """The address of the innermost link here, "" outside of links."""
        return next((field.href for field in reversed(self._open) if field.href), "")

    def _settle(self, field: OpenField) -> None:
        field.result, address = judge(field.instruction)
        field.href = safe_address(address)
        self.active_seen += field.result is Result.ACTIVE
        self.links_dropped += bool(address) and not field.href


def _split(instruction: str) -> list[str]:
    lexer = shlex.shlex(instruction, posix=True)
    lexer.whitespace_split = True
    lexer.escape = ""
    lexer.quotes = '"'
    lexer.commenters = ""
    try:
        return list(lexer)
    except ValueError:
        return re.split(r'[\s"]+', instruction.strip())

"""The kinds of files that can become an article: .docx at once, the others through an office program."""

from __future__ import annotations

from enum import Enum

from submissions.intake.docx.codes import RefusalCode


class Kind(Enum):
    """What a file is, with the suffix under which it is kept and the refusal where nobody can convert it here."""

    WORD = (".docx", RefusalCode.NOT_WORD)
    OLD_WORD = (".doc", RefusalCode.OLD_WORD)
    RICH_TEXT = (".rtf", RefusalCode.RICH_TEXT)
    OPEN_DOCUMENT = (".odt", RefusalCode.OPEN_DOCUMENT)

    def __init__(self, suffix: str, refusal: RefusalCode) -> None:
        self.suffix = suffix
        self.refusal = refusal

"""The reader of Word files: `read_docx` turns bytes into a `WordArticle`, or raises `IntakeRefused`."""

from submissions.intake.docx.codes import PASSING, REFUSAL_CODES, WARNING_CODES, RefusalCode, WarningCode
from submissions.intake.docx.kinds import Kind
from submissions.intake.docx.reader import read_docx
from submissions.intake.docx.shapes import (
    DEFAULT,
    Block,
    BulletList,
    Figure,
    Heading,
    IntakeRefused,
    Limits,
    Paragraph,
    Quote,
    ReadWarning,
    Table,
    WordArticle,
    WordImage,
)

__all__ = [
    "DEFAULT",
    "PASSING",
    "REFUSAL_CODES",
    "WARNING_CODES",
    "Block",
    "BulletList",
    "Figure",
    "Heading",
    "IntakeRefused",
    "Kind",
    "Limits",
    "Paragraph",
    "Quote",
    "ReadWarning",
    "RefusalCode",
    "Table",
    "WarningCode",
    "WordArticle",
    "WordImage",
    "read_docx",
]

"""Parsing the XML of a Word package with every door shut, and the names of its elements."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from submissions.intake.docx.codes import RefusalCode
from submissions.intake.docx.shapes import IntakeRefused

if TYPE_CHECKING:
    from submissions.intake.docx.shapes import Limits

# Word writes the transitional names; "strict" files (ISO/IEC 29500 strict) use others for the same things.
STRICT_TO_TRANSITIONAL = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "v": "urn:schemas-microsoft-com:vml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
DECLARED_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
OFF = frozenset({"0", "false", "off", "none"})


@cache
def q(name: str) -> str:
    """``w:p`` as lxml spells it, ``{namespace}p``."""
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


VAL = q("w:val")


def parse_xml(data: bytes, *, name: str, limits: Limits) -> etree._Element:
    """The root element of a part.

    A document type is refused before libxml2 sees it, so there are no entities to expand, no external file to fetch and
    no amplification. The number of marks is held down first, because a tree takes some hundred bytes for each.

    Raises:
        IntakeRefused: a document type, another encoding than UTF-8, too many marks, nested too deep, not well formed.
    """
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = DECLARED_ENCODING.match(text[:200])
    if b"\x00" in text or (declared and declared[1].lower() not in ENCODINGS):
        raise IntakeRefused(RefusalCode.CORRUPT, f"{name!r} is not UTF-8")
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise IntakeRefused(RefusalCode.UNSAFE_XML, f"{name!r} declares a document type")
    if text.count(b"<") + text.count(b"=") > limits.marks:
        raise IntakeRefused(RefusalCode.TOO_LONG, f"{name!r} has too many elements")
    for strict, transitional in STRICT_TO_TRANSITIONAL:
        text = text.replace(strict, transitional)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise IntakeRefused(RefusalCode.TOO_DEEP, f"{name!r} is nested too deep") from error
        raise IntakeRefused(RefusalCode.CORRUPT, f"{name!r} is not well-formed XML: {error.msg}") from error
    except ValueError as error:
        raise IntakeRefused(RefusalCode.CORRUPT, f"{name!r} cannot be parsed: {error}") from error


def is_on(element: etree._Element | None) -> bool | None:
    """A switch such as ``<w:b/>``: True, False, or None where it is not set."""
    if element is None:
        return None
    return element.get(VAL, "1").lower() not in OFF


def value_of(parent: etree._Element | None, name: str) -> str | None:
    """The ``w:val`` of a child element, None where there is no such child."""
    child = parent.find(q(name)) if parent is not None else None
    return child.get(VAL) if child is not None else None

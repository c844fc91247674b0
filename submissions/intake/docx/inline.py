"""Text with its few marks as HTML: every character escaped, no tag but b, i, a[href] and br."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from submissions.intake.docx.raw import Span


def html_of(spans: Iterable[Span]) -> str:
    """The spans as inline HTML: links outside, bold and italic inside."""
    found = []
    for href, linked in groupby(spans, key=lambda span: span.href):
        inner = "".join(_bold(bold, list(group)) for bold, group in groupby(linked, key=lambda span: span.bold))
        found.append(f'<a href="{escape(href)}">{inner}</a>' if href and inner.strip() else inner)
    return "".join(found)


def _bold(bold: bool, spans: list[Span]) -> str:
    inner = "".join(_italic(italic, list(group)) for italic, group in groupby(spans, key=lambda span: span.italic))
    return f"<b>{inner}</b>" if bold and inner.strip() else inner


def _italic(italic: bool, spans: list[Span]) -> str:
    text = escape("".join(span.text for span in spans), quote=False).replace("\n", "<br>")
    return f"<i>{text}</i>" if italic and text.strip() else text

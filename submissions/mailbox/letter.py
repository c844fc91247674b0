"""Reading a mail as it really comes: who sent it, what is attached, and whether a machine wrote it.

Nothing in a mail is trusted: any header may be missing, doubled, in the wrong encoding or made by an attacker.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.utils import getaddresses
from typing import TYPE_CHECKING

from cms.core.text import clean_line
from cms.core.text.encoding import UnreadableEncodingError, decode_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

MEGABYTE = 1024 * 1024
# Three Word files of the size that the intake takes would be more; whoever has that much uses the web.
MOST_BYTES = 72 * MEGABYTE
MOST_HEADER_BYTES = 256 * 1024
MOST_PARTS = 100
# The parser of the standard library calls itself for each level.
MOST_NESTINGS = 40
LONGEST_NAME = 255

_ADDRESS = re.compile(r"[^@\s<>\"(),;:]{1,64}@[a-z0-9.-]{1,189}")
_NESTING = re.compile(rb"(?im)^content-type:\s*(?:multipart|message)/")
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_TAG = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_WORD_SUFFIXES = frozenset({"docx", "doc", "docm", "dotx", "odt", "rtf", "wps"})
_WORD_TYPES = (
    "application/msword",
    "application/rtf",
    "text/rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml",
    "application/vnd.ms-word",
    "application/vnd.oasis.opendocument.text",
)
# Where a server says to whom a mail was delivered, a tag after a plus sign included.
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")


class LetterUnreadable(Exception):
    """The mail is not built as mails are, so it was not taken apart."""


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """What the header says. ``sender`` is empty where it does not name exactly one; ``tags`` are the capitalised words
    that may be a unit's code; ``is_automatic``: machines, bounces, lists; ``is_forged``: the receiving server says so."""

    message_id: str
    sender: str
    subject: str
    date: str
    tags: list[str]
    is_automatic: bool
    is_forged: bool


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file of a mail that may be an article."""

    name: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The Word files of a mail in their order, and the names of everything else that was attached."""

    words: list[Attachment]
    others: list[str]


def split(raw: bytes) -> tuple[bytes, bytes]:
    """Header and body of a mail."""
    found = _END_OF_HEADER.search(raw)
    return (raw, b"") if found is None else (raw[: found.end()], raw[found.end() :])


def fingerprint(envelope: Envelope, body: bytes) -> str:
    """Equal for the same mail, whatever way it took; see `InboundMail.fingerprint`."""
    digest = hashlib.sha256()
    for word in (envelope.message_id, envelope.sender, envelope.date, envelope.subject):
        digest.update(word.encode("utf-8", "replace") + b"\0")
    # Servers change line ends, and nothing else of a body.
    digest.update(hashlib.sha256(body.replace(b"\r\n", b"\n").rstrip()).digest())
    return digest.hexdigest()


def read_envelope(header: bytes) -> Envelope:
    """The header of a mail. Raises `LetterUnreadable`."""
    if len(header) > MOST_HEADER_BYTES:
        raise LetterUnreadable(f"a header of {len(header)} bytes")
    headers = _parsed(split(header)[0])
    subject = _first(headers, "subject")
    return Envelope(
        message_id=_first(headers, "message-id")[:250],
        sender=_sender(headers),
        subject=subject[:250],
        date=_first(headers, "date")[:100],
        tags=_tags(subject, headers),
        is_automatic=_is_automatic(headers),
        is_forged=_is_forged(headers),
    )


def read_contents(raw: bytes) -> Contents:
    """The files of a mail. Raises `LetterUnreadable`."""
    if len(_NESTING.findall(raw)) > MOST_NESTINGS:
        raise LetterUnreadable("too many parts within parts")
    words: dict[str, Attachment] = {}
    others: list[str] = []
    for count, part in enumerate(_parsed(raw).walk()):
        if count >= MOST_PARTS:
            raise LetterUnreadable("too many parts")
        if part.is_multipart():
            continue
        name = _file_name(part)
        if _may_be_article(name, part.get_content_type()):
            payload = part.get_payload(decode=True)
            data = payload if isinstance(payload, bytes) else b""
            # The same file attached twice is one article.
            words.setdefault(digest(data), Attachment(name=name or "bai-viet.docx", data=data))
        elif name:
            others.append(name)
    return Contents(words=list(words.values()), others=others)


def _parsed(raw: bytes) -> Message:
    try:
        return message_from_bytes(raw)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise LetterUnreadable(f"{type(error).__name__}") from error


def _values(headers: Message, name: str) -> Iterator[str]:
    """The values of a header as readable lines, in whatever encoding they came."""
    for key, value in headers.raw_items():
        if key.lower() == name:
            yield clean_line(_decoded(str(value)))


def _first(headers: Message, name: str) -> str:
    return next(_values(headers, name), "")


def _decoded(value: str) -> str:
    """Encoded words (RFC 2047) and bare bytes as text; what can't be read is replaced, never refused."""
    value = _readable(value)
    try:
        pieces = decode_header(value.replace("\r", "").replace("\n", " "))
    except (HeaderParseError, ValueError):
        return value
    text = ""
    for piece, charset in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        try:
            text += piece.decode(charset or "ascii")
        except (LookupError, ValueError):
            text += _of_bytes(piece)
    return text


def _readable(value: str) -> str:
    """Bare bytes in a header are kept by the parser as surrogates; these are read as old office software wrote them."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return _of_bytes(value.encode("utf-8", "surrogateescape"))
    return value


def _of_bytes(data: bytes) -> str:
    try:
        return decode_bytes(data)
    except UnreadableEncodingError:
        return data.decode("utf-8", "replace")


def _sender(headers: Message) -> str:
    lines = list(_values(headers, "from"))
    if len(lines) != 1:
        return ""
    found = [address.lower() for address in _addresses(lines)]
    return found[0] if len(found) == 1 and _ADDRESS.fullmatch(found[0]) else ""


def _addresses(lines: list[str]) -> list[str]:
    """The addresses in some lines; none where they are built to exhaust.

    The parser of the standard library calls itself for each bracket, and a mail that it can't end would stand in the way
    of all that come after it.
    """
    try:
        return [address.strip() for _name, address in getaddresses(lines) if address.strip()]
    except (RecursionError, ValueError, IndexError):
        return []


def _tags(subject: str, headers: Message) -> list[str]:
    """Words of the subject, and what follows the plus sign in an address of delivery; capitals, each once."""
    found = dict.fromkeys(_TAG.findall(subject.upper()))
    for name in _DELIVERED:
        for address in _addresses(list(_values(headers, name))):
            local = address.rpartition("@")[0]
            if "+" in local:
                found[local.partition("+")[2].upper()] = None
    return [tag[:40] for tag in found][:60]


def _is_automatic(headers: Message) -> bool:
    """Auto-replies, bounces and lists (RFC 3834, RFC 2919)."""
    submitted = _first(headers, "auto-submitted").lower()
    if submitted and submitted.partition(";")[0].strip() != "no":
        return True
    if _first(headers, "precedence").lower() in {"bulk", "list", "junk", "auto_reply"}:
        return True
    if any(_first(headers, name) for name in ("list-id", "list-unsubscribe", "x-autoreply", "x-autorespond")):
        return True
    if "return-path" in headers and _first(headers, "return-path").replace(" ", "") in {"", "<>"}:
        return True
    return headers.get_content_type() == "multipart/report"


def _is_forged(headers: Message) -> bool:
    """What our own mail server found: the topmost line of results, as later servers write above earlier ones."""
    results = _first(headers, "authentication-results").lower()
    dmarc = re.search(r"\bdmarc\s*=\s*([a-z]+)", results)
    if dmarc is not None:
        return dmarc.group(1) == "fail"
    spf = re.search(r"\bspf\s*=\s*([a-z]+)", results)
    return spf is not None and spf.group(1) == "fail"


def _file_name(part: Message) -> str:
    """What the sender called the file: RFC 2231, RFC 2047, bare bytes, or in an old Vietnamese code; never a path."""
    for name in ("Content-Disposition", "Content-Type"):
        value = next((str(value) for key, value in part.raw_items() if key.lower() == name.lower()), "")
        if value != _readable(value):
            del part[name]
            part[name] = _readable(value)
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return ""
    name = _decoded(name)
    try:
        legacy = name.encode("latin-1")
    except UnicodeEncodeError:
        pass
    else:
        name = name if name.isascii() else _of_bytes(legacy)
    return clean_line(name.replace("\\", "/").rpartition("/")[2])[:LONGEST_NAME]


def _may_be_article(name: str, content_type: str) -> bool:
    _stem, dot, suffix = name.lower().rpartition(".")
    if dot:
        return suffix in _WORD_SUFFIXES
    return content_type.startswith(_WORD_TYPES)


def digest(data: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()

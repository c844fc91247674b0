"""Where mails come from: an IMAP mailbox, or a folder in maildir form for the demo and for servers that deliver there.

A source hands out what waits and is told when a mail is safely in the database: only then the mail leaves the inbox,
for the folder `DONE`. A process that dies in between meets the same mail again, and its fingerprint with it.
IMAP is spoken through the standard library: six commands, and one dependency less to keep for ten years.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from submissions.mailbox.letter import MOST_BYTES, MOST_HEADER_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    # A line of the server's answer, or a line with the bytes that it announced.
    Piece = bytes | tuple[bytes, bytes] | None

DONE = "Da-nhan"
SECONDS = 20
# A file that somebody is still copying into the folder grows; so old (seconds) it is taken for complete.
SETTLED_SECONDS = 2


class MailboxAway(Exception):
    """The mailbox does not answer, or not as one; the next poll tries again."""


@contextmanager
def _away() -> Iterator[None]:
    """What goes wrong on the way to the mailbox, as the one error of this room."""
    try:
        yield
    except (imaplib.IMAP4.error, OSError, UnicodeError) as error:
        # The library's errors quote the server, never the password.
        raise MailboxAway(f"{type(error).__name__}: {error}"[:300]) from error


class Found(Protocol):
    """A mail that waits."""

    size: int

    def header(self) -> bytes:
        """The first bytes, up to a little more than a header may have."""

    def read(self) -> bytes:
        """All of it."""

    def settle(self) -> None:
        """Takes it out of the inbox; called once its row is committed."""


class Source(Protocol):
    """A mailbox."""

    def waiting(self, *, limit: int, now: datetime) -> Iterator[Found]:
        """The mails of the inbox, oldest first. Raises `MailboxAway`."""


def source_of(url: str) -> Source:
    """The source of a URL that `cms.environment.mailbox_url` has let through."""
    parts = urlsplit(url)
    if parts.scheme == "maildir":
        return MaildirSource(Path(unquote(parts.path)))
    return ImapSource(
        host=parts.hostname or "",
        port=parts.port or (993 if parts.scheme == "imaps" else 143),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.lstrip("/")) or "INBOX",
        is_encrypted=parts.scheme == "imaps",
    )


class FileFound:
    """A mail in a file."""

    def __init__(self, path: Path, done: Path) -> None:
        self.path, self.done = path, done
        self.size = path.stat().st_size

    def header(self) -> bytes:
        return self._read(MOST_HEADER_BYTES + 1)

    def read(self) -> bytes:
        return self._read(MOST_BYTES + 1)

    def settle(self) -> None:
        with _away(), suppress(FileNotFoundError):
            self.path.replace(self.done / f"{self.path.name.removesuffix('.eml')}:2,S")

    def _read(self, most: int) -> bytes:
        with _away(), self.path.open("rb") as file:
            return file.read(most)


class MaildirSource:
    """A maildir: mails come into ``new``; ``.eml`` files that are dropped into the folder itself are taken too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def waiting(self, *, limit: int, now: datetime) -> Iterator[Found]:
        with _away():
            for name in ("new", "cur", "tmp"):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
            settled = now.timestamp() - SETTLED_SECONDS
            dropped = [path for path in self.folder.glob("*.eml") if path.stat().st_mtime <= settled]
            delivered = [path for path in (self.folder / "new").iterdir() if not path.name.startswith(".")]
            found = [path for path in (*delivered, *dropped) if path.is_file() and not path.is_symlink()]
        for path in sorted(found, key=lambda path: path.name)[:limit]:
            # Another worker may have taken it meanwhile.
            with suppress(FileNotFoundError):
                yield FileFound(path, self.folder / "cur")


class ImapFound:
    """A mail on the server, by its UID."""

    def __init__(self, server: imaplib.IMAP4, uid: str, size: int) -> None:
        self.server, self.uid, self.size = server, uid, size

    def header(self) -> bytes:
        return self._fetch(f"(BODY.PEEK[HEADER]<0.{MOST_HEADER_BYTES + 1}>)")

    def read(self) -> bytes:
        return self._fetch("(BODY.PEEK[])")

    def settle(self) -> None:
        with _away():
            self._move()

    def _move(self) -> None:
        if "MOVE" in self.server.capabilities:
            _ok(self.server.uid("MOVE", self.uid, DONE))
            return
        _ok(self.server.uid("COPY", self.uid, DONE))
        _ok(self.server.uid("STORE", self.uid, "+FLAGS.SILENT", r"(\Deleted)"))
        if "UIDPLUS" in self.server.capabilities:
            _ok(self.server.uid("EXPUNGE", self.uid))
        else:
            _ok(self.server.expunge())

    def _fetch(self, what: str) -> bytes:
        with _away():
            for piece in _ok(self.server.uid("FETCH", self.uid, what)):
                if isinstance(piece, tuple):
                    return bytes(piece[1])
        raise MailboxAway("the server sent no mail for its number")


class ImapSource:
    """A mailbox on an IMAP server. Whatever lies in the inbox waits; its flags are left to people."""

    def __init__(self, *, host: str, port: int, user: str, password: str, folder: str, is_encrypted: bool) -> None:
        self.host, self.port, self.user, self.password = host, port, user, password
        self.folder, self.is_encrypted = folder, is_encrypted

    def waiting(self, *, limit: int, now: datetime) -> Iterator[Found]:
        with _away(), self._session() as server:
            _ok(server.select(_quoted(self.folder)))
            # Answers NO where the folder exists.
            server.create(DONE)
            uids = b" ".join(piece for piece in _ok(server.uid("SEARCH", "UNDELETED")) if isinstance(piece, bytes))
            for uid in uids.decode("ascii").split()[:limit]:
                size = self._size(server, uid)
                if size is not None:
                    yield ImapFound(server, uid, size)

    @contextmanager
    def _session(self) -> Iterator[imaplib.IMAP4]:
        server: imaplib.IMAP4
        if self.is_encrypted:
            server = imaplib.IMAP4_SSL(self.host, self.port, ssl_context=ssl.create_default_context(), timeout=SECONDS)
        else:
            server = imaplib.IMAP4(self.host, self.port, timeout=SECONDS)
        try:
            server.login(_quoted(self.user), self.password)
            yield server
        finally:
            _leave(server)

    def _size(self, server: imaplib.IMAP4, uid: str) -> int | None:
        """The size in bytes; None where another worker has moved the mail meanwhile."""
        for piece in _ok(server.uid("FETCH", uid, "(RFC822.SIZE)")):
            line = piece[0] if isinstance(piece, tuple) else piece
            found = re.search(rb"RFC822\.SIZE (\d{1,12})", line or b"")
            if found:
                return int(found.group(1))
        return None


def _leave(server: imaplib.IMAP4) -> None:
    """Says good-bye, also where the line is dead already."""
    try:
        server.logout()
    except (imaplib.IMAP4.error, OSError):
        server.shutdown()


def _ok(answer: tuple[str, Sequence[Piece]]) -> Sequence[Piece]:
    status, data = answer
    if status != "OK":
        raise MailboxAway(f"the server answered {status}")
    return data


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
